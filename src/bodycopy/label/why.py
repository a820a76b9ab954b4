"""What speaks for and against a block's being body: contributions to the log odds.

# Strategy: integrated gradients (Sundararajan, Taly and Yan, 2017). All blocks of the page go in
# small steps from the page's average block to what they are; on the way, the gradient of each
# block's log odds says what every input has added. What a block owes to its neighbours and to
# the page as a whole reaches it through the convolutions and the pooled layers, and is counted
# apart. The sum of all contributions is the log odds less those of the average block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.tokens import Tokens
from bodycopy.label.layers import BODY_COLUMNS, neighbours, pool, product
from bodycopy.label.net import Weights, _inputs, load_weights

__all__ = [
    "STEPS",
    "Contributions",
    "Window",
    "back_through_layer",
    "body_log_odds",
    "explain_blocks",
    "log_odds_gradient",
    "own_and_near",
]

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

Window = dict[int, Floats]
"""Gradients of each block's log odds with regard to what stands so many rows away from it."""

STEPS = 16
"""Of the way from the average block; with these the sum is off by some .05 on authored pages."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the log odds of being body of ``n`` blocks are made of."""

    gradient: Floats
    """``[n, inputs]`` what a unit of each of the block's own inputs adds, on average of the way."""
    difference: Floats
    """``[n, inputs]`` of the block's inputs from those of the page's average block."""
    near: Floats
    """``[n]`` what the blocks around it add."""
    page: Floats
    """``[n]`` what the page as a whole adds."""
    log_odds: Floats
    """``[n]`` of being body."""
    base: Floats
    """``[n]`` the same where all blocks are the page's average block."""

    @property
    def own(self) -> Floats:
        """``[n, inputs]`` what each of the block's own inputs adds."""
        return self.gradient * self.difference


def explain_blocks(
    matrix: Floats, tokens: Tokens, weights: Weights | None = None, *, steps: int = STEPS
) -> Contributions:
    """What each block's log odds of being body are made of.

    The inputs are those that the network is shown: its columns of the matrix, the names of the
    elements near the block (``LEVELS`` bags), those of all around it, its words.
    """
    weights = weights or load_weights()
    if not len(matrix):
        none, empty = np.empty(0, np.float32), np.empty((0, 0), np.float32)
        return Contributions(empty, empty, none, none, none, none)
    inputs = _inputs(matrix, tokens, weights)
    base = inputs.mean(axis=0)
    difference = inputs - base
    net = _Net(weights, difference)
    gradient = np.zeros_like(inputs)
    near, page = np.zeros((2, len(inputs)), np.float32)
    start = before = net.forward(_on_the_way(base, difference, 0.0))
    for step in range(steps):
        middle, after = (
            net.forward(_on_the_way(base, difference, (step + part) / steps)) for part in (0.5, 1.0)
        )
        added = net.back(middle, before, after)
        gradient += added[0] / steps
        near += added[1] / steps
        page += added[2]
        before = after
    log_odds, first = (body_log_odds(end.logits) for end in (before, start))
    return Contributions(gradient, difference, near, page, log_odds, first)


def _on_the_way(base: Floats, difference: Floats, part: float) -> Floats:
    return np.asarray(base + np.float32(part) * difference, np.float32)


@dataclass(frozen=True, slots=True)
class _Pass:
    """One way through the network: which neurons spoke, and what the whole page said."""

    spoke: tuple[Flags, ...]
    """Of the entry, of the entry beside the page, of each convolution, of the mix."""
    around: Floats
    closing: Floats
    logits: Floats
    """``[n, ROLES]`` divided by the temperature."""


class _Net:
    """The network of label/net.py, forwards with a trace and backwards."""

    def __init__(self, weights: Weights, difference: Floats) -> None:
        self._weights = weights
        self._w = weights.arrays
        # How the entry layer changes with a unit of the way.
        self._entering = product(difference, self._w["entry.weight"])

    def forward(self, inputs: Floats) -> _Pass:
        w = self._w
        entry = product(inputs, w["entry.weight"]) + w["entry.bias"]
        spoke = [entry > 0]
        entry = np.maximum(entry, 0)
        around = pool(entry) @ w["pooled.weight"] + w["pooled.bias"]
        hidden = entry + around
        spoke.append(hidden > 0)
        hidden = np.maximum(hidden, 0)
        for layer, dilation in enumerate(self._weights.dilations):
            side_by_side = neighbours(hidden, self._weights.kernel, dilation)
            out = product(side_by_side, w[f"convs.{layer}.weight"]) + w[f"convs.{layer}.bias"]
            spoke.append(out > 0)
            hidden = hidden + np.maximum(out, 0)
        closing = pool(hidden) @ w["closing.weight"] + w["closing.bias"]
        both = np.concatenate((entry, hidden), axis=1)
        mixed = product(both, w["mix.weight"]) + w["mix.bias"] + closing
        spoke.append(mixed > 0)
        logits = product(np.maximum(mixed, 0), w["roles.weight"]) + w["roles.bias"]
        logits /= np.float32(self._weights.temperature)
        return _Pass(tuple(spoke), around, closing, logits)

    def back(self, middle: _Pass, before: _Pass, after: _Pass) -> tuple[Floats, Floats, Floats]:
        """Gradient of the own inputs, what the blocks near add, and what the page adds."""
        w = self._w
        entered, met, *convolved, mixed = middle.spoke
        slope = log_odds_gradient(middle.logits) / np.float32(self._weights.temperature)
        mix = product(slope, w["roles.weight"].T) * mixed
        page = mix @ (after.closing - before.closing)
        width = w["entry.bias"].size
        both = product(mix, w["mix.weight"].T)
        window: Window = {0: both[:, width:]}
        for layer in reversed(range(len(self._weights.dilations))):
            window = back_through_layer(
                window,
                convolved[layer],
                w[f"convs.{layer}.weight"],
                self._weights.dilations[layer],
            )
        window = _where(window, met)
        page = page + sum(window.values()) @ (after.around - before.around)
        window[0] = window[0] + both[:, :width]
        own, near = own_and_near(_where(window, entered), self._entering)
        return product(own, w["entry.weight"].T), near, np.asarray(page, np.float32)


def own_and_near(window: Window, entering: Floats) -> tuple[Floats, Floats]:
    """The gradient of the own row, and what all other rows in the window add."""
    near = np.zeros(len(entering), np.float32)
    for away, gradient in window.items():
        if away:
            near += np.einsum("ij,ij->i", gradient, _shifted(entering, away))
    return window[0], near


def back_through_layer(window: Window, spoke: Flags, weight: Floats, dilation: int) -> Window:
    """The gradients behind a convolution, from those before it; its input goes on beside it."""
    taps = weight.shape[0] // weight.shape[1]
    width = weight.shape[1]
    behind = dict(window)
    for away, gradient in _where(window, spoke).items():
        spread = product(gradient, weight.T)
        for tap in range(taps):
            to = away + (tap - taps // 2) * dilation
            part = spread[:, tap * width : (tap + 1) * width]
            behind[to] = behind[to] + part if to in behind else part
    return behind


def _where(window: Window, spoke: Flags) -> Window:
    """The gradients where the neurons of the row that they belong to spoke."""
    mask = spoke.astype(np.float32)
    return {away: gradient * _shifted(mask, away) for away, gradient in window.items()}


def _shifted(rows: Floats, away: int) -> Floats:
    """For each row the one so far away from it; zeros beyond the ends."""
    if away == 0:
        return rows
    shifted = np.zeros_like(rows)
    if abs(away) < len(rows):
        if away > 0:
            shifted[:-away] = rows[away:]
        else:
            shifted[-away:] = rows[:away]
    return shifted


def body_log_odds(logits: Floats) -> Floats:
    """Of all roles of the body together, ``[n]``, from logits ``[n, ROLES]``."""
    body, rest = _sides(logits)
    return np.asarray(_log_sum(body) - _log_sum(rest), np.float32)


def log_odds_gradient(logits: Floats) -> Floats:
    """With regard to each logit, ``[n, ROLES]``."""
    body, rest = _sides(logits)
    return np.concatenate(
        (np.exp(body - _log_sum(body)[:, None]), -np.exp(rest - _log_sum(rest)[:, None])), axis=1
    ).astype(np.float32)


def _sides(logits: Floats) -> tuple[Floats, Floats]:
    return logits[:, BODY_COLUMNS], logits[:, BODY_COLUMNS.stop :]


def _log_sum(values: Floats) -> Floats:
    highest = values.max(axis=1, initial=-np.inf)
    return np.asarray(highest + np.log(np.exp(values - highest[:, None]).sum(axis=1)))
