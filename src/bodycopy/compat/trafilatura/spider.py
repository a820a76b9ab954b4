"""Crawling of a site: not here."""

from __future__ import annotations

from typing import Any, NoReturn

from bodycopy.compat.trafilatura.downloads import refuse

__all__ = ["focused_crawler"]


def focused_crawler(homepage: str, *arguments: Any, **keywords: Any) -> NoReturn:
    """Raises ``UsageError``: nothing is fetched here."""
    refuse("focused_crawler", homepage)
