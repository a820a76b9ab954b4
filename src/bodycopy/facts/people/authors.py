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
from bodycopy.facts.people.byline import Byline, read_byline
from bodycopy.facts.people.declared import (
    FORUM_TYPES,
    NEWS_TYPES,
    Declared,
    declared_authors,
    outlet_names,
    single_names,
)
from bodycopy.facts.people.names import is_person, recase, squash_name
from bodycopy.facts.people.words import fold_word, words
from bodycopy.facts.people.zone import ABOVE as _ABOVE
from bodycopy.facts.people.zone import Zone
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import BODY_ROLES, Role

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


_DATED_ROWS = 4  # below the headline: "Ada Berg, 3 May 2024"
_SURE = 2.2  # of trust: the words of a name are not looked up in the text
_SLOT_CHARS = 80
# Characters up to which a block of a role may be a byline; boxes go on with lives.
_MOST_CHARS = {
    Role.BYLINE: 250,
    Role.DATE: 250,
    Role.SOURCE_LINE: 250,
    Role.BOILERPLATE: 250,
    Role.AUTHOR_BOX: _SLOT_CHARS,
    Role.STANDFIRST: _SLOT_CHARS,
    Role.DATELINE: _SLOT_CHARS,
    Role.KICKER: _SLOT_CHARS,
    Role.CREDIT: _SLOT_CHARS,
    Role.SHARE: _SLOT_CHARS,
    Role.NAVIGATION: _SLOT_CHARS,
    Role.TEASER: _SLOT_CHARS,
}
_DATED_ROLES = frozenset((Role.DATE, Role.STANDFIRST))
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:e[ns]?|in(?:nen)?)?|auteurs?|autori|autores|verfasser|redaktion|redaccion|"
    r"people|person(?:en)?|staff|profiles?|contributors?|columnists?|journalists?|journalistes?|"
    r"byline|by|u|av|forfatter|skribent|reporters?|writers?|correspondents|korrespondenten|users?|"
    r"members?|team|bio|firmas?|opinionistas|penulis|yazar(?:lar)?|avtor|autorzy|szerzo|kirjoittaja)"
    r"[/=-]|^mailto:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row of the page that was read as a byline."""

    row: int
    byline: Byline
    trust: float
    """From 0 (nothing but its form) to 3."""


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
        people.authors = _best_declared(declared) or _first_names(declared, jsonld)
    return people


def _read_displayed(
    view: View, zone: Zone, known: tuple[str, ...], outlets: tuple[str, ...], people: Credits
) -> None:
    spelled = (*known, *_box_names(view, zone))
    chosen: list[_Shown] = []
    for part in (range(zone.start, zone.first), range(zone.first, zone.own)):
        chosen = _trusted(list(_shown(view, zone, part, spelled, outlets)))
        if chosen:
            break
    declared = frozenset(map(squash_name, known))
    anchors = [one.row for one in chosen if declared.intersection(_keys(one))]
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
        rows = [one.row for one in chosen if not names.keys().isdisjoint(_keys(one))]
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


def _keys(one: _Shown) -> set[str]:
    return set(map(squash_name, one.byline.names))


def _stands_by(view: View, one: _Shown, name: str, anchors: list[int]) -> bool:
    """Whether a name that is not declared belongs to those that are.

    It is joined to them by an "and", or a link leads to its author, here or in the next row:
    what else stands beside a byline is a job title, a section, a button.
    """
    if any(
        _AUTHOR_PAGE.search(href[:200]) and name.casefold() in view.tape.texts[one.row].casefold()
        for _, _, href in view.tape.links.get(one.row, ())
    ):
        return any(abs(one.row - row) <= _NEXT for row in anchors)
    if one.row not in anchors:
        return False
    low = view.tape.texts[one.row].casefold()
    at = low.find(name.casefold())
    before = low[: max(at, 0)].split()
    joins = words("and")
    return bool(before) and (
        before[-1] in joins
        or (before[-1].endswith(",") and not joins.isdisjoint(low[at:].split()))
        or not joins.isdisjoint(low[at + len(name) :].split()[:1])
    )


_NEXT = 2  # rows


def _shown(
    view: View, zone: Zone, rows: range, known: tuple[str, ...], outlets: tuple[str, ...]
) -> Iterator[_Shown]:
    folded = [name.casefold() for name in known]
    for row in rows:
        role, text = view.roles[row], view.tape.texts[row]
        if len(text) > _MOST_CHARS.get(role, 0) and not _is_loose_byline(view, zone, row):
            continue
        low = text.casefold()
        named = any(name in low for name in folded)
        linked = _is_linked(view, row)
        dated = role in _DATED_ROLES and row <= zone.start + _ABOVE + _DATED_ROWS
        if dated and role is not Role.DATE:
            dated = len(text) < _SLOT_CHARS and any(map(str.isdigit, text))
        hinted = role is Role.BYLINE or _is_hinted(view, row)
        if not (hinted or named or linked or dated or _opens_byline(low)):
            continue
        # "Fact-checked by" in a row of its own.
        if row and fold_word(view.tape.texts[row - 1][:40]) in words("editor"):
            continue
        names = known
        if linked:
            text = _without_other_links(view, row, text)
            names = (*known, *_linked_names(view, row, outlets)) if hinted else known
        byline = read_byline(text, names, _cuts(view, row), outlets)
        if role in BODY_ROLES and not _is_all_byline(text, byline):
            continue
        if byline.names or byline.agencies:
            trust = 1.0 * byline.led + 1.5 * named + 1.0 * linked + 0.8 * hinted + 0.7 * dated
            yield _Shown(row, byline, trust + view.chance(row, Role.BYLINE))


def _linked_names(view: View, row: int, outlets: tuple[str, ...]) -> Iterator[str]:
    """First names that lead to the page of an author."""
    for start, end, href in view.tape.links[row]:
        if _AUTHOR_PAGE.search(href[:200]):
            yield from single_names(view.tape.texts[row][start:end], outlets)


def _box_names(view: View, zone: Zone) -> Iterator[str]:
    """Names that head an author's box: they tell where a name in the byline ends."""
    for row in view.rows(Role.AUTHOR_BOX):
        text = view.tape.texts[row]
        if zone.start <= row < zone.own and len(text) <= 40 and is_person(text):
            yield text


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


def _is_loose_byline(view: View, zone: Zone, row: int) -> bool:
    """Whether a short first or last block of the body may be a byline all the same."""
    if view.roles[row] is not Role.PARAGRAPH or len(view.tape.texts[row]) > _LOOSE_CHARS:
        return False
    return row <= zone.first or row >= zone.last


_LOOSE_CHARS = 60


def _is_all_byline(text: str, byline: Byline) -> bool:
    """Whether a block of the body says "by" in so many words, or is a name and nothing else."""
    return byline.led or squash_name("".join(byline.names)) == squash_name(text)


_OPENERS = 3


_BYLINE_HINT = int(Hint.BYLINE)
_BREAKS = re.compile(r"[\s:：／/]+")


def _opens_byline(text: str) -> bool:
    """Whether one of the first words says "by"; the text is in lower case."""
    known = words("by")
    return any(word.strip(".,:") in known for word in _BREAKS.split(text[:60], _OPENERS)[:_OPENERS])


def _cuts(view: View, row: int) -> Iterator[int]:
    for start, end, _ in view.tape.links.get(row, ()):
        yield start
        yield end


def _without_other_links(view: View, row: int, text: str) -> str:
    """The text with bars for links that lead elsewhere than to authors: sections, buttons."""
    for start, end, href in view.tape.links.get(row, ()):
        if not _AUTHOR_PAGE.search(href[:200]):
            text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _is_linked(view: View, row: int) -> bool:
    """Whether a link of the row leads to the page of an author."""
    return any(_AUTHOR_PAGE.search(href[:200]) for _, _, href in view.tape.links.get(row, ()))


def _is_hinted(view: View, row: int) -> bool:
    """Whether the mark-up around the row's first characters calls it a byline."""
    leaf = view.tape.leaf[row]
    return bool(token_hints(view.tape.elements.attrs[leaf]) & _BYLINE_HINT)


_LEAST, _GOOD, _CERTAIN = 0.9, 1.8, 2.0


def _trusted(shown: list[_Shown]) -> list[_Shown]:
    """The rows that are bylines; only bylines proper where there are any."""
    best = max((one.trust for one in shown), default=0.0)
    return [one for one in shown if one.trust >= max(_LEAST, min(best, _GOOD))]


def _outweighed(chosen: list[_Shown], known: tuple[str, ...]) -> bool:
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
