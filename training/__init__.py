"""Trains the labeller's weights on labelled pages; never imported by the package."""
