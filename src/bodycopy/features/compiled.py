"""Tape to matrix by the extension: what features/in_numpy.py does, in C."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.displayed_title import find_displayed_title
from bodycopy.features.in_numpy import (
    MENU,
    NEVER_PROSE,
    NOISE,
    TELLING_CHARS,
    describe,
    mark_pull_quotes,
    own_hints,
)
from bodycopy.features.matrix import (
    COLUMNS,
    CONTEXTS,
    HINTS,
    MEASURED,
    SAID_COLUMN,
    Features,
)
from bodycopy.features.scales import LENGTHS, log_chars, log_siblings, near_above, near_below
from bodycopy.features.texts import CLOSERS, SENTENCE_ENDS
from bodycopy.lexicon import Hint, mark_phrases
from bodycopy.roles import ROLES
from bodycopy.tape import Context, Tape

__all__ = ["columns_of", "measure"]

_LENGTH = MEASURED.index("length")
_REPEATED = MEASURED.index("repeated")


def measure(tape: Tape, ctext: ModuleType) -> Features:
    """The same matrix as that of ``numpy_features.measure``."""
    columns = columns_of(tape)
    matrix = np.empty((len(tape), len(COLUMNS)), np.float32)
    bits, prose, long = ctext.measure_blocks(columns, own_hints(tape), matrix, _text_rules())
    for row, chars in long:
        matrix[row, _LENGTH] = log_chars(np.array([chars], np.float32))[0]
    mark_pull_quotes(tape, matrix[:, _REPEATED])
    headline = find_displayed_title(tape, np.frombuffer(bits, np.uint32))
    described = (*describe(tape.head), TELLING_CHARS)
    container, best, telling = ctext.place_blocks(
        columns, bits, prose, matrix, headline, described, _place_rules()
    )
    mark_phrases(tape.texts, telling, matrix, _said_columns())
    return Features(matrix, np.frombuffer(container, np.int32), headline, best)


def columns_of(tape: Tape) -> tuple[Any, ...]:
    """The columns of a tape that the extension looks at, in its order."""
    elements = tape.elements
    return (
        *(tape.texts, elements.tag, elements.attrs),
        *(tape.context, tape.element, tape.leaf, tape.level, tape.link_chars, tape.strong_chars),
        *(elements.parent, elements.first, elements.end),
    )


@cache
def _text_rules() -> tuple[Any, ...]:
    return (
        SENTENCE_ENDS,
        CLOSERS,
        int(Context.HEADING),
        int(NEVER_PROSE),
        int(NOISE),
        int(Hint.BODY),
        LENGTHS,
    )


# From so many siblings on, the column says the same of all; so many rows from the headline,
# nearness is 0 in single precision.
_MANY, _FAR = 512, 512


@cache
def _place_rules() -> tuple[Any, ...]:
    rows = -np.arange(_FAR, dtype=np.float32)
    blocks = np.maximum(np.arange(_MANY), 1)
    return (
        int(Context.LIST),
        int(Context.TABLE),
        len(CONTEXTS),
        len(HINTS),
        log_siblings(blocks),
        near_above(rows),
        near_below(rows),
        MENU,
    )


@cache
def _said_columns() -> NDArray[np.int32]:
    return np.array([SAID_COLUMN.get(role, -1) for role in ROLES], np.int32)
