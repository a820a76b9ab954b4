"""The header of the article: kicker, headline, standfirst, as displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from bodycopy.facts.filing.breadcrumbs import MAX_LEVELS, names_trail
from bodycopy.facts.found import Found
from bodycopy.facts.header.headline import Candidate, find_headline
from bodycopy.facts.header.kicker_row import find_kicker_row, heading_of, strip_end
from bodycopy.facts.header.standfirst import find_standfirst
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import Role
from bodycopy.tape import Context

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
    found = find_headline(view.tape.head, jsonld, fronts, view.url, _opening(view))
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
    roles |= dict.fromkeys(_openings(view, index, parts), Role.PARAGRAPH)
    roles |= dict.fromkeys(parts, Role.STANDFIRST)
    return Header(kicker, found, standfirst, index, roles)


_OPENING_CHARS = 80
_NAV = int(Context.NAV)


def _opening(view: View) -> int | None:
    """The row of the first long block of the body."""
    return next((row for row in view.body if len(view.tape.texts[row]) > _OPENING_CHARS), None)


# Rows between what was taken for a lead and the body that it opens: a date, a picture's caption.
_NEAR = 2


def _openings(view: View, headline: int | None, parts: Sequence[int]) -> list[int]:
    """Rows that were taken for a standfirst and are none, right before the body: its opening."""
    if headline is None:
        return []
    body = set(view.body)
    return [
        row
        for row in view.rows(Role.STANDFIRST)
        if row > headline
        and row not in parts
        and any(near in body for near in range(row + 1, row + 1 + _NEAR))
    ]


def _with_front(view: View, candidate: Candidate) -> Candidate:
    """The candidate with what the elements around it say of it."""
    row = candidate.index
    if row >= len(view.tape) or (candidate.rank > 2 and not candidate.lead):
        return candidate
    called = _is_called(view, candidate)
    aside = bool(view.tape.context[row] & _NAV) or _is_in_trail(view, row)
    heading = heading_of(view, view.tape.leaf[row]) if candidate.rank else -1
    return replace(candidate, called=called, aside=aside, heading=heading)


def _is_called(view: View, candidate: Candidate) -> bool:
    """Whether the inline element at the candidate's front is called a kicker."""
    if not candidate.lead:
        return False
    elements = view.tape.elements
    block, element = view.tape.element[candidate.index], view.tape.leaf[candidate.index]
    while element > block:
        if token_hints(elements.attrs[element]) & Hint.KICKER:
            return True
        element = elements.parent[element]
    return False


_CLIMB = 5


def _is_in_trail(view: View, row: int) -> bool:
    """Whether a small element around the row is called a breadcrumb."""
    elements = view.tape.elements
    element = view.tape.leaf[row]
    for _ in range(_CLIMB):
        if element <= 0 or elements.end[element] - elements.first[element] > 2 * MAX_LEVELS:
            return False
        if names_trail(elements.attrs[element]):
            return True
        element = elements.parent[element]
    return False
