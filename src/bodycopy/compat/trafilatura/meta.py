"""Caches: here there are none."""

from __future__ import annotations

__all__ = ["reset_caches"]


def reset_caches() -> None:
    """Does nothing: no page leaves anything behind."""
