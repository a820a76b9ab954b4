"""Cells of a table, each a row of the tape, joined to one block of rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from bodycopy.article import Block
from bodycopy.roles import Role
from bodycopy.tape import Elements, Tape

__all__ = ["join_tables"]


def join_tables(tape: Tape, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks in order, those of one table's cells joined.

    Cells are joined while they stand on the tape one after another, so that ``span`` counts
    the rows of the tape that a block covers. A joined block's text has a line for every row
    of the table, with tabs between cells.
    """
    if all(block.role is not Role.TABLE for block in blocks):
        return tuple(blocks)
    joined: list[Block] = []
    runs = groupby(enumerate(blocks), key=lambda item: _run(tape, *item))
    for (table, _), run in runs:
        members = [block for _, block in run]
        joined.extend(members if table < 0 else (_join(tape.elements, tape, members),))
    return tuple(joined)


def _run(tape: Tape, place: int, block: Block) -> tuple[int, int]:
    """What blocks share that are one table: its element, and an unbroken run on the tape."""
    if block.role is not Role.TABLE:
        return -1, place
    return _closest(tape.elements, int(tape.element[block.index]), "table"), block.index - place


# Between a text and its table's row or cell there are a handful of elements; what lies deeper
# is no cell of data, and looking for it from every text would cost by the square.
_MAX_STEPS = 50


def _closest(elements: Elements, row: int, *tags: str) -> int:
    """The nearest element of one of the tags, this one or around it; -1 where there is none."""
    for _ in range(_MAX_STEPS):
        if row < 0 or elements.tag[row] in tags:
            return row
        row = int(elements.parent[row])
    return -1


def _join(elements: Elements, tape: Tape, cells: Sequence[Block]) -> Block:
    rows = tuple(
        _texts(elements, tape, line)
        for _, line in groupby(
            cells, key=lambda b: _closest(elements, int(tape.element[b.index]), "tr")
        )
    )
    return msgspec.structs.replace(
        cells[0],
        text="\n".join("\t".join(row) for row in rows),
        rows=rows,
        span=len(cells),
        score=_mean(block.score for block in cells),
        links=(),
    )


def _texts(elements: Elements, tape: Tape, line: Iterable[Block]) -> tuple[str, ...]:
    """The cells of one row; "" for an empty cell in front of others, so that columns hold."""
    texts: list[str] = []
    for cell, blocks in groupby(line, key=lambda block: _cell(elements, tape, block)):
        if cell >= 0 and elements.tag[cell] in ("td", "th"):
            texts += [""] * (int(elements.child[cell]) - 1 - len(texts))
        texts.append(" ".join(block.text for block in blocks))
    return tuple(texts)


def _cell(elements: Elements, tape: Tape, block: Block) -> int:
    return _closest(elements, int(tape.element[block.index]), "td", "th", "caption", "tr", "table")


def _mean(values: Iterable[float]) -> float:
    numbers = tuple(values)
    return sum(numbers) / len(numbers)
