"""The reasons of blocks: their measures, the names of elements, their words, what is around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bodycopy.features import COLUMNS
from bodycopy.features.tokens import LEVELS, Bags, Tokens, hash_names, hash_words
from bodycopy.inspector.inspection import Reason
from bodycopy.inspector.reasons import (
    LEAST,
    KnownTokens,
    Reasons,
    loudest,
    measured,
    steps_for,
    sum_up,
)
from bodycopy.inspector.wording import say_measure
from bodycopy.label.net import Vocabulary, Weights, load_weights
from bodycopy.label.why import Contributions, explain_blocks
from bodycopy.tape import Tape

__all__ = ["block_reasons"]

Floats = NDArray[np.float32]


def block_reasons(tape: Tape, matrix: Floats, tokens: Tokens) -> list[Reasons]:
    """The reasons of every block of the tape."""
    weights = load_weights()
    found = explain_blocks(matrix, tokens, weights, steps=steps_for(len(matrix)))
    own = found.own
    parts = _Parts(weights, tape, tokens)
    columns = [COLUMNS[column] for column in weights.columns.tolist()]
    rows = []
    for row in range(len(tape)):
        shown, difference = own[row, : len(columns)], found.difference[row]
        reasons = [
            *measured(columns, shown, difference, say_measure),
            *parts.reasons(row, own[row], found),
            Reason("the blocks around it", float(found.near[row])),
        ]
        start = float(found.base[row] + found.page[row])
        rows.append(sum_up(start, float(found.log_odds[row]), reasons))
    return rows


class _Parts:
    """The inputs that are sums of tokens: names of elements, first and last words."""

    def __init__(self, weights: Weights, tape: Tape, tokens: Tokens) -> None:
        size = weights.arrays["names"].shape[1]
        start = len(weights.columns)
        self._here = slice(start, start + 2 * size)  # innermost and block-level element
        self._above = slice(start + 2 * size, start + (LEVELS + 1) * size)
        self._words = slice(start + (LEVELS + 1) * size, None)
        self._size = size
        self._tokens = tokens
        elements = tape.elements
        self._names = _known(weights.names, weights.arrays["names"], tokens.names)
        self._name_of = _spelled_names(elements.tag, elements.attrs)
        self._text = _known(weights.words, weights.arrays["words"], tokens.words)
        self._word_of = _spelled_words(tape.texts)

    def reasons(self, row: int, own: Floats, found: Contributions) -> Iterator[Reason]:
        gradient = found.gradient[row]
        for words, part in (
            ("the names of its own elements", self._here),
            ("the names of the elements around it", self._above),
            ("its first and last words", self._words),
        ):
            points = float(own[part].sum())
            if abs(points) >= LEAST:
                yield Reason(words, points, loudest(self._pushes(row, part, gradient), points))

    def _pushes(self, row: int, part: slice, gradient: Floats) -> Iterator[tuple[str, float]]:
        if part == self._words:
            ids, pushes = self._tokens.words.ids, self._text.pushes(row, gradient[part])
            yield from _spelled(pushes, ids, self._word_of)
            return
        ids = self._tokens.names.ids
        for level in (0, 1) if part == self._here else range(2, LEVELS):
            start = self._here.start + level * self._size
            bag = int(self._tokens.around[row, level])
            pushes = self._names.pushes(bag, gradient[start : start + self._size])
            yield from _spelled(pushes, ids, self._name_of)


def _known(vocabulary: Vocabulary, table: Floats, bags: Bags) -> KnownTokens:
    rows, known = vocabulary.find(bags.ids)
    return KnownTokens(bags.bag, bags.size, rows, known, table)


def _spelled(
    pushes: Iterator[tuple[int, float]], ids: NDArray[np.int32], spelled: dict[int, str]
) -> Iterator[tuple[str, float]]:
    """The pushes of those tokens that can be spelled."""
    for at, push in pushes:
        token = spelled.get(int(ids[at]))
        if token:
            yield token, push


# A token's hash does not depend on where it stands: hashed by itself, each word tells its own.
_NAME_PARTS = re.compile(r"[A-Z]?[a-z\x80-\U0010ffff]+|[A-Z]+")
_WORD_PARTS = re.compile(r"[^\W_]+|[©®™€]")
_TOLD_CHARS = 48  # of a text's front: what the network is shown is no more


def _spelled_names(tags: Sequence[str], attrs: Sequence[str]) -> dict[int, str]:
    words = {part for names in set(attrs) for part in _NAME_PARTS.findall(names, 0, 512)}
    spelled = {_name_hash(f"<{tag}"): f"<{tag}>" for tag in set(tags)}
    for word in sorted(words):
        # Names of two letters are what is left of machine-made ones, but for the telling one.
        if len(word) > 2 or word == "ad":
            spelled.setdefault(_name_hash(word), word.lower())
    return spelled


def _name_hash(word: str) -> int:
    # A bag of names opens with its tag: the word is the last token behind it.
    tag, names = (word[1:], "") if word[0] == "<" else ("a", word)
    return int(hash_names((tag,), (names,))[0].ids[-1])


def _spelled_words(texts: Sequence[str]) -> dict[int, str]:
    words = sorted({word for text in texts for word in _candidates(text)})
    bags = hash_words(words)
    tokens = np.bincount(bags.bag, minlength=len(words))
    spelled: dict[int, str] = {}
    for token, bag in zip(bags.ids.tolist(), bags.bag.tolist(), strict=True):
        # Scripts without spaces have a token for every letter: those are spelled one by one.
        if tokens[bag] == 1:
            spelled.setdefault(token, words[bag].lower())
    return spelled


def _candidates(text: str) -> Iterator[str]:
    """What may be a token at either end of a text: words, and letters of scripts without spaces."""
    for end in (text[:_TOLD_CHARS], text[-_TOLD_CHARS:]):
        for word in _WORD_PARTS.findall(end):
            if len(word) > 1 or not word.isascii():
                yield word
            if word > "\u0e00":
                yield from word
