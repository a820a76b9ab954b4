"""How words are set, and where lines end: ranges over a block's text."""

from __future__ import annotations

import pytest

from bodycopy.article import Block, Link, Mark, MarkKind
from bodycopy.roles import Role
from bodycopy.scan import lexbor as lexbor_scan
from bodycopy.scan.inline import cut_block, links_of, marks_of
from bodycopy.tape import Style
from both_scans import SCANS

scan = lexbor_scan.scan


@pytest.fixture(autouse=True, scope="module", params=SCANS)
def _each_scan(request: pytest.FixtureRequest) -> None:
    """Every test here runs on both scans."""
    global scan
    scan = request.param.scan


def _set(html: str, row: int = 0) -> list[tuple[str, str]]:
    """The marked words of a row with the name of their style; of a break the words behind it."""
    tape = scan(html)
    text = tape.texts[row]
    found = []
    for start, end, style in tape.marks.get(row, ()):
        name = Style(style).name
        assert name is not None
        found.append((name.lower(), text[start:end] if end > start else text[start:]))
    return found


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ("b strong", "strong"),
        ("i em", "emphasis"),
        ("code kbd samp tt", "code"),
        ("sup", "superscript"),
        ("sub", "subscript"),
        ("del s strike", "deleted"),
    ],
)
def test_elements_that_set_words_mark_them(tags: str, name: str) -> None:
    """Each of them, in whatever case it is written, and nothing but its words."""
    for tag in tags.split():
        for written in (tag, tag.upper()):
            html = f"<p>The <{written}>old ferry</{written}> sank.</p>"
            assert _set(html) == [(name, "old ferry")]


@pytest.mark.parametrize("tag", "span u ins mark small q cite dfn var font abbr time".split())
def test_other_elements_mark_nothing(tag: str) -> None:
    """Neither do those that browsers set in italics and pages use for credits and counters."""
    assert _set(f"<p>The <{tag}>old ferry</{tag}> sank.</p>") == []


def test_marks_lie_in_each_other() -> None:
    """The longer one first, and of two of one length the one that is strong."""
    assert _set("<p>a <b>b <i>c</i></b> <code><b>d</b></code>") == [
        ("strong", "b c"),
        ("emphasis", "c"),
        ("strong", "d"),
        ("code", "d"),
    ]


def test_white_space_is_folded_away_under_the_marks() -> None:
    """They are ranges over the text as it is given, whatever stood in the source."""
    html = "<p>\n  one\t <b>\n two \xa0 three </b>\n four&nbsp;<i> five</i></p>"
    assert scan(html).texts == ("one two three four five",)
    assert _set(html) == [("strong", "two three"), ("emphasis", "five")]


def test_what_draws_nothing_takes_no_place() -> None:
    """Soft hyphens and zero-width spaces are left out of the text, and the marks know."""
    html = "<p>al\xadpha <b>be\u200bta\xad</b>\ufeff <i>\u200b</i>gam<sup>\xad2</sup>ma</p>"
    assert scan(html).texts == ("alpha beta gam2ma",)
    assert _set(html) == [("strong", "beta"), ("superscript", "2")]


def test_characters_beyond_ascii_count_one() -> None:
    """Whatever the bytes of a character are."""
    html = "<p>Žluťoučký 𝔎ůň <b>příšerně</b> úpěl <i>ďábelské</i> ódy"
    assert _set(html) == [("strong", "příšerně"), ("emphasis", "ďábelské")]


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<b>one</b><b>two</b>", ["onetwo"]),
        ("<b>one</b> <b>two</b>", ["one", "two"]),
        ("<b>one </b><b>two</b>", ["one two"]),
        ("<b>one</b><b> two</b>", ["one two"]),
        ("<b>one <u>two</u> <u>three</u></b>", ["one two three"]),
        ("<b>one <strong>two</strong></b>", ["one two"]),
        ("<b>one<!-- c --> two</b>", ["one two"]),
        ("<b>one</b>, <b>two</b>", ["one", "two"]),
        ("<b>one<img src=x>two</b>", ["onetwo"]),
        ("<b>one<iframe></iframe>two</b>", ["one two"]),
        ("<b>by</b><b>Sauli</b>", ["by Sauli"]),
    ],
)
def test_what_a_reader_sees_as_one_is_one_mark(html: str, marked: list[str]) -> None:
    """Borders of elements inside of bold words cannot be seen; a light space between can."""
    for around in ("<p>{}</p>", "<p>a {} z</p>"):
        assert [words for _, words in _set(around.format(html))] == marked


def test_a_block_that_is_set_bold_as_a_whole_is_marked_as_such() -> None:
    """Around the block, in it, or both."""
    for html in ("<b><p>all</p></b>", "<p><b>all</b></p>", "<b><p><strong>all</strong></p></b>"):
        assert scan(html).texts == ("all",)
        assert _set(html) == [("strong", "all")]


def test_a_style_around_blocks_holds_for_each() -> None:
    """The parser hands it on where a paragraph begins inside of it."""
    html = "<div><i>one<p>two</p>three</i> four</div>"
    assert [_set(html, row) for row in range(3)] == [
        [("emphasis", "one")],
        [("emphasis", "two")],
        [("emphasis", "three")],
    ]


def test_styles_that_overlap_on_the_page_cross_in_the_marks() -> None:
    """What the parser takes apart is put together again."""
    assert _set("<p><b>one <i>two</b> three</i></p>") == [
        ("strong", "one two"),
        ("emphasis", "two three"),
    ]


def test_elements_without_words_mark_nothing() -> None:
    """Icons are empty elements in italics."""
    assert _set("<p><i class=icon></i>one <b> </b>two<i>&#8203;</i><b><img src=x></b></p>") == []


def test_what_is_hidden_marks_nothing() -> None:
    """Nor does it move what follows."""
    assert _set("<p>one <b hidden>two</b> <b style='display:none'>three</b> <i>four</i></p>") == [
        ("emphasis", "four")
    ]


def test_a_line_break_is_an_empty_range_before_its_space() -> None:
    """One ends a line in its block; two end the block."""
    tape = scan("<p>Roses are red,<br>violets <b>are<br/>blue</b>.<br><br>Next<br></p>")
    assert tape.texts == ("Roses are red, violets are blue.", "Next")
    assert tape.marks == {0: ((14, 14, 64), (23, 31, 1), (26, 26, 64))}
    assert all(tape.texts[0][start] == " " for start in (14, 26))


def test_breaks_between_blocks_are_none() -> None:
    """They end no line: the block's border has."""
    assert scan("<p><br>one<br></p><br><div>two</div>three<br><hr>four").marks == {}


def test_a_break_between_words_that_are_bold_is_inside_the_mark() -> None:
    """One that stands between two bold elements is between two marks."""
    assert _set("<p><b>one<br>two</b></p>") == [("strong", "one two"), ("break", " two")]
    assert _set("<p><b>one</b><br><b>two</b></p>") == [
        ("strong", "one"),
        ("break", " two"),
        ("strong", "two"),
    ]


def test_preformatted_text_has_marks_over_its_own_white_space() -> None:
    """And no breaks: its lines end in the text."""
    tape = scan("<pre>\n\n if <b>x:\n   <i>y</i></b><br><code>z</code>\n\n</pre>")
    (text,) = tape.texts
    assert text == " if x:\n   y\nz"
    assert _set("<pre>\n\n if <b>x:\n   <i>y</i></b><br><code>z</code>\n\n</pre>") == [
        ("strong", "x:\n   y"),
        ("emphasis", "y"),
        ("code", "z"),
    ]


def test_marks_do_not_count_as_more_bold_than_there_was() -> None:
    """Bold characters are those of words, without the space between two of them."""
    tape = scan("<p><b>one <u>two</u> <u>three</u></b> four</p><pre><b>a<br><br>b</b></pre>")
    assert tape.strong_chars.tolist() == [11, 2]


# --- on blocks ----------------------------------------------------------------------------


def _block(html: str) -> Block:
    tape = scan(html)
    return Block(
        role=Role.PARAGRAPH,
        text=tape.texts[0],
        index=0,
        links=links_of(tape.links.get(0, ())),
        marks=marks_of(tape.marks.get(0, ())),
    )


def test_every_style_of_the_tape_has_its_kind() -> None:
    """By the same name."""
    for style in Style:
        (mark,) = marks_of([(1, 2, int(style))])
        assert style.name is not None
        assert mark == Mark(1, 2, MarkKind(style.name.lower()))


def test_a_cut_moves_links_and_marks_with_the_text() -> None:
    """What reaches over the cut is clipped, what is outside is gone."""
    block = _block(
        "<p><b>ELLMOUTH (press) - The <i>old</i> ferry</b> <a href=/s>sank</a>. <i>ell</i></p>"
    )
    cut = cut_block(block, 19, len(block.text) - 4)
    assert cut.text == "The old ferry sank."
    assert cut.marks == (Mark(0, 13, MarkKind.STRONG), Mark(4, 7, MarkKind.EMPHASIS))
    assert cut.links == (Link(14, 18, "/s"),)


def test_a_break_at_the_edge_of_a_cut_parts_nothing() -> None:
    """The dateline stood in a line of its own; so did the credit."""
    block = _block("<p>ELLMOUTH<br>The ferry<br>sank.<br>ell/press</p>")
    cut = cut_block(block, 9, 24)
    assert cut.text == "The ferry sank."
    assert cut.marks == (Mark(9, 9, MarkKind.BREAK),)


def test_a_link_over_the_cut_is_clipped() -> None:
    """The rest of it still points there."""
    cut = cut_block(_block("<p><a href=/a>ELLMOUTH The ferry</a> sank.</p>"), 9, 24)
    assert (cut.text, cut.links) == ("The ferry sank.", (Link(0, 9, "/a"),))
