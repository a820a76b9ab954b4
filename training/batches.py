"""Examples to tensors: pages laid end to end, with gaps that no convolution reaches across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from bodycopy.body_roles import IS_BODY
from bodycopy.roles import ROLES, Role
from training.examples import CONVENTION_NAMES, KEPT, LEFT, TYPES, Example

__all__ = ["CONVENTION_EXTRAS", "Batch", "allowed_roles", "batches", "collate"]

GAP = 8  # blocks: as far as the widest convolution looks to one side
_LONGEST = 1500  # blocks of a page that are learned from

# Roles that a set's gold may hold besides those of the body, see bench.sets.CONVENTIONS.
CONVENTION_EXTRAS: dict[str, tuple[Role, ...]] = {
    "roles": (),
    "fundus": (Role.STANDFIRST,),
    "newspaper": (Role.STANDFIRST,),
    "wcxb": (),
    "dragnet": (Role.STANDFIRST, Role.HEADLINE),
    "l3s": (Role.STANDFIRST,),
}


def allowed_roles(convention: str) -> NDArray[np.bool_]:
    """Which roles each target allows, ``[len(ROLES) + 2, len(ROLES)]``."""
    table = np.zeros((len(ROLES) + 2, len(ROLES)), bool)
    table[: len(ROLES)] = np.eye(len(ROLES), dtype=bool)
    extras = [ROLES.index(role) for role in CONVENTION_EXTRAS[convention]]
    table[KEPT] = IS_BODY
    table[KEPT, extras] = True
    # A role that the gold would hold is no way out for a block that the gold does not hold.
    table[LEFT] = ~table[KEPT]
    return table


_ALLOWED = np.stack([allowed_roles(name) for name in CONVENTION_NAMES])


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pages, end to end: ``B`` pages in ``L`` places, the gaps included."""

    matrix: Tensor
    """``[L, F]``"""
    real: Tensor
    """``[L, 1]`` 1 where a block is, 0 in gaps."""
    page: Tensor
    """``[L]`` the page that each place belongs to."""
    sizes: Tensor
    """``[B, 1]`` blocks of each page."""
    name_ids: Tensor
    name_bags: Tensor
    names: int
    """Bags of names."""
    around: Tensor
    """``[L, LEVELS]`` bags of names."""
    element: Tensor
    """``[E]`` bag of names of each element that holds blocks."""
    first: Tensor
    end: Tensor
    word_ids: Tensor
    word_bags: Tensor
    """A bag for each place."""
    convention: Tensor
    """``[B]``"""
    allowed: Tensor
    """``[L, ROLES]`` what the target allows."""
    known: Tensor
    """``[L]`` whether the target is a role."""
    weight: Tensor
    """``[L]`` how sure the target is; 0 where it is unknown and in gaps."""
    length: Tensor
    """``[L]`` words of the block."""
    kept: Tensor
    """``[L]`` 1 where the block is part of the gold text."""
    type: Tensor
    """``[B]`` row in ``TYPES``, or -100."""
    soft: Tensor | None
    """``[L, ROLES]`` what teachers say, as far as the target allows it."""


def batches(
    examples: Sequence[Example], blocks: int, rng: np.random.Generator | None = None
) -> Iterator[list[Example]]:
    """Groups of examples of about ``blocks`` blocks, shuffled where ``rng`` is given."""
    order = np.arange(len(examples)) if rng is None else rng.permutation(len(examples))
    chosen: list[Example] = []
    size = 0
    for row in order.tolist():
        chosen.append(examples[row])
        size += min(len(examples[row].target), _LONGEST) + GAP
        if size >= blocks:
            yield chosen
            chosen, size = [], 0
    if chosen:
        yield chosen


def collate(
    examples: Sequence[Example],
    longest: int = _LONGEST,
    soft: Mapping[str, NDArray[np.float16]] | None = None,
) -> Batch:
    """The tensors of some examples, each cut after ``longest`` blocks.

    ``soft`` are teachers' probabilities by name of example.
    """
    sizes = [min(len(example.target), longest) for example in examples]
    starts = np.cumsum([GAP, *(size + GAP for size in sizes)])[: len(sizes)]
    places = sum(sizes) + GAP * (len(sizes) + 1)
    matrix = np.zeros((places, examples[0].matrix.shape[1]), np.float32)
    real = np.zeros((places, 1), np.float32)
    page = np.zeros(places, np.int64)
    around = np.zeros((places, examples[0].tokens.around.shape[1]), np.int64)
    allowed = np.ones((places, len(ROLES)), np.float32)
    taught = np.zeros((places, len(ROLES)), np.float32)
    known, kept, weight, length = (np.zeros(places, np.float32) for _ in range(4))
    name_ids, name_bags, elements, firsts, ends = [], [], [], [], []
    word_ids, word_bags = [], []
    bags = 0
    for number, (example, start, size) in enumerate(zip(examples, starts, sizes, strict=True)):
        here = slice(start, start + size)
        target, tokens = example.target[:size], example.tokens
        matrix[here] = example.matrix[:size]
        real[here] = 1.0
        page[here] = number
        around[here] = tokens.around[:size] + bags
        table = _ALLOWED[CONVENTION_NAMES.index(example.convention)]
        allowed[here] = np.where((target < 0)[:, None], 1.0, table[target])
        if soft is not None:
            taught[here] = soft[example.name][:size] * allowed[here]
        known[here] = (target >= 0) & (target < KEPT)
        kept[here] = _kept(target, table)
        weight[here] = np.where(target < 0, 0.0, example.weight[:size])
        length[here] = np.diff(example.word_starts[: size + 1])
        names = tokens.names
        name_ids.append(names.ids)
        name_bags.append(names.bag + bags)
        held = (tokens.first < tokens.end) & (tokens.first < size)
        elements.append(tokens.element[held] + bags)
        firsts.append(tokens.first[held] + start)
        ends.append(np.minimum(tokens.end[held], size) + start)
        words = tokens.words
        taken = words.bag < size
        word_ids.append(words.ids[taken])
        word_bags.append(words.bag[taken] + start)
        bags += names.size
    return Batch(
        matrix=torch.from_numpy(matrix),
        real=torch.from_numpy(real),
        page=torch.from_numpy(page),
        sizes=torch.tensor(sizes, dtype=torch.float32)[:, None],
        name_ids=_long(name_ids),
        name_bags=_long(name_bags),
        names=bags,
        around=torch.from_numpy(around),
        element=_long(elements),
        first=_long(firsts),
        end=_long(ends),
        word_ids=_long(word_ids),
        word_bags=_long(word_bags),
        convention=torch.tensor([CONVENTION_NAMES.index(e.convention) for e in examples]),
        allowed=torch.from_numpy(allowed),
        known=torch.from_numpy(known),
        weight=torch.from_numpy(weight),
        length=torch.from_numpy(length),
        kept=torch.from_numpy(kept),
        type=torch.tensor([TYPES.index(e.type) if e.type else -100 for e in examples]),
        soft=None if soft is None else torch.from_numpy(_shares(taught)),
    )


def _shares(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-6), np.float32)


def _kept(target: NDArray[np.int8], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    keeps = np.zeros(len(table), bool)
    keeps[: len(ROLES)] = table[KEPT]
    keeps[KEPT] = True
    return (target >= 0) & keeps[target]


def _long(parts: Sequence[NDArray[np.int32]]) -> Tensor:
    return torch.from_numpy(np.concatenate(parts).astype(np.int64))
