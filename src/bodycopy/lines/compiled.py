"""Flattened text to matrix by the extension: what lines/in_numpy.py does, in C."""

from __future__ import annotations

from functools import cache
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.scales import LENGTHS, log_chars, near_above, near_below
from bodycopy.lexicon import mark_phrases
from bodycopy.lines.in_numpy import fits_title, log_copies, log_words, measure_whole
from bodycopy.lines.matrix import (
    LINE_COLUMNS,
    LINE_MEASURES,
    LINE_SAID_COLUMN,
    LineFeatures,
    LineHashes,
)
from bodycopy.lines.plaintext import PlainText
from bodycopy.lines.tokens import character_kinds
from bodycopy.roles import ROLES
from bodycopy.tape import Context

__all__ = ["measure_lines"]

Floats = NDArray[np.float32]

_BITS = (int(Context.HEADING), int(Context.LIST), int(Context.QUOTE))
_LENGTH = LINE_COLUMNS.index("length")
_WORDS = LINE_COLUMNS.index("words")
_COLUMN = {name: column for column, name in enumerate(LINE_MEASURES)}


def measure_lines(text: PlainText, ctext: ModuleType) -> LineFeatures:
    """The same as that of ``numpy_lines.measure_lines``."""
    tape = text.tape
    n = len(tape)
    columns = (tape.context, tape.level, tape.link_chars, tape.strong_chars, text.gaps)
    matrix = np.zeros((n, len(LINE_COLUMNS)), np.float32)
    weights, body, first, end, hashes, long = ctext.measure_lines(
        tape.texts, columns, matrix, character_kinds(), _BITS, _scales()
    )
    chars, prose = np.frombuffer(weights, np.float32), np.frombuffer(body, np.float32)
    for row, words in long:
        matrix[row, _LENGTH] = log_chars(chars[row : row + 1])[0]
        matrix[row, _WORDS] = log_words(np.array([max(words, 1)], np.float32))[0]
    for name, share in measure_whole(text.gaps, chars, prose, first, end).items():
        matrix[:, _COLUMN[name]] = share
    mark_phrases(tape.texts, b"\1" * n, matrix, _said_columns())
    return LineFeatures(matrix, _hashes(*hashes[:4]), chars)


def _hashes(*columns: bytearray) -> LineHashes:
    word_ids, word_lines, gram_ids, gram_lines = (np.frombuffer(c, np.int32) for c in columns)
    return LineHashes(word_ids, word_lines.astype(np.int64), gram_ids, gram_lines.astype(np.int64))


_KEPT_WORDS = 1024
_MANY, _FAR = 16, 512  # copies, rows: beyond them the scales change no more


@cache
def _scales() -> tuple[Floats, ...]:
    """Lengths and fitness for a title by half characters; words, copies, nearness."""
    rows = -np.arange(_FAR, dtype=np.float32)
    words = np.maximum(np.arange(_KEPT_WORDS, dtype=np.float32), np.float32(1.0))
    copies = [log_copies(max(count, 1)) for count in range(_MANY)]
    return (
        LENGTHS,
        fits_title(LENGTHS).astype(np.float32),
        log_words(words),
        np.array(copies, np.float32),
        near_above(rows),
        near_below(rows),
    )


@cache
def _said_columns() -> NDArray[np.int32]:
    return np.array([LINE_SAID_COLUMN.get(role, -1) for role in ROLES], np.int32)
