"""Parquet files with the HTML or text of pages in a named column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from bodycopy.sources.fields import Columns, item_of_row
from bodycopy.sources.record import Item, Refused

__all__ = ["read_parquet", "row_groups"]

# Rows at once: pages are some 200 kB, so that a batch is some 20 MB.
_BATCH = 100


def row_groups(file: BinaryIO) -> list[int]:
    """Stored bytes of every row group. Raises ``OSError`` where the file is no Parquet."""
    try:
        metadata = pq.ParquetFile(file).metadata
    except pa.ArrowException as error:
        raise OSError(str(error)) from error
    return [metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups)]


def read_parquet(
    file: BinaryIO, source: str, columns: Columns, start: int, end: int
) -> Iterator[Item]:
    """The pages of the row groups from ``start`` to ``end``; offsets are rows of the file."""
    try:
        stored = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        yield _corrupt(source, 0, error)
        return
    names = {columns.text or columns.html, columns.url} & set(stored.schema_arrow.names)
    for group in range(start, min(end, stored.num_row_groups)):
        first = sum(stored.metadata.row_group(one).num_rows for one in range(group))
        yield from _read_group(stored, group, first, sorted(names), source, columns)


def _read_group(
    stored: Any, group: int, row: int, names: list[str], source: str, columns: Columns
) -> Iterator[Item]:
    try:
        batches = stored.iter_batches(batch_size=_BATCH, row_groups=[group], columns=names)
        for batch in batches:
            for values in batch.to_pylist():
                yield item_of_row(values, columns, source, row)
                row += 1
    except (pa.ArrowException, OSError) as error:
        yield _corrupt(source, row, error)


def _corrupt(source: str, row: int, error: Exception) -> Refused:
    return Refused(
        source=source, offset=row, reason="corrupt_file", detail=str(error), errored=True
    )
