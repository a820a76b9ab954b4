"""Scales of measures: functions of numbers that only numpy computes, so that all agree.

The C library's logarithm may differ from numpy's in the last bit. The compiled measures are
given tables of these.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["LENGTHS", "log_chars", "log_siblings", "near_above", "near_below"]

Floats = NDArray[np.float32]


def log_chars(chars: Floats) -> Floats:
    """Characters on the scale of the column "length"."""
    return np.asarray(np.log(chars) / 6.0)


def log_siblings(blocks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Blocks of a container on the scale of the column "siblings"; from 404 on, all are 2."""
    return np.asarray(np.minimum(np.log(blocks) / 3.0, 2.0))


def near_above(rows: Floats) -> Floats:
    """Nearness to what stands below: 1 for the next row, less for -1, -2 ... rows farther."""
    return np.asarray(np.exp(rows / 2.0))


def near_below(rows: Floats) -> Floats:
    """The same for what stands above; it fades half as fast."""
    return np.asarray(np.exp(rows / 4.0))


# Characters whose logarithms are kept: next to no block has more.
_KEPT_CHARS = 4096


def _lengths() -> Floats:
    # By half characters: one of a script without spaces counts two and a half.
    chars = np.arange(2 * _KEPT_CHARS, dtype=np.float32) / np.float32(2.0)
    chars[0] = 1.0
    return log_chars(chars)


LENGTHS = _lengths()
"""``log_chars`` of 0, 0.5, 1, 1.5 ... characters; of none as of one."""
