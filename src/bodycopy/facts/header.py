"""The header of the article: kicker, headline, standfirst, as displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bodycopy.facts.found import Found
from bodycopy.facts.headline import Candidate, find_headline
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role

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
    found = find_headline(view.tape.head, jsonld, candidates, view.url)
    index = found.index if found else None
    roles = dict.fromkeys(view.rows(Role.HEADLINE), Role.BOILERPLATE)
    if index is not None:
        roles[index] = Role.HEADLINE
    kicker = _kicker(view, index)
    if found and found.kicker:
        kicker = Found(found.kicker, found.source, found.raw)
    return Header(kicker, found, _standfirst(view, index), index, roles)


# Characters: a body block of this length is where the article begins.
_OPENING_CHARS = 80
_SURE_OF_MORE = 0.5  # probability: most standfirsts are one block
_MAX_GAP = 2  # rows between the parts of a standfirst: a date, a share bar


def _standfirst(view: View, headline: int | None) -> Found | None:
    """The first run of standfirst blocks behind the headline, before the body begins."""
    texts = view.tape.texts
    parts: list[int] = []
    for row in range(0 if headline is None else headline + 1, len(texts)):
        role = view.roles[row]
        if role is Role.STANDFIRST:
            if not parts or view.chance(row, role) > _SURE_OF_MORE:
                parts.append(row)
        elif (parts and row > parts[-1] + _MAX_GAP) or (
            role in BODY_ROLES and len(texts[row]) > _OPENING_CHARS
        ):
            break
    text = " ".join(texts[row] for row in parts)
    return Found(text, "dom", text) if text else None


_KICKER_ROWS = 3
_KICKER_CHARS = 90
_LEAST_SCORE = 0.3  # of a kicker: below it, the network only found nothing better


def _kicker(view: View, headline: int | None) -> Found | None:
    """The kicker nearest above the headline; a label further up is another box's."""
    if headline is None:
        return None
    for row in range(headline - 1, max(-1, headline - _KICKER_ROWS - 1), -1):
        text = view.tape.texts[row]
        if (
            view.roles[row] is Role.KICKER
            and view.chance(row, Role.KICKER) > _LEAST_SCORE
            and len(text) <= _KICKER_CHARS
            and not _is_count(text)
        ):
            return Found(text, "dom", text)
    return None


def _is_count(text: str) -> bool:
    """Whether the text counts something: ``1846 views``, ``5 min read``."""
    return text[0].isdigit() and text.count(" ") < 3
