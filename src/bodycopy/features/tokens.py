"""Tape to hashed tokens: class names of the elements around a block, and words of its text.

# Strategy of the Python way: all strings of a page are joined and hashed in one pass over an
# array of characters. A token's hash is a difference of prefix sums of
# ``character * base ** place``, brought back to place 0 by the inverse power, so that no token
# is touched by Python. The compiled way hashes each token as it meets it. The arithmetic is
# modulo 2**64: the same on every machine, in every process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bodycopy.native import ctext
from bodycopy.tape import Tape

__all__ = ["LEVELS", "Bags", "Tokens", "tokenise"]

Ints = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)

LEVELS = 4
"""Elements looked at one by one: innermost, block-level, its parent, its grandparent."""

# What a block says of itself it says in its first and last words ("Photo: ...", "... / dpa").
_HEAD_CHARS = 48
_TAIL_CHARS = 20
_LONGEST = 512  # characters of a string that are looked at: some class attributes never end


@dataclass(frozen=True, slots=True)
class Bags:
    """Bags of hashed tokens, one bag a string."""

    ids: Ints
    """Hashes of the tokens of all bags, one bag after the other."""
    bag: Ints
    """Of each token, the bag that it is in, ascending."""
    size: int
    """Number of bags; a bag may be empty."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Hashed tokens of a tape of ``n`` blocks and ``E`` elements."""

    names: Bags
    """One bag for each distinct pair of tag and attribute values on the page."""
    element: Ints
    """``[E]`` the bag in ``names`` of each element."""
    first: Ints
    end: Ints
    """``[E]`` the blocks inside each element are ``first:end``; ``first`` ascends."""
    around: Ints
    """``[n, LEVELS]`` bags in ``names`` of the elements nearest to each block."""
    words: Bags
    """One bag for each block: the first and last words of its text."""


def tokenise(tape: Tape) -> Tokens:
    """The hashed tokens of the tape."""
    elements = tape.elements
    names, element = hash_names(elements.tag, elements.attrs)
    parent = np.maximum(elements.parent, 0)
    up = parent[tape.element]
    around = element[np.stack((tape.leaf, tape.element, up, parent[up]), axis=1)]
    return Tokens(
        names=names,
        element=element,
        first=elements.first,
        end=elements.end,
        around=around,
        words=hash_words(tape.texts),
    )


def hash_names(tags: Sequence[str], attrs: Sequence[str]) -> tuple[Bags, Ints]:
    """A bag for each distinct pair of tag and attribute values, and the bag of each element."""
    if ctext is not None:
        column, (ids, bags), size = ctext.hash_names(tags, attrs, _LONGEST)
        return Bags(_ints(ids), _ints(bags), size), _ints(column)
    rows: dict[tuple[str, str], int] = {}
    pairs = zip(tags, attrs, strict=True)
    element = np.fromiter((rows.setdefault(p, len(rows)) for p in pairs), np.int32, len(tags))
    return _hash_names([f"<{tag} {names}"[:_LONGEST] for tag, names in rows]), element


def hash_words(texts: Sequence[str]) -> Bags:
    """A bag for each text: its first and last words."""
    if ctext is not None:
        ids, bags = ctext.hash_words(texts, _kinds(), _HEAD_CHARS, _TAIL_CHARS)
        return Bags(_ints(ids), _ints(bags), len(texts))
    return _hash_words(texts)


def _ints(column: bytearray) -> Ints:
    return np.frombuffer(column, np.int32)


def _hash_names(strings: Sequence[str]) -> Bags:
    """Words of class names: cut at everything but letters, and before capitals."""
    codes = _codes(strings)
    upper = (codes >= 65) & (codes <= 90)
    folded = np.where(upper, codes + 32, codes)
    letter = (folded >= 97) & (folded <= 122) | (folded == 60) | (folded >= 128)
    # "articleBody" is two words; "ARTICLE" is one.
    capital = upper & ~_before(upper)
    return _bags(folded, letter, letter & (capital | ~_before(letter)), len(strings))


def _hash_words(texts: Sequence[str]) -> Bags:
    """First and last words of texts; digits count as digits, ideographs as words."""
    short = [
        text
        if len(text) <= _HEAD_CHARS + _TAIL_CHARS
        else f"{text[:_HEAD_CHARS]} {text[-_TAIL_CHARS:]}"
        for text in texts
    ]
    codes = _codes([text.replace("\0", " ").lower() for text in short])
    kinds = _kinds()[np.minimum(codes, _KINDS - 1)]
    codes = np.where(kinds == _DIGIT, 48, codes)
    inside = kinds != _GAP
    first = inside & ((kinds == _ALONE) | ~_before(inside) | (_before(kinds) == _ALONE))
    return _bags(codes, inside, first, len(texts))


def _codes(strings: Sequence[str]) -> NDArray[np.uint32]:
    """Characters of all strings, each string closed by a 0."""
    joined = "\0".join((*strings, ""))
    return np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)


def _before(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """Each value's left neighbour; 0 for the first."""
    shifted = np.zeros_like(values)
    shifted[1:] = values[:-1]
    return shifted


def _bags(codes: NDArray[np.uint32], inside: Flags, first: Flags, size: int) -> Bags:
    """Tokens start where ``first`` is set and go on while ``inside`` is and ``first`` is not."""
    starts = np.flatnonzero(first)
    stops = np.flatnonzero(~inside | first)
    ends = stops[np.searchsorted(stops, starts, side="right")]
    place = np.arange(len(codes))
    bag = np.cumsum(codes == 0)
    if len(codes) > _TABLE:
        # Any place serves as the first of a hash: on long pages, that of the string.
        opened = np.concatenate(([0], np.flatnonzero(codes == 0) + 1))
        place -= opened[np.concatenate(([0], bag[:-1]))]
    powers, inverses = _powers()
    total = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * powers[place], out=total[1:])
    hashes = (total[ends] - total[starts]) * inverses[place[starts]]
    return Bags(ids=_mixed(hashes), bag=bag[starts].astype(np.int32), size=size)


def _mixed(hashes: Hashes) -> Ints:
    # The finalizer of MurmurHash3: the low bits of the sum alone tell the last letters only.
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    return (hashes >> np.uint64(33)).astype(np.int32)


_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64


_TABLE = 1 << 16


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse, one for each place."""
    powers = np.full(_TABLE, _BASE, np.uint64)
    inverses = np.full(_TABLE, pow(_BASE, -1, 1 << 64), np.uint64)
    powers[0] = inverses[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


_KINDS = 0x20000
_GAP, _IN_WORD, _DIGIT, _ALONE = range(4)


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character is to a word: outside, inside, a digit, or a word by itself."""
    kinds = np.full(_KINDS, _IN_WORD, np.uint8)
    kinds[:128] = _GAP
    for first, last in ((65, 90), (97, 122)):
        kinds[first : last + 1] = _IN_WORD
    kinds[48:58] = _DIGIT
    # Latin-1 signs, general punctuation to box drawing and dingbats, CJK punctuation.
    for first, last in ((0x80, 0xBF), (0x2000, 0x2BFF), (0x3000, 0x3004), (0xFF00, 0xFF0F)):
        kinds[first : last + 1] = _GAP
    # © ® ™ € are telling, and stand alone.
    kinds[[0xA9, 0xAE, 0x20AC, 0x2122]] = _ALONE
    # Kana, Han and Thai are written without spaces.
    for first, last in ((0x0E00, 0x0E4E), (0x3041, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF)):
        kinds[first : last + 1] = _ALONE
    kinds[_KINDS - 1] = _ALONE
    return kinds
