"""The network that labels blocks, in numpy: features and tokens to probabilities.

# Strategy: a page is a sequence of blocks. One matrix product takes in what is known of each
# block; two convolutions, each one product over the blocks beside their neighbours, and the
# mean and maximum over the page tell it of its surroundings. ``training/net.py`` is the twin
# that learns; a test holds the two against each other.
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

from bodycopy.features import COLUMNS
from bodycopy.features.tokens import Bags, Tokens
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
from bodycopy.native import ctext
from bodycopy.roles import ROLES

__all__ = [
    "SLOTS",
    "Prediction",
    "Vocabulary",
    "Weights",
    "load_weights",
    "predict",
    "summarise",
    "unpack_weights",
]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

FILE = "labeller.npz"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known hashes, each found by one look at the slot that its low bits name."""

    hashes: NDArray[np.int32]
    slots: NDArray[np.int32]
    screen: NDArray[np.uint8]
    """One bit for each slot: whether it is a known hash's."""

    @classmethod
    def of(cls, hashes: NDArray[np.int32]) -> Vocabulary:
        """The vocabulary of hashes of which no two share a slot (see ``SLOTS``)."""
        slots = np.zeros(SLOTS, np.int32)
        slots[hashes & (SLOTS - 1)] = np.arange(len(hashes), dtype=np.int32)
        taken = np.zeros(SLOTS, bool)
        taken[hashes & (SLOTS - 1)] = True
        return cls(hashes, slots, np.packbits(taken, bitorder="little"))

    def find(self, ids: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """The row of each hash, and whether it is known."""
        rows = self.slots[ids & (SLOTS - 1)]
        return rows, self.hashes[rows] == ids


SLOTS = 1 << 18


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned, ready to multiply."""

    arrays: Mapping[str, Floats]
    names: Vocabulary
    words: Vocabulary
    """The known tokens: rows of the arrays of the same name."""
    columns: NDArray[np.int32]
    """Columns of the feature matrix that the network was shown, in its order."""
    dilations: tuple[int, ...]
    kernel: int
    types: tuple[str, ...]
    padded: tuple[Floats, ...]
    """The layers as the compiled network takes them."""
    temperature: float
    """What role logits are divided by, so that probabilities are right as often as they say."""


_lock = threading.Lock()
_loaded: list[Weights] = []


def load_weights() -> Weights:
    """The weights that ship with the package, read once."""
    with _lock:
        if not _loaded:
            _loaded.append(read_weights(FILE, unpack_weights))
        return _loaded[0]


def unpack_weights(arrays: Mapping[str, NDArray[Any]]) -> Weights:
    """Weights from the arrays of a weights file.

    Raises ``ValueError`` where they ask for a feature that is not measured any more.
    """
    about = json.loads(bytes(arrays["about"]))
    missing = [name for name in about["columns"] if name not in COLUMNS]
    if missing:
        raise ValueError(f"weights were trained on columns that do not exist: {missing}")
    known = ("about", "known_names", "known_words")
    layers = {key: arrays[key].astype(np.float32) for key in arrays if key not in known}
    return Weights(
        arrays=layers,
        names=Vocabulary.of(arrays["known_names"].astype(np.int32)),
        words=Vocabulary.of(arrays["known_words"].astype(np.int32)),
        columns=np.array([COLUMNS.index(name) for name in about["columns"]], np.int32),
        dilations=tuple(about["dilations"]),
        kernel=about["kernel"],
        types=tuple(about["types"]),
        padded=_padded(layers, len(about["dilations"])),
        temperature=about["temperature"],
    )


def predict(matrix: Floats, tokens: Tokens, weights: Weights | None = None) -> Prediction:
    """What each block is, and what the page is. ``matrix`` is that of the features."""
    weights = weights or load_weights()
    if not len(matrix):
        return Prediction(np.empty((0, len(ROLES)), np.float32), {}, 0.0)
    roles, types = _logits(matrix, tokens, weights)
    probabilities = softmax(roles / np.float32(weights.temperature))
    chances = softmax(types[None])[0]
    summary = summarise(matrix, probabilities, chances)
    arrays = weights.arrays
    z = float(summary @ arrays["confidence.weight"] + arrays["confidence.bias"][0])
    return Prediction(
        probabilities=probabilities,
        types=dict(zip(weights.types, chances.tolist(), strict=True)),
        confidence=1.0 / (1.0 + math.exp(-z)),
    )


def _logits(matrix: Floats, tokens: Tokens, weights: Weights) -> tuple[Floats, Floats]:
    """Role logits ``[n, ROLES]`` and type logits ``[types]``."""
    w = weights.arrays
    if ctext is not None and w["entry.weight"].shape[1] % _LANES == 0:
        return _forward(_entry(matrix, tokens, weights), len(matrix), weights)
    inputs = _inputs(matrix, tokens, weights)
    entry = relu(product(inputs, w["entry.weight"]) + w["entry.bias"])
    around = pool(entry) @ w["pooled.weight"] + w["pooled.bias"]
    hidden = relu(entry + around)
    for layer, dilation in enumerate(weights.dilations):
        near = neighbours(hidden, weights.kernel, dilation)
        hidden = hidden + relu(product(near, w[f"convs.{layer}.weight"]) + w[f"convs.{layer}.bias"])
    pooled = pool(hidden)
    closing = pooled @ w["closing.weight"] + w["closing.bias"]
    both = np.concatenate((entry, hidden), axis=1)
    mixed = relu(product(both, w["mix.weight"]) + w["mix.bias"] + closing)
    roles = product(mixed, w["roles.weight"]) + w["roles.bias"]
    return roles, np.asarray(pooled @ w["types.weight"] + w["types.bias"], np.float32)


def _entry(matrix: Floats, tokens: Tokens, weights: Weights) -> bytearray:
    """What the first layer makes of the inputs, which are three times its size, and go with it."""
    weight, bias = weights.padded[:2]
    inputs = _inputs(matrix, tokens, weights)
    entry: bytearray = ctext.dense((inputs,), (0,), len(inputs), weight, bias, True)  # type: ignore[union-attr]
    return entry


def _forward(entry: bytearray, n: int, weights: Weights) -> tuple[Floats, Floats]:
    """What follows the first layer, compiled."""
    width = weights.arrays["entry.weight"].shape[1]
    logits, types = ctext.forward(  # type: ignore[union-attr] # the caller has looked
        entry, n, width, weights.kernel, weights.dilations, weights.padded[2:]
    )
    roles = np.frombuffer(logits, np.float32).reshape(n, -1)[:, : len(ROLES)]
    return roles, np.frombuffer(types, np.float32)[: len(weights.types)]


_LAYERS = ("entry", "pooled", "closing", "mix", "roles", "types")
_LANES = 16


def _padded(arrays: Mapping[str, Floats], convs: int) -> tuple[Floats, ...]:
    """Weights and biases of the layers, their columns padded to a multiple of 16."""
    names = (*_LAYERS, *(f"convs.{layer}" for layer in range(convs)))
    found = [arrays[f"{name}.{part}"] for name in names for part in ("weight", "bias")]
    return tuple(map(pad_columns, found))


def _inputs(matrix: Floats, tokens: Tokens, weights: Weights) -> Floats:
    """What the network is shown of each block."""
    if ctext is None:
        return _gathered(matrix, tokens, weights)
    names, words = weights.arrays["names"], weights.arrays["words"]
    parts = (
        *(np.ascontiguousarray(matrix), weights.columns),
        *(names, *_columns(weights.names), tokens.names.ids, tokens.names.bag),
        *(words, *_columns(weights.words), tokens.words.ids, tokens.words.bag),
        *map(np.ascontiguousarray, (tokens.around, tokens.element, tokens.first, tokens.end)),
    )
    (n, columns), (_, levels) = matrix.shape, tokens.around.shape
    width, word_width = names.shape[1], words.shape[1]
    rows = ctext.inputs(parts, n, columns, tokens.names.size, levels, width, word_width)
    return np.frombuffer(rows, np.float32).reshape(n, -1)


def _columns(vocabulary: Vocabulary) -> tuple[NDArray[Any], ...]:
    return vocabulary.hashes, vocabulary.slots, vocabulary.screen


def _gathered(matrix: Floats, tokens: Tokens, weights: Weights) -> Floats:
    names = _mean(weights.arrays["names"], weights.names, tokens.names)
    words = _mean(weights.arrays["words"], weights.words, tokens.words)
    near = names[tokens.around].reshape(len(matrix), -1)
    chain = _chain(names, tokens, len(matrix))
    return np.concatenate((matrix[:, weights.columns], near, chain, words), axis=1)


def _mean(table: Floats, vocabulary: Vocabulary, bags: Bags) -> Floats:
    """The mean of each bag's known tokens, ``[bags, size]``; 0 where none is known."""
    means = np.zeros((bags.size, table.shape[1]), np.float32)
    rows, known = vocabulary.find(bags.ids)
    bag = bags.bag[known]
    if len(bag):
        starts = np.concatenate(([0], np.flatnonzero(np.diff(bag)) + 1))
        counts = np.diff(starts, append=len(bag)).astype(np.float32)
        means[bag[starts]] = np.add.reduceat(table[rows[known]], starts) / counts[:, None]
    return means


def _running(values: Floats) -> NDArray[np.float64]:
    """Sums of the first 0, 1, 2 ... rows."""
    total = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=total[1:])
    return total


def _chain(names: Floats, tokens: Tokens, n: int) -> Floats:
    """For each block the sum over the elements around it: those begun less those ended."""
    rows = np.arange(n)
    begun = np.searchsorted(tokens.first, rows, side="right")
    order = np.argsort(tokens.end, kind="stable")
    ended = np.searchsorted(tokens.end[order], rows, side="right")
    values = names[tokens.element]
    return np.asarray((_running(values)[begun] - _running(values[order])[ended]) * 0.2, np.float32)


_LENGTH = COLUMNS.index("length")


def summarise(matrix: Floats, probabilities: Floats, types: Floats) -> Floats:
    """A page's prediction in a few numbers, to tell from how good its body will be.

    The F1, precision and recall that the probabilities themselves expect, the size of the
    body, how little is undecided, and the types.
    """
    chars = np.exp(6.0 * matrix[:, _LENGTH].astype(np.float64))
    return np.concatenate((expected_scores(chars, probabilities), types))
