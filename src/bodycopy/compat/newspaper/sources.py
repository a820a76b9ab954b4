"""What newspaper does with whole sites: here it says that nothing is fetched."""

from __future__ import annotations

from typing import Any, NoReturn

from bodycopy.errors import UsageError

__all__ = ["Source", "build", "hot", "popular_urls"]


def _refuse(name: str) -> NoReturn:
    raise UsageError(
        f"{name}: nothing is fetched here; get the pages with a crawler and pass each one: "
        "article(url, input_html=...)"
    )


def build(*arguments: Any, **keywords: Any) -> NoReturn:
    """Raises ``UsageError``: sites are not crawled here."""
    _refuse("build")


def hot() -> NoReturn:
    """Raises ``UsageError``: nothing is fetched here."""
    _refuse("hot")


def popular_urls() -> NoReturn:
    """Raises ``UsageError``: nothing here knows a site."""
    _refuse("popular_urls")


class Source:
    """Raises ``UsageError``: sites are not crawled here."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        _refuse("Source")
