"""Flattened pages to tensors, texts of about one length together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from bodycopy.roles import ROLES
from training.batches import allowed_roles
from training.examples import CONVENTION_NAMES, KEPT, TYPES
from training.lines.examples import LONGEST, LineExample, Page

__all__ = ["Batch", "Known", "Text", "choose_known", "collate", "grouped"]

Ints = NDArray[np.int32]
Text = tuple[Page, LineExample]


@dataclass(frozen=True, slots=True)
class Known:
    """Hashes of the tokens that are known, ascending."""

    words: Ints
    grams: Ints


def choose_known(pages: Sequence[Page], word_sites: int, gram_sites: int) -> Known:
    """The tokens that stand on so many sites: what only a few write is learned by heart."""
    by_site: dict[str, tuple[list[Ints], list[Ints]]] = {}
    for page in pages:
        words, grams = by_site.setdefault(page.group, ([], []))
        for text in page.texts[:1]:
            words.append(np.unique(text.word_ids))
            grams.append(np.unique(text.gram_ids))
    return Known(
        _on_sites([words for words, _ in by_site.values()], word_sites),
        _on_sites([grams for _, grams in by_site.values()], gram_sites),
    )


def _on_sites(ids: Sequence[Sequence[Ints]], least: int) -> Ints:
    counts: Counter[int] = Counter()
    for of_site in ids:
        if of_site:
            counts.update(np.unique(np.concatenate(of_site)).tolist())
    return np.array(sorted(i for i, sites in counts.items() if sites >= least), np.int32)


@dataclass(frozen=True, slots=True)
class Batch:
    """``B`` texts of at most ``L`` lines."""

    matrix: Tensor
    """``[B, L, F]``"""
    real: Tensor
    """``[B, L]`` 1 where a line is."""
    chars: Tensor
    sizes: Tensor
    """``[B]``"""
    word_rows: Tensor
    word_places: Tensor
    gram_rows: Tensor
    gram_places: Tensor
    """Rows of the known tokens, and the places (of ``B * L``) that they stand in."""
    convention: Tensor
    allowed: Tensor
    """``[B, L, ROLES]``"""
    known: Tensor
    """``[B, L]`` whether the target is a role."""
    role: Tensor
    """``[B, L]`` the role to learn: the target, or what a teacher says within it."""
    role_weight: Tensor
    """``[B, L]`` how sure that is; 0 where there is none."""
    kept: Tensor
    weight: Tensor
    length: Tensor
    type: Tensor


_TABLES = {name: allowed_roles(name) for name in CONVENTION_NAMES}


def grouped(
    texts: Sequence[Text], lines: int, rng: np.random.Generator | None = None
) -> Iterator[list[Text]]:
    """Groups of about ``lines`` lines, texts of one length together."""
    sizes = np.array([min(len(text.target), LONGEST) for _, text in texts])
    noise = 0 if rng is None else rng.uniform(0, 12, len(sizes))
    order = np.argsort(sizes + noise, kind="stable")
    groups: list[list[Text]] = []
    chosen: list[Text] = []
    for row in order.tolist():
        if chosen and (len(chosen) + 1) * sizes[row] > lines:
            groups.append(chosen)
            chosen = []
        chosen.append(texts[row])
    groups.append(chosen)
    numbers = range(len(groups)) if rng is None else rng.permutation(len(groups)).tolist()
    for number in numbers:
        yield groups[number]


def collate(
    texts: Sequence[Text], known: Known, longest: int = LONGEST, teacher: int = -1
) -> Batch:
    """The tensors of some texts; ``teacher`` names the roles that the gold does not."""
    sizes = [min(len(text.target), longest) for _, text in texts]
    shape = (len(texts), max(sizes))
    matrix = np.zeros((*shape, texts[0][1].matrix.shape[1]), np.float32)
    allowed = np.ones((*shape, len(ROLES)), np.float32)
    real, chars, is_role, kept, weight, length = (np.zeros(shape, np.float32) for _ in range(6))
    role, role_weight = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
    words: list[tuple[Ints, Ints]] = []
    grams: list[tuple[Ints, Ints]] = []
    for number, ((page, text), size) in enumerate(zip(texts, sizes, strict=True)):
        target = text.target[:size]
        table = _TABLES[page.convention]
        matrix[number, :size] = text.matrix[:size]
        real[number, :size] = 1.0
        chars[number, :size] = text.chars[:size]
        allowed[number, :size] = table[target]
        is_role[number, :size] = (target >= 0) & (target < KEPT)
        role[number, :size], role_weight[number, :size] = _roles(page, text, size, teacher)
        keeps = np.concatenate((table[KEPT], (True, False)))
        kept[number, :size] = (target >= 0) & keeps[target]
        weight[number, :size] = np.where(target < 0, 0.0, text.weight[:size])
        length[number, :size] = text.length[:size]
        at = number * shape[1]
        words.append(_known(known.words, text.word_ids, text.word_lines, size, at))
        grams.append(_known(known.grams, text.gram_ids, text.gram_lines, size, at))
    return Batch(
        matrix=torch.from_numpy(matrix),
        real=torch.from_numpy(real),
        chars=torch.from_numpy(chars),
        sizes=torch.tensor(sizes, dtype=torch.float32),
        word_rows=_long(rows for rows, _ in words),
        word_places=_long(places for _, places in words),
        gram_rows=_long(rows for rows, _ in grams),
        gram_places=_long(places for _, places in grams),
        convention=torch.tensor([CONVENTION_NAMES.index(p.convention) for p, _ in texts]),
        allowed=torch.from_numpy(allowed),
        known=torch.from_numpy(is_role),
        role=torch.from_numpy(role),
        role_weight=torch.from_numpy(role_weight),
        kept=torch.from_numpy(kept),
        weight=torch.from_numpy(weight),
        length=torch.from_numpy(length),
        type=torch.tensor([TYPES.index(p.type) if p.type else -100 for p, _ in texts]),
    )


_HEARSAY = 0.5
"""Weight of a role that only a teacher says, beside one of the gold."""


def _roles(
    page: Page, text: LineExample, size: int, teacher: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    target, block = text.target[:size].astype(np.int64), text.block[:size]
    gold = (target >= 0) & (target < KEPT)
    taught = (block >= 0) & (target >= KEPT)
    role = np.where(gold, target, 0)
    weight = gold.astype(np.float32)
    role[taught] = page.named[teacher][block[taught]]
    weight[taught] = _HEARSAY * page.sure[teacher][block[taught]]
    return role, weight


def _known(known: Ints, ids: Ints, lines: Ints, size: int, at: int) -> tuple[Ints, Ints]:
    rows = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    found = (known[rows] == ids) & (lines < size)
    return rows[found], lines[found] + at


def _long(parts: Iterator[Ints]) -> Tensor:
    return torch.from_numpy(np.concatenate(list(parts)).astype(np.int64))
