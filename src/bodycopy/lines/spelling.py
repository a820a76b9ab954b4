"""The words and n-grams of a line as they are written, in the order of their hashes."""

from __future__ import annotations

import numpy as np

from bodycopy.lines.tokens import (
    _HEAD_GRAMS,
    _HEAD_WORDS,
    _LAST,
    _TAIL_GRAMS,
    _TAIL_WORDS,
    Kind,
    _before,
    _codes,
    character_kinds,
)

__all__ = ["spell_grams", "spell_words"]

_LONGEST = 48  # characters: of a longer word, nobody reads more


def spell_words(line: str) -> list[str]:
    """The first and last words of a line that is not empty, as ``LineHashes.word_ids`` has them.

    >>> spell_words("Foto: Ida Lund / dpa")
    ['Foto', 'Ida', 'Lund', 'dpa']
    """
    kinds = character_kinds()[np.minimum(_codes(line), _LAST)]
    inside = (kinds >= Kind.UPPER) & (kinds <= Kind.DIGIT)
    dense = kinds == Kind.DENSE
    first = inside & (dense | ~_before(inside) | (_before(kinds) == Kind.DENSE))
    starts = np.flatnonzero(first)
    starts = starts[(starts < _HEAD_WORDS) | (len(line) - starts <= _TAIL_WORDS)]
    breaks = np.append(np.flatnonzero(~inside | first), len(line))
    ends = breaks[np.searchsorted(breaks, starts, side="right")]
    ends = np.minimum(ends, starts + _LONGEST)
    return [line[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def spell_grams(line: str) -> list[str]:
    """The 4-grams at both ends of a line, as ``LineHashes.gram_ids`` has them.

    The first begins before the line, and has one character less.

    >>> spell_grams("Anzeige")
    ['Anz', 'Anze', 'nzei', 'zeig', 'eige']
    """
    end = len(line) - 2  # the last one begins before it
    head = range(min(_HEAD_GRAMS, end))
    tail = range(max(_HEAD_GRAMS, len(line) - _TAIL_GRAMS), end)
    return [line[max(at - 1, 0) : at + 3] for at in (*head, *tail)]
