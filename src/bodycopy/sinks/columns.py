"""The columns of the output, derived from the record: a new field of it is a new column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from bodycopy.article import Article
from bodycopy.errors import UsageError
from bodycopy.sources.record import Record

__all__ = ["ALL", "DEFAULT", "PROVENANCE", "choose", "row_of"]

PROVENANCE = (
    "url",
    "warc_record_id",
    "warc_date",
    "source",
    "offset",
    "length",
    "digest",
    "content_type",
)
"""Where the page came from; ``offset`` and ``length`` in bytes of the file as stored."""

_FIELDS = tuple(name for name in Article.__struct_fields__ if name != "url")

ALL = (*PROVENANCE, "text", *_FIELDS)
"""Every column, in order."""

# What was left out is several times the text, and a choice of the caller is the same in every
# row; they are there for who asks for them.
DEFAULT = tuple(name for name in ALL if name not in {"dropped", "raw", "standfirst_in_text"})


def choose(names: Sequence[str] | None) -> tuple[str, ...]:
    """These columns in the order of the schema; raises ``UsageError`` for a name unknown.

    The columns that find a row again (``url``, ``source``, ``offset``) are always there.
    """
    if names is None:
        return DEFAULT
    unknown = [name for name in names if name not in ALL]
    if unknown:
        raise UsageError(f"no column {unknown[0]!r}; there are: {', '.join(ALL)}")
    wanted = {*names, "url", "source", "offset"}
    return tuple(name for name in ALL if name in wanted)


_FROM_RECORD: Mapping[str, Callable[[Record], Any]] = {
    "url": lambda record: record.url,
    "warc_record_id": lambda record: record.record_id,
    "warc_date": lambda record: record.date,
    "source": lambda record: record.source,
    "offset": lambda record: record.offset,
    "length": lambda record: record.length,
    "digest": lambda record: record.digest,
    "content_type": lambda record: record.content_type,
}


def row_of(record: Record, article: Article, columns: Sequence[str]) -> dict[str, Any]:
    """The row of an article as plain types, with these columns."""
    row: dict[str, Any] = {}
    for name in columns:
        if name in _FROM_RECORD:
            row[name] = _FROM_RECORD[name](record)
        else:
            # text is a property, the rest are fields of the struct.
            row[name] = msgspec.to_builtins(getattr(article, name))
    return row
