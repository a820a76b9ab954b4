"""Words that dates are made of: months, what a date is of, halves of the day, time zones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from unicodedata import normalize

from bodycopy.word_lists import read_rows

__all__ = ["half_of_day", "kind_words", "month_of", "persian_month_of", "zone_offset"]

_LEAST_STEM = 4  # letters: shorter beginnings are other words
_LONGEST_ENDING = 4
# Short names that the software of English makers writes into pages of every language.
_EVERYWHERE = frozenset("jan feb apr jun jul aug sep oct nov dec".split())
_MARKS = ".\u200c\u200e\u200f'’׳"
_COMBINING = re.compile("[\u0300-\u036f]+")


def _fold(word: str) -> str:
    """In one case, without accents and stops: ``Août`` is ``aout``, ``ΜΑΪ́ΟΥ`` ``μαιου``."""
    folded = _fold_in_place(word.strip(_MARKS))
    return folded if folded.isascii() else _COMBINING.sub("", folded)


@cache
def _months() -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, int]]:
    """Names by language, and those that mean one month in whatever language has them."""
    by_language: dict[str, dict[str, int]] = {}
    meanings: dict[str, set[int]] = {}
    for language, month, name in read_rows("months.tsv"):
        word = _fold(name)
        by_language.setdefault(language, {})[word] = int(month)
        if language != "fa-persian":
            meanings.setdefault(word, set()).add(int(month))
    everywhere = {word: min(found) for word, found in meanings.items() if len(found) == 1}
    # What English papers mean, unless the page is in another language.
    return by_language, everywhere | by_language["en"]


@lru_cache(8192)
def month_of(word: str, language: str) -> int | None:
    """The month that a word names, 1 to 12; ``language`` is a primary tag.

    Endings are passed over: Basque ``maiatzaren``, Hebrew ``במאי``.

    >>> month_of("Sept.", "en"), month_of("listopada", "pl"), month_of("listopada", "hr")
    (9, 11, 10)
    """
    by_language, everywhere = _months()
    return _look_up(_fold(word), by_language.get(language, everywhere), everywhere)


def persian_month_of(word: str) -> int | None:
    """The month of the solar Hijri calendar that a word names, 1 to 12."""
    return _months()[0]["fa-persian"].get(_fold(word))


def _look_up(word: str, own: Mapping[str, int], everywhere: Mapping[str, int]) -> int | None:
    month = own.get(word)
    if month is None and word in _EVERYWHERE:
        month = everywhere.get(word)
    if month is not None or (word.isascii() and len(word) < _LEAST_STEM):
        return month  # "ago" is August in Spanish, and no month in English
    month = everywhere.get(word)
    if month is not None:
        return month
    if word[:1] == "ב":
        return own.get(word[1:])
    for length in range(len(word) - 1, max(_LEAST_STEM, len(word) - _LONGEST_ENDING) - 1, -1):
        month = own.get(word[:length])
        if month is not None:
            return month
    return None


_HALVES = frozenset(("am", "pm"))
_DENSE_FROM = "\u0900"  # from here on, scripts whose words a pattern cannot tell apart
_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """Phrases and their kind under their first word, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, phrases in read_rows("date_words.tsv"):
        for phrase in map(_fold_in_place, phrases.split(" | ")):
            first = _WORDS.match(phrase)
            if kind not in _HALVES and first and phrase[0] < _DENSE_FROM:
                found.setdefault(first[0], []).append((phrase, kind))
    for known in found.values():
        known.sort(key=lambda item: -len(item[0]))
    return found


@cache
def _dense(*kinds: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Phrases of some kinds as a pattern, and their kind."""
    found = {
        _fold_in_place(phrase): kind
        for kind, phrases in read_rows("date_words.tsv")
        for phrase in phrases.split(" | ")
        if kind in kinds and (kind in _HALVES or phrase[0] >= _DENSE_FROM)
    }
    words = "|".join(
        rf"(?<![^\W\d_]){re.escape(phrase)}(?![^\W\d_])"
        if phrase < _DENSE_FROM
        else re.escape(phrase)
        for phrase in sorted(found, key=len, reverse=True)
    )
    return re.compile(words), found


def kind_words(text: str) -> list[tuple[int, int, str]]:
    """``(start, end, kind)`` of the words that say what a date is of, in order.

    Kinds are ``published``, ``modified`` and ``other``.

    >>> kind_words("Published May 3, last updated May 4")
    [(0, 9, 'published'), (17, 29, 'modified')]
    """
    folded = _fold_in_place(text)
    phrases = _phrases()
    found: list[tuple[int, int, str]] = []
    end = 0
    for word in _WORDS.finditer(folded):
        start = word.start()
        if start < end or word[0] not in phrases:
            continue
        for phrase, kind in phrases[word[0]]:
            behind = start + len(phrase)
            if folded.startswith(phrase, start) and not folded[behind : behind + 1].isalpha():
                end = behind
                found.append((start, end, kind))
                break
    if not text.isascii() and max(text) >= _DENSE_FROM:
        pattern, kinds = _dense("published", "modified", "other")
        found += [(m.start(), m.end(), kinds[m[0]]) for m in pattern.finditer(folded)]
        found.sort()
    return found


def half_of_day(text: str) -> str | None:
    """``am`` or ``pm`` where the text has the word for it, else None.

    >>> half_of_day(" a.m."), half_of_day("下午 "), half_of_day(" Uhr")
    ('am', 'pm', None)
    """
    pattern, kinds = _dense("am", "pm")
    match = pattern.search(_fold_in_place(text))
    return kinds[match[0]] if match else None


def _fold_in_place(text: str) -> str:
    """In one case and without accents, every character where it was."""
    return text.lower() if text.isascii() else "".join(map(_fold_letter, text))


@lru_cache(4096)
def _fold_letter(letter: str) -> str:
    if letter >= _DENSE_FROM:  # Korean syllables would come apart
        return letter
    return normalize("NFD", letter.lower())[0]


@cache
def _zones() -> Mapping[str, str]:
    return {row[0]: row[1] for row in read_rows("time_zones.tsv")}


def zone_offset(name: str) -> str | None:
    """The offset that an abbreviation stands for: ``MESZ`` is ``+02:00``."""
    return _zones().get(name.lower())
