"""JSON lines: one page a line, with its HTML or text in a named column."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

import msgspec

from bodycopy.sources.fields import Columns, item_of_row
from bodycopy.sources.packed import ZSTD, open_zstd
from bodycopy.sources.record import Item, Refused
from bodycopy.sources.span import Span
from bodycopy.sources.warc_block import LARGEST

__all__ = ["JsonLines"]


class JsonLines:
    """The pages of the lines that start in the span; compressed files are read whole."""

    def __init__(self, file: BinaryIO, source: str, span: Span, columns: Columns) -> None:
        self._file = file
        self._source = source
        self._span = span
        self._columns = columns
        self._decode = msgspec.json.Decoder().decode

    def __iter__(self) -> Iterator[Item]:
        """The item of every line, in order; offsets are those of the text, unpacked."""
        file = _unpacked(self._file)
        packed = file is not self._file
        position = 0 if packed else self._seek_line(file)
        end = _NO_END if packed else self._span.end
        self._span.first = position
        try:
            while position < end and (line := file.readline(LARGEST)):
                if line.strip():
                    yield self._item(line, position)
                position += len(line)
        except (EOFError, zlib.error, OSError) as error:
            if not packed:
                raise
            yield self._refused(position, "corrupt_file", str(error))
        self._span.following = position

    def _seek_line(self, file: BinaryIO) -> int:
        start = self._span.start
        if start == 0 or self._span.exact:
            file.seek(start)
            return start
        # The line that begins at the start belongs here, one that runs over it does not.
        file.seek(start - 1)
        position = start - 1
        while line := file.readline(1 << 20):
            position += len(line)
            if line.endswith(b"\n"):
                break
        return position

    def _item(self, line: bytes, position: int) -> Item:
        try:
            row = self._decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return self._refused(position, "bad_json", str(error))
        if not isinstance(row, dict):
            return self._refused(position, "bad_json", "the line is no object")
        return item_of_row(row, self._columns, self._source, position)

    def _refused(self, position: int, reason: str, detail: str) -> Refused:
        return Refused(
            source=self._source, offset=position, reason=reason, detail=detail, errored=True
        )


_NO_END = 1 << 62


def _unpacked(file: BinaryIO) -> BinaryIO:
    head = file.read(4)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    return open_zstd(file) if head == ZSTD else file
