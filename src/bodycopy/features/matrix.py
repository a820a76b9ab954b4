"""The matrix of what was measured of a page's blocks, and the names of its columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.lexicon import Hint
from bodycopy.roles import BODY_ROLES, ROLES
from bodycopy.tape import Context

__all__ = ["COLUMNS", "CONTEXTS", "HINTS", "MEASURED", "PLACE_COLUMNS", "SAID_COLUMN", "Features"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

CONTEXTS = tuple(Context)
HINTS = tuple(Hint)
_SAID = tuple(role for role in ROLES if role not in BODY_ROLES)

_TEXT_COLUMNS = (
    "length",
    "short",
    "ends_sentence",
    "ends_open",
    "commas",
    "starts_lower",
    "digits",
    "repeated",
    "link_share",
    "strong_share",
    "rank",
    "bold_line",
    "linked_heading",
    "prose",
)
PLACE_COLUMNS = (
    "position",
    "before_headline",
    "after_headline",
    "just_before_headline",
    "just_after_headline",
    "is_headline",
    "is_description",
    "in_best",
    "before_best",
    "after_best",
    "place_in_best",
)
_CONTAINER_COLUMNS = (
    "parent_prose",
    "grandparent_prose",
    "signature_prose",
    "container_link_share",
    "siblings",
    "neighbour_prose",
    "in_data_table",
    "is_list_item",
    "in_wide_best",
    "in_own_article",
)
MEASURED = (*_TEXT_COLUMNS, *PLACE_COLUMNS, *_CONTAINER_COLUMNS)
"""Names of the columns that are measures; behind them stand the flags."""

COLUMNS: tuple[str, ...] = (
    *MEASURED,
    *(f"in_{str(bit.name).lower()}" for bit in CONTEXTS),
    *(f"hint_{str(bit.name).lower()}" for bit in HINTS),
    *(f"says_{role}" for role in _SAID),
)
"""Names of the matrix's columns: measures of the text, of its place, of its containers,
then flags: the elements it stands in, what their names hint at, what its words are known for."""

SAID_COLUMN = {role: COLUMNS.index(f"says_{role}") for role in _SAID}
"""The column that says that a text is known for a role, for each role that has one."""


@dataclass(frozen=True, slots=True)
class Features:
    """What was measured of ``n`` blocks in ``F`` columns (see ``COLUMNS``)."""

    matrix: Floats
    """``[n, F]``; shares and flags are 0 to 1, lengths are on scales of about that size."""
    container: Ints
    """``[n]`` row of the element that groups the block with its siblings."""
    headline: int
    """Row of the displayed heading that agrees best with the page's title, or -1."""
    best: int
    """Row of the element that holds the article: the smallest with most of the prose."""

    def column(self, name: str) -> Floats:
        """One column by name, ``[n]``."""
        return self.matrix[:, COLUMNS.index(name)]
