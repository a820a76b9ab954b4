"""What speaks for and against a block's being body: contributions to the log odds.

# Strategy: integrated gradients (Sundararajan, Taly and Yan, 2017). All blocks of the page go in
# small steps from the page's average block to what they are; on the way, the gradient of each
# block's log odds says what every input has added. What a block owes to its neighbours and to
# the page as a whole reaches it through the convolutions and the pooled layers, and is counted
# apart. The sum of all contributions is the log odds less those of the average block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.tokens import Tokens
from bodycopy.label.net import Weights, _inputs, load_weights
from bodycopy.label.traced import Convolution, TracedNet, body_log_odds

__all__ = ["STEPS", "Contributions", "explain_blocks", "integrate"]

Floats = NDArray[np.float32]

STEPS = 16
"""Of the way from the average block; with these the sum is off by some .05 on authored pages."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the log odds of being body of ``n`` blocks or lines are made of."""

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
    w = weights.arrays
    layers = [
        Convolution(w[f"convs.{at}.weight"], w[f"convs.{at}.bias"], weights.kernel, dilation)
        for at, dilation in enumerate(weights.dilations)
    ]
    return integrate(
        _inputs(matrix, tokens, weights),
        lambda difference: TracedNet(w, weights.temperature, layers, difference),
        steps,
    )


def integrate(inputs: Floats, trace: Callable[[Floats], TracedNet], steps: int) -> Contributions:
    """The contributions of ``[n, inputs]`` on their way from the average row, in so many steps.

    ``trace`` is given the whole way, and gives the network that walks it.
    """
    base = inputs.mean(axis=0)
    difference = inputs - base
    net = trace(difference)
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
