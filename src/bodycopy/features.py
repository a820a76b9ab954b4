"""Tape to matrix: what can be measured of each block, and of the containers around it.

# Strategy: text is looked at once, block by block; everything about containers is a
# difference of prefix sums over contiguous ranges of blocks, for all containers at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from bodycopy.lexicon import Hint, phrase_role, token_hints
from bodycopy.roles import BODY_ROLES, ROLES
from bodycopy.tape import Context, Tape

__all__ = ["COLUMNS", "Features", "measure"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bits = NDArray[np.uint32]

_SENTENCE_ENDS = frozenset(".!?…。！？｡؟۔।॥։።")
_CLOSERS = frozenset("\"'”“’»«›)]』」）】》*")

_CONTEXTS = tuple(Context)
_HINTS = tuple(Hint)
_SAID = tuple(role for role in ROLES if role not in BODY_ROLES)
_SAID_COLUMN = {role: index for index, role in enumerate(_SAID)}

COLUMNS: tuple[str, ...] = (
    # the text itself
    "length",
    "short",
    "link_share",
    "strong_share",
    "ends_sentence",
    "commas",
    "repeated",
    "prose",
    # its place on the page
    "position",
    "before_headline",
    "after_headline",
    "just_before_headline",
    "just_after_headline",
    "is_headline",
    # its containers
    "parent_prose",
    "grandparent_prose",
    "signature_prose",
    "container_link_share",
    "in_best",
    "before_best",
    "after_best",
    "neighbour_prose",
    # what the markup calls it, and what its own words are known for
    *(f"in_{str(bit.name).lower()}" for bit in _CONTEXTS),
    *(f"hint_{str(bit.name).lower()}" for bit in _HINTS),
    *(f"says_{role}" for role in _SAID),
)
"""Names of the matrix's columns, in order."""


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


def measure(tape: Tape) -> Features:
    """What can be measured of the tape's blocks; an empty tape gives an empty matrix."""
    n = len(tape)
    words = _measure_texts(tape)
    own = np.fromiter(map(token_hints, tape.elements.attrs), np.uint32, len(tape.elements.attrs))
    headline = _find_headline(tape)
    prose = _prose(words, tape)
    hints = _inherit(tape, own, prose)
    prose *= np.where(hints & _NOISE, np.float32(0.15), np.float32(1.0))
    container = _group(tape)
    matrix = np.zeros((n, len(COLUMNS)), dtype=np.float32)
    if n:
        best = _best_container(tape, prose)
        _fill_words(matrix, words, prose)
        _fill_place(matrix, tape, headline, best)
        _fill_containers(matrix, tape, container, prose)
        first = COLUMNS.index("in_paragraph")
        matrix[:, first : first + len(_CONTEXTS)] = _spread(tape.context, len(_CONTEXTS))
        first += len(_CONTEXTS)
        matrix[:, first : first + len(_HINTS)] = _spread(hints, len(_HINTS))
        first += len(_HINTS)
        for row, text in enumerate(tape.texts):
            role = phrase_role(text)
            if role is not None:
                matrix[row, first + _SAID_COLUMN[role]] = 1.0
    else:
        best = 0
    return Features(matrix=matrix, container=container, headline=headline, best=best)


@dataclass(frozen=True, slots=True)
class _Words:
    """What one look at every text told, as columns."""

    chars: Floats
    """Characters, those of scripts without spaces weighted as the words that they are."""
    ends: Floats
    commas: Floats
    repeated: Floats


# A character of a script that writes no spaces carries about as much as 2.5 Latin letters
# (bodies of the same agency stories in Chinese or Japanese and in English).
_DENSE = 2.5


def _measure_texts(tape: Tape) -> _Words:
    n = len(tape)
    chars = np.empty(n, dtype=np.float32)
    ends = np.zeros(n, dtype=np.float32)
    commas = np.zeros(n, dtype=np.float32)
    repeated = np.zeros(n, dtype=np.float32)
    seen: set[str] = set()
    for row, text in enumerate(tape.texts):
        size: float = len(text)
        if size > 8 and not text.isascii() and text.count(" ") * 16 < size:
            size *= _DENSE
        chars[row] = size
        last = text[-1]
        if last in _SENTENCE_ENDS or (last in _CLOSERS and text[-2:-1] in _SENTENCE_ENDS):
            ends[row] = 1.0
        if size > 40:
            commas[row] = text.count(",")
            if text in seen:
                repeated[row] = 1.0
            seen.add(text)
    return _Words(chars, ends, commas, repeated)


def _prose(words: _Words, tape: Tape) -> Floats:
    """Characters of each block that read as running text, by form alone."""
    links = tape.link_chars / np.maximum(1, [len(text) for text in tape.texts] or [1])[: len(tape)]
    running = np.clip((words.chars - 40.0) / 100.0, 0.0, 1.0) * (0.3 + 0.7 * words.ends)
    running *= (1.0 - links) ** 2
    running[(tape.context & _NEVER_PROSE) != 0] = 0.0
    return np.asarray(words.chars * running, dtype=np.float32)


_NEVER_PROSE = np.uint32(Context.HEADING | Context.BUTTON | Context.NAV | Context.CAPTION)
_NOISE = np.uint32(
    reduce(
        or_,
        (
            Hint.COMMENT,
            Hint.SHARE,
            Hint.NEWSLETTER,
            Hint.AD,
            Hint.RELATED,
            Hint.TEASER,
            Hint.NAVIGATION,
            Hint.FOOTER,
            Hint.SIDEBAR,
            Hint.CONSENT,
            Hint.PAYWALL,
            Hint.MODAL,
            Hint.LEGAL,
        ),
    )
)


def _inherit(tape: Tape, own: Bits, prose: Floats) -> Bits:
    """Hints of the elements around each block, ``[n]``.

    A container of most of the page's prose says nothing against it: ``body`` may be called
    ``has-sidebar comments-open``. Its hints are not handed down, but for the good one.
    """
    elements = tape.elements
    total = np.concatenate(([0.0], np.cumsum(prose, dtype=np.float64)))
    inside = total[elements.end] - total[elements.first]
    whole = own.copy()
    whole[inside > 0.6 * total[-1]] &= np.uint32(Hint.BODY)
    handed = whole.tolist()
    for row, parent in enumerate(elements.parent.tolist()):
        if parent >= 0:
            handed[row] |= handed[parent]
    return np.array(handed, dtype=np.uint32)[tape.leaf]


def _group(tape: Tape) -> Ints:
    """The element that groups each block with its siblings: its own if that holds several."""
    elements = tape.elements
    own = tape.element
    alone = elements.end[own] - elements.first[own] < 2
    return np.where(alone & (own > 0), elements.parent[own], own).astype(np.int32)


def _best_container(tape: Tape, prose: Floats) -> int:
    """The smallest element with 60 % of the page's prose; the root where there is none.

    Such elements lie inside one another, so the last in document order is the smallest.
    """
    elements = tape.elements
    total = np.concatenate(([0.0], np.cumsum(prose, dtype=np.float64)))
    inside = total[elements.end] - total[elements.first]
    return int(np.flatnonzero(inside >= 0.6 * total[-1])[-1])


def _find_headline(tape: Tape) -> int:
    """The row of the heading that says what the page's titles say, the first ``h1`` else."""
    titles = [tape.head.title.casefold()]
    for key, value in tape.head.meta:
        if key in ("og:title", "twitter:title", "headline"):
            titles.append(" ".join(value.split()).casefold())
    ranked = np.flatnonzero(tape.context & np.uint32(Context.HEADING))
    best, best_score = -1, 0.0
    for row in ranked.tolist():
        text = tape.texts[row].casefold()
        rank = int(tape.level[row])
        score = 0.5 if rank == 1 else 0.0
        if len(text) > 3 and any(text in title or (title and title in text) for title in titles):
            score += min(len(text), 60) / 20 + (1.0 if rank == 1 else 0.0)
        if score > best_score:
            best, best_score = row, score
    if best < 0 and len(titles) > 1:
        for row, text in enumerate(tape.texts):
            if len(text) > 12 and text.casefold() in titles:
                return row
    return best


def _fill_words(matrix: Floats, words: _Words, prose: Floats) -> None:
    chars = np.maximum(words.chars, 1.0)
    matrix[:, 0] = np.log(chars) / 6.0
    matrix[:, 1] = chars < 25.0
    matrix[:, 4] = words.ends
    matrix[:, 5] = np.minimum(words.commas, 5.0) / 5.0
    matrix[:, 6] = words.repeated
    matrix[:, 7] = np.minimum(prose / 300.0, 1.0)


def _fill_place(matrix: Floats, tape: Tape, headline: int, best: int) -> None:
    rows = np.arange(len(tape), dtype=np.float32)
    lengths = np.maximum(1, np.fromiter(map(len, tape.texts), np.float32, len(tape)))
    matrix[:, 2] = tape.link_chars / lengths
    matrix[:, 3] = np.minimum(tape.strong_chars / lengths, 1.0)
    matrix[:, 8] = (rows + 0.5) / len(tape)
    if headline >= 0:
        away = rows - headline
        matrix[:, 9] = away < 0
        matrix[:, 10] = away > 0
        matrix[:, 11] = np.where(away < 0, np.exp(np.minimum(away + 1, 0.0) / 2.0), 0.0)
        matrix[:, 12] = np.where(away > 0, np.exp(np.minimum(1 - away, 0.0) / 4.0), 0.0)
        matrix[headline, 13] = 1.0
    first, end = tape.elements.first[best], tape.elements.end[best]
    matrix[:, 18] = (rows >= first) & (rows < end)
    matrix[:, 19] = rows < first
    matrix[:, 20] = rows >= end


def _fill_containers(matrix: Floats, tape: Tape, container: Ints, prose: Floats) -> None:
    elements = tape.elements
    size = len(elements.tag)
    own = np.bincount(container, weights=prose, minlength=size)
    above = elements.parent[container]
    above = np.where(above < 0, 0, above)
    grand = np.bincount(above, weights=prose, minlength=size)
    matrix[:, 14] = own[container] / (own.max() + 1.0)
    matrix[:, 15] = grand[above] / (grand.max() + 1.0)
    matrix[:, 16] = _signature_share(tape, container, prose)
    lengths = np.fromiter(map(len, tape.texts), np.float64, len(tape))
    text = np.bincount(container, weights=lengths, minlength=size)
    links = np.bincount(container, weights=tape.link_chars, minlength=size)
    matrix[:, 17] = links[container] / np.maximum(text[container], 1.0)
    # Prose one and two blocks away, nearer counted double.
    padded = np.pad(np.minimum(prose / 300.0, 1.0), 2)
    matrix[:, 21] = (2 * padded[1:-3] + 2 * padded[3:-1] + padded[:-4] + padded[4:]) / 6.0


def _signature_share(tape: Tape, container: Ints, prose: Floats) -> Floats:
    """How much of the page's prose is marked up as this block is, relative to the most."""
    tags, attrs = tape.elements.tag, tape.elements.attrs
    names: dict[tuple[str, str, str], int] = {}
    signature = np.empty(len(tape), dtype=np.int64)
    for row, (own, group) in enumerate(
        zip(tape.element.tolist(), container.tolist(), strict=True)
    ):
        signature[row] = names.setdefault((tags[own], attrs[own], attrs[group]), len(names))
    totals = np.bincount(signature, weights=prose)
    return np.asarray(totals[signature] / (totals.max() + 1.0), dtype=np.float32)


def _spread(bits: Bits, width: int) -> NDArray[np.uint32]:
    """Bit sets ``[n]`` as flags ``[n, width]``."""
    return (bits[:, None] >> np.arange(width, dtype=np.uint32)) & np.uint32(1)
