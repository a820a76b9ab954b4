"""Probabilities that are right as often as they say, on pages that were not learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.label.net import summarise
from training.evaluate import AUTHORED, kept_blocks, page_score
from training.examples import KEPT, TYPES, Example, Reference

__all__ = [
    "Calibration",
    "Prediction",
    "body_score",
    "calibrate",
    "known_sides",
    "logistic",
    "reliability",
    "softmax",
]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a network that never saw the page says of it."""

    logits: Floats
    """``[n, ROLES]``"""
    types: Floats
    """``[TYPES]`` probabilities."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is set after training."""

    temperature: float
    confidence_weight: Floats
    confidence_bias: float

    @classmethod
    def none(cls) -> Calibration:
        """Probabilities as the network has them, and no idea of pages."""
        return cls(1.0, np.zeros(5 + len(TYPES), np.float32), 0.0)


def softmax(logits: Floats) -> Floats:
    """Rows that sum to one."""
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True), np.float32)


def calibrate(examples: Sequence[Example], predictions: Sequence[Prediction]) -> Calibration:
    """Temperature and page confidence that suit predictions made out of fold."""
    kept = [row for row, example in enumerate(examples) if example.set != AUTHORED]
    examples, predictions = [examples[row] for row in kept], [predictions[row] for row in kept]
    temperature = _temperature(examples, predictions)
    rows, scores = [], []
    for example, prediction in zip(examples, predictions, strict=True):
        reference = example.role_body or example.body
        if reference is None:
            continue
        chances = softmax(prediction.logits / np.float32(temperature))
        rows.append(summarise(example.matrix.astype(np.float32), chances, prediction.types))
        scores.append(body_score(example, reference, chances))
    weight, bias = logistic(np.array(rows, np.float64), np.array(scores))
    return Calibration(temperature, weight, bias)


def body_score(example: Example, reference: Reference, chances: Floats) -> float:
    """Word F1 of the body; a lead taken for a paragraph, or the reverse, does not make it wrong."""
    return max(
        page_score(example, reference, kept_blocks(chances, convention))
        for convention in ("roles", "fundus")
    )


def known_sides(example: Example) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which blocks are known to be body or not, and of these, which are."""
    known = (example.target >= 0) & (example.weight > 0.5)
    target = example.target[known]
    return known, (target == KEPT) | (target < IS_BODY.sum())


def _temperature(examples: Sequence[Example], predictions: Sequence[Prediction]) -> float:
    """The temperature under which the sides of known blocks are most likely."""
    logits, sides, weights = [], [], []
    for example, prediction in zip(examples, predictions, strict=True):
        known, side = known_sides(example)
        logits.append(prediction.logits[known])
        sides.append(side)
        weights.append(np.sqrt(np.diff(example.word_starts)[known] + 1.0))
    side, weight = np.concatenate(sides), np.concatenate(weights)
    stacked = np.concatenate(logits)

    def loss(temperature: float) -> float:
        body = softmax(stacked / np.float32(temperature))[:, IS_BODY].sum(axis=1)
        right = np.where(side, body, 1.0 - body)
        return float(-(weight * np.log(np.maximum(right, 1e-6))).sum() / weight.sum())

    tried = np.round(np.arange(0.6, 2.6, 0.1), 2).tolist()
    return float(min(tried, key=loss))


def logistic(rows: NDArray[np.float64], scores: NDArray[np.float64]) -> tuple[Floats, float]:
    """Weights and bias of the logistic regression of shares on rows, by Newton's method."""
    inputs = np.concatenate((rows, np.ones((len(rows), 1))), axis=1)
    weight = np.zeros(inputs.shape[1])
    ridge = np.full(len(weight), 0.3)
    ridge[-1] = 1e-6
    for _ in range(30):
        guess = 1.0 / (1.0 + np.exp(-inputs @ weight))
        slope = inputs.T @ (guess - scores) + ridge * weight
        curve = (inputs * (guess * (1.0 - guess))[:, None]).T @ inputs + np.diag(ridge)
        weight -= np.linalg.solve(curve, slope)
    return weight[:-1].astype(np.float32), float(weight[-1])


def reliability(
    said: NDArray[np.float64], true: NDArray[np.float64], bins: int = 10
) -> list[tuple[float, float, int]]:
    """Mean of what was said, mean of what was true, and count, in each tenth of the scale."""
    rows = np.minimum((said * bins).astype(int), bins - 1)
    return [
        (float(said[rows == row].mean()), float(true[rows == row].mean()), int((rows == row).sum()))
        for row in range(bins)
        if (rows == row).any()
    ]
