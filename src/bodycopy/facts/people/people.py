"""Who is behind the text: persons, agencies, the credit line, the place it was filed from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bodycopy.article import Dateline
from bodycopy.facts.found import Found, Names
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.people.agencies import named_agencies, read_agencies
from bodycopy.facts.people.authors import Credits, find_authors
from bodycopy.facts.people.byline import before_stop, read_byline
from bodycopy.facts.people.dateline import read_place_line, split_dateline
from bodycopy.facts.people.dateline_dense import Opening, reporters
from bodycopy.facts.people.source_line import is_credit_line, opens_editors, split_credit
from bodycopy.facts.people.words import fold_word, words
from bodycopy.facts.people.zone import Zone, find_zone
from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role

__all__ = ["People", "find_people"]


@dataclass(frozen=True, slots=True)
class People:
    """The credits of a page; what it does not give is ``None``."""

    authors: Names | None = None
    agencies: Names | None = None
    source_line: Found | None = None
    dateline: Dateline | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    """Rows that turned out to be credits, with the role that they have for it."""
    cuts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Rows of the body of which only ``text[start:end]`` is body: a dateline stood before it,
    a credit behind."""


def find_people(view: View, jsonld: JsonLd, headline: int | None) -> People:
    """The credits of the page; ``headline`` is the row of the displayed headline."""
    zone = find_zone(view, headline)
    people = find_authors(view, jsonld, zone)
    roles: dict[int, Role] = {}
    cuts: dict[int, tuple[int, int]] = {}
    source = opening = None
    if zone is not None:
        title = "" if headline is None else view.tape.texts[headline]
        opening = _dateline(view, zone, title, people, cuts)
        source = _source_line(view, zone, people, roles, cuts)
    if people.authors is None and opening is not None:
        names = reporters(opening)
        people.authors = Names(names, "text", opening.text) if names else None
    for row in people.rows:
        if view.roles[row] in BODY_ROLES:
            roles[row] = Role.BYLINE
    return People(
        authors=people.authors if people.authors and people.authors.values else None,
        agencies=_agencies(people, source, opening),
        source_line=source,
        dateline=Dateline(text=opening.text, places=opening.places) if opening else None,
        roles=roles,
        cuts=cuts,
    )


# --- dateline -------------------------------------------------------------------------------

_PLACE_NAMES = re.compile(
    r"(?<![a-z])(?:date-?line|location|place|lugar|ciudad|localit|ort(?:smarke)?|city|lieu|dateline)(?![a-z])",
    re.IGNORECASE,
)


def _dateline(
    view: View,
    zone: Zone,
    title: str,
    people: Credits,
    cuts: dict[int, tuple[int, int]],
) -> Opening | None:
    """The dateline at the front of the body or of the standfirst."""
    first = next(view.rows(Role.PARAGRAPH), None)
    rows = [row for row in zone.header if view.roles[row] is Role.STANDFIRST]
    for row in rows if first is None else (first, *rows):
        text = view.tape.texts[row]
        opening = split_dateline(
            text,
            marked=_is_marked(view, row),
            expected=title,
            outlets=people.outlets,
            wire=text.partition(" ")[0] in title and _is_wire(view, zone, people),
        )
        if opening:
            if row == first:
                cuts[row] = (opening.end, len(text))
            return opening
    return _place_line(view, zone)


def _is_wire(view: View, zone: Zone, people: Credits) -> bool:
    """Whether an agency is credited above the text."""
    return bool(people.agencies) or any(
        read_agencies(view.tape.texts[row]) for row in zone.header if view.roles[row] in _CREDITS
    )


_CREDITS = frozenset((Role.BYLINE, Role.SOURCE_LINE))
_LINES = frozenset((Role.BYLINE, Role.DATELINE, Role.DATE))


def _place_line(view: View, zone: Zone) -> Opening | None:
    """A place in a line of its own between headline and text."""
    for row in zone.header:
        if view.roles[row] in _LINES:
            opening = read_place_line(view.tape.texts[row])
            if opening:
                return opening
    return None


def _is_marked(view: View, row: int) -> bool:
    """Whether the element of the row's first characters is called a place or dateline."""
    leaf = view.tape.leaf[row]
    return bool(_PLACE_NAMES.search(view.tape.elements.attrs[leaf][:200]))


# --- source line ----------------------------------------------------------------------------

_MAX_SOURCE_CHARS = 250
_SHORT = 60
_LEAST = 3  # characters: "AA" sets the size of the letters


def _source_line(
    view: View,
    zone: Zone,
    people: Credits,
    roles: dict[int, Role],
    cuts: dict[int, tuple[int, int]],
) -> Found | None:
    """The credit line, the one at the text's end before the one by its head."""
    texts = view.tape.texts
    ending = _cut_ending(view, zone, people, roles, cuts)
    if ending:
        return ending
    lines = [row for row in zone.tail if len(texts[row]) <= _MAX_SOURCE_CHARS]
    # A copyright line is the credit only where there is no other.
    for row in sorted(lines, key=lambda row: "©" in texts[row]):
        text = texts[row]
        if row in people.rows:
            continue
        if opens_editors(text):
            continue
        if len(text) < _LEAST or not any(map(str.isalpha, text)):
            continue
        credit = view.roles[row] is Role.BYLINE and not read_byline(text).names
        if view.roles[row] is Role.SOURCE_LINE or (credit and len(text) <= _SHORT):
            return Found(text, "dom:source_line", text)
    if people.slot and _unlead(people.slot):
        return Found(_unlead(people.slot), "dom:byline", people.slot)
    for row in zone.header:
        # A labelled source up there is a picture's: "Quelle: AFP".
        labelled = ":" in texts[row]
        if view.roles[row] is not Role.SOURCE_LINE or labelled or len(texts[row]) < _LEAST:
            continue
        if read_agencies(texts[row]):
            return Found(texts[row], "dom:source_line", texts[row])
    return None


def _cut_ending(
    view: View,
    zone: Zone,
    people: Credits,
    roles: dict[int, Role],
    cuts: dict[int, tuple[int, int]],
) -> Found | None:
    """A credit in the body's last row, or instead of it."""
    row = zone.last
    text = view.tape.texts[row]
    if view.roles[row] not in BODY_ROLES:
        return None
    alone = view.roles[row] is Role.PARAGRAPH and row != zone.first
    if alone and len(text) <= _SHORT and is_credit_line(text):
        roles[row] = Role.SOURCE_LINE
        return Found(text, "text", text)
    names = people.authors.values if people.authors else ()
    credit = split_credit(text, names)
    if credit is None or credit.start < 1:
        return None
    cuts[row] = (cuts.get(row, (0, 0))[0], credit.start)
    return Found(credit.text, "text", credit.text)


_EDGES = " |-–—/,;·•"


def _unlead(slot: str) -> str:
    """The slot without the word that opens a byline and the date behind: ``Von DPA``."""
    first, _, rest = slot.partition(" ")
    slot = rest if rest and fold_word(first) in words("by") else slot
    held = before_stop(slot)
    return (held if read_agencies(held) else slot).strip(_EDGES)


def _agencies(people: Credits, source: Found | None, opening: Opening | None) -> Names | None:
    found: dict[str, None] = dict.fromkeys(people.agencies)
    raw = [people.slot] if people.slot else []
    where = "dom:byline"
    if source:
        more = dict.fromkeys(
            named_agencies(source.value)
            if source.source.startswith("dom")
            else read_agencies(source.value)
        )
        if more and not found:
            where = source.source
        if more:
            raw.append(source.value)
        found |= more
    if opening and opening.agencies:
        where = where if found else "text"
        found |= dict.fromkeys(opening.agencies)
        raw.append(opening.text)
    if not found:
        for one in people.declared:
            if one.agencies:
                return Names(one.agencies, one.source, one.raw)
        return None
    return Names(tuple(found), where, "; ".join(dict.fromkeys(filter(None, raw))))
