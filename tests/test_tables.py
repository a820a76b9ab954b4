"""Cells of a table become one block, in its rows and columns."""

from __future__ import annotations

import pytest

from bodycopy.article import Block, MarkKind
from bodycopy.assemble.tables import join_tables
from bodycopy.roles import Role
from bodycopy.scan import scan
from bodycopy.scan.inline import links_of, marks_of
from bodycopy.tape import Context

_TABLE = "<table><caption>Levels</caption><tr><th>Lake<th>Full<tr><td>Ell<td>56 %</table>"


def _joined(html: str, roles: dict[str, Role] | None = None) -> tuple[Block, ...]:
    """The page's blocks, those in tables with that role unless ``roles`` has their text."""
    tape = scan(html)
    blocks = []
    for row, text in enumerate(tape.texts):
        in_table = int(tape.context[row]) & Context.TABLE
        role = (roles or {}).get(text, Role.TABLE if in_table else Role.PARAGRAPH)
        blocks.append(Block(role=role, text=text, index=row, score=0.5 + row / 100))
    return join_tables(tape, blocks)


def test_table_becomes_one_block() -> None:
    """Rows and cells as on the page; the text has a line a row and tabs between cells."""
    before, table, behind = _joined(f"<p>before</p>{_TABLE}<p>behind</p>")
    assert (before.text, behind.text) == ("before", "behind")
    assert table.rows == (("Levels",), ("Lake", "Full"), ("Ell", "56 %"))
    assert table.text == "Levels\nLake\tFull\nEll\t56 %"
    assert (table.role, table.index, table.span) == (Role.TABLE, 1, 5)
    assert table.score == pytest.approx(0.53)


def test_page_without_a_table_is_left_alone() -> None:
    """The blocks come back as they are."""
    blocks = _joined("<p>a</p><p>b</p>")
    assert [block.text for block in blocks] == ["a", "b"]
    assert all(block.rows == () for block in blocks)


def test_cell_of_several_blocks_is_one_cell() -> None:
    """Paragraphs and double line breaks in a cell do not make columns."""
    (table,) = _joined("<table><tr><td><p>a</p><p>b</p><td>c<br><br>d<ul><li>e</ul></table>")
    assert table.rows == (("a b", "c d e"),)
    assert table.span == 5


def test_empty_cells_keep_the_columns() -> None:
    """The corner over the row headings is empty on the page and in the table."""
    (table,) = _joined(
        "<table><tr><td></td><th>2023<th>2024<tr><th>Ell<td>1<td>2<tr><th>Tamm<td> <td>3</table>"
    )
    assert table.rows == (("", "2023", "2024"), ("Ell", "1", "2"), ("Tamm", "", "3"))


def test_tables_in_a_row_stay_apart() -> None:
    """Two tables without a word between them are two blocks."""
    assert [block.text for block in _joined("<table><td>a</table><table><td>b</table>")] == [
        "a",
        "b",
    ]


def test_what_is_left_out_of_a_table_splits_it() -> None:
    """An advertisement between rows stays a block of its own, so that spans do not overlap."""
    html = "<table><tr><td>a<td>b<tr><td>Advertisement<tr><td>c<td>d</table>"
    blocks = _joined(html, {"Advertisement": Role.AD_LABEL})
    assert [(block.text, block.index, block.span) for block in blocks] == [
        ("a\tb", 0, 2),
        ("Advertisement", 2, 1),
        ("c\td", 3, 2),
    ]


def test_table_in_a_table_is_a_block_of_its_own() -> None:
    """Every cell stands in one block, in the order of the page."""
    blocks = _joined("<table><tr><td>a<table><tr><td>b<td>c</table>d</table>")
    assert [block.rows for block in blocks] == [(("a",),), (("b", "c"),), (("d",),)]
    assert [block.span for block in blocks] == [1, 2, 1]


def test_table_role_without_a_table_element_is_left_alone() -> None:
    """A labeller may call a block a table that the page built of other elements."""
    (block,) = _joined("<div>a</div>", {"a": Role.TABLE})
    assert (block.text, block.rows, block.span) == ("a", (), 1)


def _marked(html: str) -> Block:
    """The page's one table, its cells with their links and marks."""
    tape = scan(html)
    blocks = [
        Block(
            role=Role.TABLE,
            text=text,
            index=row,
            links=links_of(tape.links.get(row, ())),
            marks=marks_of(tape.marks.get(row, ())),
        )
        for row, text in enumerate(tape.texts)
    ]
    (table,) = join_tables(tape, blocks)
    return table


def test_links_and_marks_of_cells_are_ranges_over_the_joined_text() -> None:
    """Behind the caption, empty cells, the other blocks of a cell and the rows above."""
    table = _marked(
        "<table><caption>The <i>lakes</i></caption><tr><td></td><th>2024</th>"
        "<tr><th><a href=/ell>Ell</a><td><p>one</p><p>two <b>56 %</b><br>full</p>"
        "<tr><td> </td><td> </td><td><a href=/all>All <sup>1</sup></a></table>"
    )
    assert table.text == "The lakes\n\t2024\nEll\tone two 56 % full\n\t\tAll 1"
    words = [(table.text[link.start : link.end], link.href) for link in table.links]
    assert words == [("Ell", "/ell"), ("All 1", "/all")]
    marks = [(table.text[mark.start : mark.end], str(mark.kind)) for mark in table.marks]
    assert marks == [("lakes", "emphasis"), ("56 %", "strong"), ("", "break"), ("1", "superscript")]
    (line_end,) = (mark.start for mark in table.marks if mark.kind is MarkKind.BREAK)
    assert table.text[line_end:].startswith(" full")


def test_header_cells_are_told_by_row_and_column() -> None:
    """Those that head columns and those that head rows; a caption is none."""
    (table,) = _joined(
        "<table><caption>Levels</caption><tr><td></td><th>2023<th>2024<tr><th>Ell<td>1<td>2</table>"
    )
    assert [table.rows[row][column] for row, column in table.header_cells] == [
        "2023",
        "2024",
        "Ell",
    ]
    assert table.header_cells == ((1, 1), (1, 2), (2, 0))


def test_table_without_header_cells_has_none() -> None:
    """Whatever its first row says."""
    assert _marked("<table><tr><td><b>Lake</b><td>Full<tr><td>Ell<td>1</table>").header_cells == ()
