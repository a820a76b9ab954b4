"""The trained network for lines as a file of arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.lines.features import LINE_COLUMNS
from training.examples import CONVENTION_NAMES, TYPES
from training.lines.calibrate import Calibration
from training.lines.net import LineNet

__all__ = ["LARGEST", "calibrated", "pack_lines"]

LARGEST = 600_000
"""Bytes that the file may have."""


def pack_lines(
    net: LineNet, calibration: Calibration, convention: str = "roles"
) -> dict[str, NDArray[Any]]:
    """The arrays of the weights file, under names and in the layout of ``bodycopy.lines.net``.

    The convention's own biases are added to those of the layers that they go into.
    """
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    told = state.pop("convention.weight")[CONVENTION_NAMES.index(convention)]
    state["entry.bias"] = state["entry.bias"] + told
    state["closing.bias"] = state["closing.bias"] + told
    arrays: dict[str, NDArray[Any]] = {
        # Steps between the ascending hashes take less room than the hashes.
        "known_words": np.diff(net.known.words.astype(np.int32), prepend=np.int32(0)),
        "known_grams": np.diff(net.known.grams.astype(np.int32), prepend=np.int32(0)),
        "words": state.pop("words.weight").astype(np.float16),
        "grams": state.pop("grams.weight").astype(np.float16),
    }
    for name, value in state.items():
        arrays[name] = (value.T if value.ndim == 2 else value).astype(np.float16)
    about = {
        "columns": list(LINE_COLUMNS),
        "near": list(net.shape.near),
        "far": list(net.shape.far),
        "kernel": net.shape.kernel,
        "types": list(TYPES),
    }
    return calibrated(arrays | {"about": _packed(about)}, calibration)


def calibrated(
    arrays: Mapping[str, NDArray[Any]], calibration: Calibration
) -> dict[str, NDArray[Any]]:
    """The arrays of a weights file with what is set after training."""
    about = json.loads(bytes(arrays["about"])) | {"temperature": calibration.temperature}
    return {
        **arrays,
        "about": _packed(about),
        "confidence.weight": calibration.weight.astype(np.float32),
        "confidence.bias": np.array([calibration.bias], np.float32),
        "headline.weight": calibration.headline.astype(np.float32),
    }


def _packed(about: Mapping[str, Any]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)
