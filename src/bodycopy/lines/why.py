"""What speaks for and against a line's being body: contributions to the log odds.

# Strategy: that of label/why.py, through the network of lines. Where a line stands in the body
# as first guessed is settled by all lines together, and is an input of its own: what the line's
# own guess says goes on to what the guess was made of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.label.layers import pool, product, relu
from bodycopy.label.traced import (
    Convolution,
    Layer,
    Trace,
    TracedNet,
    Window,
    shifted,
    where_spoken,
)
from bodycopy.label.why import STEPS, Contributions, integrate
from bodycopy.lines.matrix import LineFeatures
from bodycopy.lines.net import (
    LineWeights,
    _convolved,
    _mean,
    _places,
    _sigmoid,
    load_line_weights,
)

__all__ = ["PLACE_COLUMNS", "explain_lines"]

Floats = NDArray[np.float32]

PLACE_COLUMNS = ("body_above", "body_inside", "body_held")
"""Of what is guessed to be the body: the share above a line, the share to its nearer end, and
the share that the line itself holds. The last inputs of ``explain_lines``."""
_PLACES = slice(1, 1 + len(PLACE_COLUMNS))  # of the columns of the layer: first stands the guess


def explain_lines(
    features: LineFeatures, weights: LineWeights | None = None, *, steps: int = STEPS
) -> Contributions:
    """What each line's log odds of being body are made of; there has to be at least one line.

    The inputs are those that the network is shown: the columns of the matrix, the mean of the
    line's words, that of its n-grams; behind them ``PLACE_COLUMNS``. In ``STEPS`` steps the sum
    is off by some .06 on authored texts, by .25 at most.
    """
    weights = weights or load_line_weights()
    shown = _shown(features, weights)
    places = _guessed_places(shown, features.chars, weights)
    size = float(places[0, -1])
    layers: list[Layer] = [
        *_convolutions(weights, "near", weights.near),
        _Place.of(weights, size),
        *_convolutions(weights, "far", weights.far),
    ]
    return integrate(
        np.concatenate((shown, places[:, _PLACES]), axis=1),
        lambda difference: TracedNet(weights.arrays, weights.temperature, layers, difference),
        steps,
    )


def _shown(features: LineFeatures, weights: LineWeights) -> Floats:
    w, tokens, n = weights.arrays, features.tokens, len(features.matrix)
    words = _mean(w["words"], weights.known_words, tokens.word_ids, tokens.word_lines, n)
    grams = _mean(w["grams"], weights.known_grams, tokens.gram_ids, tokens.gram_lines, n)
    return np.concatenate((features.matrix, words, grams), axis=1)


def _guessed_places(shown: Floats, chars: Floats, weights: LineWeights) -> Floats:
    """What the network is told of the body as first guessed, ``[n, 5]``."""
    w = weights.arrays
    entry = relu(product(shown, w["entry.weight"]) + w["entry.bias"])
    hidden = relu(entry + (pool(entry) @ w["pooled.weight"] + w["pooled.bias"]))
    hidden = _convolved(hidden, weights, "near", weights.near)
    guess = _sigmoid(hidden @ w["guess.weight"] + w["guess.bias"])[:, 0]
    return np.stack(_places(guess, chars), axis=1)


def _convolutions(weights: LineWeights, name: str, dilations: tuple[int, ...]) -> list[Convolution]:
    w = weights.arrays
    return [
        Convolution(w[f"{name}.{at}.weight"], w[f"{name}.{at}.bias"], weights.kernel, dilation)
        for at, dilation in enumerate(dilations)
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """The layer that takes in the first guess, and where each line stands in the guessed body."""

    guess_weight: Floats
    guess_bias: Floats
    weight: Floats
    bias: Floats
    size: float
    """Of the guessed body; the same for all lines, and all the way."""

    @classmethod
    def of(cls, weights: LineWeights, size: float) -> _Place:
        w = weights.arrays
        return cls(w["guess.weight"], w["guess.bias"], w["place.weight"], w["place.bias"], size)

    def forward(self, hidden: Floats, beside: Floats) -> tuple[Floats, Trace]:
        """``hidden`` and what guess and place say; ``beside`` are ``PLACE_COLUMNS``."""
        guess = _sigmoid(hidden @ self.guess_weight + self.guess_bias)
        size = np.full((len(hidden), 1), self.size, np.float32)
        place = np.concatenate((guess, beside, size), axis=1)
        out = product(place, self.weight) + self.bias
        return hidden + np.maximum(out, 0), (out > 0, guess * (1 - guess))

    def back(self, window: Window, trace: Trace) -> tuple[Window, Window]:
        """The gradients of ``hidden``, through the guess too, and those of the place."""
        spoke, slope = trace
        behind, beside = {}, {}
        for away, gradient in where_spoken(window, spoke).items():
            place = product(gradient, self.weight.T)
            guess = place[:, :1] * shifted(slope, away)
            behind[away] = window[away] + guess * self.guess_weight[:, 0]
            beside[away] = place[:, _PLACES]
        return behind, beside
