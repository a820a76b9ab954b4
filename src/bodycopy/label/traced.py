"""A network of blocks or lines that is walked forwards with a trace, and backwards.

# Strategy: both networks open and close alike; what differs is the layers between. What a row
# says of another reaches it through those layers, so that a gradient is not one row but a
# window: one for each row so far away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bodycopy.label.layers import BODY_COLUMNS, neighbours, pool, product

__all__ = [
    "Convolution",
    "Layer",
    "Pass",
    "Trace",
    "TracedNet",
    "Window",
    "body_log_odds",
    "shifted",
    "where_spoken",
]

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

Window = dict[int, Floats]
"""Gradients of each row's log odds with regard to what stands so many rows away from it."""

Trace = tuple[NDArray[Any], ...]
"""What a layer has to know of its way forwards to go back."""


class Layer(Protocol):
    """A layer between the first and the last."""

    def forward(self, hidden: Floats, beside: Floats) -> tuple[Floats, Trace]:
        """``hidden`` and what the layer adds; ``beside`` are inputs that the first has not met."""

    def back(self, window: Window, trace: Trace) -> tuple[Window, Window]:
        """The gradients behind it: of ``hidden``, and of ``beside`` where that is used."""


@dataclass(frozen=True, slots=True)
class Convolution:
    """The rows so far away in ``kernel`` steps, through one product."""

    weight: Floats
    bias: Floats
    kernel: int
    dilation: int

    def forward(self, hidden: Floats, beside: Floats) -> tuple[Floats, Trace]:
        """``hidden`` and what the rows around say."""
        out = product(neighbours(hidden, self.kernel, self.dilation), self.weight) + self.bias
        return hidden + np.maximum(out, 0), (out > 0,)

    def back(self, window: Window, trace: Trace) -> tuple[Window, Window]:
        """The gradients of ``hidden``; it goes on beside what is added."""
        width = self.weight.shape[1]
        behind = dict(window)
        for away, gradient in where_spoken(window, trace[0]).items():
            spread = product(gradient, self.weight.T)
            for tap in range(self.kernel):
                to = away + (tap - self.kernel // 2) * self.dilation
                part = spread[:, tap * width : (tap + 1) * width]
                behind[to] = behind[to] + part if to in behind else part
        return behind, {}


@dataclass(frozen=True, slots=True)
class Pass:
    """One way through the network: which neurons spoke, and what all rows together said."""

    entered: Flags
    met: Flags
    """Of the entry beside what all rows together say."""
    layers: tuple[Trace, ...]
    mixed: Flags
    around: Floats
    closing: Floats
    logits: Floats
    """``[n, ROLES]`` divided by the temperature."""


class TracedNet:
    """A network, on the way of its inputs from the average row to what they are."""

    def __init__(
        self,
        arrays: Mapping[str, Floats],
        temperature: float,
        layers: Sequence[Layer],
        difference: Floats,
    ) -> None:
        self._w = arrays
        self._temperature = np.float32(temperature)
        self._layers = tuple(layers)
        self._entering = arrays["entry.weight"].shape[0]
        # How the entry layer, and what stands beside it, change with a unit of the way.
        self._entry_change = product(self._shown(difference), arrays["entry.weight"])
        self._beside_change = difference[:, self._entering :]

    def _shown(self, inputs: Floats) -> Floats:
        return np.ascontiguousarray(inputs[:, : self._entering])

    def forward(self, inputs: Floats) -> Pass:
        """The way of all rows through the network."""
        w = self._w
        entry = product(self._shown(inputs), w["entry.weight"]) + w["entry.bias"]
        entered = entry > 0
        entry = np.maximum(entry, 0)
        around = pool(entry) @ w["pooled.weight"] + w["pooled.bias"]
        hidden = entry + around
        met = hidden > 0
        hidden = np.maximum(hidden, 0)
        traces = []
        for layer in self._layers:
            hidden, trace = layer.forward(hidden, inputs[:, self._entering :])
            traces.append(trace)
        closing = pool(hidden) @ w["closing.weight"] + w["closing.bias"]
        both = np.concatenate((entry, hidden), axis=1)
        mixed = product(both, w["mix.weight"]) + w["mix.bias"] + closing
        logits = product(np.maximum(mixed, 0), w["roles.weight"]) + w["roles.bias"]
        logits /= self._temperature
        return Pass(entered, met, tuple(traces), mixed > 0, around, closing, logits)

    def back(self, middle: Pass, before: Pass, after: Pass) -> tuple[Floats, Floats, Floats]:
        """Gradient of the own inputs, what the rows near add, and what all together add."""
        w = self._w
        slope = _log_odds_gradient(middle.logits) / self._temperature
        mix = product(slope, w["roles.weight"].T) * middle.mixed
        whole = mix @ (after.closing - before.closing)
        width = w["entry.bias"].size
        both = product(mix, w["mix.weight"].T)
        window: Window = {0: both[:, width:]}
        beside: Window = {0: np.zeros_like(self._beside_change)}
        for layer, trace in zip(reversed(self._layers), reversed(middle.layers), strict=True):
            window, used = layer.back(window, trace)
            beside |= used
        window = where_spoken(window, middle.met)
        whole = whole + sum(window.values()) @ (after.around - before.around)
        window[0] = window[0] + both[:, :width]
        window = where_spoken(window, middle.entered)
        near = _from_others(window, self._entry_change) + _from_others(beside, self._beside_change)
        own = np.concatenate((product(window[0], w["entry.weight"].T), beside[0]), axis=1)
        return own, near, np.asarray(whole, np.float32)


def _from_others(window: Window, change: Floats) -> Floats:
    """What the change of all rows but the own adds."""
    added = np.zeros(len(change), np.float32)
    for away, gradient in window.items():
        if away:
            added += np.einsum("ij,ij->i", gradient, shifted(change, away))
    return added


def where_spoken(window: Window, spoke: Flags) -> Window:
    """The gradients where the neurons of the row that they belong to spoke."""
    mask = spoke.astype(np.float32)
    return {away: gradient * shifted(mask, away) for away, gradient in window.items()}


def shifted(rows: Floats, away: int) -> Floats:
    """For each row the one so far away from it; zeros beyond the ends."""
    if away == 0:
        return rows
    moved = np.zeros_like(rows)
    if abs(away) < len(rows):
        if away > 0:
            moved[:-away] = rows[away:]
        else:
            moved[-away:] = rows[:away]
    return moved


def body_log_odds(logits: Floats) -> Floats:
    """Of all roles of the body together, ``[n]``, from logits ``[n, ROLES]``."""
    body, rest = _sides(logits)
    return np.asarray(_log_sum(body) - _log_sum(rest), np.float32)


def _log_odds_gradient(logits: Floats) -> Floats:
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
