"""Texts to numbers: what can be measured of each block's text by itself, and of its repetition."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLOSERS", "SENTENCE_ENDS", "measure_texts"]

Floats = NDArray[np.float32]
_ROWS = 7

SENTENCE_ENDS = ".!?…。！？｡؟۔।॥։"
CLOSERS = "\"'”“’»«›)]』」）】》*"
# A character of a script that writes no spaces carries about as much as 2.5 Latin letters
# (bodies of the same agency stories in Chinese or Japanese and in English).
_DENSE = 2.5
_DIGIT = re.compile(r"\d")
# Characters up to which a text is a label, a figure, a name: those may stand twice by right.
_SHORT = 40


def measure_texts(texts: Sequence[str], plain: NDArray[np.bool_]) -> Floats:
    """Rows ``chars, ends, opens, commas, lower, digits, repeated`` of ``[7, n]``.

    ``chars`` counts characters as if all scripts were alphabets. ``ends``, ``opens`` and
    ``lower`` are 1 where a text ends a sentence, ends in a colon, begins with a small letter.
    ``commas`` are counted in longer texts, the share of ``digits`` in short ones.
    ``repeated`` is 1 for what stood before: a longer text once (of the ``plain`` ones only),
    a short one twice.
    """
    columns = np.zeros((_ROWS, len(texts)), dtype=np.float32)
    chars, ends, opens, commas, lower, digits, repeated = columns
    seen: set[str] = set()
    copies: dict[str, int] = {}
    for row, (text, may_repeat) in enumerate(zip(texts, plain.tolist(), strict=True)):
        size: float = len(text)
        if size > 8 and not text.isascii() and text.count(" ") * 16 < size:
            size *= _DENSE
        chars[row] = size
        last = text[-1]
        if last in SENTENCE_ENDS or (
            len(text) > 1 and last in CLOSERS and text[-2] in SENTENCE_ENDS
        ):
            ends[row] = 1.0
        elif last in ":：":
            opens[row] = 1.0
        if text[0].islower():
            lower[row] = 1.0
        if size <= _SHORT:
            digits[row] = len(_DIGIT.findall(text)) / len(text)
            copies[text] = copies.get(text, 0) + 1
            if copies[text] > 2:
                repeated[row] = 1.0
        else:
            commas[row] = text.count(",")
            # A heading may be announced in a list of links above; that is no first copy.
            if may_repeat:
                if text in seen:
                    repeated[row] = 1.0
                seen.add(text)
    return columns
