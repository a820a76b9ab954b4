"""The labeller's network, as it is trained. Its twin without torch is ``bodycopy.label.net``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from bodycopy.features import COLUMNS
from bodycopy.features.tokens import LEVELS
from bodycopy.roles import ROLES
from training.batches import Batch
from training.examples import CONVENTION_NAMES, TYPES
from training.vocabulary import Vocabulary

__all__ = ["Net", "Shape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of the network, and what it is shown."""

    width: int = 64
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 4)
    name_size: int = 12
    """Numbers an embedded name has; 0 leaves names out."""
    word_size: int = 12
    dropout: float = 0.1
    token_dropout: float = 0.3
    name_dropout: float = 0.5
    """Share of pages that are shown without any names while training."""
    word_dropout: float = 0.5
    convention_dropout: float = 0.3
    chain: bool = True
    """Whether the names of all elements around a block are summed, up to the root."""


class Net(nn.Module):
    """Block sequence to role logits, and pages to type logits."""

    def __init__(self, shape: Shape, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("known_names", torch.from_numpy(vocabulary.names.astype(np.int64)))
        self.register_buffer("known_words", torch.from_numpy(vocabulary.words.astype(np.int64)))
        inputs = len(COLUMNS) + (LEVELS + shape.chain) * shape.name_size + shape.word_size
        width = shape.width
        if shape.name_size:
            self.names = nn.Embedding(len(vocabulary.names), shape.name_size)
            nn.init.normal_(self.names.weight, std=0.1)
        if shape.word_size:
            self.words = nn.Embedding(len(vocabulary.words), shape.word_size)
            nn.init.normal_(self.words.weight, std=0.1)
        # One row more than there are conventions: unknown.
        self.convention = nn.Embedding(len(CONVENTION_NAMES) + 1, width)
        nn.init.zeros_(self.convention.weight)
        self.entry = nn.Linear(inputs, width)
        self.pooled = nn.Linear(2 * width, width)
        self.convs = nn.ModuleList(nn.Linear(shape.kernel * width, width) for _ in shape.dilations)
        self.closing = nn.Linear(2 * width, width)
        self.mix = nn.Linear(2 * width, width)
        self.roles = nn.Linear(width, len(ROLES))
        self.types = nn.Linear(2 * width, len(TYPES))
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, batch: Batch, convention: Tensor) -> tuple[Tensor, Tensor]:
        """Role logits ``[L, ROLES]`` and type logits ``[B, TYPES]``."""
        told = self.convention(convention)
        entry = torch.relu(self.entry(self._inputs(batch)) + told[batch.page]) * batch.real
        around = self.pooled(self._pool(entry, batch))
        hidden = torch.relu(entry + around[batch.page]) * batch.real
        for conv, dilation in zip(self.convs, self.shape.dilations, strict=True):
            step = torch.relu(conv(self._neighbours(hidden, dilation)))
            hidden = (hidden + self.drop(step)) * batch.real
        pool = self._pool(hidden, batch)
        closing = self.closing(pool) + told
        mixed = torch.relu(self.mix(torch.cat((entry, hidden), 1)) + closing[batch.page])
        return self.roles(self.drop(mixed)), self.types(pool)

    def _inputs(self, batch: Batch) -> Tensor:
        parts = [batch.matrix]
        if self.shape.name_size:
            names = _mean(
                self.names.weight,
                *self._known(self.known_names, batch.name_ids, batch.name_bags),
                batch.names,
            )
            shown = self._shown(batch, self.shape.name_dropout)
            parts.append(names[batch.around].flatten(1) * shown)
            if self.shape.chain:
                parts.append(_chain(names[batch.element], batch) * shown)
        if self.shape.word_size:
            words = _mean(
                self.words.weight,
                *self._known(self.known_words, batch.word_ids, batch.word_bags),
                len(batch.page),
            )
            parts.append(words * self._shown(batch, self.shape.word_dropout))
        return torch.cat(parts, 1) * batch.real

    def _known(self, vocabulary: Tensor, ids: Tensor, bags: Tensor) -> tuple[Tensor, Tensor]:
        """Rows and bags of the tokens that are in the vocabulary, a few hidden in training."""
        rows = torch.searchsorted(vocabulary, ids).clamp(max=len(vocabulary) - 1)
        known = vocabulary[rows] == ids
        if self.training and self.shape.token_dropout:
            known &= torch.rand(len(ids)) >= self.shape.token_dropout
        return rows[known], bags[known]

    def _shown(self, batch: Batch, dropout: float) -> Tensor:
        """``[L, 1]`` 0 for pages that an input is hidden of in training."""
        if not self.training or not dropout:
            return torch.ones(1, 1)
        return (torch.rand(len(batch.sizes)) >= dropout).float()[batch.page][:, None]

    def _neighbours(self, hidden: Tensor, dilation: int) -> Tensor:
        """Each place beside its neighbours, ``[L, kernel * width]``."""
        reach = self.shape.kernel // 2 * dilation
        padded = nn.functional.pad(hidden, (0, 0, reach, reach))
        steps = range(0, 2 * reach + 1, dilation)
        return torch.cat([padded[step : step + len(hidden)] for step in steps], 1)

    def _pool(self, hidden: Tensor, batch: Batch) -> Tensor:
        """Mean and maximum over each page, ``[B, 2 * width]``."""
        pages = len(batch.sizes)
        total = torch.zeros(pages, hidden.shape[1]).index_add(0, batch.page, hidden)
        index = batch.page[:, None].expand_as(hidden)
        most = torch.zeros(pages, hidden.shape[1]).scatter_reduce(0, index, hidden, "amax")
        return torch.cat((total / batch.sizes, most), 1)


def _mean(table: Tensor, rows: Tensor, bags: Tensor, size: int) -> Tensor:
    """The mean of each bag's tokens; 0 for an empty bag."""
    total = torch.zeros(size, table.shape[1]).index_add(0, bags, table[rows])
    count = torch.zeros(size, 1).index_add(0, bags, torch.ones(len(bags), 1))
    return total / count.clamp(min=1.0)


def _chain(names: Tensor, batch: Batch) -> Tensor:
    """For each place the sum over the elements around it, by differences along the page."""
    places = len(batch.page)
    change = torch.zeros(places + 1, names.shape[1])
    change = change.index_add(0, batch.first, names).index_add(0, batch.end, -names)
    return change[:-1].cumsum(0) * 0.2
