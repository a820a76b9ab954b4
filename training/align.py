"""Gold text to blocks: which block of a page each piece of its gold is.

# Strategy: texts are compared by their letters and digits alone. Long blocks that stand in
# the gold are chained in order (a heaviest increasing chain, so that of two copies of a text
# the one among its neighbours is taken); the gaps of the chain are then filled with short
# blocks and with blocks that agree in most of their words. Pure functions, no I/O.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bodycopy.gold.align import align_roles, squash
from bodycopy.gold.words import words

__all__ = ["align_body", "align_roles", "squash"]

# Squashed characters: shorter blocks stand in too many places to be anchors.
_ANCHOR = 12
# A text out of order is taken where it is too long to be there by chance.
_OUT_OF_ORDER = 60
_MOST_PLACES = 8
_FUZZY_WORDS = 4
_FUZZY_SHARE = 0.65


@dataclass(frozen=True, slots=True)
class _Place:
    """A block's text at ``start:end`` of the gold."""

    row: int
    start: int
    end: int


def align_body(texts: Sequence[str], gold: str) -> list[float]:
    """Of each block, the share of its text that is in the gold body: 0, 1, or between.

    A text that stands on the page more often than in the gold is given to the copy that is
    among its neighbours; the other copies are 0.
    """
    squashed = [squash(text) for text in texts]
    whole = squash(gold)
    chain = _chain(_places(squashed, whole))
    share = [0.0] * len(texts)
    taken = bytearray(len(whole))
    for place in chain:
        share[place.row] = 1.0
        taken[place.start : place.end] = b"\1" * (place.end - place.start)
    _take_out_of_order(squashed, whole, share, taken)
    _fill_gaps(texts, squashed, _positions(gold, whole), chain, share, taken)
    return share


def _places(squashed: Sequence[str], whole: str) -> list[_Place]:
    places = []
    for row, text in enumerate(squashed):
        if len(text) < _ANCHOR:
            continue
        start = whole.find(text)
        for _ in range(_MOST_PLACES):
            if start < 0:
                break
            places.append(_Place(row, start, start + len(text)))
            start = whole.find(text, start + 1)
    return places


def _chain(places: Sequence[_Place]) -> list[_Place]:
    """The heaviest chain of places that go on in the page as in the gold.

    Weight is length, and a fifth more where a place begins at the end of the one before.
    """
    ends: list[int] = []  # ascending, with ascending weights beside: a staircase
    weights: list[float] = []
    owners: list[int] = []
    back: list[int] = [-1] * len(places)
    total: list[float] = [0.0] * len(places)
    at_end: dict[int, tuple[float, int]] = {}
    index = 0
    while index < len(places):
        row = places[index].row
        first = index
        while index < len(places) and places[index].row == row:
            place = places[index]
            size = place.end - place.start
            step = bisect_right(ends, place.start) - 1
            weight, owner = (weights[step], owners[step]) if step >= 0 else (0.0, -1)
            near, near_owner = at_end.get(place.start, (-1.0, -1))
            if near >= 0 and near + 0.2 * size >= weight:
                weight, owner = near + 0.2 * size, near_owner
            total[index], back[index] = weight + size, owner
            index += 1
        for entry in range(first, index):
            _climb(ends, weights, owners, places[entry].end, total[entry], entry)
            known = at_end.get(places[entry].end, (-1.0, -1))[0]
            if total[entry] >= known:  # of equal copies the nearer one
                at_end[places[entry].end] = (total[entry], entry)
    chain = []
    entry = owners[-1] if owners else -1
    while entry >= 0:
        chain.append(places[entry])
        entry = back[entry]
    return chain[::-1]


def _climb(
    ends: list[int], weights: list[float], owners: list[int], end: int, weight: float, owner: int
) -> None:
    """Add a step to the staircase; steps that it makes useless go."""
    at = bisect_right(ends, end)
    if at and weights[at - 1] >= weight:
        return
    while at and ends[at - 1] == end:
        at -= 1
        del ends[at], weights[at], owners[at]
    while at < len(ends) and weights[at] <= weight:
        del ends[at], weights[at], owners[at]
    ends.insert(at, end)
    weights.insert(at, weight)
    owners.insert(at, owner)


def _take_out_of_order(
    squashed: Sequence[str], whole: str, share: list[float], taken: bytearray
) -> None:
    for row, text in enumerate(squashed):
        if share[row] or len(text) < _OUT_OF_ORDER:
            continue
        start = whole.find(text)
        while start >= 0:
            if not any(taken[start : start + len(text)]):
                taken[start : start + len(text)] = b"\1" * len(text)
                share[row] = 1.0
                break
            start = whole.find(text, start + 1)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    """Place of the word in the squashed gold."""


def _positions(gold: str, whole: str) -> list[_Word]:
    """The gold's words with their places in the squashed gold."""
    found, at = [], 0
    for word in words(gold):
        plain = squash(word)
        if plain:
            at = max(whole.find(plain, at), at)
            found.append(_Word(plain, at))
            at += len(plain)
    return found


def _fill_gaps(
    texts: Sequence[str],
    squashed: Sequence[str],
    gold: Sequence[_Word],
    chain: Sequence[_Place],
    share: list[float],
    taken: bytearray,
) -> None:
    """Give what is left of the gold to the blocks between the same neighbours."""
    whole_end = len(taken)
    bounds = [
        (-1, 0),
        *((place.row, place.end) for place in chain),
    ]
    stops = [*((place.row, place.start) for place in chain), (len(texts), whole_end)]
    starts = [word.start for word in gold]
    for (row, start), (stop_row, stop) in zip(bounds, stops, strict=True):
        low, high = bisect_right(starts, start - 1), bisect_right(starts, stop - 1)
        left = [word for word in gold[low:high] if not taken[word.start]]
        if left and stop_row - row > 1:
            _fill_gap(texts, squashed, range(row + 1, stop_row), left, share, taken)


def _fill_gap(
    texts: Sequence[str],
    squashed: Sequence[str],
    rows: range,
    left: list[_Word],
    share: list[float],
    taken: bytearray,
) -> None:
    remaining = Counter(word.text for word in left)
    rest = "".join(word.text for word in left)
    at = 0
    for row in rows:
        if share[row] or not squashed[row]:
            continue
        own = Counter(plain for word in words(texts[row]) if (plain := squash(word)))
        size = own.total()
        shared = (own & remaining).total()
        found = rest.find(squashed[row], at)
        if found >= 0 and shared == size:
            at = found + len(squashed[row])
            share[row] = 1.0
        elif size >= _FUZZY_WORDS and shared >= _FUZZY_SHARE * size:
            share[row] = shared / size
        elif size >= 3 * _FUZZY_WORDS and shared >= 0.3 * size:
            # Part of the block is gold: neither a good example of body nor of the rest.
            share[row] = shared / size
        else:
            continue
        remaining -= own
