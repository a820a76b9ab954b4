"""Cells of a table, each a row of the tape, joined to one block of rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from bodycopy.article import Block, Link, Mark
from bodycopy.features.ancestors import closest
from bodycopy.roles import Role
from bodycopy.scan.inline import moved_links, moved_marks
from bodycopy.tape import Elements, Tape

__all__ = ["join_tables"]


def join_tables(tape: Tape, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks in order, those of one table's cells joined.

    Cells are joined while they stand on the tape one after another, so that ``span`` counts
    the rows of the tape that a block covers. A joined block's text has a line for every row
    of the table, with tabs between cells; its links and marks are ranges over that text.
    """
    if all(block.role is not Role.TABLE for block in blocks):
        return tuple(blocks)
    joined: list[Block] = []
    runs = groupby(enumerate(blocks), key=lambda item: _run(tape, *item))
    for (table, _), run in runs:
        members = [block for _, block in run]
        joined.extend(members if table < 0 else (_join(tape, members),))
    return tuple(joined)


def _run(tape: Tape, place: int, block: Block) -> tuple[int, int]:
    """What blocks share that are one table: its element, and an unbroken run on the tape."""
    if block.role is not Role.TABLE:
        return -1, place
    return _closest(tape, block, _TABLE), block.index - place


_TABLE = ("table",)
_ROW = ("tr",)
_CELL = ("td", "th", "caption", "tr", "table")


def _closest(tape: Tape, block: Block, tags: Sequence[str]) -> int:
    return closest(tape.elements, int(tape.element[block.index]), tags)


def _join(tape: Tape, cells: Sequence[Block]) -> Block:
    table = _Table()
    for _, line in groupby(cells, key=lambda block: _closest(tape, block, _ROW)):
        table.begin_row()
        for cell, blocks in groupby(line, key=lambda block: _closest(tape, block, _CELL)):
            table.add_cell(blocks, *_place(tape.elements, cell))
    return msgspec.structs.replace(
        cells[0],
        text=table.text,
        rows=tuple(map(tuple, table.rows)),
        header_cells=tuple(table.header_cells),
        links=tuple(table.links),
        marks=tuple(table.marks),
        span=len(cells),
        score=_mean(block.score for block in cells),
    )


def _place(elements: Elements, cell: int) -> tuple[int, bool]:
    """The column of a cell, -1 where it has none, and whether it is a header cell."""
    if cell < 0 or elements.tag[cell] not in ("td", "th"):
        return -1, False
    return int(elements.child[cell]) - 1, elements.tag[cell] == "th"


class _Table:
    """A table while its cells are being joined."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.header_cells: list[tuple[int, int]] = []
        self.links: list[Link] = []
        self.marks: list[Mark] = []
        self._chars = 0  # of the text of all cells until here, with what stands between them

    @property
    def text(self) -> str:
        """A line for every row, tabs between cells."""
        return "\n".join("\t".join(row) for row in self.rows)

    def begin_row(self) -> None:
        self._chars += bool(self.rows)
        self.rows.append([])

    def add_cell(self, blocks: Iterable[Block], column: int, heads: bool) -> None:
        """Put a cell behind the last one; empty ones in front of it, so that columns hold."""
        row = self.rows[-1]
        while len(row) < column:
            self._add_text("")
        if heads:
            self.header_cells.append((len(self.rows) - 1, len(row)))
        self._add_text(" ".join(self._add_inline(blocks, self._chars + bool(row))))

    def _add_text(self, text: str) -> None:
        row = self.rows[-1]
        self._chars += bool(row) + len(text)
        row.append(text)

    def _add_inline(self, blocks: Iterable[Block], start: int) -> list[str]:
        """Take over the links and marks of a cell's blocks; gives their texts."""
        texts: list[str] = []
        for block in blocks:
            self.links += moved_links(block.links, start)
            self.marks += moved_marks(block.marks, start)
            texts.append(block.text)
            start += len(block.text) + 1
        return texts


def _mean(values: Iterable[float]) -> float:
    numbers = tuple(values)
    return sum(numbers) / len(numbers)
