"""The network for lines, as it is trained. Its twin without torch is ``bodycopy.lines.net``."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from bodycopy.lines.features import LINE_COLUMNS
from bodycopy.roles import ROLES
from training.examples import CONVENTION_NAMES, TYPES
from training.lines.batches import Batch, Known

__all__ = ["LineNet", "Shape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of the network, and what is hidden from it while it learns."""

    width: int = 64
    kernel: int = 5
    near: tuple[int, ...] = (1, 3)
    far: tuple[int, ...] = (1, 4)
    word_size: int = 12
    gram_size: int = 8
    dropout: float = 0.1
    token_dropout: float = 0.3
    hidden_tokens: float = 0.3
    """Share of texts that are shown without tokens."""
    convention_dropout: float = 0.3


class LineNet(nn.Module):
    """Lines to role logits and a first guess, texts to type logits."""

    def __init__(self, shape: Shape, known: Known) -> None:
        super().__init__()
        self.shape = shape
        self.known = known
        width = shape.width
        self.words = nn.Embedding(len(known.words), shape.word_size)
        self.grams = nn.Embedding(len(known.grams), shape.gram_size)
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.normal_(self.grams.weight, std=0.1)
        # One row more than there are conventions: unknown.
        self.convention = nn.Embedding(len(CONVENTION_NAMES) + 1, width)
        nn.init.zeros_(self.convention.weight)
        self.entry = nn.Linear(len(LINE_COLUMNS) + shape.word_size + shape.gram_size, width)
        self.pooled = nn.Linear(2 * width, width)
        self.near = nn.ModuleList(nn.Linear(shape.kernel * width, width) for _ in shape.near)
        self.guess = nn.Linear(width, 1)
        self.place = nn.Linear(5, width)
        self.far = nn.ModuleList(nn.Linear(shape.kernel * width, width) for _ in shape.far)
        self.closing = nn.Linear(2 * width, width)
        self.mix = nn.Linear(2 * width, width)
        self.roles = nn.Linear(width, len(ROLES))
        self.types = nn.Linear(2 * width, len(TYPES))
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, batch: Batch, convention: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Role logits ``[B, L, ROLES]``, guess logits ``[B, L]``, type logits ``[B, TYPES]``."""
        told = self.convention(convention)[:, None]
        real = batch.real[..., None]
        entry = torch.relu(self.entry(self._inputs(batch)) + told) * real
        around = self.pooled(_pool(entry, batch))[:, None]
        hidden = torch.relu(entry + around) * real
        hidden = self._convolved(hidden, real, self.near, self.shape.near)
        guess = self.guess(hidden)[..., 0]
        place = _places(torch.sigmoid(guess) * batch.real, batch.chars)
        hidden = (hidden + torch.relu(self.place(place))) * real
        hidden = self._convolved(hidden, real, self.far, self.shape.far)
        pool = _pool(hidden, batch)
        closing = self.closing(pool)[:, None] + told
        mixed = torch.relu(self.mix(torch.cat((entry, hidden), 2)) + closing)
        return self.roles(self.drop(mixed)), guess, self.types(pool)

    def _inputs(self, batch: Batch) -> Tensor:
        pages, lines = batch.real.shape
        shown = torch.ones(pages, 1, 1)
        if self.training:
            shown = (torch.rand(pages, 1, 1) >= self.shape.hidden_tokens).float()
        words = self._mean(self.words.weight, batch.word_rows, batch.word_places, pages * lines)
        grams = self._mean(self.grams.weight, batch.gram_rows, batch.gram_places, pages * lines)
        tokens = torch.cat((words, grams), 1).view(pages, lines, -1) * shown
        return torch.cat((batch.matrix, tokens), 2)

    def _mean(self, table: Tensor, rows: Tensor, places: Tensor, size: int) -> Tensor:
        """The mean of the tokens of each place, a few hidden in training; 0 where none is."""
        if self.training and self.shape.token_dropout:
            kept = torch.rand(len(rows)) >= self.shape.token_dropout
            rows, places = rows[kept], places[kept]
        total = torch.zeros(size, table.shape[1]).index_add(0, places, table[rows])
        count = torch.zeros(size, 1).index_add(0, places, torch.ones(len(places), 1))
        return total / count.clamp(min=1.0)

    def _convolved(
        self, hidden: Tensor, real: Tensor, layers: nn.ModuleList, dilations: tuple[int, ...]
    ) -> Tensor:
        for layer, dilation in zip(layers, dilations, strict=True):
            step = torch.relu(layer(self._neighbours(hidden, dilation)))
            hidden = (hidden + self.drop(step)) * real
        return hidden

    def _neighbours(self, hidden: Tensor, dilation: int) -> Tensor:
        reach = self.shape.kernel // 2 * dilation
        padded = nn.functional.pad(hidden, (0, 0, reach, reach))
        steps = range(0, 2 * reach + 1, dilation)
        lines = hidden.shape[1]
        return torch.cat([padded[:, step : step + lines] for step in steps], 2)


def _places(guess: Tensor, chars: Tensor) -> Tensor:
    mass = guess * chars
    total = mass.sum(1, keepdim=True) + 1.0
    before = (mass.cumsum(1) - mass / 2) / total
    size = (torch.log(total) / 10.0).expand_as(guess)
    return torch.stack((guess, before, torch.minimum(before, 1 - before), mass / total, size), 2)


def _pool(hidden: Tensor, batch: Batch) -> Tensor:
    """Mean and maximum over each text, ``[B, 2 * width]``; nothing is below zero."""
    return torch.cat((hidden.sum(1) / batch.sizes[:, None], hidden.amax(1)), 1)
