"""The HTTP response that a WARC record holds: status, type, and the body as it was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bodycopy.sources.unpack import unpack

__all__ = ["HttpBlock", "parse_http"]

_STATUS = re.compile(rb"HTTP/[0-9.]{1,5} +([0-9]{3})")
# Bytes. A header that goes on for longer is none.
_LONGEST_HEADER = 64 << 10
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class HttpBlock:
    """A response: ``status`` is 0 where no status line stands."""

    status: int
    content_type: str | None
    body: bytes


def parse_http(block: bytes, limit: int) -> HttpBlock:
    """The response of a block; a block without a status line is a body as it stands.

    Chunks are joined and compressed bodies unpacked, up to ``limit`` bytes, where the header
    says so and the bytes agree: crawlers often store the body unpacked under the old header.
    """
    match = _STATUS.match(block)
    if match is None:
        return HttpBlock(0, None, block)
    end = _EMPTY_LINE.search(block, 0, _LONGEST_HEADER)
    if end is None:
        return HttpBlock(int(match[1]), None, b"")
    fields = _fields(block[: end.start()])
    body = block[end.end() :]
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _joined_chunks(body)
    for coding in reversed(fields.get("content-encoding", "").lower().split(",")):
        body = unpack(body, coding.strip(), limit)
    return HttpBlock(int(match[1]), fields.get("content-type"), body)


def _fields(header: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in header.decode("latin-1").split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,256}\r?\n")


def _joined_chunks(body: bytes) -> bytes:
    """The body without the sizes between its chunks; as it stands where it has none."""
    chunks = []
    position = 0
    while match := _CHUNK.match(body, position):
        size = int(match[1], 16)
        chunk = body[match.end() : match.end() + size]
        chunks.append(chunk)
        position = match.end() + size
        if not size or len(chunk) < size:
            break
        position += 2 if body[position : position + 2] == b"\r\n" else 1
    return b"".join(chunks) if chunks else body
