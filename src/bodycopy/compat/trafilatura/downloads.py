"""The functions that fetch pages: here they say that nothing is fetched."""

from __future__ import annotations

from typing import Any, NoReturn

from bodycopy.errors import UsageError

__all__ = ["fetch_response", "fetch_url", "refuse"]


def fetch_url(url: str, *arguments: Any, **keywords: Any) -> NoReturn:
    """Raises ``UsageError``: hand the bytes of the page to ``extract`` instead."""
    refuse("fetch_url", url)


def fetch_response(url: str, *arguments: Any, **keywords: Any) -> NoReturn:
    """Raises ``UsageError``: hand the bytes of the page to ``extract`` instead."""
    refuse("fetch_response", url)


def refuse(name: str, url: str) -> NoReturn:
    """Say for a function that would go online what to do instead."""
    raise UsageError(
        f"{name}({url!r}): nothing is fetched here; get the page with an HTTP client "
        "and pass its bytes: extract(response.content, url=...)"
    )
