"""The header of the article: kicker, headline, standfirst, as displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bodycopy.facts.found import Found
from bodycopy.facts.header.headline import Candidate, find_headline
from bodycopy.facts.header.kicker_row import find_kicker_row, strip_end
from bodycopy.facts.header.standfirst import find_standfirst
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import Role

__all__ = ["Header", "find_header"]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a page; what it does not give is ``None``."""

    kicker: Found | None = None
    headline: Found | None = None
    standfirst: Found | None = None
    index: int | None = None
    """Row of the headline on the tape; None where the page does not display it."""
    roles: Mapping[int, Role] = field(default_factory=dict)
    """Rows that turned out to be of the header, or not to be, with the role they have."""


def find_header(view: View, jsonld: JsonLd, candidates: Sequence[Candidate]) -> Header:
    """The header of the page; ``candidates`` are blocks that may be the headline."""
    fronts = [_with_front(view, candidate) for candidate in candidates]
    found = find_headline(view.tape.head, jsonld, fronts, view.url)
    index = found.index if found else None
    roles = dict.fromkeys(view.rows(Role.HEADLINE), Role.BOILERPLATE)
    if index is not None:
        roles[index] = Role.HEADLINE
    kicker = None
    if found and found.kicker:
        kicker = Found(found.kicker, found.source, found.raw)
    elif index is not None:
        row = find_kicker_row(view, jsonld, index)
        if row is not None:
            text = view.tape.texts[row]
            kicker = Found(strip_end(text), "dom", text)
            roles[row] = Role.KICKER
    standfirst, parts = find_standfirst(view, index, found.value if found else "")
    roles |= dict.fromkeys(parts, Role.STANDFIRST)
    return Header(kicker, found, standfirst, index, roles)


def _with_front(view: View, candidate: Candidate) -> Candidate:
    """The candidate, and whether the inline element at its front is called a kicker."""
    if not candidate.lead or candidate.index >= len(view.tape):
        return candidate
    elements = view.tape.elements
    block, element = view.tape.element[candidate.index], view.tape.leaf[candidate.index]
    while element > block:
        if token_hints(elements.attrs[element]) & Hint.KICKER:
            return replace(candidate, called=True)
        element = elements.parent[element]
    return candidate
