"""Sitemaps of a site: here they are not looked for."""

from __future__ import annotations

from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.downloads import INSTEAD

__all__ = ["sitemap_search"]

sitemap_search = absent("sitemap_search", INSTEAD)
