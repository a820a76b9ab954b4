"""How the page is filed: its dates, its section and topics, who may read it, what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bodycopy.article import Access, LiveUpdate, PageType, Timestamp
from bodycopy.facts.found import Found, Names
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View

__all__ = ["Filing", "find_filing"]


@dataclass(frozen=True, slots=True)
class Filing:
    """The filing of a page; what it does not give is ``None``."""

    date_published: Timestamp | None = None
    date_modified: Timestamp | None = None
    section: Found | None = None
    topics: Names | None = None
    access: Access | None = None
    truncated: bool = False
    """Whether the displayed body was seen to be cut short."""
    publisher: Found | None = None
    """Name of the publisher."""
    publisher_url: str | None = None
    page_type: PageType = PageType.ARTICLE
    page_type_chance: float | None = None
    """Probability of the page type."""
    live_updates: tuple[LiveUpdate, ...] = ()


def find_filing(view: View, jsonld: JsonLd, headline: int | None, language: str | None) -> Filing:
    """The filing of the page; ``headline`` is the row of the displayed headline."""
    del headline, language
    return Filing(page_type=_page_type(jsonld, view.page_types or {}))


_TYPES = {str(name): name for name in PageType}
_SURE = 0.6  # below it, a page with an article is called one


def _page_type(jsonld: JsonLd, chances: Mapping[str, float]) -> PageType:
    """What the page declares, else what the labeller is sure of."""
    if "liveblogposting" in jsonld.types:
        return PageType.LIVEBLOG
    likeliest = max(chances, key=lambda name: chances[name], default="")
    if chances.get(likeliest, 0.0) < _SURE or likeliest in _NO_ARTICLE:
        return PageType.ARTICLE
    return _TYPES.get(likeliest, PageType.OTHER)


# Pages that hold a body all the same: the verdict on them is given elsewhere.
_NO_ARTICLE = frozenset(("index", "stub", "error"))
