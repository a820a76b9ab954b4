"""Rows of the page that are bylines, and how far each is to be trusted.

# Strategy: a row is read as a byline where something speaks for it: the labeller, the name of
# its element, a declared name in it, a link to the page of an author, a date beside a name, or
# a word that opens bylines. What the labeller takes for something else, or for the body, must
# say "by" in so many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bodycopy.facts.people.byline import Byline, read_byline
from bodycopy.facts.people.declared import single_names
from bodycopy.facts.people.names import is_person, squash_name
from bodycopy.facts.people.words import fold_word, has_digit, has_word, words
from bodycopy.facts.people.zone import Zone
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import BODY_ROLES, Role

__all__ = ["BylineRow", "heads_box", "leads_to_author", "read_rows", "trusted"]


@dataclass(frozen=True, slots=True)
class BylineRow:
    """A row of the page that was read as a byline."""

    row: int
    byline: Byline
    trust: float
    """From 0 (nothing but its form) to 3."""

    @property
    def keys(self) -> set[str]:
        """The names, squashed."""
        return set(map(squash_name, self.byline.names))


_DATED_ROWS = 4  # below the headline: "Ada Berg, 3 May 2024"
_SLOT_CHARS = 80
_LINE_CHARS = 250
# Characters up to which a block of a role may be a byline; boxes go on with lives.
_MOST_CHARS = {
    Role.BYLINE: _LINE_CHARS,
    Role.DATE: _LINE_CHARS,
    Role.SOURCE_LINE: _LINE_CHARS,
    Role.BOILERPLATE: _LINE_CHARS,
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
_BYLINE_HINT = int(Hint.BYLINE)


@lru_cache(2048)  # a row's links are asked several times
def leads_to_author(href: str) -> bool:
    """Whether a link leads to the page or the mail box of an author."""
    return _AUTHOR_PAGE.search(href[:200]) is not None


def read_rows(
    view: View, zone: Zone, rows: range, known: tuple[str, ...], outlets: tuple[str, ...]
) -> Iterator[BylineRow]:
    """The rows that name persons or agencies; ``known`` are names that the page declares."""
    folded = [name.casefold() for name in known]
    roles, texts, links = view.roles, view.tape.texts, view.tape.links
    for row in rows:
        role, text = roles[row], texts[row]
        if len(text) > _LINE_CHARS:
            continue
        loose = len(text) > _MOST_CHARS.get(role, 0)
        if loose and not _may_be_byline(view, zone, row):
            continue
        low = text.casefold()
        named = bool(folded) and any(name in low for name in folded)
        linked = row in links and _is_linked(view, row)
        dated = role in _DATED_ROLES and _is_dated(view, zone, row)
        called = _is_called(view, row)
        hinted = called or role is Role.BYLINE
        alone = zone.title < row <= zone.title + 2 and _stands_alone(view, zone, row)
        opens = _opens_byline(low)
        if not (hinted or named or linked or dated or alone or opens):
            continue
        # "Fact-checked by" in a row of its own.
        if row and fold_word(view.tape.texts[row - 1][:40]) in words("editor"):
            continue
        names = known
        if linked or (dated and not opens):
            text = _without_other_links(view, row, text)
        if linked and hinted and not loose:
            names = (*known, *_linked_names(view, row, outlets))
        byline = read_byline(text, names, _cuts(view, row), outlets)
        if not (byline.names or byline.agencies):
            continue
        asked = loose or called or role in BODY_ROLES
        whole = asked and squash_name("".join(byline.names)) == squash_name(text)
        if loose and not (whole or linked or byline.led):
            continue
        # Far from the headline, "by" must come first: there many things are by somebody.
        far = loose and role is not Role.AUTHOR_BOX and row > zone.first + _OPENING_ROWS
        if far and not (whole or (byline.led and _opens_byline(low, _FIRST))):
            continue
        if role in BODY_ROLES and not (byline.led or whole):
            continue
        trust = 1.0 * byline.led + 1.5 * named + 1.0 * linked + 0.8 * hinted + 0.7 * dated
        trust += 0.2 * (called and whole) + 0.7 * alone + 0.3 * (dated and _has_title(text))
        yield BylineRow(row, byline, trust + view.chance(row, Role.BYLINE))


_LEAST, _GOOD = 0.9, 1.8


def trusted(rows: list[BylineRow]) -> list[BylineRow]:
    """The rows that are bylines; only bylines proper where there are any."""
    best = max((one.trust for one in rows), default=0.0)
    return [one for one in rows if one.trust >= max(_LEAST, min(best, _GOOD))]


# --- what speaks for a row -------------------------------------------------------------------

_LOOSE_CHARS = 60
_OPENING_ROWS = 2  # behind the first long block of the body
# Whose bylines are other people's.
_OTHERS = frozenset((Role.COMMENT, Role.LEGAL))


def _may_be_byline(view: View, zone: Zone, row: int) -> bool:
    """Whether a block of another role may be a byline all the same, if it says so."""
    role, size = view.roles[row], len(view.tape.texts[row])
    if role in BODY_ROLES:
        at_edge = row <= zone.first + _OPENING_ROWS or row >= zone.last
        return at_edge and size <= _LOOSE_CHARS
    if role is Role.AUTHOR_BOX:
        return True
    return (
        role not in _OTHERS
        and role not in _MOST_CHARS
        and size <= _SLOT_CHARS
        and (row <= zone.last)
    )


def _is_dated(view: View, zone: Zone, row: int) -> bool:
    """Whether a date below the headline has room for a name beside it."""
    role = view.roles[row]
    if role not in _DATED_ROLES or row > zone.title + _DATED_ROWS:
        return False
    if role is Role.DATE:
        return not token_hints(view.tape.elements.attrs[view.tape.leaf[row]]) & _TOPIC
    text = view.tape.texts[row]
    return len(text) < _SLOT_CHARS and has_digit(text)


_TOPIC = int(Hint.TOPIC)
_NAME_CHARS = 40


def _stands_alone(view: View, zone: Zone, row: int) -> bool:
    """Whether one of the two rows below the headline is a person's name and nothing else."""
    if row >= zone.first or view.roles[row] in BODY_ROLES:
        return False
    text = view.tape.texts[row]
    # Without capitals, any two words have the form of a name.
    return len(text) <= _NAME_CHARS and text != text.lower() and is_person(text)


def _has_title(text: str) -> bool:
    """Whether a word of a line is a job title: ``Ada Berg | Senior Writer | 3 May``."""
    return any(has_word("title", word) for word in text.split())


def _linked_names(view: View, row: int, outlets: tuple[str, ...]) -> Iterator[str]:
    """First names that lead to the page of an author."""
    for start, end, href in view.tape.links[row]:
        if leads_to_author(href):
            yield from single_names(view.tape.texts[row][start:end], outlets)


_OPENERS, _FIRST = 5, 2
_BREAKS = re.compile(r"[\s:：／/]+")


def _opens_byline(text: str, first: int = _OPENERS) -> bool:
    """Whether one of the first words says "by"; the text is in lower case."""
    known = words("by")
    front = text[:60]
    # White space is all that parts the words of most lines: there a plain split does.
    plain = not (":" in front or "/" in front or "：" in front or "／" in front)
    plain = plain and not front[:1].isspace()
    found = front.split(None, first) if plain else _BREAKS.split(front, first)
    return not known.isdisjoint([word.strip(".,:-–—") for word in found[:first]])


def _cuts(view: View, row: int) -> Iterator[int]:
    for start, end, _ in view.tape.links.get(row, ()):
        yield start
        yield end


def _without_other_links(view: View, row: int, text: str) -> str:
    """The text with bars for links that lead elsewhere than to authors: sections, buttons."""
    for start, end, href in view.tape.links.get(row, ()):
        if not leads_to_author(href):
            text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _is_linked(view: View, row: int) -> bool:
    """Whether a link of the row leads to the page of an author."""
    links = view.tape.links.get(row)
    return links is not None and any(leads_to_author(href) for _, _, href in links)


def heads_box(view: View, row: int) -> bool:
    """Whether a row of an author's box is its heading, or the link to the author's page."""
    leaf = view.tape.elements.attrs[view.tape.leaf[row]]
    return (
        bool(view.tape.level[row])
        or bool(token_hints(leaf) & (Hint.BYLINE | Hint.AUTHOR_BOX))
        or _is_linked(view, row)
    )


def _is_called(view: View, row: int) -> bool:
    """Whether the mark-up around the row's first characters calls it a byline."""
    leaf = view.tape.leaf[row]
    return bool(token_hints(view.tape.elements.attrs[leaf]) & _BYLINE_HINT)
