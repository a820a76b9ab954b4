"""The reliability diagram: what was said against what was true, of pages not learned from.

Calibration itself is fitted five times, each on four fifths of the sites, and drawn on the
fifth that it was not fitted on: what is drawn was neither learned from nor calibrated on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.label.net import summarise
from training.calibrate import (
    Calibration,
    Prediction,
    body_score,
    calibrate,
    known_sides,
    reliability,
    softmax,
)
from training.evaluate import AUTHORED
from training.examples import Example
from training.folds import fold_of

__all__ = ["Said", "draw", "said_and_true"]

Numbers = NDArray[np.float64]
Said = Mapping[str, tuple[Numbers, Numbers]]
"""By name of a probability: what was said, and what was true."""

_FOLDS = 5


def said_and_true(examples: Sequence[Example], predictions: Sequence[Prediction]) -> Said:
    """Probability of body of blocks with known roles, and expected word F1 of pages."""
    pairs = [
        (example, prediction)
        for example, prediction in zip(examples, predictions, strict=True)
        if example.set != AUTHORED and example.is_labelled and len(example.target)
    ]
    blocks: list[tuple[Numbers, Numbers]] = []
    pages: list[tuple[Numbers, Numbers]] = []
    for fold in range(_FOLDS):
        fitted = [pair for pair in pairs if fold_of(pair[0].group, _FOLDS) != fold]
        scale = calibrate([pair[0] for pair in fitted], [pair[1] for pair in fitted])
        for example, prediction in pairs:
            if fold_of(example.group, _FOLDS) == fold:
                chances = softmax(prediction.logits / np.float32(scale.temperature))
                blocks.append(_blocks(example, chances))
                pages.append(_page(example, prediction, chances, scale))
    return {
        "a block is body": _joined(blocks),
        "confidence (word F1 of the page)": _joined(pages),
    }


def _blocks(example: Example, chances: NDArray[np.float32]) -> tuple[Numbers, Numbers]:
    known, true = known_sides(example)
    return chances[known][:, IS_BODY].sum(axis=1).astype(np.float64), true.astype(np.float64)


def _page(
    example: Example, prediction: Prediction, chances: NDArray[np.float32], scale: Calibration
) -> tuple[Numbers, Numbers]:
    reference = example.role_body or example.body
    if reference is None:
        return np.empty(0), np.empty(0)
    row = summarise(example.matrix.astype(np.float32), chances, prediction.types)
    said = 1.0 / (1.0 + np.exp(-(row @ scale.confidence_weight + scale.confidence_bias)))
    return np.array([said]), np.array([body_score(example, reference, chances)])


def _joined(parts: Sequence[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    said, true = (np.concatenate(column) for column in zip(*parts, strict=True))
    return said, true


def draw(found: Said, path: Path) -> None:
    """A panel a probability: each tenth of the scale is a point, the diagonal is perfect."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "bodycopy"  # the same numbers draw the same file
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(found), figsize=(4.2 * len(found), 4.2))
    for axes, (name, (said, true)) in zip(np.atleast_1d(panels), found.items(), strict=True):
        rows = reliability(said, true)
        axes.plot((0, 1), (0, 1), color="0.7", linewidth=1)
        axes.plot([row[0] for row in rows], [row[1] for row in rows], marker="o")
        for mean, share, count in rows:
            axes.annotate(
                f"{count:,}", (mean, share), textcoords="offset points", xytext=(5, -9), fontsize=7
            )
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="said", ylabel="true", title=name)
        axes.set_aspect("equal")
        axes.grid(visible=True, alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
