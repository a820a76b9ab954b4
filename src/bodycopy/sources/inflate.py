"""Compressed members (gzip) and frames (zstd) of a file, decompressed piece by piece.

One member holds one record where a WARC is written as its standard asks; a file compressed
as a whole is one member with all of its records.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any, Protocol

from bodycopy.errors import InputError, UsageError
from bodycopy.sources.record import DamagedRecord
from bodycopy.sources.window import Window

__all__ = [
    "GZIP",
    "ZSTD",
    "Codec",
    "CorruptMember",
    "Member",
    "TruncatedMember",
    "may_open_with",
    "zstd_codec",
]


class CorruptMember(DamagedRecord):
    """The compressed bytes are damaged; the message says what the decompressor saw."""

    reason = "corrupt_member"


class TruncatedMember(CorruptMember):
    """The file ends inside the member."""

    reason = "truncated"


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


class Codec:
    """How members of one compression start and are decompressed."""

    def __init__(
        self, name: str, magic: bytes, piece: int, new: Callable[[], _Decompressor], error: Any
    ) -> None:
        self.name = name
        self.magic = magic
        self.piece = piece
        """Bytes to feed at once: bounds what they can inflate to."""
        self.new = new
        self.error = error


# 64 KiB of gzip can become 66 MB at most; those of a page become half a megabyte.
GZIP = Codec("gzip", b"\x1f\x8b\x08", 1 << 16, lambda: zlib.decompressobj(31), zlib.error)


ZSTD = b"\x28\xb5\x2f\xfd"
_DICTIONARY = 0x184D2A5D
_LARGEST_DICTIONARY = 64 << 20
# 128 MiB: the largest window that zstd's command line uses without being asked to.
_LARGEST_WINDOW = 1 << 27


def zstd_codec(window: Window) -> Codec:
    """The codec of a ``.zst`` file, with the dictionary that a ``.warc.zst`` starts with."""
    try:
        import zstandard
    except ImportError as error:
        raise UsageError("zstd needs a package: pip install 'bodycopy[batch]'") from error

    dictionary = None
    head = window.read(0, 8)
    if len(head) == 8 and struct.unpack("<I", head[:4])[0] == _DICTIONARY:
        size = struct.unpack("<I", head[4:])[0]
        stored = window.read(8, min(size, _LARGEST_DICTIONARY))
        if stored.startswith(ZSTD):
            try:
                stored = zstandard.ZstdDecompressor().decompress(
                    stored, max_output_size=_LARGEST_DICTIONARY
                )
            except zstandard.ZstdError as error:
                raise InputError(f"the zstd dictionary at the front is damaged: {error}") from error
        dictionary = zstandard.ZstdCompressionDict(stored)
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_LARGEST_WINDOW)
    # 1 KiB of zstd can become 32 MB: its blocks of one repeated byte take 4 bytes for 128 kB.
    return Codec("zstd", ZSTD, 1 << 10, lambda: decompressor.decompressobj(), zstandard.ZstdError)


class Member:
    """The decompressed bytes of the member that starts at ``position``, in order.

    ``end`` is where its compressed bytes end, once all of it was read. Reading raises
    ``CorruptMember`` where they are damaged, ``TruncatedMember`` where the file ends first.
    """

    def __init__(self, window: Window, position: int, codec: Codec) -> None:
        self.position = position
        self.end = position
        self.inflated = 0
        self._window = window
        self._codec = codec
        self._decompressor = codec.new()
        self._held = b""
        self._at = 0

    def read(self, count: int) -> bytes:
        """Exactly ``count`` bytes; fewer only at the end of the member."""
        data = self.peek(count)
        self._at += len(data)
        return data

    def peek(self, count: int) -> bytes:
        """The next bytes, up to ``count``, without reading past them."""
        pieces = []
        have = len(self._held) - self._at
        while have < count and not self._decompressor.eof:
            pieces.append(self._inflate())
            have += len(pieces[-1])
        self._add(pieces)
        return self._held[self._at : self._at + count]

    def read_until(self, ending: bytes, limit: int) -> bytes:
        """Bytes up to and with ``ending``; up to ``limit`` of what is left if it is missing."""
        want = 0
        while want < limit:
            want = min(4 * want or 4096, limit)
            data = self.peek(want)
            at = data.find(ending)
            if at >= 0:
                return self.read(at + len(ending))
            if len(data) < want:
                break
        return self.read(limit)

    def discard(self, count: int) -> int:
        """Read past up to ``count`` bytes and give how many there were."""
        gone = 0
        while gone < count:
            piece = self.read(min(count - gone, 1 << 20))
            if not piece:
                break
            gone += len(piece)
        return gone

    def _add(self, pieces: list[bytes]) -> None:
        if pieces:
            self._held = b"".join((self._held[self._at :], *pieces))
            self._at = 0

    def _inflate(self) -> bytes:
        piece = self._window.read(self.end, self._codec.piece)
        if not piece:
            raise TruncatedMember(f"the file ends inside a {self._codec.name} member")
        try:
            data = self._decompressor.decompress(piece)
        except self._codec.error as error:
            raise CorruptMember(f"{self._codec.name}: {error}") from error
        self.end += len(piece)
        if self._decompressor.eof:
            self.end -= len(self._decompressor.unused_data)
        self.inflated += len(data)
        return data


# Bytes to look at for what a member opens with; headers of gzip members are 10 to 30.
_GLANCE, _STEP = 1 << 13, 32


def may_open_with(window: Window, position: int, codec: Codec, opening: bytes) -> bool:
    """Whether a member starts here whose content opens so, as far as it can be read.

    A member whose first bytes are damaged counts: it is a record of its own all the same.
    """
    if codec is GZIP and not _is_gzip_header(window.read(position, 10)):
        return False
    decompressor = codec.new()
    head = b""
    end = min(position + _GLANCE, window.size)
    # In small steps: what is damaged further on must not hide what stands here.
    for at in range(position, end, _STEP):
        try:
            head += decompressor.decompress(window.read(at, min(_STEP, end - at)))
        except codec.error:
            return opening.startswith(head[: len(opening)])
        if len(head) >= len(opening) or decompressor.eof:
            break
    return head.startswith(opening)


def _is_gzip_header(head: bytes) -> bool:
    """Flags, compression level and system are those that are in use (RFC 1952)."""
    if len(head) < 10:
        return False
    return not head[3] & 0xE0 and head[8] in {0, 2, 4} and (head[9] <= 13 or head[9] == 255)
