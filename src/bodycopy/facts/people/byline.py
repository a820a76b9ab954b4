"""Bylines: a displayed credit line taken apart into persons, agencies and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bodycopy.facts.dates.words import month_of
from bodycopy.facts.people.agencies import agency_of, agency_tail
from bodycopy.facts.people.names import clean_name, is_person, recase, squash_name
from bodycopy.facts.people.words import fold_word, has_digit, has_word, lead_of, words
from bodycopy.facts.titles import fold

__all__ = ["Byline", "before_stop", "read_byline", "split_names"]


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a credit line names."""

    names: tuple[str, ...] = ()
    """Persons, in the order of the line."""
    agencies: tuple[str, ...] = ()
    led: bool = False
    """Whether the line says that it is a byline: ``By``, ``Von``, ``文／``."""
    credit: str | None = None
    """The part of the line that is an agency's name and nothing else."""


_MAX_CHARS = 400
_ADDRESS = re.compile(r"(?<!\S)[^\s@]++@[^\s@]++|@\w++|(?:https?://|www\.)\S++", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
# "Dec 17, 2025Ada Berg": two elements whose texts touch.
_GLUED = re.compile(r"(?<=\d{4})(?=[^\W\d_][^\W\d_A-Z])")
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]")
_OPENING = frozenset("([（【")
# Signs that part a byline from what stands beside it.
_BAR = " \ue000 "
_HARD = re.compile(
    r"(?:(?<!\s)\s+)?[\ue000|•●▪│·¦∙‧>»\n;—–、，／；]\s*|(?<!\s)\s+(?:[-–—]+\s+|/+\s*)|/\s+"
)
# "Text: Ada Berg Foto: Bo Lind": a label opens a segment of its own.
# What each of them has in it: most lines have none, and need no search.
_HARD_SIGNS = frozenset("\ue000|•●▪│·¦∙‧>»\n;—–-/、，／；")
_CLOSING = re.compile(r"[•●▪│·¦∙‧>»;—–]|\s-\s|\|")
_LABEL = re.compile(r"(?<!\s)\s++(?=[^\W\d_]{1,14}(?::\s|：))")
_SOFT = re.compile(r"(?:(?<!\s)\s+)?[,/]\s*")
_MAX_LEAD_WORDS = 6
_MAX_LEAD_CHARS = 30
_MAX_LEADS = 2  # "An interview" and "by" behind one another
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\u3041-\u30ff]")
_DENSE_LEAD = re.compile(
    r"\A\s*(?:文|作者|记者|記者|撰文|撰稿|采写|編譯|编译|執筆|取材・文|取材|聞き手|著者|筆者|ライター|글|취재|작성자|글쓴이|기자)"
    r"(?:名)?\s*[:：／/・\s]\s*"
)


def read_byline(
    text: str, known: Sequence[str] = (), cuts: Iterable[int] = (), outlets: Sequence[str] = ()
) -> Byline:
    """The persons and agencies of a credit line.

    ``known`` are names that the page declares: they are found where nothing parts them from
    their neighbours. ``cuts`` are places where mark-up parts the text; ``outlets`` are
    squashed names of the site, which is nobody.

    >>> read_byline("Von Ada Berg und Bo Lind, Redakteur | 3.12.2024").names
    ('Ada Berg', 'Bo Lind')
    >>> read_byline("By Ada Berg in Oslo, The Associated Press").agencies
    ('AP',)
    """
    text = _without_noise(_part(text[:_MAX_CHARS], cuts))
    text, agencies = _take_brackets(text)
    text = _set_apart(fold(text), known)
    if ":" in text or "：" in text:
        text = _LABEL.sub(_part_labels, text)
    reader = _Reader(frozenset(map(squash_name, known)), frozenset(outlets), agencies)
    end = 0
    for match in () if _HARD_SIGNS.isdisjoint(text) else _HARD.finditer(text):
        reader.read(text[end : match.start()])
        reader.part(match[0])
        end = match.end()
    reader.read(text[end:])
    return Byline(tuple(reader.names.values()), tuple(reader.agencies), reader.led, reader.credit)


def _without_noise(text: str) -> str:
    """The text with bars for addresses and times."""
    if "@" in text or "://" in text or "ww." in text.casefold():
        text = _ADDRESS.sub(_BAR, text)
    if has_digit(text):
        text = _TIME.sub(_BAR, _GLUED.sub(" ", text))
    return text


def _part_labels(match: re.Match[str]) -> str:
    """A bar before a label, unless the line only now begins: "Text & Fotos: Ada Berg"."""
    before = match.string[: match.start()]
    return match[0] if len(before) < _MAX_LEAD_CHARS and _is_genre(before.split()) else _BAR


def split_names(text: str, outlets: Sequence[str] = ()) -> tuple[str, ...]:
    """The persons in a string of names that a page declares as its author."""
    return read_byline(text, outlets=outlets).names


def _part(text: str, cuts: Iterable[int]) -> str:
    """The text with a bar at each cut."""
    for at in sorted(set(cuts), reverse=True):
        if 0 < at < len(text):
            text = f"{text[:at]}{_BAR}{text[at:]}"
    return text


def _take_brackets(text: str) -> tuple[str, dict[str, None]]:
    """The text without its brackets, and the agencies in them."""
    agencies: dict[str, None] = {}
    if _OPENING.isdisjoint(text):
        return text, agencies
    for match in _BRACKETS.finditer(text):
        agency = agency_of(match[1])
        if agency:
            agencies[agency] = None
    return _BRACKETS.sub(" , ", text), agencies


def _set_apart(text: str, known: Sequence[str]) -> str:
    """The text with bars around each known name."""
    folded = text.casefold()
    if len(folded) != len(text):
        return text
    for name in sorted(known, key=len, reverse=True):
        at = folded.find(name.casefold())
        end = at + len(name)
        if at >= 0 and _is_whole(text, at, end):
            middle = f"{_BAR}{text[at:end]}{_BAR}"
            text = text[:at] + middle + text[end:]
            folded = text.casefold()
            if len(folded) != len(text):
                return text
    return text


def _is_whole(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    dense = bool(_HAN.match(text, start))
    return dense or not (before.isalpha() or behind.isalpha())


class _Reader:
    """Reads segment after segment; a segment that opens with "By" puts the others in the shade."""

    def __init__(
        self, known: frozenset[str], outlets: frozenset[str], agencies: dict[str, None]
    ) -> None:
        self.known = known
        self.outlets = outlets
        self.names: dict[str, str] = {}
        self.agencies = dict(agencies)
        self.led = False
        self.credit: str | None = None
        self._others = False
        self._closed = False

    def part(self, sign: str) -> None:
        """Take note of a sign between two segments: behind "By Ada Berg |" stands no author."""
        if self.led and self.names and _CLOSING.search(sign):
            self._closed = True

    def read(self, segment: str) -> None:
        if not segment.strip():
            return
        if self.names and has_word("title", segment.strip()):
            return  # "Contributor" behind a name, not before one
        rest, kind = _take_lead(segment)
        for _ in range(_MAX_LEADS):
            if kind != "by":
                break
            more, again = _take_lead(rest)
            rest, kind = (more, again) if again else (rest, kind)
        if kind == "editor":
            self._others = True
            self._closed = self._closed or not rest.strip()
            return
        if kind == "by":
            if not self.led:
                self.names = {key: name for key, name in self.names.items() if key in self.known}
            self.led, self._others, self._closed = True, False, False
        if self._others and (self._closed or squash_name(rest) not in self.known):
            self._closed = False
            return
        if agency_of(rest):
            self.credit = rest.strip()
        rest = _without_joints(rest)
        if rest != segment.strip() and kind == "":
            self._closed = False  # joined by an "and"
        parts = _SOFT.split(rest) if "," in rest or "/" in rest else (rest,)
        for at, part in enumerate(parts):
            found = len(self.names)
            for piece in _pieces(part):
                self._add(piece)
                # "..., Institute of Allergy and Infectious Diseases"
                if at and found and len(self.names) == found:
                    break

    def _add(self, piece: str) -> None:
        piece = _behind_date(piece)
        held = before_stop(piece)
        parts, agency = agency_tail(held.split())
        whole = agency_of(held)
        if whole or agency:
            self.agencies[whole or agency or ""] = None
        if not whole:
            self._add_name(clean_name(" ".join(parts)))
        # Behind a date stand sections and buttons.
        self._closed = self._closed or (held != piece and bool(self.names))

    def _add_name(self, name: str) -> None:
        key = squash_name(name)
        if not key or (key in self.outlets and key not in self.known):
            return
        if key in self.known or (is_person(name) and not self._closed):
            self.names.setdefault(key, recase(name))


def _without_joints(segment: str) -> str:
    """The segment without the "and" that joins it to its neighbours."""
    parts = segment.split()
    while len(parts) > 1 and parts[0] in words("and"):
        del parts[0]
    while len(parts) > 1 and parts[-1] in words("and"):
        del parts[-1]
    return " ".join(parts)


def _take_lead(segment: str) -> tuple[str, str]:
    """What follows the words that open a credit, and the kind of credit they open."""
    dense = None if segment.isascii() else _DENSE_LEAD.match(segment)
    if dense:
        return segment[dense.end() :], "by"
    head, colon, rest = segment.partition(":")
    if not colon:
        head, colon, rest = segment.partition("：")
    if colon and len(head) <= 40:
        label = fold_word(head)
        if label in words("by"):
            return rest, "by"
        if label in words("editor") or label in words("stop") or label in words("credit"):
            return rest, "editor"
        if _is_genre(head.split()):
            return rest, "by"
        segment = rest if rest.strip() else head
    parts = segment.split()
    for count in range(min(4, len(parts)) if parts and _may_lead(parts[0]) else 0, 0, -1):
        phrase = fold_word(" ".join(parts[:count]))
        if phrase in words("editor"):
            return " ".join(parts[count:]), "editor"
        # "Di" and "Von" open names too.
        if phrase in words("by") and (
            len(parts) > 2 or phrase not in words("particle") or agency_of(parts[-1])
        ):
            return " ".join(parts[count:]), "by"
    for at in range(1, min(_MAX_LEAD_WORDS, len(parts))):
        if fold_word(parts[at]) in words("by") and _is_genre(parts[:at]):
            return " ".join(parts[at + 1 :]), "by"
    dated = has_digit(segment)
    for at in range(1, len(parts) - 1 if dated else 0):
        # "On May 3 by Ada Berg": the date is no name.
        if parts[at].casefold() in _PLAIN_BY and has_digit(" ".join(parts[:at])):
            return " ".join(parts[at + 1 :]), "by"
    return segment, ""


@lru_cache(4096)
def _may_lead(word: str) -> bool:
    """Whether a phrase that opens a credit begins with the word: few segments need more."""
    return fold_word(word) in _first_words() or lead_of(word) in _first_words()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(" ")[0] for kind in ("by", "editor") for phrase in words(kind))


_PLAIN_BY = frozenset(("by", "von", "par", "por", "door", "oleh", "автор"))


def _is_genre(parts: list[str]) -> bool:
    known = (words("genre"), words("by"))
    return bool(parts) and all(
        any(fold_word(part) in kind for kind in known) for part in parts if part not in "&+/"
    )


def _pieces(text: str) -> list[str]:
    """The text cut at words that join names."""
    pieces: list[str] = []
    for part in (text,):
        run: list[str] = []
        tokens = part.split()
        for at, token in enumerate(tokens):
            joint = token in words("and") or token in ("And", "AND", "Und", "UND", "Y", "Et", "ET")
            if at and joint and _joins(run, tokens[at + 1 :]):
                pieces.append(" ".join(run))
                run = []
            else:
                run.append(token)
        pieces.append(" ".join(run))
    return [name for piece in pieces if piece for name in _split_arabic(piece)]


# The Arabic "and" is written together with the name behind it.
_ARABIC_AND = re.compile(r"(?<=[\u0620-\u064a])\s+و(?=[\u0620-\u064a]{3})")


def _split_arabic(piece: str) -> list[str]:
    if piece.count(" ") < 3 or not _ARABIC_AND.search(piece):
        return [piece]
    names = _ARABIC_AND.split(piece)
    return names if all(" " in name for name in names) else [piece]


def _joins(before: list[str], behind: list[str]) -> bool:
    """Whether a joining word has a whole name on either side: in "Ortega y Gasset" it has not."""
    return bool(before) and bool(behind) and (len(before) > 1 and len(behind) > 1)


def _behind_date(piece: str) -> str:
    """The piece without the date that it opens with: ``28. Jan. 2022 Ada Berg``."""
    parts = piece.split()
    at = 0
    while at < len(parts) and (has_digit(parts[at]) or month_of(parts[at], "")):
        at += 1
    dated = at and has_digit(" ".join(parts[:at]))
    return " ".join(parts[at:]) if dated and at < len(parts) else piece


def before_stop(piece: str) -> str:
    """The piece up to a date or a button."""
    parts = piece.split()
    for at, part in enumerate(parts):
        folded = part.casefold().strip(".:")
        stops = at and folded in words("stop") and folded not in words("particle")
        if has_digit(part):
            while at and month_of(parts[at - 1], ""):
                at -= 1
            return " ".join(parts[:at])
        if stops or (at > 1 and part in ("In", "Im", "Dans", "En")):
            return " ".join(parts[:at])
    return "" if len(parts) == 1 and has_word("stop", piece) else piece
