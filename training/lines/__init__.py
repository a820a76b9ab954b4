"""Trains the labeller of lines and exports its weights; never imported by the package."""
