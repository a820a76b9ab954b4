"""What the page says about itself, all finders asked once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bodycopy.facts.canonical import find_canonical
from bodycopy.facts.comments.comments import Discussion, find_discussion
from bodycopy.facts.filing.filing import Filing, find_filing
from bodycopy.facts.filing.page_type import find_page_type
from bodycopy.facts.found import Found
from bodycopy.facts.header.header import Header, find_header
from bodycopy.facts.header.headline import Candidate
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.language.language import find_language
from bodycopy.facts.loose_json import MAX_CHARS
from bodycopy.facts.people.people import People, find_people
from bodycopy.facts.pictures.pictures import Pictures, find_pictures
from bodycopy.facts.site_name import find_site_name
from bodycopy.facts.view import View
from bodycopy.roles import Role

__all__ = ["PageFacts", "find_page_facts"]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page; what it does not give is ``None``."""

    view: View
    jsonld: JsonLd
    header: Header
    canonical: Found | None
    site_name: Found | None
    language: Found | None
    people: People
    filing: Filing
    pictures: Pictures

    @property
    def roles(self) -> Mapping[int, Role]:
        """Rows whose role the finders know better than the labeller; the header's word first."""
        return {**self.pictures.roles, **self.people.roles, **self.header.roles}

    def discussion(self) -> Discussion:
        """Comments and posts, looked for when asked."""
        language = self.language.value if self.language else None
        return find_discussion(self.view, self.jsonld, language)


def find_page_facts(
    view: View,
    candidates: Sequence[Candidate],
    sample: Callable[[], str],
    *,
    news_fields: bool = True,
    max_data_chars: int = MAX_CHARS,
) -> PageFacts:
    """The facts of the page, the declared ones checked against what it displays.

    ``candidates`` are blocks that may be the headline; ``sample`` gives text of the page and
    is asked for only where the language is in doubt. Without ``news_fields`` only the header,
    the page's type, language and names are looked for. JSON-LD is read as far as
    ``max_data_chars``.
    """
    head = view.tape.head
    jsonld = JsonLd(head.jsonld, max_data_chars)
    header = find_header(view, jsonld, candidates)
    title = header.headline.value if header.headline else None
    language = find_language(head, jsonld, sample)
    people, pictures = People(), Pictures()
    if news_fields:
        people = find_people(view, jsonld, header.index)
        pictures = find_pictures(view, jsonld, header.index)
        filing = find_filing(view, jsonld, header.index, language.value if language else None)
    else:
        page_type, chance = find_page_type(view, jsonld, entries=0)
        filing = Filing(page_type=page_type, page_type_chance=chance)
    return PageFacts(
        view=view,
        jsonld=jsonld,
        header=header,
        canonical=find_canonical(head, jsonld, view.url),
        site_name=find_site_name(head, jsonld, view.url, title),
        language=language,
        people=people,
        filing=filing,
        pictures=pictures,
    )
