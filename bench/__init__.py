"""Scores and speeds of bodycopy and its peers, in one run over the same pages."""
