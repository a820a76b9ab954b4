"""What a reader hands on: a page, a record that is none, or a record that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DamagedRecord", "Item", "Record", "Refused", "Skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One page as it was stored, with where it stood."""

    source: str
    """The path or URL of the file, as the caller gave it."""
    offset: int
    """Of the record: bytes into the file as stored; rows for Parquet. Records that share a
    compressed member have its offset."""
    length: int | None = None
    """Bytes of the record as stored, where the format says so."""
    payload: bytes | str
    is_text: bool = False
    """The payload is text that somebody flattened, not HTML."""
    is_cut: bool = False
    """The payload is a part of what the server sent: the crawler says so, or our limit ends it."""
    url: str | None = None
    content_type: str | None = None
    record_id: str | None = None
    date: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that was read and can give no page, with the reason by name.

    ``errored`` says that it is broken; else it is in order, and not a page.
    """

    source: str
    offset: int
    length: int | None = None
    reason: str
    detail: str = ""
    errored: bool = False
    url: str | None = None
    record_id: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that holds no page by its kind (``request``, ``metadata``): counted only."""

    kind: str


Item = Record | Refused | Skipped


class DamagedRecord(Exception):  # noqa: N818 - it names the record, not us
    """A stored record cannot be read; the message says what is wrong with it."""

    reason = "damaged"
