"""Roles for blocks that a set calls only body or not: those that the labeller of HTML gives them.

# Strategy: on a page of HTML, elements and their names tell a caption from a paragraph and a
# teaser from a menu. What the network for HTML makes of that is told to the one for lines,
# within what the gold allows. A network of the cross-validation of HTML teaches only those of
# lines that are tested on the pages that it was not shown either.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bodycopy.label import net
from training.batches import allowed_roles
from training.examples import Example

__all__ = ["Teachers", "load_teachers", "name_blocks"]


@dataclass(frozen=True, slots=True)
class Teachers:
    """The networks of a cross-validation of HTML, then the one that ships."""

    weights: tuple[net.Weights, ...]
    folds: dict[str, int]
    """Site to the network that was not shown it; empty where there is only the shipped one."""


def load_teachers(folder: Path | None) -> Teachers:
    """The teachers whose cross-validation left its weights in ``folder``."""
    weights: list[net.Weights] = []
    folds: dict[str, int] = {}
    if folder is not None and (folder / "folds.json").exists():
        folds = json.loads((folder / "folds.json").read_text(encoding="utf-8"))
        for path in sorted(folder.glob("fold-*.npz")):
            with np.load(path) as arrays:
                weights.append(net.unpack_weights(arrays))
    return Teachers((*weights, net.load_weights()), folds)


def name_blocks(
    example: Example, weights: Sequence[net.Weights]
) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """``[teachers, n]`` the likeliest role of each block that its target allows, and how likely."""
    allowed = allowed_roles(example.convention)[example.target]
    allowed[example.target < 0] = True
    roles, sure = [], []
    for teacher in weights:
        said = net.predict(example.matrix.astype(np.float32), example.tokens, teacher)
        chances = said.probabilities * allowed
        total = np.maximum(chances.sum(1), 1e-6)
        roles.append(chances.argmax(1).astype(np.int8))
        sure.append((chances.max(1) / total).astype(np.float16))
    return np.stack(roles), np.stack(sure)
