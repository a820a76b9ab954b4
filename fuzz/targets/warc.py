"""Promise: any file of records gives its items to the end, or ``InputError`` at once.

Items stand in the order of their offsets and inside the file. Read in spans that lie side by side
the file gives the same items as read at once. The fast reader and the careful one agree.

Random bytes do not get through a checksum, so that the input is a recipe: how to pack the records,
where to damage the file, where to cut it into spans, and then the records as plain text.
"""

from __future__ import annotations

import gzip
import io
import re
from itertools import pairwise

import zstandard

from bodycopy.errors import InputError
from bodycopy.sources.record import Item, Record, Refused, Skipped
from bodycopy.sources.span import Span
from bodycopy.sources.warc import WarcReader
from bodycopy.sources.window import Window
from fuzz.draw import Draw
from fuzz.target import Target
from fuzz.vocabulary import words_of

_RECORD = re.compile(rb"(?=WARC/1)")


def check(data: bytes) -> None:
    """Pack the records, damage the file, read it whole and in spans."""
    draw = Draw(data)
    packing, damage, where, value = draw.byte(), draw.byte(), draw.byte(), draw.byte()
    cut = draw.byte()
    file = _damaged(_packed(draw.rest(), packing), damage, where, value)
    name = ("x.warc", "x.warc.gz", "x.warc.zst")[packing % 3]
    digests = "verify" if packing & 128 else "auto"
    try:
        items = _read(file, name, Span(), digests)
    except InputError:
        return
    _check_places(items, len(file))
    assert _read(file, name, Span(), digests, fast=False) == items
    cuts = sorted({len(file) * (cut & 15) // 16, len(file) * (cut >> 4) // 16})
    assert _read_in_spans(file, name, digests, cuts) == items


def _packed(records: bytes, packing: int) -> bytes:
    parts = [part for part in _RECORD.split(records) if part] or [records]
    if packing & 64:  # all in one member
        parts = [b"".join(parts)]
    match packing % 3:
        case 1:
            return b"".join(gzip.compress(part, 1, mtime=0) for part in parts)
        case 2:
            compressor = zstandard.ZstdCompressor(level=1, write_checksum=bool(packing & 32))
            return b"".join(map(compressor.compress, parts))
    return b"".join(parts)


def _damaged(file: bytes, damage: int, where: int, value: int) -> bytes:
    at = len(file) * where // 256
    match damage % 6:
        case 1:
            return file[:at]
        case 2:
            return file[:at] + bytes([value]) + file[at + 1 :]
        case 3:
            return file[:at] + bytes([value]) * value + file[at:]
        case 4:
            return file[:at] + file[at + value :]
        case 5:
            return file[:at] + file[: value * 4] + file[at:]
    return file


def _read(
    file: bytes, name: str, span: Span, digests: str = "auto", fast: bool = True
) -> list[Item]:
    return list(WarcReader(Window(io.BytesIO(file), len(file)), name, span, digests, fast))


def _read_in_spans(file: bytes, name: str, digests: str, cuts: list[int]) -> list[Item]:
    """As workers read it: a span that began where the one before did not end is read again."""
    items: list[Item] = []
    following: int | None = None
    for start, end in pairwise((0, *cuts, len(file))):
        span = Span(start, end, exact=start == 0)
        found = _read(file, name, span, digests)
        if following is not None and span.first != following:
            span = Span(following, end, exact=True)
            found = _read(file, name, span, digests)
        following = span.following
        items += found
    return items


def _check_places(items: list[Item], size: int) -> None:
    last = 0
    for item in items:
        if isinstance(item, Skipped):
            continue
        assert isinstance(item, Record | Refused)
        assert last <= item.offset <= size
        last = item.offset
        assert item.length is None or 0 < item.length <= size - item.offset
        if isinstance(item, Refused):
            assert item.reason


TARGET = Target(check, words_of("warc"), max_bytes=8192, seconds=2.0)
