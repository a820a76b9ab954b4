"""The trained network as one small file, the same bytes for the same numbers."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.features import COLUMNS
from training.calibrate import Calibration
from training.examples import CONVENTION_NAMES, TYPES
from training.net import Net

__all__ = ["LARGEST", "pack", "write_weights"]

LARGEST = 1_000_000
"""Bytes: what the file may weigh inside the wheel."""

# Wheels and clones compare files byte by byte: no clock in the archive.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(net: Net, calibration: Calibration, convention: str = "roles") -> dict[str, NDArray[Any]]:
    """The arrays of the weights file, under names and in the layout of ``bodycopy.label.net``.

    The convention's own biases are added to those of the layers that they go into.
    """
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    told = state.pop("convention.weight")[CONVENTION_NAMES.index(convention)]
    state["entry.bias"] = state["entry.bias"] + told
    state["closing.bias"] = state["closing.bias"] + told
    arrays: dict[str, NDArray[Any]] = {
        "known_names": state.pop("known_names").astype(np.int32),
        "known_words": state.pop("known_words").astype(np.int32),
        "names": state.pop("names.weight").astype(np.float16),
        "words": state.pop("words.weight").astype(np.float16),
    }
    for name, value in state.items():
        arrays[name] = (value.T if value.ndim == 2 else value).astype(np.float16)
    arrays["confidence.weight"] = calibration.confidence_weight.astype(np.float32)
    arrays["confidence.bias"] = np.array([calibration.confidence_bias], np.float32)
    about = {
        "columns": list(COLUMNS),
        "dilations": list(net.shape.dilations),
        "kernel": net.shape.kernel,
        "types": list(TYPES),
        "temperature": calibration.temperature,
    }
    arrays["about"] = np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)
    return arrays


def write_weights(path: Path, arrays: Mapping[str, NDArray[Any]], largest: int = LARGEST) -> int:
    """Write the file; its size in bytes. Raises ``ValueError`` where it is too large."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.save(content, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.getvalue())
    data = buffer.getvalue()
    if len(data) > largest:
        raise ValueError(f"the weights take {len(data)} bytes, {largest} are allowed")
    path.write_bytes(data)
    return len(data)
