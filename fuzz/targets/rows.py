"""Promise: any lines, tar, name, HTTP block or packed body gives items or bytes; nothing raises.

Every line that is not blank gives one item, and spans that lie side by side give those of the whole
file. A packed body never unpacks to more than its limit. A name that says ARC is a ``UsageError``.
"""

from __future__ import annotations

import io
from contextlib import suppress
from itertools import pairwise

from bodycopy.errors import UsageError
from bodycopy.sources.fields import Columns
from bodycopy.sources.http_block import parse_http
from bodycopy.sources.jsonl import JsonLines
from bodycopy.sources.kind import Kind, kind_of
from bodycopy.sources.record import Item, Record, Refused
from bodycopy.sources.span import Span
from bodycopy.sources.tar import read_tar
from bodycopy.sources.unpack import unpack
from fuzz.draw import Draw
from fuzz.target import Target
from fuzz.vocabulary import words_of

_COLUMNS = (Columns(), Columns(text="text"), Columns(html="content", url="link"))
_LIMIT = 1 << 16
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")


def check(data: bytes) -> None:
    """Take the bytes for lines, for a tar, for a response."""
    draw = Draw(data)
    columns, cut, coding = draw.choice(_COLUMNS), draw.byte(), draw.choice(_CODINGS)
    file = draw.rest()
    _check_lines(file, columns, cut)
    for item in read_tar(io.BytesIO(file), "x.tar"):
        assert getattr(item, "offset", 0) >= 0
    assert len(unpack(file, coding, _LIMIT)) <= max(_LIMIT, len(file))
    response = parse_http(file, _LIMIT)
    assert 0 <= response.status <= 999
    name = file[:40].decode("latin-1")
    with suppress(UsageError):  # what is an ARC file by its name or by its bytes
        assert kind_of(name, file) in Kind


_CODINGS = ("gzip", "deflate", "br", "zstd", "x-gzip", "identity", "")


def _check_lines(file: bytes, columns: Columns, cut: int) -> None:
    items = _read(file, columns, Span())
    if file.startswith(_PACKED):
        return
    # As files give them: a line ends with "\n" and nothing else.
    assert len(items) == sum(bool(line.strip()) for line in file.split(b"\n"))
    assert all(isinstance(item, Record | Refused) for item in items)
    cuts = sorted({len(file) * (cut & 15) // 16, len(file) * (cut >> 4) // 16})
    parts: list[Item] = []
    for start, end in pairwise((0, *cuts, len(file))):
        parts += _read(file, columns, Span(start, end, exact=start == 0))
    assert parts == items


def _read(file: bytes, columns: Columns, span: Span) -> list[Item]:
    return list(JsonLines(io.BytesIO(file), "x.jsonl", span, columns))


TARGET = Target(
    check,
    (
        *words_of("json"),
        *words_of("warc"),
        b'{"html": "<p>Ferry", "url": "https://paper.example/"}\n',
        b'{"text": "x"}\n',
    ),
    max_bytes=8192,
)
