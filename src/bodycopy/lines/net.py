"""The network that labels lines, in numpy: features and tokens to probabilities.

# Strategy: a text is a sequence of lines. Convolutions tell each line of its neighbours; a first
# guess at what is body then tells each line how much of the body stands before it and behind
# it, which is what containers tell on a page of HTML; convolutions again decide.
# ``training/lines/net.py`` is the twin that learns; a test holds the two against each other.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.label.layers import (
    Prediction,
    expected_scores,
    neighbours,
    pad_columns,
    pool,
    product,
    read_weights,
    relu,
    softmax,
)
from bodycopy.lines.matrix import LINE_COLUMNS, LineFeatures
from bodycopy.native import ctext

__all__ = [
    "LineWeights",
    "load_line_weights",
    "predict_lines",
    "unpack_line_weights",
]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_FILE = "lines.npz"


@dataclass(frozen=True, slots=True)
class LineWeights:
    """What was learned, ready to multiply."""

    arrays: Mapping[str, Floats]
    known_words: NDArray[np.int32]
    known_grams: NDArray[np.int32]
    """Hashes of the known tokens, ascending: rows of the arrays ``words`` and ``grams``."""
    near: tuple[int, ...]
    """Dilations of the convolutions before the first guess."""
    far: tuple[int, ...]
    """And of those after it."""
    kernel: int
    types: tuple[str, ...]
    temperature: float
    padded: Mapping[str, tuple[Floats, Floats]]
    """Weight and bias of each layer as the compiled layers take them."""
    buckets: tuple[NDArray[np.int32], NDArray[np.int32]]
    """Where the known words, and the known n-grams, begin whose first bits are 0, 1, 2 ..."""


_lock = threading.Lock()
_loaded: list[LineWeights] = []


def load_line_weights() -> LineWeights:
    """The weights that ship with the package, read once."""
    with _lock:
        if not _loaded:
            _loaded.append(read_weights(_FILE, unpack_line_weights))
        return _loaded[0]


def unpack_line_weights(arrays: Mapping[str, NDArray[Any]]) -> LineWeights:
    """Weights from the arrays of a weights file.

    Raises ``ValueError`` where they were trained on other columns than are measured.
    """
    about = json.loads(bytes(arrays["about"]))
    if about["columns"] != list(LINE_COLUMNS):
        raise ValueError("weights of lines were trained on other columns than are measured")
    known = ("about", "known_words", "known_grams")
    layers = {
        key: np.ascontiguousarray(arrays[key], np.float32) for key in arrays if key not in known
    }
    words = np.cumsum(arrays["known_words"], dtype=np.int32)
    grams = np.cumsum(arrays["known_grams"], dtype=np.int32)
    return LineWeights(
        arrays=layers,
        known_words=words,
        known_grams=grams,
        near=tuple(about["near"]),
        far=tuple(about["far"]),
        kernel=about["kernel"],
        types=tuple(about["types"]),
        temperature=about["temperature"],
        padded=_padded(layers),
        buckets=(_divided(words), _divided(grams)),
    )


def _padded(arrays: Mapping[str, Floats]) -> dict[str, tuple[Floats, Floats]]:
    names = [key.removesuffix(".weight") for key in arrays if key.endswith(".weight")]
    biased = [name for name in names if f"{name}.bias" in arrays]
    return {
        name: (pad_columns(arrays[f"{name}.weight"]), pad_columns(arrays[f"{name}.bias"]))
        for name in biased
    }


_BUCKETS, _BUCKET_BITS = 1 << 12, 31 - 12  # hashes have 31 bits


def _divided(hashes: NDArray[np.int32]) -> NDArray[np.int32]:
    firsts = np.arange(_BUCKETS + 1, dtype=np.int64) << _BUCKET_BITS
    return np.searchsorted(hashes, firsts).astype(np.int32)


def predict_lines(features: LineFeatures, weights: LineWeights | None = None) -> Prediction:
    """What each line is, and what the text is."""
    weights = weights or load_line_weights()
    roles, types = _logits(features, weights)
    probabilities = softmax(roles / np.float32(weights.temperature))
    chances = softmax(types[None])[0]
    w = weights.arrays
    expected = expected_scores(features.chars, probabilities)
    z = float(expected @ w["confidence.weight"] + w["confidence.bias"][0])
    return Prediction(
        probabilities=probabilities,
        types=dict(zip(weights.types, chances.tolist(), strict=True)),
        confidence=1.0 / (1.0 + math.exp(-z)),
    )


def _logits(features: LineFeatures, weights: LineWeights) -> tuple[Floats, Floats]:
    """Role logits ``[n, ROLES]`` and type logits ``[types]``."""
    if ctext is not None:
        return _compiled_logits(features, weights)
    w, tokens = weights.arrays, features.tokens
    n = len(features.matrix)
    words = _mean(w["words"], weights.known_words, tokens.word_ids, tokens.word_lines, n)
    grams = _mean(w["grams"], weights.known_grams, tokens.gram_ids, tokens.gram_lines, n)
    inputs = np.concatenate((features.matrix, words, grams), axis=1)
    entry = relu(product(inputs, w["entry.weight"]) + w["entry.bias"])
    hidden = relu(entry + (pool(entry) @ w["pooled.weight"] + w["pooled.bias"]))
    hidden = _convolved(hidden, weights, "near", weights.near)
    guess = _sigmoid(hidden @ w["guess.weight"] + w["guess.bias"])[:, 0]
    place = np.stack(_places(guess, features.chars), axis=1)
    hidden = hidden + relu(place @ w["place.weight"] + w["place.bias"])
    hidden = _convolved(hidden, weights, "far", weights.far)
    pooled = pool(hidden)
    closing = pooled @ w["closing.weight"] + w["closing.bias"]
    both = np.concatenate((entry, hidden), axis=1)
    mixed = relu(product(both, w["mix.weight"]) + w["mix.bias"] + closing)
    roles = product(mixed, w["roles.weight"]) + w["roles.bias"]
    return roles, np.asarray(pooled @ w["types.weight"] + w["types.bias"], np.float32)


def _compiled_logits(features: LineFeatures, weights: LineWeights) -> tuple[Floats, Floats]:
    """The same, compiled."""
    w, tokens = weights.arrays, features.tokens
    n = len(features.matrix)
    lines = zip(
        (w["words"], w["grams"]),
        (weights.known_words, weights.known_grams),
        weights.buckets,
        (tokens.word_ids, tokens.gram_ids),
        (tokens.word_lines, tokens.gram_lines),
        strict=True,
    )
    means = (
        np.frombuffer(ctext.mean_tokens(*parts, n), np.float32).reshape(n, -1)  # type: ignore[union-attr]
        for parts in lines
    )
    entry = _dense(weights, "entry", (features.matrix, *means), rectify=True)
    hidden = relu(entry + _dense(weights, "pooled", (pool(entry),)))
    hidden = _compiled_convolved(hidden, weights, "near", weights.near)
    guess = _sigmoid(_dense(weights, "guess", (hidden,)))[:, 0]
    place = np.stack(_places(guess, features.chars), axis=1)
    hidden += _dense(weights, "place", (place,), rectify=True)
    hidden = _compiled_convolved(hidden, weights, "far", weights.far)
    pooled = pool(hidden)
    mixed = _dense(weights, "mix", (entry, hidden)) + _dense(weights, "closing", (pooled,))
    return _dense(weights, "roles", (relu(mixed),)), _dense(weights, "types", (pooled,))[0]


def _dense(
    weights: LineWeights,
    name: str,
    parts: tuple[Floats, ...],
    away: tuple[int, ...] | None = None,
    *,
    rectify: bool = False,
) -> Floats:
    """What a layer makes of the rows so far away in some parts side by side; a vector is a row."""
    n = len(parts[0]) if parts[0].ndim > 1 else 1
    weight, bias = weights.padded[name]
    where = away or (0,) * len(parts)
    rows = ctext.dense(parts, where, n, weight, bias, rectify)  # type: ignore[union-attr]
    columns = weights.arrays[f"{name}.bias"].size
    return np.ascontiguousarray(np.frombuffer(rows, np.float32).reshape(n, -1)[:, :columns])


def _compiled_convolved(
    hidden: Floats, weights: LineWeights, name: str, dilations: tuple[int, ...]
) -> Floats:
    half = weights.kernel // 2
    for layer, dilation in enumerate(dilations):
        away = tuple(dilation * step for step in range(-half, half + 1))
        parts = (hidden,) * len(away)
        hidden = hidden + _dense(weights, f"{name}.{layer}", parts, away, rectify=True)
    return hidden


def _places(guess: Floats, chars: Floats) -> tuple[Floats, ...]:
    """The guess, and how much of the guessed body stands before and behind each line."""
    mass = guess * chars
    total = mass.sum() + np.float32(1.0)
    before = (np.cumsum(mass, dtype=np.float32) - mass / 2) / total
    size = np.full(len(guess), math.log(float(total)) / 10.0, np.float32)
    return guess, before, np.minimum(before, 1 - before), mass / total, size


def _convolved(
    hidden: Floats, weights: LineWeights, name: str, dilations: tuple[int, ...]
) -> Floats:
    w = weights.arrays
    for layer, dilation in enumerate(dilations):
        near = neighbours(hidden, weights.kernel, dilation)
        step = product(near, w[f"{name}.{layer}.weight"]) + w[f"{name}.{layer}.bias"]
        hidden = hidden + relu(step)
    return hidden


def _mean(
    table: Floats, known: NDArray[np.int32], ids: NDArray[np.int32], lines: Ints, n: int
) -> Floats:
    """The mean of each line's known tokens, ``[n, size]``; 0 where none is known."""
    means = np.zeros((n, table.shape[1]), np.float32)
    rows = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    found = known[rows] == ids
    line = lines[found]
    if len(line):
        starts = np.concatenate(([0], np.flatnonzero(np.diff(line)) + 1))
        counts = np.diff(starts, append=len(line)).astype(np.float32)
        means[line[starts]] = np.add.reduceat(table[rows[found]], starts) / counts[:, None]
    return means


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-values)), np.float32)
