"""The reasons of lines: their measures, their words and letters, their place, what is around."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bodycopy.inspector.inspection import Reason
from bodycopy.inspector.reasons import (
    LEAST,
    KnownTokens,
    Reasons,
    loudest,
    measured,
    steps_for,
    sum_up,
)
from bodycopy.inspector.wording import say_line_measure
from bodycopy.lines.features import LINE_COLUMNS, LineFeatures
from bodycopy.lines.net import LineWeights, load_line_weights
from bodycopy.lines.spelling import spell_grams, spell_words
from bodycopy.lines.why import PLACE_COLUMNS, explain_lines

__all__ = ["line_reasons"]

Floats = NDArray[np.float32]
Hashes = NDArray[np.int32]

_MEASURED = len(LINE_COLUMNS)
_PLACED = slice(-len(PLACE_COLUMNS), None)


def line_reasons(texts: Sequence[str], features: LineFeatures) -> list[Reasons]:
    """The reasons of every line; ``features`` are those of the texts."""
    weights = load_line_weights()
    found = explain_lines(features, weights, steps=steps_for(len(texts)))
    own = found.own
    parts = _parts(weights, texts, features)
    rows = []
    for row in range(len(texts)):
        said, difference = own[row], found.difference[row]
        reasons = [
            *measured(LINE_COLUMNS, said[:_MEASURED], difference[:_MEASURED], say_line_measure),
            *measured(PLACE_COLUMNS, said[_PLACED], difference[_PLACED], say_line_measure),
            *(reason for part in parts for reason in part.reasons(row, said, found.gradient[row])),
            Reason("the lines around it", float(found.near[row])),
        ]
        start = float(found.base[row] + found.page[row])
        rows.append(sum_up(start, float(found.log_odds[row]), reasons))
    return rows


def _parts(
    weights: LineWeights, texts: Sequence[str], features: LineFeatures
) -> tuple[_Part, _Part]:
    w, tokens = weights.arrays, features.tokens
    words = slice(_MEASURED, _MEASURED + w["words"].shape[1])
    grams = slice(words.stop, words.stop + w["grams"].shape[1])
    of_words = (tokens.word_ids, tokens.word_lines, weights.known_words, w["words"])
    of_grams = (tokens.gram_ids, tokens.gram_lines, weights.known_grams, w["grams"])
    return (
        _Part("its first and last words", words, _spelled(texts, spell_words), of_words),
        _Part(
            "the letters that it begins and ends with",
            grams,
            _spelled(texts, spell_grams),
            of_grams,
        ),
    )


def _spelled(texts: Sequence[str], spell: Callable[[str], list[str]]) -> tuple[list[str], int]:
    return [token.strip().lower() for text in texts for token in spell(text)], len(texts)


class _Part:
    """Inputs that are the mean of a line's tokens."""

    def __init__(
        self,
        words: str,
        part: slice,
        spelled: tuple[list[str], int],
        tokens: tuple[Hashes, NDArray[np.int64], Hashes, Floats],
    ) -> None:
        ids, lines, known, table = tokens
        self._words, self._part = words, part
        self._tokens, size = spelled
        rows = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        self._known = KnownTokens(lines, size, rows, known[rows] == ids, table)

    def reasons(self, row: int, own: Floats, gradient: Floats) -> Iterator[Reason]:
        points = float(own[self._part].sum())
        if abs(points) >= LEAST:
            yield Reason(self._words, points, loudest(self._pushes(row, gradient), points))

    def _pushes(self, row: int, gradient: Floats) -> Iterator[tuple[str, float]]:
        for at, push in self._known.pushes(row, gradient[self._part]):
            if self._tokens[at]:
                yield self._tokens[at], push
