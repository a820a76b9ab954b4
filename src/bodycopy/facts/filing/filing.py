"""How the page is filed: its dates, its section and topics, who may read it, what it is."""

from __future__ import annotations

from dataclasses import dataclass

from bodycopy.article import Access, LiveUpdate, PageType, Timestamp
from bodycopy.facts.dates.dates import find_dates
from bodycopy.facts.filing.access import find_access, is_truncated
from bodycopy.facts.filing.live import find_live_updates
from bodycopy.facts.filing.page_type import find_page_type
from bodycopy.facts.filing.publisher import find_publisher, find_publisher_url
from bodycopy.facts.filing.section import find_section
from bodycopy.facts.filing.topics import find_topics
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
    dates = find_dates(view, jsonld, headline, language)
    publisher = find_publisher(view, jsonld)
    updates = find_live_updates(view, jsonld, headline)
    access = find_access(view, jsonld)
    page_type, chance = find_page_type(view, jsonld, entries=len(updates))
    return Filing(
        date_published=dates.published,
        date_modified=dates.modified,
        section=find_section(view, jsonld, headline, publisher.value if publisher else None),
        topics=find_topics(view, jsonld, headline),
        access=access,
        truncated=is_truncated(view, jsonld, access),
        publisher=publisher,
        publisher_url=find_publisher_url(jsonld),
        page_type=page_type,
        page_type_chance=chance,
        live_updates=updates if page_type is PageType.LIVEBLOG else (),
    )
