"""Authors: the persons that a page credits with its text, displayed or declared.

# Strategy: the displayed byline is what the newsroom says to its readers, so it counts; what
# JSON-LD and meta tags declare helps to read it (where one name ends and the next begins) and
# stands in where no person is displayed. Declared names are checked for being persons: sites
# declare themselves, their desks and their agencies as authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bodycopy.facts.found import Names
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.people.byline import read_byline
from bodycopy.facts.people.byline_rows import (
    BylineRow,
    heads_box,
    leads_to_author,
    read_rows,
    trusted,
)
from bodycopy.facts.people.declared import (
    FORUM_TYPES,
    NEWS_TYPES,
    Declared,
    declared_authors,
    outlet_names,
)
from bodycopy.facts.people.names import is_person, recase, squash_name
from bodycopy.facts.people.words import words
from bodycopy.facts.people.zone import Zone
from bodycopy.facts.view import View
from bodycopy.roles import Role

__all__ = ["Credits", "find_authors"]


@dataclass(slots=True)
class Credits:
    """The authors of a page and what was read on the way."""

    authors: Names | None = None
    agencies: list[str] = field(default_factory=list)
    """Agencies in the place of the author."""
    rows: list[int] = field(default_factory=list)
    """Rows that hold the byline."""
    slot: str | None = None
    """The agency in the author's place, as printed."""
    declared: tuple[Declared, ...] = ()
    outlets: tuple[str, ...] = ()
    """Squashed names of the site."""


def find_authors(view: View, jsonld: JsonLd, zone: Zone | None) -> Credits:
    """Who wrote the page's article."""
    head = view.tape.head
    outlets = outlet_names(head, jsonld)
    declared = declared_authors(head, jsonld, outlets)
    known = tuple(dict.fromkeys(name for one in declared for name in (*one.names, *one.single)))
    people = Credits(declared=declared, outlets=outlets)
    forum = not jsonld.types.isdisjoint(FORUM_TYPES)
    if zone is not None and not forum:
        _read_displayed(view, zone, known, outlets, people)
    if people.authors is None:
        people.authors = (
            _best_declared(declared)
            or (_in_boxes(view, zone, outlets) if zone and not forum else None)
            or _first_names(declared, jsonld)
        )
    return people


def _read_displayed(
    view: View, zone: Zone, known: tuple[str, ...], outlets: tuple[str, ...], people: Credits
) -> None:
    spelled = (*known, *_box_names(view, zone))
    chosen: list[BylineRow] = []
    for part in (range(zone.start, zone.first), range(zone.first, zone.own)):
        chosen = trusted(list(read_rows(view, zone, part, spelled, outlets)))
        if chosen:
            break
    declared = frozenset(map(squash_name, known))
    anchors = [one.row for one in chosen if declared.intersection(one.keys)]
    names: dict[str, str] = {}
    for one in chosen:
        for name in one.byline.names:
            key = squash_name(name)
            if key in declared or (
                (not anchors or _stands_by(view, one, name, anchors))
                and (one.trust >= _SURE or not _is_common(view, name))
            ):
                names.setdefault(key, name)
    if names and not _outweighed(chosen, known):
        rows = [one.row for one in chosen if not names.keys().isdisjoint(one.keys)]
        raw = "; ".join(view.tape.texts[row] for row in rows)
        people.authors = Names(tuple(names.values()), "dom:byline", raw)
        people.rows = rows
    for one in chosen:
        if one.byline.agencies:
            people.agencies += one.byline.agencies
            if one.row not in people.rows:
                people.rows.append(one.row)
            if people.slot is None:
                people.slot = one.byline.credit if one.byline.names else view.tape.texts[one.row]


def _stands_by(view: View, one: BylineRow, name: str, anchors: list[int]) -> bool:
    """Whether a name that is not declared belongs to those that are.

    It is joined to them by an "and", or a link leads to its author, here or in the next row:
    what else stands beside a byline is a job title, a section, a button.
    """
    text = view.tape.texts[one.row]
    if any(
        name.casefold() in text[start:end].casefold() and leads_to_author(href)
        for start, end, href in view.tape.links.get(one.row, ())
    ):
        return any(abs(one.row - row) <= _NEXT for row in anchors)
    if one.row not in anchors:
        return False
    low = text.casefold()
    at = low.find(name.casefold())
    before = low[: max(at, 0)].split()
    joins = words("and")
    return bool(before) and (
        before[-1] in joins
        or (before[-1].endswith(",") and not joins.isdisjoint(low[at:].split()))
        or not joins.isdisjoint(low[at + len(name) :].split()[:1])
    )


_NEXT = 2  # rows


def _box_names(view: View, zone: Zone) -> Iterator[str]:
    """Names that head an author's box: they tell where a name in the byline ends."""
    for row in view.rows(Role.AUTHOR_BOX):
        text = view.tape.texts[row]
        if zone.start <= row < zone.own and len(text) <= _NAME_CHARS and is_person(text):
            yield text


_NAME_CHARS = 40
_BOX_ROWS = 20  # behind the body
_MAX_BOXES = 4


def _in_boxes(view: View, zone: Zone, outlets: tuple[str, ...]) -> Names | None:
    """The persons whose boxes stand below a text that nobody signs elsewhere."""
    found: dict[str, tuple[str, str]] = {}
    for row in view.rows(Role.AUTHOR_BOX):
        text = view.tape.texts[row]
        if not zone.last < row <= zone.last + _BOX_ROWS or len(text) > _HEADING_CHARS:
            continue
        for name in read_byline(text, (), (), outlets).names:
            if (name == text or heads_box(view, row)) and not _is_common(view, name):
                found.setdefault(squash_name(name), (name, text))
    if not 0 < len(found) <= _MAX_BOXES:
        return None
    raw = "; ".join(dict.fromkeys(text for _, text in found.values()))
    return Names(tuple(name for name, _ in found.values()), "dom:author_box", raw)


_HEADING_CHARS = 60


_COMMON_CHARS = 20_000  # of the body: enough to find what words it uses


def _is_common(view: View, name: str) -> bool:
    """Whether all words of a supposed name stand in lower case in the text: "Real Estate"."""
    parts = [part for part in re.findall(r"[^\W\d_]{3,}", name) if part[0].isupper()]
    if not parts:
        return False
    text, left = [], _COMMON_CHARS
    for row in view.body:
        text.append(view.tape.texts[row][:left])
        left -= len(text[-1])
        if left <= 0:
            break
    body = " ".join(text)
    return all(re.search(rf"\b{re.escape(part.lower())}\b", body) for part in parts)


_CERTAIN = 2.0  # of trust
_SURE = 2.2  # ... from which the words of a name are not looked up in the text


def _outweighed(chosen: list[BylineRow], known: tuple[str, ...]) -> bool:
    """Whether a weak reading contradicts what the page declares."""
    keys = {squash_name(name) for name in known}
    agrees = any(squash_name(name) in keys for one in chosen for name in one.byline.names)
    return (
        bool(keys)
        and not agrees
        and not any(one.byline.led or one.trust > _CERTAIN for one in chosen)
    )


def _first_names(declared: tuple[Declared, ...], jsonld: JsonLd) -> Names | None:
    """The first names by which people sign on their own sites; papers do not."""
    if jsonld.types.isdisjoint(NEWS_TYPES):
        for one in declared:
            if one.single:
                return Names(one.single, one.source, one.raw)
    return None


def _best_declared(declared: tuple[Declared, ...]) -> Names | None:
    """The declared names that most places agree on, the first of equals."""
    best: tuple[int, int, Declared] | None = None
    for order, one in enumerate(declared):
        if not one.names:
            continue
        keys = set(map(squash_name, one.names))
        votes = sum(1 for other in declared if keys & set(map(squash_name, other.names)))
        if best is None or (votes, -order) > best[:2]:
            best = (votes, -order, one)
    if best is None:
        return None
    one = best[2]
    names = tuple(recase(name) if is_person(name) else name for name in one.names)
    return Names(names, one.source, one.raw)
