"""The functions that fetch pages: here they say that nothing is fetched."""

from __future__ import annotations

from bodycopy.compat.absent import absent

__all__ = ["INSTEAD", "fetch_response", "fetch_url"]

INSTEAD = (
    "nothing is fetched here; get the page with an HTTP client and pass its bytes: "
    "extract(response.content, url=...)"
)

fetch_url = absent("fetch_url", INSTEAD)
fetch_response = absent("fetch_response", INSTEAD)
