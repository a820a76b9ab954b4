"""Authors: the persons that a page credits with its text, displayed or declared.

# Strategy: the displayed byline is what the newsroom says to its readers, so it counts; what
# JSON-LD and meta tags declare helps to read it (where one name ends and the next begins) and
# stands in where no person is displayed. Declared names are checked for being persons: sites
# declare themselves, their desks and their agencies as authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bodycopy.facts.agencies import agency_of
from bodycopy.facts.byline import Byline, read_byline
from bodycopy.facts.found import Names
from bodycopy.facts.head import page_urls
from bodycopy.facts.jsonld import JsonLd, clean_text, types_of
from bodycopy.facts.names import is_person, recase, squash_name
from bodycopy.facts.people_words import fold_word, words
from bodycopy.facts.people_zone import Zone
from bodycopy.facts.titles import domain_names
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.tape import Head

__all__ = ["Credits", "Declared", "declared_authors", "find_authors", "outlet_names"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What one place of the page declares about its authors."""

    source: str
    names: tuple[str, ...]
    agencies: tuple[str, ...]
    raw: str


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


# --- what the page declares -----------------------------------------------------------------

_META = (
    "article:author",
    "parsely-author",
    "sailthru.author",
    "author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "cxenseparse:author",
    "og:article:author",
    "article:author_name",
    "articleauthor",
    "lp.article:author",
    "creator",
)
_MAX_DECLARED_CHARS = 300
_MAX_NAMES = 12


def declared_authors(head: Head, jsonld: JsonLd, outlets: tuple[str, ...]) -> tuple[Declared, ...]:
    """Authors that JSON-LD and meta tags declare, the most reliable first."""
    found = [*_jsonld_authors(jsonld, outlets), *_meta_authors(head, outlets)]
    return tuple(one for one in found if one.names or one.agencies)


def _jsonld_authors(jsonld: JsonLd, outlets: tuple[str, ...]) -> Iterator[Declared]:
    for node in jsonld.own_articles[:3]:
        for key in ("author", "creator"):
            value = node.get(key)
            if value:
                strings = [text for text in _author_strings(jsonld, value, 0) if text]
                declared = _declare(f"jsonld:{key}", strings, outlets)
                yield declared
                if declared.names:
                    break


def _author_strings(jsonld: JsonLd, value: Any, depth: int) -> Iterator[str]:
    """The names under ``author``, however they are nested."""
    if isinstance(value, list):
        for item in value[:_MAX_NAMES]:
            if depth < 2:
                yield from _author_strings(jsonld, item, depth + 1)
    elif isinstance(value, str):
        yield clean_text(value[:_MAX_DECLARED_CHARS])
    elif isinstance(value, Mapping):
        node = jsonld.resolve(value)
        if node is not None:
            yield _person_string(jsonld, node)


def _person_string(jsonld: JsonLd, node: Mapping[str, Any]) -> str:
    name = node.get("name")
    if isinstance(name, list):
        return ", ".join(clean_text(item) for item in name[:_MAX_NAMES] if isinstance(item, str))
    text = jsonld.text(node, "name")
    parts = (jsonld.text(node, "givenName"), jsonld.text(node, "familyName"))
    text = text or " ".join(filter(None, parts))
    organisation = any(kind.endswith("organization") for kind in types_of(node))
    return "" if organisation and not agency_of(text) else text[:_MAX_DECLARED_CHARS]


def _meta_authors(head: Head, outlets: tuple[str, ...]) -> Iterator[Declared]:
    values: dict[str, list[str]] = {}
    for key, content in head.meta:
        if key in _META and content and len(content) <= _MAX_DECLARED_CHARS:
            values.setdefault(key, []).append(clean_text(content))
    for key in _META:
        strings = [text for text in values.get(key, ()) if not _is_address(text)]
        if strings:
            yield _declare(f"meta:{key}", strings[:_MAX_NAMES], outlets)


def _is_address(text: str) -> bool:
    return "://" in text or text.startswith(("www.", "/", "@"))


def _declare(source: str, strings: list[str], outlets: tuple[str, ...]) -> Declared:
    names: dict[str, str] = {}
    agencies: dict[str, None] = {}
    for text in strings:
        byline = read_byline(_in_order(text), outlets=outlets)
        agencies |= dict.fromkeys(byline.agencies)
        for name in byline.names:
            names.setdefault(squash_name(name), name)
    return Declared(source, tuple(names.values()), tuple(agencies), "; ".join(strings))


_REVERSED = re.compile(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+(?: [^\W\d_][\w'’.-]*)?)")


def _in_order(text: str) -> str:
    """``Berg, Ada`` as ``Ada Berg``."""
    match = _REVERSED.fullmatch(text)
    return f"{match[2]} {match[1]}" if match else text


def outlet_names(head: Head, jsonld: JsonLd) -> tuple[str, ...]:
    """Squashed names of the site, which is no person; on a person's own site there are none."""
    names = [content for key, content in head.meta if key in ("og:site_name", "application-name")]
    for node in jsonld.own_articles[:1]:
        publisher = jsonld.resolve(node.get("publisher"))
        if publisher and "person" in types_of(publisher):
            return ()
        names.append((jsonld.text(publisher, "name") if publisher else None) or "")
    return tuple(dict.fromkeys(squash_name(name) for name in names if name))


# --- what the page displays -----------------------------------------------------------------

_MAX_BYLINE_CHARS = 250
_SURE = 0.5
_SLOT_ROLES = frozenset(
    (
        Role.BYLINE,
        Role.AUTHOR_BOX,
        Role.SOURCE_LINE,
        Role.DATE,
        Role.DATELINE,
        Role.KICKER,
        Role.STANDFIRST,
        Role.CREDIT,
        Role.BOILERPLATE,
        Role.SHARE,
        Role.NAVIGATION,
    )
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:e[ns]?|in(?:nen)?)?|auteurs?|autori|autores|verfasser|redaktion|redaccion|"
    r"people|person(?:en)?|staff|profiles?|contributors?|columnists?|journalists?|journalistes?|"
    r"byline|by|av|forfatter|skribent|reporters?|writers?|correspondents|korrespondenten|users?|"
    r"member|team|bio|firmas?|opinionistas|penulis|yazar(?:lar)?|avtor|autorzy|szerzo|kirjoittaja)"
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
    known = tuple(dict.fromkeys(name for one in declared for name in one.names))
    people = Credits(
        declared=declared, outlets=(*outlets, *domain_names(*page_urls(head, view.url)))
    )
    if zone is not None:
        _read_displayed(view, zone, known, outlets, people)
    if people.authors is None:
        people.authors = _best_declared(declared)
    return people


def _read_displayed(
    view: View, zone: Zone, known: tuple[str, ...], outlets: tuple[str, ...], people: Credits
) -> None:
    shown = list(_shown(view, zone, known, outlets))
    top = [one for one in shown if one.row < zone.first]
    rest = [one for one in shown if one.row >= zone.first]
    chosen = _trusted(top) or _trusted(rest)
    names = {squash_name(name): name for one in chosen for name in one.byline.names}
    if names and not _outweighed(chosen, known):
        rows = [one.row for one in chosen if one.byline.names]
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


def _shown(
    view: View, zone: Zone, known: tuple[str, ...], outlets: tuple[str, ...]
) -> Iterator[_Shown]:
    folded = [name.casefold() for name in known]
    for row in range(zone.start, zone.end):
        role, text = view.roles[row], view.tape.texts[row]
        if role not in _SLOT_ROLES and not _is_loose_byline(view, zone, row):
            continue
        if len(text) > _MAX_BYLINE_CHARS:
            continue
        low = text.casefold()
        named = any(name in low for name in folded)
        linked = _is_linked(view, row)
        hinted = role is Role.BYLINE or _is_hinted(view, row)
        if not (hinted or named or linked or _opens_byline(text)):
            continue
        byline = read_byline(text, known, _cuts(view, row), outlets)
        if byline.names or byline.agencies:
            trust = 1.0 * byline.led + 1.5 * named + 1.0 * linked + 0.8 * hinted
            yield _Shown(row, byline, trust + view.chance(row, Role.BYLINE))


def _is_loose_byline(view: View, zone: Zone, row: int) -> bool:
    """Whether a short first or last block of the body may be a byline all the same."""
    if view.roles[row] not in BODY_ROLES or len(view.tape.texts[row]) > 60:
        return False
    return row <= zone.first or row >= zone.last


_OPENERS = 3


def _opens_byline(text: str) -> bool:
    """Whether one of the first words says "by"."""
    head = re.split(r"[\s:：／/]+", text, maxsplit=_OPENERS)[:_OPENERS]
    return any(fold_word(word) in words("by") for word in head)


def _cuts(view: View, row: int) -> Iterator[int]:
    for start, end, _ in view.tape.links.get(row, ()):
        yield start
        yield end


def _is_linked(view: View, row: int) -> bool:
    """Whether a link of the row leads to the page of an author."""
    return any(_AUTHOR_PAGE.search(href[:200]) for _, _, href in view.tape.links.get(row, ()))


def _is_hinted(view: View, row: int) -> bool:
    """Whether the mark-up around the row's first characters calls it a byline."""
    leaf = int(view.tape.leaf[row])
    return bool(token_hints(view.tape.elements.attrs[leaf]) & Hint.BYLINE)


_LEAST, _GOOD = 0.9, 1.8


def _trusted(shown: list[_Shown]) -> list[_Shown]:
    """The rows that are bylines; only bylines proper where there are any."""
    best = max((one.trust for one in shown), default=0.0)
    return [one for one in shown if one.trust >= max(_LEAST, min(best, _GOOD))]


def _outweighed(chosen: list[_Shown], known: tuple[str, ...]) -> bool:
    """Whether a weak reading contradicts what the page declares."""
    keys = {squash_name(name) for name in known}
    agrees = any(squash_name(name) in keys for one in chosen for name in one.byline.names)
    return bool(keys) and not agrees and max(one.trust for one in chosen) < 1.3


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
    return Names(tuple(recase(name) for name in one.names if is_person(name)), one.source, one.raw)
