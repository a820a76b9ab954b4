"""A stored file as bytes at positions: read forward in large pieces, look back a little."""

from __future__ import annotations

from typing import BinaryIO

__all__ = ["Window"]

# 1 MiB: pages are some 30 kB compressed, so that a look back for a false start stays inside.
_PIECE = 1 << 20
_FIRST_LOOK = 1 << 10


class Window:
    """Bytes of an open file by position; holds some 2 MiB of it, whatever its size."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.size = size
        self._file = file
        self._start = 0
        self._held = b""

    def read(self, position: int, count: int) -> bytes:
        """Up to ``count`` bytes from ``position``; fewer only at the end of the file."""
        end = min(position + count, self.size)
        if position >= end:
            return b""
        if not (self._start <= position and end <= self._start + len(self._held)):
            self._fill(position, end)
        return self._held[position - self._start : end - self._start]

    def find(self, needle: bytes, position: int) -> int:
        """Where ``needle`` next stands, from ``position`` on; -1 if nowhere."""
        # Small pieces first: where needles stand close, each search must cost little.
        count = _FIRST_LOOK
        while position < self.size:
            piece = self.read(position, count)
            at = piece.find(needle)
            if at >= 0:
                return position + at
            count = min(4 * count, _PIECE)
            # The needle may stand across the seam.
            position += max(len(piece) - len(needle) + 1, 1)
        return -1

    def _fill(self, position: int, end: int) -> None:
        self._file.seek(position)
        wanted = max(end - position, _PIECE)
        pieces = []
        while wanted > 0:
            piece = self._file.read(wanted)
            if not piece:
                break
            pieces.append(piece)
            wanted -= len(piece)
        self._start, self._held = position, b"".join(pieces)
        # A file that shrank while it was read ends where it ends now.
        if wanted > 0:
            self.size = min(self.size, position + len(self._held))
