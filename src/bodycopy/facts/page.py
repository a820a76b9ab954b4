"""What the page says about itself, all finders asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bodycopy.facts.canonical import find_canonical
from bodycopy.facts.found import Found
from bodycopy.facts.headline import Candidate, Headline, find_headline
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.language import find_language
from bodycopy.facts.site_name import find_site_name
from bodycopy.tape import Head

__all__ = ["PageFacts", "find_page_facts"]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page; what it does not give is ``None``."""

    jsonld: JsonLd
    headline: Headline | None
    canonical: Found | None
    site_name: Found | None
    language: Found | None


def find_page_facts(
    head: Head,
    candidates: Sequence[Candidate],
    sample: Callable[[], str],
    url: str | None = None,
) -> PageFacts:
    """The facts in ``head``, checked against the displayed ``candidates`` for the headline.

    ``sample`` gives text of the page; it is asked for only where the language is in doubt.
    """
    jsonld = JsonLd(head.jsonld)
    headline = find_headline(head, jsonld, candidates, url)
    return PageFacts(
        jsonld=jsonld,
        headline=headline,
        canonical=find_canonical(head, jsonld, url),
        site_name=find_site_name(head, jsonld, url, headline.value if headline else None),
        language=find_language(head, jsonld, sample),
    )
