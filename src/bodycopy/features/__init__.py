"""Tape to matrix: the door of the room, and which of the two ways behind it measures.

The compiled way gives the same numbers as numpy does, to the last bit.
"""

from __future__ import annotations

import numpy as np

from bodycopy.features import compiled as compiled_features
from bodycopy.features import in_numpy as numpy_features
from bodycopy.features.matrix import COLUMNS, Features
from bodycopy.native import ctext
from bodycopy.tape import Tape

__all__ = ["COLUMNS", "Features", "measure"]


def measure(tape: Tape) -> Features:
    """What can be measured of the tape's blocks; an empty tape gives an empty matrix."""
    if not len(tape):
        empty = np.empty((0, len(COLUMNS)), dtype=np.float32)
        return Features(empty, np.empty(0, dtype=np.int32), headline=-1, best=0)
    if ctext is None:
        return numpy_features.measure(tape)
    return compiled_features.measure(tape, ctext)
