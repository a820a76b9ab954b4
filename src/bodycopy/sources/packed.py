"""A zstd file as the bytes that it holds; what is wrong with it is said as for any file."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from bodycopy.errors import UsageError

__all__ = ["ZSTD", "open_zstd"]

ZSTD = b"\x28\xb5\x2f\xfd"
# 1 KiB of zstd can become 32 MB: its blocks of one repeated byte take 4 bytes for 128 kB.
_PIECE = 1 << 10
# 128 MiB: the largest window that zstd's command line uses without being asked to.
_LARGEST_WINDOW = 1 << 27


def open_zstd(file: BinaryIO) -> BinaryIO:
    """The content of all frames of the file, one behind the other.

    Reading raises ``OSError`` where a frame is damaged, ``EOFError`` where the file ends inside
    one: zstandard's own reader takes the latter for the end.
    """
    return cast(BinaryIO, io.BufferedReader(_Frames(file)))


class _Frames(io.RawIOBase):
    def __init__(self, file: BinaryIO) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise UsageError("zstd needs a package: pip install 'bodycopy[batch]'") from error
        self._file = file
        self._new = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj
        self._error = zstandard.ZstdError
        self._frame = self._new()
        self._begun = False
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    # The buffer is the caller's; typeshed names its type only where it is checked.
    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self._ready:
            piece = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._begun = self._new(), False
            piece = piece or self._file.read(_PIECE)
            if not piece:
                if self._begun:
                    raise EOFError("the file ends inside a zstd frame")
                return 0
            self._begun = True
            self._ready = memoryview(self._inflated(piece))
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _inflated(self, piece: bytes) -> bytes:
        try:
            data: bytes = self._frame.decompress(piece)
        except self._error as error:
            raise OSError(str(error)) from error
        return data
