"""Lines to characters, words and n-grams, for all lines of a text at once.

# Strategy: the lines are one array of characters, each with its kind. Words and n-grams are
# hashed there: a word is a difference of prefix sums of ``character * base ** place``, brought
# back to place 0; an n-gram is a sum of four neighbours. The arithmetic is modulo 2**64: the
# same on every machine, in every process.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Kind", "LineTokens", "character_kinds", "tokenise_lines"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)


class Kind(IntEnum):
    """What a character is to a line."""

    END = 0
    SPACE = 1
    UPPER = 2
    LOWER = 3
    LETTER = 4
    """Of a script without case."""
    DENSE = 5
    """Of a script without spaces: a word by itself."""
    DIGIT = 6
    STOP = 7
    COMMA = 8
    COLON = 9
    QUOTE = 10
    BRACKET = 11
    SYMBOL = 12
    OTHER = 13


@dataclass(frozen=True, slots=True)
class LineTokens:
    """What ``n`` lines are made of."""

    counts: Ints
    """``[n, len(Kind)]`` characters of each kind."""
    first: NDArray[np.uint8]
    """``[n]`` kind of the first character."""
    last: NDArray[np.uint8]
    """``[n]`` kind of the last character that is no quotation mark or bracket."""
    words: Ints
    """``[n]`` number of words."""
    capitals: Ints
    """``[n]`` words that begin with a capital."""
    word_ids: NDArray[np.int32]
    """Hashes of the first and last words of all lines."""
    word_lines: Ints
    """Of each, its line, ascending."""
    gram_ids: NDArray[np.int32]
    """Hashes of the 4-grams at the front and end of all lines."""
    gram_lines: Ints
    """Of each, its line, ascending."""
    term_ids: NDArray[np.int32]
    """Hashes of all longer words (pairs of characters in scripts without spaces)."""
    term_lines: Ints
    """Of each, its line, ascending."""


# What a line says of itself it says in its first and last words ("Photo: ...", "... / dpa").
_HEAD_WORDS, _TAIL_WORDS = 48, 20
_HEAD_GRAMS, _TAIL_GRAMS = 18, 10
_TERM_CHARS = 5
_LONGEST_WORD = 1 << 10


def tokenise_lines(lines: Sequence[str]) -> LineTokens:
    """Characters, words and n-grams of the lines, none of which is empty or holds a NUL."""
    joined = "\0".join((*lines, ""))
    codes = _codes(joined)
    kinds = character_kinds()[np.minimum(codes, _LAST)]
    n = len(lines)
    stops = np.flatnonzero(codes == 0)
    starts = np.concatenate(([0], stops[:-1] + 1))
    line = np.repeat(np.arange(n), stops - starts + 1)
    inside = (kinds >= Kind.UPPER) & (kinds <= Kind.DIGIT)
    dense = kinds == Kind.DENSE
    before = _before(kinds)
    first = inside & (dense | ~_before(inside) | (before == Kind.DENSE))
    capital = first & (kinds == Kind.UPPER)
    lowered = joined.lower()
    folded = _codes(lowered) if len(lowered) == len(joined) else codes
    letters = np.where(kinds == Kind.DIGIT, np.uint32(48), folded).astype(np.uint64)
    offset = np.arange(len(codes)) - starts[line]
    left = stops[line] - np.arange(len(codes))
    words = _words(letters, inside, first)
    telling = (offset[words.at] < _HEAD_WORDS) | (left[words.at] <= _TAIL_WORDS)
    long = (words.size >= _TERM_CHARS) | (words.size == 2) & dense[words.at]
    grams, gram_at = _grams(letters, offset, left)
    pairs, pair_at = _pairs(letters, dense)
    terms = np.concatenate((words.ids[long], pairs))
    term_lines = np.concatenate((line[words.at[long]], line[pair_at]))
    order = np.argsort(term_lines, kind="stable")
    return LineTokens(
        counts=np.bincount(line * len(Kind) + kinds, minlength=n * len(Kind)).reshape(n, -1),
        first=kinds[starts],
        last=_last_kinds(kinds, starts, stops),
        words=np.bincount(line[first], minlength=n),
        capitals=np.bincount(line[capital], minlength=n),
        word_ids=words.ids[telling],
        word_lines=line[words.at[telling]],
        gram_ids=grams,
        gram_lines=line[gram_at],
        term_ids=terms[order],
        term_lines=term_lines[order],
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _before(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """Each value's left neighbour; 0 for the first."""
    shifted = np.zeros_like(values)
    shifted[1:] = values[:-1]
    return shifted


def _last_kinds(kinds: NDArray[np.uint8], starts: Ints, stops: Ints) -> NDArray[np.uint8]:
    last = kinds[stops - 1]
    closing = (last == Kind.QUOTE) | (last == Kind.BRACKET)
    return np.where(closing, kinds[np.maximum(stops - 2, starts)], last)


@dataclass(frozen=True, slots=True)
class _Words:
    ids: NDArray[np.int32]
    at: Ints
    size: Ints


def _words(letters: NDArray[np.uint64], inside: Flags, first: Flags) -> _Words:
    starts = np.flatnonzero(first)
    breaks = np.flatnonzero(~inside | first)
    ends = breaks[np.searchsorted(breaks, starts, side="right")]
    place = np.arange(len(letters)) % _TABLE
    powers, inverses = _powers()
    total = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum((letters + np.uint64(1)) * powers[place], out=total[1:])
    hashes = (total[ends] - total[starts]) * inverses[place[starts]]
    return _Words(_mixed(hashes), starts, ends - starts)


def _grams(letters: NDArray[np.uint64], offset: Ints, left: Ints) -> tuple[NDArray[np.int32], Ints]:
    """4-grams at both ends of the lines; the first one begins before its line."""
    at = np.flatnonzero(((offset < _HEAD_GRAMS) | (left <= _TAIL_GRAMS)) & (left > 2))
    # Before the first character of the text stands an end, as before that of any line.
    padded = np.concatenate((np.zeros(1, np.uint64), letters))
    hashes = padded[at]
    for step in (1, 2, 3):
        hashes = hashes * np.uint64(_BASE) + padded[at + step]
    return _mixed(hashes * np.uint64(_BASE)), at


def _pairs(letters: NDArray[np.uint64], dense: Flags) -> tuple[NDArray[np.int32], Ints]:
    at = np.flatnonzero(dense[:-1] & dense[1:])
    return _mixed(letters[at] * np.uint64(_BASE) + letters[at + 1]), at


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
    # The finalizer of MurmurHash3: the low bits of the sum alone tell the last letters only.
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    return (hashes >> np.uint64(33)).astype(np.int32)


_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_TABLE = 1 << 16


@cache
def _powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the base and of its inverse, one for each place."""
    powers = np.full(_TABLE, _BASE, np.uint64)
    inverses = np.full(_TABLE, pow(_BASE, -1, 1 << 64), np.uint64)
    powers[0] = inverses[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


# --- kinds of characters ---------------------------------------------------------------

_LAST = 0x1FFFF
_OF_CATEGORY = {
    **dict.fromkeys(("Lu", "Lt"), Kind.UPPER),
    "Ll": Kind.LOWER,
    **dict.fromkeys(("Lo", "Lm", "Mn", "Mc"), Kind.LETTER),
    **dict.fromkeys(("Nd", "No", "Nl"), Kind.DIGIT),
    **dict.fromkeys(("Zs", "Zl", "Zp", "Cc"), Kind.SPACE),
    **dict.fromkeys(("Sm", "Sc", "So", "Sk"), Kind.SYMBOL),
    **dict.fromkeys(("Pi", "Pf"), Kind.QUOTE),
    **dict.fromkeys(("Ps", "Pe"), Kind.BRACKET),
}
_SINGLE = {
    **dict.fromkeys(".!?…。！？｡؟۔।॥", Kind.STOP),
    **dict.fromkeys(",;、，；،؛", Kind.COMMA),
    **dict.fromkeys(":：", Kind.COLON),
    **dict.fromkeys("\"'„‚「」『』*", Kind.QUOTE),
    **dict.fromkeys("|•·/\\>»#@&", Kind.SYMBOL),
}
# Thai to Khmer, kana, Han: written without spaces.
_DENSE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3041, 0x30FF), (0x3400, 0x9FFF))


@cache
def character_kinds() -> NDArray[np.uint8]:
    """The kind of each character."""
    kinds = np.full(_LAST + 1, Kind.OTHER, np.uint8)
    for code in range(_LAST + 1):
        kinds[code] = _OF_CATEGORY.get(unicodedata.category(chr(code)), Kind.OTHER)
    for char, kind in _SINGLE.items():
        kinds[ord(char)] = kind
    for start, end in _DENSE:
        span = kinds[start : end + 1]
        span[span == Kind.LETTER] = Kind.DENSE
    kinds[_LAST] = Kind.DENSE  # what lies beyond is mostly rare Han
    kinds[0] = Kind.END
    return kinds
