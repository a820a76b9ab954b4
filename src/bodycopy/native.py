"""The compiled parts of the package, where it was built with a compiler.

Every compiled function has a twin in Python, which is its specification and takes its place
where there is none. ``BODYCOPY_PURE=1`` in the environment chooses the Python twins.
"""

from __future__ import annotations

import os
from types import ModuleType

__all__ = ["ctext"]


def _load() -> ModuleType | None:
    if os.environ.get("BODYCOPY_PURE"):
        return None
    try:
        from bodycopy import _ctext
    except ImportError:
        return None
    return _ctext


ctext: ModuleType | None = _load()
"""Measures, look-ups and hashes of texts and names; None where nothing was compiled."""
