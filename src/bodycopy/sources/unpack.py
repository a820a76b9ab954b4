"""Compressed bodies (gzip, deflate, br, zstd) unpacked, up to a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

__all__ = ["unpack"]


def unpack(body: bytes, coding: str, limit: int) -> bytes:
    """Up to ``limit`` bytes of the unpacked body; as it stands where it is not so packed.

    What a damaged body holds before its damage is given; so is a body whose coding needs a
    package that is not installed (``extract`` then says that it is no HTML).
    """
    reader = _READERS.get(coding)
    if reader is None or not body:
        return body
    return reader(body, limit) or body


def _gzip(body: bytes, limit: int) -> bytes:
    return _inflated(body, 47, limit)


def _deflate(body: bytes, limit: int) -> bytes:
    # Some servers send the raw stream under this name, without zlib's header.
    return _inflated(body, 15, limit) or _inflated(body, -15, limit)


def _inflated(body: bytes, bits: int, limit: int) -> bytes:
    decompressor = zlib.decompressobj(bits)
    pieces = []
    room = limit
    try:
        while room > 0 and body and not decompressor.eof:
            pieces.append(decompressor.decompress(body, min(room, 1 << 20)))
            room -= len(pieces[-1])
            body = decompressor.unconsumed_tail
    except zlib.error:
        # What was unpacked before the damage stands: a page cut short is better than none.
        return b"".join(pieces)
    return b"".join(pieces)


def _brotli(body: bytes, limit: int) -> bytes:
    try:
        import brotli
    except ImportError:
        return b""
    decompressor = brotli.Decompressor()
    pieces = []
    room = limit
    try:
        while room > 0 and not decompressor.is_finished():
            pieces.append(decompressor.process(body, output_buffer_limit=min(room, 1 << 20)))
            room -= len(pieces[-1])
            body = b""
            if not pieces[-1] and decompressor.can_accept_more_data():
                break
    except brotli.error:
        return b"".join(pieces)
    return b"".join(pieces)[:limit]


def _zstd(body: bytes, limit: int) -> bytes:
    try:
        import zstandard
    except ImportError:
        return b""
    # The stream reader inflates no further than it is asked to.
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body)
    pieces = []
    room = limit
    try:
        while room > 0 and (piece := reader.read(min(room, 1 << 20))):
            pieces.append(piece)
            room -= len(piece)
    except zstandard.ZstdError:
        return b"".join(pieces)
    return b"".join(pieces)


_READERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
