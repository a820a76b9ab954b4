"""The tokens that the model knows: those of many sites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.tokens import Bags
from bodycopy.label.net import SLOTS
from training.examples import Example

__all__ = ["Vocabulary", "choose_vocabulary"]

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hashes of tokens, ascending."""

    names: Ints
    words: Ints


def choose_vocabulary(examples: Sequence[Example], name_sites: int, word_sites: int) -> Vocabulary:
    """Tokens that stand on pages of at least so many sites.

    What only a few sites say identifies those sites: a model that sees it learns them by
    heart, and is worse on all others (measured, see README.md).
    """
    return Vocabulary(
        _common(examples, lambda example: example.tokens.names, name_sites),
        _common(examples, lambda example: example.tokens.words, word_sites),
    )


def _common(examples: Sequence[Example], bags: Callable[[Example], Bags], sites: int) -> Ints:
    groups: dict[str, list[Ints]] = {}
    for example in examples:
        groups.setdefault(example.group, []).append(bags(example).ids)
    found = np.concatenate([np.unique(np.concatenate(ids)) for ids in groups.values()])
    tokens, counts = np.unique(found, return_counts=True)
    # Of tokens that share a slot of the shipped table the one of the most sites stays.
    order = np.argsort(-counts, kind="stable")
    _, first = np.unique(tokens[order] & (SLOTS - 1), return_index=True)
    chosen = order[first]
    return np.sort(tokens[chosen[counts[chosen] >= sites]]).astype(np.int32)
