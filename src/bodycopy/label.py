"""Matrix and tokens to roles: the network's probabilities, and what follows from markup.

# Strategy: the network says how likely each role is; whether a block is body is the sum over
# the body's roles. What kind of body block it is, its markup knows best: an entry of a list
# is an entry of a list. Last, what cannot be: a heading with nothing below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.features import COLUMNS, Features
from bodycopy.net import predict
from bodycopy.roles import IS_BODY, ROW_OF, Role
from bodycopy.tokens import Tokens

__all__ = ["Labels", "label"]

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

_COLUMN = {name: column for column, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labeller's word on a page of ``n`` blocks."""

    probabilities: Floats
    """``[n, len(ROLES)]``; rows sum to one. All that speaks for the body is in one role, the
    kind of body block that its markup makes of it."""
    roles: Rows
    """``[n]`` index in ``ROLES`` of the role that each block is given."""
    scores: Floats
    """``[n]`` the probability of that role."""
    page_types: Mapping[str, float]
    """Probabilities of the page types that the labeller tells apart; empty for no blocks."""
    confidence: float
    """Expected word F1 of the body, 0 to 1."""

    @property
    def body(self) -> NDArray[np.bool_]:
        """``[n]`` whether the block is given a role of the body."""
        return np.asarray(IS_BODY[self.roles])


def label(features: Features, tokens: Tokens, *, threshold: float = 0.5) -> Labels:
    """The role of every block, with the probabilities of all.

    A block is body where the probability of that is over ``threshold``.
    """
    prediction = predict(features.matrix, tokens)
    probabilities = prediction.probabilities
    kinds = _body_kinds(features.matrix, probabilities)
    body = probabilities[:, IS_BODY].sum(axis=1)
    probabilities[:, IS_BODY] = 0.0
    others = probabilities.argmax(axis=1)
    _heed_known_words(features.matrix, probabilities, others, body)
    rows = np.arange(len(probabilities))
    probabilities[rows, kinds] = body
    is_body = body > threshold
    roles = np.where(is_body | _is_set_text(features.matrix, is_body), kinds, others)
    _drop_pull_quotes(features, roles)
    _drop_dangling_subheadings(roles)
    return Labels(
        probabilities,
        roles,
        probabilities[rows, roles],
        prediction.types,
        prediction.confidence,
    )


# What a body block is, by its markup; the first that holds, else a paragraph.
_KINDS: tuple[tuple[str, Role], ...] = (
    ("in_heading", Role.SUBHEADING),
    ("bold_line", Role.SUBHEADING),
    ("hint_subheading", Role.SUBHEADING),
    ("in_code", Role.CODE),
    ("in_preformatted", Role.PREFORMATTED),
    ("in_data_table", Role.TABLE),
    ("in_quote", Role.QUOTE),
    ("is_list_item", Role.LIST_ITEM),
)
_LONGEST_HEADING = np.log(200.0) / 6.0  # on the scale of the column "length"
_SURE = 0.6


def _body_kinds(matrix: Floats, probabilities: Floats) -> Rows:
    paragraph, subheading = ROW_OF[Role.PARAGRAPH], ROW_OF[Role.SUBHEADING]
    kinds = np.full(len(matrix), paragraph, dtype=np.intp)
    # Headings in no markup of their own: capitals, a line between paragraphs.
    kinds[probabilities[:, subheading] > _SURE] = subheading
    for column, role in reversed(_KINDS):
        kinds[matrix[:, _COLUMN[column]] > 0] = ROW_OF[role]
    too_long = matrix[:, _COLUMN["length"]] > _LONGEST_HEADING
    kinds[(kinds == subheading) & too_long] = paragraph
    return kinds


# Roles whose standing phrases are right more often than the network is, on the gold blocks
# (58 to 95 % of the hits, where the network's F1 is .14 to .86).
_KNOWN_BY_HEART = (
    Role.PAYWALL,
    Role.SOURCE_LINE,
    Role.CREDIT,
    Role.AD_LABEL,
    Role.EMBED_PLACEHOLDER,
    Role.LIVEBLOG_PROMO,
    Role.CORRECTION,
)
_BEYOND_DOUBT = 0.9


def _heed_known_words(matrix: Floats, probabilities: Floats, others: Rows, body: Floats) -> None:
    """Give blocks the role that their very words are known for, unless surely another."""
    doubtful = np.maximum(probabilities.max(axis=1), body) < _BEYOND_DOUBT
    for role in _KNOWN_BY_HEART:
        column = matrix[:, _COLUMN[f"says_{role}"]]
        if not column.any():
            continue
        said = (column > 0) & doubtful
        others[said] = ROW_OF[role]
        moved = np.where(said, np.maximum(body - np.float32(0.5), 0.0), 0.0)
        probabilities[:, ROW_OF[role]] += moved
        body -= moved


def _is_set_text(matrix: Floats, body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Preformatted text and code between two blocks of the body: furniture is not set so."""
    set_so = (matrix[:, _COLUMN["in_preformatted"]] > 0) | (matrix[:, _COLUMN["in_code"]] > 0)
    between = np.zeros(len(body), bool)
    between[1:-1] = body[:-2] & body[2:]
    return np.asarray(set_so & between)


def _drop_pull_quotes(features: Features, roles: Rows) -> None:
    """What is called a pull quote, or is a quotation that stands in another block too.

    Who said it stands beside it in the same element, and goes with it.
    """
    matrix = features.matrix
    quoted = matrix[:, _COLUMN["in_quote"]] > 0
    copies = quoted & (matrix[:, _COLUMN["repeated"]] > 0)
    if copies.any():
        copies |= quoted & np.isin(features.container, features.container[copies])
    copies |= matrix[:, _COLUMN["hint_pull_quote"]] > 0
    roles[copies & IS_BODY[roles]] = ROW_OF[Role.BOILERPLATE]


def _drop_dangling_subheadings(roles: Rows) -> None:
    """A heading behind the last text of the body heads what follows the article."""
    for row in reversed(np.flatnonzero(IS_BODY[roles]).tolist()):
        if roles[row] != ROW_OF[Role.SUBHEADING]:
            return
        roles[row] = ROW_OF[Role.RELATED]
