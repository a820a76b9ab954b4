"""Lines to roles: the network's probabilities, and what follows from their words and order.

# Strategy: the network says how likely each role is; whether a line is body is the sum over
# the body's roles. What a line's very words are known for is heeded where the network is not
# sure. Last, what one line says of the next: a label and what stands under it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.facts.people.dateline import split_dateline
from bodycopy.label import KnownWords, Labels, heed_known_words, take_body
from bodycopy.label.layers import body_share
from bodycopy.lexicon import words_of_consent
from bodycopy.lines.features import LINE_COLUMNS, LineFeatures
from bodycopy.lines.header import name_header
from bodycopy.lines.net import LineWeights, load_line_weights, predict_lines
from bodycopy.lines.plaintext import PlainText
from bodycopy.roles import ROLES, ROW_OF, Role
from bodycopy.tape import Context, Tape

__all__ = ["label_lines", "label_nothing"]

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

_COLUMN = {name: column for column, name in enumerate(LINE_COLUMNS)}


def label_nothing() -> Labels:
    """The labels of a text without lines."""
    none = np.empty(0, np.float32)
    return Labels(np.empty((0, len(ROLES)), np.float32), np.empty(0, np.intp), none, {}, 0.0)


def label_lines(
    text: PlainText,
    features: LineFeatures,
    weights: LineWeights | None = None,
    *,
    threshold: float = 0.5,
) -> Labels:
    """The role of every line, with the probabilities of all.

    A line is body where the probability of that is over ``threshold``.
    """
    tape = text.tape
    weights = weights or load_line_weights()
    prediction = predict_lines(features, weights)
    probabilities = prediction.probabilities
    kinds = _body_kinds(tape, probabilities)
    body = take_body(probabilities)
    others = probabilities.argmax(axis=1)
    heed_known_words(_KNOWN_BY_HEART, features.matrix, probabilities, others, body)
    rows = np.arange(len(probabilities))
    probabilities[rows, kinds] = body
    roles = np.where(_is_body(probabilities, body, threshold), kinds, others)
    _drop_copies(tape, roles)
    _doubt_credits(features.matrix, probabilities, roles)
    name_header(features.matrix, probabilities, roles, weights.arrays["headline.weight"])
    _open_body(tape, probabilities, roles)
    _name_consent(tape, roles)
    _name_topics(features.matrix, text.gaps, probabilities, roles)
    return Labels(
        probabilities, roles, probabilities[rows, roles], prediction.types, prediction.confidence
    )


def _is_body(probabilities: Floats, body: Floats, threshold: float) -> NDArray[np.bool_]:
    """Which lines are body: the first paragraph is, too, where only its lead is in doubt."""
    lead = probabilities[:, ROW_OF[Role.STANDFIRST]]
    return np.asarray((body > threshold) | ((body + lead > threshold) & (body >= lead)))


_SURE = 0.5
_LONGEST_HEADING = np.log(160.0) / 6.0  # on the scale of the column "length"
_KINDS = (
    (Context.HEADING, Role.SUBHEADING),
    (Context.QUOTE, Role.QUOTE),
    (Context.LIST, Role.LIST_ITEM),
    (Context.PREFORMATTED, Role.PREFORMATTED),
    (Context.CODE, Role.CODE),
)


def _body_kinds(tape: Tape, probabilities: Floats) -> Rows:
    """What a body line is, by its mark; else a paragraph, or a heading if it looks like one."""
    kinds = np.full(len(tape), ROW_OF[Role.PARAGRAPH], np.intp)
    heading = probabilities[:, ROW_OF[Role.SUBHEADING]]
    body = body_share(probabilities)
    kinds[(heading > _SURE * body) & (body > 0)] = ROW_OF[Role.SUBHEADING]
    for bit, role in _KINDS:
        kinds[(tape.context & np.uint32(bit)) != 0] = ROW_OF[role]
    sizes = np.fromiter(map(len, tape.texts), np.float64, len(tape))
    kinds[(kinds == ROW_OF[Role.SUBHEADING]) & (np.log(sizes) / 6.0 > _LONGEST_HEADING)] = ROW_OF[
        Role.PARAGRAPH
    ]
    return kinds


# Roles whose standing phrases are right more often than the network is where it is not sure
# (on labelled pages held back: 50 to 100 % of the hits, the network 0 to 33 %).
_KNOWN_BY_HEART = KnownWords.of(
    (
        Role.PAYWALL,
        Role.SOURCE_LINE,
        Role.CREDIT,
        Role.AD_LABEL,
        Role.EMBED_PLACEHOLDER,
        Role.LIVEBLOG_PROMO,
        Role.CORRECTION,
        Role.RELATED,
        Role.TEASER,
        Role.AD,
        Role.BOILERPLATE,
    ),
    _COLUMN,
    beyond_doubt=0.6,
)


_SURE_OF_CREDIT = 0.5


def _doubt_credits(matrix: Floats, probabilities: Floats, roles: Rows) -> None:
    """A line without any word of credits is one only where the network is sure of it."""
    credit = ROW_OF[Role.CREDIT]
    said = matrix[:, _COLUMN["says_credit"]] + matrix[:, _COLUMN["says_source_line"]] > 0
    doubtful = (roles == credit) & ~said & (probabilities[:, credit] < _SURE_OF_CREDIT)
    for row in np.flatnonzero(doubtful).tolist():
        rest = np.where(IS_BODY, np.float32(0.0), probabilities[row])
        rest[credit] = 0.0
        roles[row] = int(np.argmax(rest))


_OPENING_CHARS = 80
_SIGNATURES = (ROW_OF[Role.BYLINE], ROW_OF[Role.DATE])


def _open_body(tape: Tape, probabilities: Floats, roles: Rows) -> None:
    """The lead that opens the report itself is its first paragraph, no standfirst.

    It begins with a dateline, or stands behind who wrote it when there is a lead above that.
    """
    standfirst, paragraph = ROW_OF[Role.STANDFIRST], ROW_OF[Role.PARAGRAPH]
    above = signed = False
    for row in np.flatnonzero((roles == standfirst) | np.isin(roles, _SIGNATURES)).tolist():
        if roles[row] != standfirst:
            signed = above
            continue
        text = tape.texts[row]
        if len(text) >= _OPENING_CHARS and (signed or split_dateline(text)):
            roles[row] = paragraph
            probabilities[row, paragraph] += probabilities[row, standfirst]
            probabilities[row, standfirst] = 0.0
        above = True


_COPY_CHARS = 40  # lines of dialogue and entries of lists may stand twice by right


def _drop_copies(tape: Tape, roles: Rows) -> None:
    """What stood in the body before is its second copy."""
    said: set[str] = set()
    for row in np.flatnonzero(IS_BODY[roles]).tolist():
        text = tape.texts[row]
        if len(text) >= _COPY_CHARS and text in said:
            roles[row] = ROW_OF[Role.BOILERPLATE]
        said.add(text)


_CONSENT_WORDS = 2  # of the few stems that no box asking for consent does without


def _name_consent(tape: Tape, roles: Rows) -> None:
    """In the box that stands in for an embed, the agreement to the transfer of data is consent."""
    for row in np.flatnonzero(roles == ROW_OF[Role.EMBED_PLACEHOLDER]).tolist():
        if len(words_of_consent(tape.texts[row])) >= _CONSENT_WORDS:
            roles[row] = ROW_OF[Role.CONSENT]


_TOPIC_CHARS = float(np.log(50.0) / 6.0)  # on the scale of the column "length"
_MOST_TOPICS = 12
_LISTED = frozenset(
    ROW_OF[role]
    for role in (Role.TOPIC_NAV, Role.TEASER, Role.RELATED, Role.NAVIGATION, Role.BOILERPLATE)
)


def _name_topics(
    matrix: Floats, gaps: NDArray[np.int32], probabilities: Floats, roles: Rows
) -> None:
    """The short lines right under a label that announces topics are topics.

    They end where the gap between lines grows, or where a line says what it is.
    """
    said = matrix[:, -_SAID_COLUMNS:].any(axis=1)
    short = (matrix[:, _COLUMN["length"]] < _TOPIC_CHARS) & ~said
    short &= matrix[:, _COLUMN["ends_sentence"]] == 0
    for label in np.flatnonzero(matrix[:, _COLUMN["says_topic_nav"]] > 0).tolist():
        if roles[label] != ROW_OF[Role.TOPIC_NAV]:
            continue
        for row in range(label + 1, min(label + 1 + _MOST_TOPICS, len(roles))):
            wider = row > label + 1 and gaps[row] > gaps[label + 1]
            unsure = probabilities[row].max() < _SURE and not IS_BODY[roles[row]]
            if wider or not short[row] or not (unsure or int(roles[row]) in _LISTED):
                break
            roles[row] = ROW_OF[Role.TOPIC_NAV]


_SAID_COLUMNS = sum(name.startswith("says_") for name in LINE_COLUMNS)
