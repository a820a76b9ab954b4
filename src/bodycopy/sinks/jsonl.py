"""Articles as gzipped JSON lines: one object a line, the columns of the schema as keys."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from bodycopy.sinks.durable import sync_file

__all__ = ["JsonLinesPart"]


class JsonLinesPart:
    """A part of the output with these columns."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        self._raw = path.open("wb")
        # No name and no time in the header: the same rows are the same bytes.
        self._file = gzip.GzipFile("", "wb", 6, self._raw, mtime=0)
        self._encoder = msgspec.json.Encoder()

    def add(self, row: dict[str, Any], size: int) -> None:
        """One more row."""
        self._file.write(self._encoder.encode(row) + b"\n")

    def close(self) -> None:
        """Write what is left and wait until it is on the disk."""
        self._file.close()
        self._raw.close()
        sync_file(self._path)

    def abandon(self) -> None:
        """Close the file without promise; it is not to be used."""
        self._raw.close()
