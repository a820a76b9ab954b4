"""Feeds of a site: here they are not looked for."""

from __future__ import annotations

from typing import Any, NoReturn

from bodycopy.compat.trafilatura.downloads import refuse

__all__ = ["find_feed_urls"]


def find_feed_urls(url: str, *arguments: Any, **keywords: Any) -> NoReturn:
    """Raises ``UsageError``: nothing is fetched here."""
    refuse("find_feed_urls", url)
