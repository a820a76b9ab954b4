"""Matrix to roles: a transparent first labeller.

# Strategy: one linear score tells body from everything else, smoothed along the page within
# each container; the other roles share what is left by linear scores of their own. Every
# weight stands below and can be argued with. The interface is the learned labeller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bodycopy.features import COLUMNS, Features
from bodycopy.roles import BODY_ROLES, ROLES, Role

__all__ = ["Labels", "label"]

Floats = NDArray[np.float32]

_ROW = {role: row for row, role in enumerate(ROLES)}
_COLUMN = {name: column for column, name in enumerate(COLUMNS)}
IS_BODY = np.array([role in BODY_ROLES for role in ROLES])


@dataclass(frozen=True, slots=True)
class Labels:
    """The labeller's word on ``n`` blocks."""

    probabilities: Floats
    """``[n, len(ROLES)]``; rows sum to one."""
    roles: NDArray[np.intp]
    """``[n]`` index in ``ROLES`` of the role that each block is given."""
    scores: Floats
    """``[n]`` the probability of that role."""

    @property
    def body(self) -> NDArray[np.bool_]:
        """``[n]`` whether the block is given a role of the body."""
        return np.asarray(IS_BODY[self.roles])


# Logits of "this block is body". Signs and sizes follow a logistic regression over the block
# roles at hand, rounded, and were then set so that each can be said in a sentence.
_BODY_BIAS = -1.2
_BODY: Mapping[str, float] = {
    # prose among prose, where most of the prose is
    "in_best": 1.3,
    "after_best": -1.4,
    "prose": 1.0,
    "neighbour_prose": 0.6,
    "parent_prose": 0.8,
    "grandparent_prose": 0.8,
    "signature_prose": 1.0,
    "ends_sentence": 0.3,
    "commas": 0.2,
    # links lead elsewhere
    "link_share": -1.2,
    "container_link_share": -0.7,
    "before_headline": -0.8,
    "is_headline": -4.0,
    "short": -0.4,
    "hint_standfirst": -1.0,
    "repeated": -3.5,
    # what the markup says
    "in_heading": 0.9,
    "linked_heading": -2.5,
    "in_list": 0.4,
    "in_data_table": 0.5,
    "in_caption": -2.5,
    "in_figure": -0.6,
    "in_nav": -2.0,
    "in_aside": -1.1,
    "in_footer": -1.0,
    "in_header": -0.3,
    "in_form": -1.0,
    "in_button": -3.0,
    "in_time": -2.0,
    "in_dialog": -2.0,
    # what its names say
    "hint_body": 0.3,
    "hint_comment": -1.5,
    "hint_caption": -1.2,
    "hint_credit": -0.8,
    "hint_byline": -0.8,
    "hint_author_box": -0.8,
    "hint_date": -0.6,
    "hint_related": -1.0,
    "hint_teaser": -0.3,
    "hint_newsletter": -1.6,
    "hint_share": -0.8,
    "hint_ad": -0.6,
    "hint_consent": -1.2,
    "hint_paywall": -0.8,
    "hint_modal": -0.8,
    "hint_footer": -0.8,
    "hint_navigation": -0.6,
    "hint_embed": -0.4,
    "hint_kicker": -1.0,
    "hint_pull_quote": -2.5,
    "hint_image": -0.7,
    "in_after_image": -0.5,
    "hint_headline": -0.2,
}
_SAYS_OTHERWISE = -5.0  # a block whose very words are known for another role

# Logits of the other roles, against each other. The unnamed bias is "boilerplate": 0.
_OTHERS: Mapping[Role, Mapping[str, float]] = {
    Role.HEADLINE: {"is_headline": 20.0, "": -8.0},
    Role.KICKER: {
        "hint_kicker": 4.0,
        "just_before_headline": 4.5,
        "short": 0.5,
        "link_share": -2.0,
        "digits": -8.0,
        "in_nav": -4.0,
        "": -4.0,
    },
    Role.STANDFIRST: {
        "is_description": 2.5,
        "hint_standfirst": 4.0,
        "just_after_headline": 3.0,
        "length": 3.0,
        "hint_caption": -3.0,
        "in_caption": -4.0,
        "hint_image": -2.0,
        "in_after_image": -1.5,
        "link_share": -3.0,
        "short": -4.0,
        "": -5.0,
    },
    Role.BYLINE: {
        "hint_byline": 4.0,
        "just_after_headline": 1.5,
        "in_address": 1.0,
        "length": -1.0,
        "hint_author_box": -1.0,
        "hint_comment": -4.0,
        "hint_teaser": -2.0,
        "hint_related": -2.0,
        "": -2.0,
    },
    Role.DATE: {
        "in_time": 4.0,
        "hint_date": 3.0,
        "just_after_headline": 1.0,
        "length": -2.0,
        "hint_comment": -4.0,
        "hint_teaser": -2.0,
        "hint_related": -2.0,
        "": -1.5,
    },
    Role.CAPTION: {
        "in_caption": 5.0,
        "hint_caption": 4.0,
        "in_figure": 1.5,
        "hint_image": 1.5,
        "in_after_image": 1.5,
        "": -2.5,
    },
    Role.CREDIT: {"hint_credit": 4.5, "in_caption": 1.0, "in_figure": 0.5, "": -3.0},
    Role.AUTHOR_BOX: {"hint_author_box": 4.0, "hint_byline": 1.0, "length": 1.0, "": -3.5},
    Role.AD: {"hint_ad": 3.0, "": -2.0},
    Role.CONSENT: {"hint_consent": 4.0, "in_dialog": 1.0, "": -2.0},
    Role.NEWSLETTER: {"hint_newsletter": 3.5, "in_form": 0.5, "": -2.0},
    Role.TEASER: {
        "hint_teaser": 2.5,
        "link_share": 1.0,
        "length": 1.5,
        "after_best": 1.5,
        "in_heading": 1.0,
        "linked_heading": 1.5,
        "in_aside": 0.5,
        "in_nav": -2.0,
        "": -3.2,
    },
    Role.RELATED: {"hint_related": 3.5, "in_best": 1.0, "link_share": 1.0, "": -3.0},
    Role.TOPIC_NAV: {"hint_topic": 3.5, "link_share": 1.0, "short": 0.5, "": -3.0},
    Role.NAVIGATION: {
        "in_nav": 3.0,
        "hint_navigation": 2.0,
        "hint_search": 2.0,
        "hint_login": 2.0,
        "hint_footer": 0.5,
        "in_footer": 0.5,
        "in_list": 0.5,
        "in_button": 0.5,
        "link_share": 1.5,
        "container_link_share": 1.0,
        "before_headline": 1.0,
        "short": 0.5,
        "length": -1.0,
        "": -1.0,
    },
    Role.SHARE: {"hint_share": 4.0, "": -1.5},
    Role.COMMENT: {"hint_comment": 4.0, "length": 0.5, "": -1.5},
    Role.PAYWALL: {"hint_paywall": 4.0, "": -2.0},
    Role.EMBED_PLACEHOLDER: {"hint_embed": 2.5, "": -2.0},
    Role.LEGAL: {"hint_legal": 3.5, "in_footer": 0.5, "hint_footer": 0.5, "": -2.5},
    Role.BOILERPLATE: {"repeated": 2.0},
}
_SAYS = 8.0  # the block's very words are known for the role

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


@cache
def _weights() -> tuple[Floats, Floats]:
    """``[F, R + 1]`` weights and ``[R + 1]`` bias: a column a role, then "is body"."""
    weights = np.zeros((len(COLUMNS), len(ROLES) + 1), dtype=np.float32)
    bias = np.full(len(ROLES) + 1, -4.0, dtype=np.float32)
    for role, terms in _OTHERS.items():
        for name, weight in terms.items():
            if name:
                weights[_COLUMN[name], _ROW[role]] = weight
            else:
                bias[_ROW[role]] = weight
    bias[_ROW[Role.BOILERPLATE]] = 0.0
    for name, weight in _BODY.items():
        weights[_COLUMN[name], -1] = weight
    bias[-1] = _BODY_BIAS
    for role, row in _ROW.items():
        if role in BODY_ROLES:
            bias[row] = -np.inf
        else:
            weights[_COLUMN[f"says_{role}"], row] = _SAYS
            weights[_COLUMN[f"says_{role}"], -1] = _SAYS_OTHERWISE
    return weights, bias


def label(features: Features) -> Labels:
    """The role of every block, with the probabilities of all."""
    matrix = features.matrix
    n = len(matrix)
    if not n:
        empty = np.empty((0, len(ROLES)), dtype=np.float32)
        return Labels(empty, np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32))
    weights, bias = _weights()
    logits = matrix @ weights + bias
    body = np.float32(1.0) / (np.float32(1.0) + np.exp(-_smooth(logits[:, -1], features)))
    probabilities: Floats = _softmax(logits[:, :-1]) * (np.float32(1.0) - body)[:, None]
    # The body's roles have none so far: what is likeliest now is likeliest of the others.
    others = probabilities.argmax(axis=1)
    kinds = _body_kinds(matrix)
    rows = np.arange(n)
    probabilities[rows, kinds] = body
    roles = np.where(body > 0.5, kinds, others)
    _drop_dangling_subheadings(roles)
    return Labels(probabilities, roles, probabilities[rows, roles])


def _drop_dangling_subheadings(roles: NDArray[np.intp]) -> None:
    """A heading behind the last text of the body heads what follows the article."""
    for row in reversed(np.flatnonzero(IS_BODY[roles]).tolist()):
        if roles[row] != _ROW[Role.SUBHEADING]:
            return
        roles[row] = _ROW[Role.RELATED]


def _smooth(logits: Floats, features: Features) -> Floats:
    """Each logit drawn a little to its neighbours' in the same container.

    A lone odd line between paragraphs is more often theirs than not, and the other way round.
    Headings stand for themselves.
    """
    logits = np.clip(logits, -8.0, 8.0)
    before, after = logits.copy(), logits.copy()
    same = features.container[1:] == features.container[:-1]
    before[1:][same] = logits[:-1][same]
    after[:-1][same] = logits[1:][same]
    smooth = 0.8 * logits + 0.1 * (before + after)
    return np.where(features.column("in_heading") > 0, logits, smooth).astype(np.float32)


def _softmax(logits: Floats) -> Floats:
    logits = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(logits / logits.sum(axis=1, keepdims=True), dtype=np.float32)


def _body_kinds(matrix: Floats) -> NDArray[np.intp]:
    kinds = np.full(len(matrix), _ROW[Role.PARAGRAPH], dtype=np.intp)
    for column, role in reversed(_KINDS):
        kinds[matrix[:, _COLUMN[column]] > 0] = _ROW[role]
    return kinds
