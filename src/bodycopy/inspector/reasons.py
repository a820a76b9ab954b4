"""Contributions to words: what spoke for and against each block, the strongest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.features import COLUMNS
from bodycopy.features.tokens import LEVELS, Bags, Tokens, hash_names, hash_words
from bodycopy.inspector.inspection import Reason
from bodycopy.inspector.wording import say_measure
from bodycopy.label.net import Vocabulary, Weights, load_weights
from bodycopy.label.why import STEPS, Contributions, explain_blocks
from bodycopy.tape import Tape

__all__ = ["Reasons", "block_reasons"]

Floats = NDArray[np.float32]

_MOST = 4  # reasons for, and as many against: what follows adds next to nothing
_LEAST = 0.08  # log odds: 2 percentage points where all is in doubt
_NAMES = 3
_MANY = 1000  # blocks: above, half the steps tell what is loudest as well


@dataclass(frozen=True, slots=True)
class Reasons:
    """What spoke for a block's being body, and what against."""

    start: float
    """Log odds of being body that any block has on this page, before its own are looked at."""
    pro: tuple[Reason, ...]
    con: tuple[Reason, ...]


def block_reasons(tape: Tape, matrix: Floats, tokens: Tokens) -> list[Reasons]:
    """The reasons of every block of the tape."""
    weights = load_weights()
    steps = STEPS if len(matrix) <= _MANY else STEPS // 2
    found = explain_blocks(matrix, tokens, weights, steps=steps)
    own = found.own
    parts = _Parts(weights, tape, tokens)
    measured = len(weights.columns)
    columns = [COLUMNS[column] for column in weights.columns.tolist()]
    rows = []
    for row in range(len(tape)):
        reasons = [
            Reason(say_measure(columns[at], float(found.difference[row, at])), points)
            for at, points in _telling(own[row, :measured])
        ]
        reasons += parts.reasons(row, own[row], found)
        reasons.append(Reason("the blocks around it", float(found.near[row])))
        start = float(found.base[row] + found.page[row])
        rows.append(_with_rest(start, float(found.log_odds[row]), *_sorted(reasons)))
    return rows


def _telling(points: Floats) -> Iterator[tuple[int, float]]:
    for at in np.flatnonzero(np.abs(points) >= _LEAST).tolist():
        yield at, float(points[at])


def _sorted(reasons: Iterable[Reason]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    telling = [
        Reason(one.words, round(one.points, 2), one.names)
        for one in reasons
        if abs(one.points) >= _LEAST
    ]
    pro = sorted((one for one in telling if one.points > 0), key=lambda one: -one.points)
    con = sorted((one for one in telling if one.points < 0), key=lambda one: one.points)
    return tuple(pro[:_MOST]), tuple(con[:_MOST])


_REST = "all else together"


def _with_rest(
    start: float, end: float, pro: tuple[Reason, ...], con: tuple[Reason, ...]
) -> Reasons:
    """The reasons, and on its side what is not listed: many small measures are loud together."""
    rest = round(end - start - sum(one.points for one in (*pro, *con)), 2)
    if rest >= _LEAST:
        pro = (*pro, Reason(_REST, rest))
    elif rest <= -_LEAST:
        con = (*con, Reason(_REST, rest))
    return Reasons(round(start, 2), pro, con)


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
        self._names = _Bags(weights.names, weights.arrays["names"], tokens.names)
        self._name_of = _spelled_names(elements.tag, elements.attrs)
        self._text = _Bags(weights.words, weights.arrays["words"], tokens.words)
        self._word_of = _spelled_words(tape.texts)

    def reasons(self, row: int, own: Floats, found: Contributions) -> list[Reason]:
        gradient = found.gradient[row]
        return [
            Reason(words, float(own[part].sum()), self._loudest(row, part, gradient, own))
            for words, part in (
                ("the names of its own elements", self._here),
                ("the names of the elements around it", self._above),
                ("its first and last words", self._words),
            )
            if abs(float(own[part].sum())) >= _LEAST
        ]

    def _loudest(self, row: int, part: slice, gradient: Floats, own: Floats) -> tuple[str, ...]:
        """The tokens that push the same way as all of the part together, the strongest first."""
        sign = 1.0 if own[part].sum() > 0 else -1.0
        pushes: dict[str, float] = {}
        for token, push in self._pushes(row, part, gradient):
            pushes[token] = pushes.get(token, 0.0) + sign * push
        loud = sorted(pushes, key=lambda token: -pushes[token])
        return tuple(token for token in loud[:_NAMES] if pushes[token] > 0)

    def _pushes(self, row: int, part: slice, gradient: Floats) -> Iterator[tuple[str, float]]:
        if part == self._words:
            yield from self._text.pushes(row, gradient[part], self._word_of)
            return
        levels = (0, 1) if part == self._here else range(2, LEVELS)
        for level in levels:
            start = self._here.start + level * self._size
            bag = int(self._tokens.around[row, level])
            yield from self._names.pushes(bag, gradient[start : start + self._size], self._name_of)


class _Bags:
    """Known tokens of bags, and what each adds along a gradient."""

    def __init__(self, vocabulary: Vocabulary, table: Floats, bags: Bags) -> None:
        rows, known = vocabulary.find(bags.ids)
        self._ids, self._rows = bags.ids[known], rows[known]
        self._starts = np.searchsorted(bags.bag[known], np.arange(bags.size + 1))
        self._table = table

    def pushes(
        self, bag: int, gradient: Floats, spelled: dict[int, str]
    ) -> Iterator[tuple[str, float]]:
        """Each token of a bag that can be spelled, and what it adds."""
        start, end = self._starts[bag : bag + 2]
        for at in range(start, end):
            token = spelled.get(int(self._ids[at]))
            if token:
                yield token, float(gradient @ self._table[self._rows[at]]) / (end - start)


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
