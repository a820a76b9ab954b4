"""Any source opened: a piece of a file becomes its items."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bodycopy.sources.fields import Columns
from bodycopy.sources.html_file import read_file
from bodycopy.sources.jsonl import JsonLines
from bodycopy.sources.kind import Kind
from bodycopy.sources.location import open_file, size_of
from bodycopy.sources.record import Item
from bodycopy.sources.span import Span
from bodycopy.sources.tar import read_tar
from bodycopy.sources.warc import WarcReader
from bodycopy.sources.window import Window

__all__ = ["Piece", "read_piece"]


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A file, or a part of one: bytes from ``start`` to ``end``, row groups for Parquet."""

    source: str
    kind: Kind
    start: int
    end: int
    size: int
    """Stored bytes of the piece."""


def read_piece(
    piece: Piece, span: Span, columns: Columns, digests: str = "auto", fast: bool = True
) -> Iterator[Item]:
    """The items of a piece; ``span`` is set for kinds that can be cut anywhere.

    Raises ``OSError`` where the file cannot be opened or the disk fails.
    """
    if piece.kind in {Kind.HTML, Kind.TEXT}:
        yield from read_file(piece.source, piece.kind is Kind.TEXT)
        return
    with open_file(piece.source) as file:
        match piece.kind:
            case Kind.WARC:
                window = Window(file, size_of(piece.source))
                yield from WarcReader(window, piece.source, span, digests, fast)
            case Kind.JSONL:
                yield from JsonLines(file, piece.source, span, columns)
            case Kind.TAR:
                yield from read_tar(file, piece.source)
            case Kind.PARQUET:
                from bodycopy.sources.parquet import read_parquet

                yield from read_parquet(file, piece.source, columns, piece.start, piece.end)
