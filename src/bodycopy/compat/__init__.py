"""Faces that other packages expect, one file a package; each needs that package."""
