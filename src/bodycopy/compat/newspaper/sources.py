"""What newspaper does with whole sites: here it says that nothing is fetched."""

from __future__ import annotations

from bodycopy.compat.absent import absent

__all__ = ["INSTEAD", "Source", "build", "hot", "popular_urls"]

INSTEAD = (
    "nothing is fetched here; get the pages with a crawler and pass each one: "
    "article(url, input_html=...)"
)

build = absent("build", INSTEAD)
hot = absent("hot", INSTEAD)
popular_urls = absent("popular_urls", INSTEAD)
Source = absent("Source", INSTEAD)
