"""Links and marks over a text become tokens that nest, and the text stays the text."""

from hypothesis import given
from hypothesis import strategies as st

from bodycopy import Block, Link, Mark, MarkKind, Role
from bodycopy.render.inline import Event, Inline, inline, table_cells, tokens
from bodycopy.render.show import Show
from records import block, blocks, links, marks


def laid(text: str, *spans: Link | Mark, show: Show | None = None) -> Inline:
    """The text with these links and marks."""
    return inline(
        block(
            "paragraph",
            text,
            links=tuple(span for span in spans if isinstance(span, Link)),
            marks=tuple(span for span in spans if isinstance(span, Mark)),
        ),
        show or Show(),
        str.strip,
    )


def drawn(content: Inline) -> str:
    """The tokens as brackets: ``<a ...>`` for links, ``<s ...>`` for strong and so on."""
    signs = {Event.OPEN: "<{}:", Event.CLOSE: ":{}>", Event.BREAK: "|", Event.TEXT: ""}
    return "".join(
        signs[token.event].format(token.span.kind.value[0] if token.span.kind else "a") + token.text
        for token in tokens(content)
    )


STRONG, EMPHASIS, CODE, BREAK = MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.CODE, MarkKind.BREAK


def test_a_link_lies_around_the_mark_that_covers_it() -> None:
    """Of two that are equal the link is the outer one."""
    assert drawn(laid("one two", Mark(0, 3, STRONG), Link(0, 3, "/a"))) == "<a:<s:one:s>:a> two"


def test_a_mark_that_overlaps_a_link_is_taken_apart() -> None:
    """There is one link, and the mark is inside and outside of it."""
    content = laid("one two six", Mark(0, 7, STRONG), Link(4, 11, "/a"))
    assert drawn(content) == "<s:one :s><a:<s:two:s> six:a>"


def test_code_is_the_innermost() -> None:
    """Inside of code nothing can be marked: what goes on in it lies around its parts."""
    content = laid("one two six", Mark(0, 11, CODE), Mark(4, 7, STRONG))
    assert drawn(content) == "<c:one :c><s:<c:two:c>:s><c: six:c>"


def test_the_space_behind_a_break_is_the_break() -> None:
    """The line ends; no line begins with a space."""
    assert drawn(laid("one two", Mark(3, 3, BREAK))) == "one|two"
    assert drawn(laid("one two", Mark(0, 7, STRONG), Mark(3, 3, BREAK))) == "<s:one|two:s>"
    assert drawn(laid("one two", Mark(3, 4, STRONG), Mark(3, 3, BREAK))) == "one|two"


def test_a_break_inside_of_a_word_is_none() -> None:
    """Without a space behind it, nothing is known of a line that ends: words are not cut."""
    assert drawn(laid("one two", Mark(2, 2, BREAK), Mark(7, 7, BREAK))) == "one two"


def test_what_is_not_shown_leaves_its_text() -> None:
    """Without links and emphasis only the lines are left."""
    spans = (Mark(0, 3, STRONG), Link(0, 3, "/a"), Mark(3, 3, BREAK))
    assert drawn(laid("one two", *spans, show=Show(links=False, emphasis=False))) == "one|two"
    assert drawn(laid("one two", *spans, show=Show(links=False))) == "<s:one:s>|two"


def test_a_heading_is_strong_anyway() -> None:
    """Pages set whole headings in bold; a word of one that is bold stands out."""
    bold = block("subheading", "one two", marks=(Mark(0, 7, STRONG),))
    assert drawn(inline(bold, Show(), str.strip)) == "one two"
    word = block("subheading", "one two", marks=(Mark(0, 3, STRONG), Mark(0, 7, EMPHASIS)))
    assert drawn(inline(word, Show(), str.strip)) == "<e:<s:one:s> two:e>"


def test_the_links_of_a_table_stand_in_its_cells() -> None:
    """A range over the table's text is one over the text of its cell."""
    table = block(
        "table",
        "Year\tCost\n2020\t7 million",
        rows=(("Year", "Cost"), ("2020", "7 million")),
        links=(Link(10, 14, "/2020"),),
        marks=(Mark(0, 9, STRONG), Mark(15, 16, EMPHASIS)),
    )
    cells = [[drawn(cell) for cell in row] for row in table_cells(table, Show(), str.strip)]
    assert cells == [["<s:Year:s>", "<s:Cost:s>"], ["<a:2020:a>", "<e:7:e> million"]]


def test_ranges_over_another_text_are_not_trusted() -> None:
    """Where rows and text do not agree, the cells are plain."""
    table = block("table", "other", rows=(("a", "b"),), marks=(Mark(0, 5, STRONG),))
    assert table_cells(table, Show(), str.strip) == [[Inline("a"), Inline("b")]]


@given(blocks)
def test_tokens_nest_and_keep_the_text(some: Block) -> None:
    """However damaged the ranges: edges come in pairs, nested, and no word is lost."""
    content = inline(some, Show(), str.strip)
    found = tokens(content)
    opened = []
    for token in found:
        if token.event is Event.OPEN:
            opened.append(token.span)
        elif token.event is Event.CLOSE:
            assert opened.pop() == token.span
        # No more than a link and one mark of each kind are open.
        assert len({span.kind for span in opened}) == len(opened)
    assert not opened
    text = "".join(" " if token.event is Event.BREAK else token.text for token in found)
    assert text.split() == some.text.split()


@given(st.lists(st.lists(st.text("ab ", max_size=4), min_size=1), min_size=1), st.data())
def test_cells_hold_what_the_table_holds(rows: list[list[str]], data: st.DataObject) -> None:
    """Every letter under a range of the table is under one of its cell."""
    text = "\n".join(map("\t".join, rows))
    drawn_marks = data.draw(st.lists(marks, max_size=3))
    drawn_links = data.draw(st.lists(links, max_size=3))
    table = Block(
        role=Role.TABLE,
        text=text,
        index=0,
        rows=tuple(map(tuple, rows)),
        marks=tuple(drawn_marks),
        links=tuple(drawn_links),
    )
    whole = inline(table, Show(), str.strip)
    cells = [cell for row in table_cells(table, Show(), str.strip) for cell in row]
    assert [cell.text for cell in cells] == [cell for row in rows for cell in row]

    def covered(content: Inline) -> int:
        spans = content.spans
        return sum(
            len(content.text[s.start : s.end].replace("\t", "").replace("\n", "")) for s in spans
        )

    assert sum(map(covered, cells)) == covered(whole)


def test_many_ranges_take_linear_time() -> None:
    """Marks over each other are one; of links that overlap each other every other is left."""
    text = "word " * 20_000
    over = tuple(Mark(at, len(text) - at, STRONG) for at in range(20_000))
    chain = tuple(Link(at, at + 8, "/a") for at in range(0, 80_000, 4))
    content = laid(text, *over, *chain)
    assert len(content.spans) == 1 + 10_000
    assert len(tokens(content)) < 50_000
