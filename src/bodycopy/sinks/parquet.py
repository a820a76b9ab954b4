"""A Parquet file of articles, written row group by row group."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bodycopy.sinks.durable import sync_file
from bodycopy.sinks.schema import MAPPINGS, arrow_schema

__all__ = ["ParquetPart", "RowGroups"]

# Bytes of text: some thousand articles, which take a hundred megabytes as Python objects.
_ROW_GROUP = 4 << 20
_MOST_ROWS = 10_000


class RowGroups:
    """Rows of one schema, written to a file in row groups (zstd)."""

    def __init__(self, path: Path, schema: Any) -> None:
        self._path = path
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._size = 0
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def add(self, row: dict[str, Any], size: int) -> None:
        """One more row, of about ``size`` bytes."""
        self._rows.append(row)
        self._size += size
        if self._size >= _ROW_GROUP or len(self._rows) >= _MOST_ROWS:
            self._flush()

    def close(self) -> None:
        """Write what is left and wait until it is on the disk."""
        if self._rows:
            self._flush()
        self._writer.close()
        sync_file(self._path)

    def abandon(self) -> None:
        """Close the file without promise; it is not to be used."""
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()
        self._size = 0


class ParquetPart(RowGroups):
    """A part of the output with these columns."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        super().__init__(path, arrow_schema(tuple(columns)))
        self._mappings = [name for name in columns if name in MAPPINGS]

    def add(self, row: dict[str, Any], size: int) -> None:
        """One more row, of about ``size`` bytes."""
        for name in self._mappings:
            row[name] = [{"key": key, "value": value} for key, value in row[name].items()]
        super().add(row, size)
