"""Matrix and tokens to roles: the network's probabilities, and what follows from markup.

# Strategy: the network says how likely each role is; whether a block is body is the sum over
# the body's roles. What kind of body block it is, its markup knows best: an entry of a list
# is an entry of a list. Last, what cannot be: a heading with nothing below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.features import COLUMNS, Features
from bodycopy.features.tokens import Tokens
from bodycopy.label.layers import BODY_COLUMNS, body_share
from bodycopy.label.net import predict
from bodycopy.roles import ROW_OF, Role

__all__ = ["KnownWords", "Labels", "heed_known_words", "label", "take_body"]

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

    A block is body where the probability of that is over ``threshold``, or over less on a page
    that is a list.
    """
    prediction = predict(features.matrix, tokens)
    probabilities = prediction.probabilities
    kinds = _body_kinds(features.matrix, probabilities)
    body = take_body(probabilities)
    others = probabilities.argmax(axis=1)
    heed_known_words(_KNOWN_BY_HEART, features.matrix, probabilities, others, body)
    rows = np.arange(len(probabilities))
    probabilities[rows, kinds] = body
    is_body = body > _for_type(threshold, prediction.types)
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


# On a shop's shelf or a list of entries each line is in doubt (a teaser elsewhere, the text here),
# and who leaves out what is doubtful leaves out most. On pages held out, word F1 of listings rose
# from .64 to .70, of collections from .63 to .67; of articles it fell by less than .001.
_MOST, _LEAST = 0.4, 0.1


def _for_type(threshold: float, page_types: Mapping[str, float]) -> float:
    """What the probability of body has to exceed on a page that is likely of such types."""
    chance = page_types.get("index", 0.0) + page_types.get("product", 0.0)
    lower = threshold - _MOST * max(0.0, 2.0 * chance - 1.0)
    return max(lower, min(threshold, _LEAST))


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
_KIND_COLUMNS = np.array([_COLUMN[name] for name, _ in _KINDS])
_KIND_ROLES = np.array([ROW_OF[role] for _, role in _KINDS])
_LONGEST_HEADING = np.log(200.0) / 6.0  # on the scale of the column "length"
_SURE = 0.6


def take_body(probabilities: Floats) -> Floats:
    """All that speaks for the body, ``[n]``, taken out of the probabilities."""
    body = body_share(probabilities)
    probabilities[:, BODY_COLUMNS] = 0.0
    return body


def _body_kinds(matrix: Floats, probabilities: Floats) -> Rows:
    paragraph, subheading = ROW_OF[Role.PARAGRAPH], ROW_OF[Role.SUBHEADING]
    marked = matrix[:, _KIND_COLUMNS] > 0
    # Headings in no markup of their own: capitals, a line between paragraphs.
    unmarked = np.where(probabilities[:, subheading] > _SURE, subheading, paragraph)
    kinds = np.where(marked.any(axis=1), _KIND_ROLES[marked.argmax(axis=1)], unmarked)
    too_long = matrix[:, _COLUMN["length"]] > _LONGEST_HEADING
    kinds[(kinds == subheading) & too_long] = paragraph
    return kinds


# Roles whose standing phrases are right more often than the network is, on the gold blocks
# (58 to 95 % of the hits, where the network's F1 is .14 to .86).
@dataclass(frozen=True, slots=True)
class KnownWords:
    """Roles whose standing phrases are heeded where a network is not sure."""

    roles: Sequence[Role]
    columns: Rows
    """Of each role, the matrix's column that says that a text is known for it."""
    beyond_doubt: float
    """Probability of a role from which the network is right more often."""

    @classmethod
    def of(cls, roles: Sequence[Role], column: Mapping[str, int], beyond_doubt: float) -> Self:
        """The words for the roles in a matrix whose columns have these names."""
        return cls(roles, np.array([column[f"says_{role}"] for role in roles]), beyond_doubt)


_KNOWN_BY_HEART = KnownWords.of(
    (
        Role.PAYWALL,
        Role.SOURCE_LINE,
        Role.CREDIT,
        Role.AD_LABEL,
        Role.EMBED_PLACEHOLDER,
        Role.LIVEBLOG_PROMO,
        Role.CORRECTION,
    ),
    _COLUMN,
    beyond_doubt=0.9,
)


def heed_known_words(
    words: KnownWords, matrix: Floats, probabilities: Floats, others: Rows, body: Floats
) -> None:
    """Give blocks the role that their very words are known for, unless surely another.

    ``body`` is what was taken out of the ``probabilities``, ``others`` the likeliest role of
    what is left in them: all three change in place.
    """
    said = matrix[:, words.columns] > 0
    if not said.any():
        return
    said &= (np.maximum(probabilities.max(axis=1), body) < words.beyond_doubt)[:, None]
    for place in np.flatnonzero(said.any(axis=0)).tolist():
        role, rows = ROW_OF[words.roles[place]], said[:, place]
        others[rows] = role
        moved = np.where(rows, np.maximum(body - np.float32(0.5), 0.0), 0.0)
        probabilities[:, role] += moved
        body -= moved


def _is_set_text(matrix: Floats, body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Preformatted text and code between two blocks of the body: furniture is not set so."""
    between = np.zeros(len(body), bool)
    between[1:-1] = body[:-2] & body[2:]
    return np.asarray(between & (matrix[:, _SET_COLUMNS] > 0).any(axis=1))


_SET_COLUMNS = np.array([_COLUMN["in_preformatted"], _COLUMN["in_code"]])


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
