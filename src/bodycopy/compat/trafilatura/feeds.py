"""Feeds of a site: here they are not looked for."""

from __future__ import annotations

from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.downloads import INSTEAD

__all__ = ["find_feed_urls"]

find_feed_urls = absent("find_feed_urls", INSTEAD)
