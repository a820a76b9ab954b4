"""Flattened text to matrix: the door, and which of the two ways behind it measures.

The compiled way gives the same numbers as numpy does, to the last bit.
"""

from __future__ import annotations

from bodycopy.lines import compiled as compiled_lines
from bodycopy.lines import in_numpy as numpy_lines
from bodycopy.lines.matrix import LINE_COLUMNS, LineFeatures
from bodycopy.lines.plaintext import PlainText
from bodycopy.native import ctext

__all__ = ["LINE_COLUMNS", "LineFeatures", "measure_lines"]


def measure_lines(text: PlainText) -> LineFeatures:
    """What can be measured of the lines; there has to be at least one."""
    if ctext is None:
        return numpy_lines.measure_lines(text)
    return compiled_lines.measure_lines(text, ctext)
