"""Downloads in several threads: not here."""

from __future__ import annotations

from bodycopy.compat.absent import absent
from bodycopy.compat.newspaper.sources import INSTEAD

__all__ = ["fetch_news"]

fetch_news = absent("fetch_news", INSTEAD)
