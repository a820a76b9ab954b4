"""The matrix of what was measured of a text's lines, and the names of its columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.roles import BODY_ROLES, ROLES

__all__ = ["LINE_COLUMNS", "LINE_MEASURES", "LINE_SAID_COLUMN", "LineFeatures", "LineHashes"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_SAID = tuple(role for role in ROLES if role not in BODY_ROLES)

_FORM_COLUMNS = (
    "length",
    "short",
    "words",
    "ends_sentence",
    "ends_open",
    "ends_comma",
    "ends_symbol",
    "starts_lower",
    "starts_digit",
    "starts_quote",
    "starts_symbol",
    "dense",
    "caseless",
    "capitals",
    "capital_words",
    "all_capitals",
    "digits",
    "commas",
    "inner_stops",
    "quotes",
    "brackets",
    "symbols",
    "mean_word",
    "ends_ellipsis",
    "copyright",
    "address",
    "link_share",
    "strong_share",
    "rank",
    "listed",
    "quoted",
    "prose",
)
_PLACE_COLUMNS = (
    "position",
    "char_position",
    "gap_before",
    "wide_gap_before",
    "gap_after",
    "gap_share",
    "lines",
    "chars",
    "prose_share",
    "in_best",
    "before_best",
    "after_best",
    "place_in_best",
    "near_best_start",
    "near_best_end",
    "best_share",
)
_COPY_COLUMNS = ("copies", "has_earlier_copy", "has_later_copy", "same_as_last", "same_opening")
_WORD_COLUMNS = (
    "shared_terms",
    "shared_with_best",
    "shared_with_lead",
    "shared_above",
    "shared_below",
    "rare_terms",
    "is_title",
    "like_title",
    "first_word_of_neighbour",
    "last_word_of_neighbour",
    "just_before_title",
    "just_after_title",
    "after_title",
)
LINE_MEASURES = (*_FORM_COLUMNS, *_PLACE_COLUMNS, *_COPY_COLUMNS, *_WORD_COLUMNS)

"""Names of the columns that are measures; behind them stand the roles that words say."""

LINE_COLUMNS: tuple[str, ...] = (*LINE_MEASURES, *(f"says_{role}" for role in _SAID))
"""Names of the matrix's columns: form of the line, its place, its copies, its words, and the
roles that its words are known for."""

LINE_SAID_COLUMN = {role: LINE_COLUMNS.index(f"says_{role}") for role in _SAID}
"""The column that says that a line is known for a role, for each role that has one."""


@dataclass(frozen=True, slots=True)
class LineHashes:
    """Hashed tokens of ``n`` lines, as the network looks them up."""

    word_ids: NDArray[np.int32]
    """Hashes of the first and last words of all lines."""
    word_lines: Ints
    """Of each, its line, ascending."""
    gram_ids: NDArray[np.int32]
    """Hashes of the 4-grams at the front and end of all lines."""
    gram_lines: Ints
    """Of each, its line, ascending."""


@dataclass(frozen=True, slots=True)
class LineFeatures:
    """What was measured of ``n`` lines."""

    matrix: Floats
    """``[n, len(LINE_COLUMNS)]``; shares and flags are 0 to 1, the rest of about that size."""
    tokens: LineHashes
    chars: Floats
    """``[n]`` characters, those of scripts without spaces counted for what they say."""
