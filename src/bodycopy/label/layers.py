"""Steps that the networks for blocks and for lines both take, in numpy."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bodycopy.roles import BODY_ROLES

__all__ = [
    "BODY_COLUMNS",
    "Prediction",
    "body_share",
    "expected_scores",
    "neighbours",
    "pad_columns",
    "pool",
    "product",
    "read_weights",
    "relu",
    "softmax",
]

Floats = NDArray[np.float32]
Weights = TypeVar("Weights")


@dataclass(frozen=True, slots=True)
class Prediction:
    """The network's word on a page or text of ``n`` blocks."""

    probabilities: Floats
    """``[n, len(ROLES)]``; rows sum to one."""
    types: Mapping[str, float]
    """Probability of each page type that the network tells apart."""
    confidence: float
    """Expected word F1 of the blocks whose body probability is above one half."""


def read_weights(name: str, unpack: Callable[[Mapping[str, NDArray[Any]]], Weights]) -> Weights:
    """What a file of weights that ships with the package holds."""
    path = resources.files("bodycopy").joinpath("weights", name)
    with path.open("rb") as file, np.load(file) as archive:
        return unpack(archive)


# Multiplications up to which OpenBLAS, which numpy's wheels bring along, stays on one thread
# (SMP_THRESHOLD_MIN times GEMM_MULTITHREAD_THRESHOLD in its sources).
_ONE_THREAD = 65536 * 4


def product(rows: Floats, weight: Floats) -> Floats:
    """``rows @ weight``, in strips small enough for one thread.

    A page's products are too small to gain from threads, but BLAS starts them: on a machine
    whose cores are busy, with other workers of ours for one, each then waits for all
    others. That took forty milliseconds a page in place of one.
    """
    strip = max(1, _ONE_THREAD // weight.size)
    product = np.empty((len(rows), weight.shape[1]), np.float32)
    for start in range(0, len(rows), strip):
        np.matmul(rows[start : start + strip], weight, out=product[start : start + strip])
    return product


def neighbours(hidden: Floats, kernel: int, dilation: int) -> Floats:
    """Each place beside its neighbours, ``[n, kernel * width]``; zeros beyond the ends."""
    n, width = hidden.shape
    reach = kernel // 2 * dilation
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = hidden
    steps = range(0, 2 * reach + 1, dilation)
    return np.concatenate([padded[step : step + n] for step in steps], axis=1)


_LANES = 16


# Rows of a dot product up to which OpenBLAS stays on one thread. Its threads cost more than the
# sum, and the sum's last digits hang on their number.
_ONE_THREAD_ROWS = 8192


def _dot(chars: Floats, shares: NDArray[Any]) -> float:
    """``chars @ shares``, in strips small enough for one thread."""
    strips = range(0, len(chars), _ONE_THREAD_ROWS)
    return math.fsum(
        float(chars[at : at + _ONE_THREAD_ROWS] @ shares[at : at + _ONE_THREAD_ROWS])
        for at in strips
    )


def pad_columns(array: Floats) -> Floats:
    """Columns of zeros added up to a multiple of 16, as the compiled layers take them."""
    widths = [(0, 0)] * (array.ndim - 1) + [(0, -array.shape[-1] % _LANES)]
    return np.ascontiguousarray(np.pad(array, widths))


def pool(hidden: Floats) -> Floats:
    """Mean and maximum over all places, ``[2 * width]``."""
    return np.concatenate((hidden.mean(axis=0), hidden.max(axis=0)))


def relu(values: Floats) -> Floats:
    """The values, the negative ones made 0 in place."""
    return np.maximum(values, np.float32(0.0), out=values)


def softmax(logits: Floats) -> Floats:
    """Logits ``[n, k]`` to probabilities whose rows sum to one."""
    chances = logits - logits.max(axis=1, keepdims=True)
    np.exp(chances, out=chances)
    chances /= chances.sum(axis=1, keepdims=True)
    return np.asarray(chances, np.float32)


# The roles of the body come first.
BODY_COLUMNS = slice(0, len(BODY_ROLES))


def body_share(probabilities: Floats) -> Floats:
    """All that speaks for the body in each row of probabilities of roles."""
    return np.asarray(probabilities[:, BODY_COLUMNS].sum(axis=1))


def expected_scores(chars: Floats, probabilities: Floats) -> Floats:
    """What the probabilities themselves expect of the body.

    F1, precision and recall, the size of the body, the share of what is undecided.
    """
    body = body_share(probabilities)
    kept = body > 0.5
    expected, chosen = _dot(chars, body), _dot(chars, kept)
    right = _dot(chars, body * kept)
    undecided = _dot(chars, np.minimum(body, 1.0 - body))
    return np.array(
        (
            2.0 * right / (chosen + expected + 1.0),
            right / (chosen + 1.0),
            right / (expected + 1.0),
            math.log1p(chosen) / 10.0,
            undecided / (expected + 1.0),
        ),
        np.float32,
    )
