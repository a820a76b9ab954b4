"""WARC files for tests, made by warcio from invented pages."""

import gzip
import io
from collections.abc import Iterator, Sequence
from itertools import pairwise

import zstandard
from tests.authored import PARAGRAPHS, html_of
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bodycopy.sources.record import Item, Record, Refused
from bodycopy.sources.span import Span
from bodycopy.sources.warc import WarcReader
from bodycopy.sources.window import Window

CODECS = ("plain", "gzip", "zstd")


def page(number: int) -> bytes:
    """A short report that differs from every other one."""
    body = "".join(f"<p>{text} ({number})</p>" for text in PARAGRAPHS)
    title = f"Footbridge, report {number}"
    return html_of(f"<article><h1>{title}</h1>{body}</article>", title=title).encode()


def url(number: int) -> str:
    """The address of that page."""
    return f"https://ell-valley-herald.example/news/{number}"


def record(
    number: int,
    body: bytes | None = None,
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
    status: str = "200 OK",
    kind: str = "response",
) -> bytes:
    """One plain WARC record as warcio writes it."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    payload = io.BytesIO(page(number) if body is None else body)
    if kind in {"response", "revisit"}:
        made = writer.create_warc_record(url(number), kind, payload=payload, http_headers=http)
    else:
        made = writer.create_warc_record(url(number), kind, payload=payload)
    made.rec_headers.replace_header("WARC-Record-ID", f"<urn:test:{number}>")
    made.rec_headers.replace_header("WARC-Date", "2026-01-02T03:04:05Z")
    writer.write_record(made)
    # warcio leaves its temporary file open.
    made.raw_stream.close()
    return stream.getvalue()


def packed(plain: bytes, codec: str) -> bytes:
    """A record, or several, as one member of a file of this compression."""
    if codec == "gzip":
        return gzip.compress(plain, 6, mtime=0)
    if codec == "zstd":
        return zstandard.ZstdCompressor(write_checksum=True).compress(plain)
    return plain


def members(count: int, codec: str) -> list[bytes]:
    """Records 0 to ``count``, each as its own member."""
    return [packed(record(number), codec) for number in range(count)]


def offsets(parts: Sequence[bytes]) -> list[int]:
    """Where each part starts when all are joined."""
    found = [0]
    for part in parts[:-1]:
        found.append(found[-1] + len(part))
    return found


def read(
    data: bytes, span: Span | None = None, digests: str = "auto", fast: bool = True
) -> list[Item]:
    """The items of a WARC file."""
    window = Window(io.BytesIO(data), len(data))
    name = "test.warc.zst" if b"\x28\xb5\x2f\xfd" in data else "test.warc.gz"
    return list(WarcReader(window, name, span or Span(), digests, fast))


def numbers(items: Sequence[Item]) -> list[int]:
    """The numbers of the pages among the items."""
    found = []
    for item in items:
        if isinstance(item, Record):
            assert item.record_id is not None
            number = int(item.record_id.removeprefix("<urn:test:").removesuffix(">"))
            assert item.payload == page(number)
            found.append(number)
    return found


def faults(items: Sequence[Item]) -> list[tuple[str, int]]:
    """Reason and offset of what was refused."""
    return [(item.reason, item.offset) for item in items if isinstance(item, Refused)]


def read_in_pieces(data: bytes, cuts: Sequence[int], fast: bool = True) -> Iterator[list[Item]]:
    """The items of the file read in spans, as workers read it that do not wait for each other.

    A span that began elsewhere than the one before it ended is read again from there, as the
    driver of a batch asks for it.
    """
    following: int | None = None
    for start, end in pairwise((0, *cuts, len(data))):
        span = Span(start, end, exact=start == 0)
        items = read(data, span, fast=fast)
        if following is not None and span.first != following:
            span = Span(following, end, exact=True)
            items = read(data, span, fast=fast)
        following = span.following
        yield items
