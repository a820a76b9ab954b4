"""Pages that are rows: which of their columns holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bodycopy.sources.record import Item, Record, Refused

__all__ = ["Columns", "item_of_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of columns in JSON lines and Parquet files."""

    html: str = "html"
    text: str | None = None
    """Read flattened text out of this column in place of HTML."""
    url: str = "url"


def item_of_row(row: Mapping[str, Any], columns: Columns, source: str, offset: int) -> Item:
    """The page of a row, or what is wrong with the row."""
    name = columns.text or columns.html
    payload = row.get(name)
    url = row.get(columns.url)
    url = url if isinstance(url, str) else None
    if isinstance(payload, bytes | str):
        return Record(
            source=source,
            offset=offset,
            payload=payload,
            is_text=columns.text is not None,
            url=url,
        )
    there = f"is {type(payload).__name__}" if name in row else "is missing"
    return Refused(
        source=source,
        offset=offset,
        reason="bad_row",
        detail=f"column {name!r} {there}",
        errored=True,
        url=url,
    )
