"""Sitemaps of a site: here they are not looked for."""

from __future__ import annotations

from typing import Any, NoReturn

from bodycopy.compat.trafilatura.downloads import refuse

__all__ = ["sitemap_search"]


def sitemap_search(url: str, *arguments: Any, **keywords: Any) -> NoReturn:
    """Raises ``UsageError``: nothing is fetched here."""
    refuse("sitemap_search", url)
