"""Which line above the body is the headline: weights of its signs, learned from block roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.lines.header import HEADLINE_SIGNS, headline_rows, headline_signs
from bodycopy.roles import ROLES, Role
from training.calibrate import softmax
from training.lines.batches import Text
from training.lines.fit import Said

__all__ = ["fit_headline", "headline_choices"]

Floats = NDArray[np.float32]

_HEADLINE = ROLES.index(Role.HEADLINE)
_PARAGRAPH = np.log(80.0) / 6.0
_LENGTH = 0  # column of the feature matrix
_STEPS, _RATE, _DECAY = 250, 0.05, 1e-3


def headline_choices(
    texts: Sequence[Text], said: Sequence[Said], temperature: float
) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """Signs of the lines above the body, and which of them is the headline, text by text."""
    for (page, text), answer in zip(texts, said, strict=True):
        if page.convention != "roles" or page.type not in ("article", "liveblog", "media"):
            continue
        matrix = text.matrix.astype(np.float32)
        chances = softmax(answer.logits / np.float32(temperature))
        body = chances[:, IS_BODY].sum(axis=1) > 0.5
        opening = np.flatnonzero(body & (matrix[:, _LENGTH] > _PARAGRAPH))
        rows = headline_rows(matrix, int(opening[0])) if len(opening) else opening
        right = text.target[rows] == _HEADLINE
        if right.any():
            yield headline_signs(matrix, chances, rows, int(opening[0])), right


def fit_headline(texts: Sequence[Text], said: Sequence[Said], temperature: float) -> Floats:
    """Weights under which the headline stands out among the lines above the body."""
    choices = list(headline_choices(texts, said, temperature))
    if not choices:
        found = np.zeros(len(HEADLINE_SIGNS), np.float32)
        found[HEADLINE_SIGNS.index(str(Role.HEADLINE))] = 1.0
        return found
    scale = np.concatenate([signs for signs, _ in choices]).std(axis=0) + 1e-6
    longest = max(len(right) for _, right in choices)
    signs = torch.zeros(len(choices), longest, len(HEADLINE_SIGNS))
    hidden = torch.full((len(choices), longest), -1e9)
    right = torch.zeros(len(choices), longest, dtype=torch.bool)
    for number, (of_lines, of_headline) in enumerate(choices):
        size = len(of_headline)
        signs[number, :size] = torch.from_numpy(of_lines / scale)
        hidden[number, :size] = 0.0
        right[number, :size] = torch.from_numpy(of_headline)
    weight = torch.zeros(len(HEADLINE_SIGNS), requires_grad=True)
    optimizer = torch.optim.Adam([weight], lr=_RATE)
    for _ in range(_STEPS):
        chances = torch.log_softmax(signs @ weight + hidden, 1)
        likelihood = torch.logsumexp(chances.masked_fill(~right, -1e9), 1).mean()
        loss = _DECAY * (weight**2).sum() - likelihood
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return np.asarray(weight.detach().numpy() / scale, np.float32)
