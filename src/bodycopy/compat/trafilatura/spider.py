"""Crawling of a site: not here."""

from __future__ import annotations

from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.downloads import INSTEAD

__all__ = ["focused_crawler"]

focused_crawler = absent("focused_crawler", INSTEAD)
