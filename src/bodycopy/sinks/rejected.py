"""The sidecar: one row for every record that was read and gave no article, and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bodycopy.sinks.durable import commit, sync_file, temporary_name
from bodycopy.sinks.parquet import RowGroups

__all__ = ["RejectedPart", "merge_rejected"]

SCHEMA = pa.schema(
    [
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("source", pa.string()),
        ("offset", pa.int64()),
        ("length", pa.int64()),
        ("url", pa.string()),
        ("warc_record_id", pa.string()),
        ("warc_date", pa.string()),
        ("page_type", pa.string()),
        ("language", pa.string()),
    ]
)
"""``outcome`` is ``rejected`` (read, and no article) or ``errored`` (cannot be read)."""

_ROW_BYTES = 300


class RejectedPart(RowGroups):
    """The sidecar rows of one shard."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA)

    def add_row(self, row: dict[str, Any]) -> None:
        """One more record without an article."""
        self.add(row, _ROW_BYTES)


def merge_rejected(parts: Iterable[Path], path: Path, token: str) -> int:
    """One file of all parts, in their order, whole or not there; gives its rows."""
    temporary = temporary_name(path, token)
    rows = 0
    try:
        with pq.ParquetWriter(temporary, SCHEMA, compression="zstd") as writer:
            for part in parts:
                with pq.ParquetFile(part) as file:
                    for batch in file.iter_batches(batch_size=50_000):
                        writer.write_batch(batch)
                        rows += batch.num_rows
        sync_file(temporary)
        commit(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return rows
