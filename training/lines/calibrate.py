"""Probabilities that are right as often as they say, on pages that were not learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.label.layers import expected_scores
from bodycopy.lines.header import HEADLINE_SIGNS
from bodycopy.roles import Role
from training.calibrate import logistic, softmax
from training.examples import KEPT
from training.lines.batches import Text
from training.lines.fit import Said
from training.lines.headline import fit_headline
from training.lines.score import text_f1

__all__ = ["Calibration", "calibrate"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is set after training."""

    temperature: float
    weight: NDArray[np.float32]
    bias: float
    headline: NDArray[np.float32]
    """Weights of ``HEADLINE_SIGNS``."""

    @classmethod
    def none(cls) -> Calibration:
        """Probabilities as the network has them, and no idea of texts."""
        headline = np.zeros(len(HEADLINE_SIGNS), np.float32)
        headline[HEADLINE_SIGNS.index(str(Role.HEADLINE))] = 1.0
        return cls(1.0, np.zeros(5, np.float32), 0.0, headline)


def calibrate(texts: Sequence[Text], said: Sequence[Said]) -> Calibration:
    """What suits answers about texts that were not learned from.

    Temperature and confidence from the scored texts, the signs of headlines from all.
    """
    pairs = [pair for pair in zip(texts, said, strict=True) if pair[0][0].scored]
    all_texts, all_said = texts, said
    texts, said = [text for text, _ in pairs], [answer for _, answer in pairs]
    temperature = _temperature(texts, said)
    rows = [
        expected_scores(
            text.chars.astype(np.float32), softmax(answer.logits / np.float32(temperature))
        )
        for (_, text), answer in zip(texts, said, strict=True)
    ]
    scores = [text_f1(text, answer) for text, answer in zip(texts, said, strict=True)]
    weight, bias = logistic(np.array(rows, np.float64), np.array(scores))
    return Calibration(temperature, weight, bias, fit_headline(all_texts, all_said, temperature))


def _temperature(texts: Sequence[Text], said: Sequence[Said]) -> float:
    """The temperature under which the sides of known lines are most likely."""
    logits, sides, weights = [], [], []
    for (_, text), answer in zip(texts, said, strict=True):
        known = (text.target >= 0) & (text.weight > 0.5)
        target = text.target[known]
        logits.append(answer.logits[known])
        sides.append((target == KEPT) | (target < IS_BODY.sum()))
        weights.append(np.sqrt(text.length[known] + 1.0))
    side, weight, stacked = np.concatenate(sides), np.concatenate(weights), np.concatenate(logits)

    def loss(temperature: float) -> float:
        body = softmax(stacked / np.float32(temperature))[:, IS_BODY].sum(axis=1)
        right = np.where(side, body, 1.0 - body)
        return float(-(weight * np.log(np.maximum(right, 1e-6))).sum() / weight.sum())

    tried = np.round(np.arange(0.6, 2.6, 0.1), 2).tolist()
    return float(min(tried, key=loss))
