"""A file that is one page: HTML, or text that somebody flattened."""

from __future__ import annotations

from collections.abc import Iterator

from bodycopy.sources.location import open_file
from bodycopy.sources.record import Item, Record, Refused
from bodycopy.sources.unpack import unpack
from bodycopy.sources.warc_block import LARGEST

__all__ = ["read_file"]


def read_file(name: str, is_text: bool) -> Iterator[Item]:
    """The page of a file, unpacked where it is gzipped."""
    try:
        with open_file(name) as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        yield Refused(source=name, offset=0, reason="unreadable", detail=str(error), errored=True)
        return
    if len(data) > LARGEST:
        detail = f"more than {LARGEST} bytes"
        yield Refused(source=name, offset=0, reason="too_large", detail=detail)
        return
    if data.startswith(b"\x1f\x8b"):
        data = unpack(data, "gzip", LARGEST)
    yield Record(source=name, offset=0, length=len(data), payload=data, is_text=is_text)
