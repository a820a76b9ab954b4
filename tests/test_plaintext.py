"""Flattened text to tape."""

import re
import textwrap
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS
from tests.growth import LIMIT, growth

from bodycopy.lines import plaintext
from bodycopy.lines.plaintext import read_text
from bodycopy.tape import Context, Style


def texts(source: str) -> list[str]:
    """The blocks of a text."""
    return list(read_text(source).tape.texts)


def kinds(source: str) -> list[tuple[int, int, str]]:
    """Context, level and text of each block."""
    tape = read_text(source).tape
    return list(zip(tape.context.tolist(), tape.level.tolist(), tape.texts, strict=True))


def letters(text: str) -> Counter[str]:
    """The letters of a text, and how many of each."""
    return Counter(char for char in text if char.isalpha())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_line_end_ends_a_line(end: str) -> None:
    """Lines end as they end on any machine."""
    assert texts(f"One{end}Two{end}{end}Three") == ["One", "Two", "Three"]


def test_white_space_is_folded_and_blank_lines_are_counted() -> None:
    """Lines of no-break spaces are blank; what stands before a block is kept as its gap."""
    plain = read_text("  One\u00a0 two \n\u00a0\n \n\u200b\nThree\n")
    assert plain.tape.texts == ("One two", "Three")
    assert plain.gaps.tolist() == [0, 3]


def test_text_has_one_nameless_element() -> None:
    """All blocks stand in a root without a name: text has no paths."""
    tape = read_text("One\n\nTwo").tape
    assert tape.elements.tag == ("",)
    assert tape.element.tolist() == [0, 0]
    assert (tape.elements.first.tolist(), tape.elements.end.tolist()) == ([0], [2])


@pytest.mark.parametrize(
    ("width", "gap"),
    [(40, "\n\n"), (60, "\n\n"), (80, "\n\n"), (100, "\n\n"), (40, "\n"), (60, "\n")],
)
def test_hard_wrapped_paragraphs_are_rejoined(width: int, gap: str) -> None:
    """A paragraph cut at the width of a page is one block again.

    Without blank lines, the short last line of a paragraph tells where it ends.
    """
    wrapped = gap.join(textwrap.fill(text, width) for text in PARAGRAPHS)
    assert texts(wrapped) == list(PARAGRAPHS)


def test_hyphens_at_line_ends() -> None:
    """Syllables are joined, compounds keep their hyphen, halves of compounds their space."""
    source = textwrap.dedent("""\
        Der Gemeinderat von Oberellbach hat am Dienstagabend beschlossen, die Fuß-
        gängerbrücke über die Ell neu zu bauen. Vor- und Nachteile wurden lange er-
        örtert, dann stimmten alle für den Entwurf des Büros aus der Stadt Nord-
        Ellbach, das schon die Wehrbrücke und den Steg am alten Bahnhof der Pump-
        und Wasserwerke entworfen hatte, wie die Bürgermeisterin hinterher sagte.""")
    (text,) = texts(source)
    assert "die Fußgängerbrücke" in text
    assert "lange erörtert" in text
    assert "Nord-Ellbach" in text
    assert "Pump- und Wasserwerke" in text


def test_a_soft_hyphen_at_a_line_end_is_a_hyphen() -> None:
    """It was set where the word was cut; elsewhere it draws nothing."""
    source = "\n".join(textwrap.wrap(" ".join(PARAGRAPHS), 60))
    cut = source.replace("wheelchairs", "wheel\u00adchairs").replace("carried", "car\u00ad\nried")
    assert "car-ried" not in " ".join(texts(cut))
    assert "wheelchairs" in " ".join(texts(cut))


def test_menus_and_headlines_are_not_joined() -> None:
    """Lines that end where their text ends stay lines."""
    source = (
        "Home\nSport\nPolitics\nFerry runs again after flood\nBridge to be rebuilt by June\nJobs"
    )
    assert texts(source) == source.split("\n")


def test_sentences_cut_at_links_are_joined() -> None:
    """A line for each text node cuts sentences at links; small letters say that they go on."""
    source = (
        "The council voted on Tuesday night in favour of\nthe new plan\nthat was published by\n"
        "Ell Valley Herald\nand several others in autumn.\nRead more\nHome"
    )
    assert texts(source) == [
        "The council voted on Tuesday night in favour of the new plan that was published by "
        "Ell Valley Herald and several others in autumn.",
        "Read more",
        "Home",
    ]


def test_a_text_on_one_line_is_cut_into_sentences() -> None:
    """Where all lines are gone, sentences and wide gaps are what is left to tell apart."""
    source = "Home   Sport   " + " ".join(PARAGRAPHS) + " " + " ".join(PARAGRAPHS)
    found = texts(source)
    assert found[:2] == ["Home", "Sport"]
    assert len(found) > 10
    assert " ".join(found) == " ".join(source.split())


@given(st.text(alphabet="ab \t\x1c\x85é", max_size=40), st.integers(1, 20))
def test_white_space_is_folded_piece_by_piece(text: str, size: int) -> None:
    """A line of megabytes is folded in pieces, and nobody sees where they meet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plaintext, "_FOLDED_AT_ONCE", size)
        assert plaintext._folded(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Title\n\nText", [(2, 1, "Title"), (0, 0, "Text")]),
        ("### Title ###", [(2, 3, "Title")]),
        ("Title\n=====\nText", [(2, 1, "Title"), (0, 0, "Text")]),
        ("Title\n-----\nText", [(2, 2, "Title"), (0, 0, "Text")]),
        ("== History ==\nText", [(2, 2, "History"), (0, 0, "Text")]),
        ("* one\n* two\n  * deep", [(4, 1, "one"), (4, 1, "two"), (4, 2, "deep")]),
        ("• one\n• two", [(4, 1, "one"), (4, 1, "two")]),
        ("1. one\n2. two", [(12, 1, "one"), (12, 1, "two")]),
        ("# T\n\n> said", [(2, 1, "T"), (32, 0, "said")]),
        ("```\nx = 1\n\ny\n```", [(192, 0, "x = 1\ny")]),
        ("#hashtag", [(0, 0, "#hashtag")]),
        ("12. Mai\n\n14. Mai", [(0, 0, "12. Mai"), (0, 0, "14. Mai")]),
        ("– Why?\n\n– Because.", [(0, 0, "– Why?"), (0, 0, "– Because.")]),
    ],
)
def test_marks_of_headings_lists_and_quotations(
    source: str, expected: list[tuple[int, int, str]]
) -> None:
    """Marks say what a line is, and go; dates and speech only look like marks."""
    assert kinds(source) == expected


def test_links_images_and_emphasis_of_markdown() -> None:
    """Links are kept with their targets, images as markers, emphasis as marks."""
    tape = read_text(
        "# News\n\nHe **won** [the cup](/cup), 2 \\* 3 times.\n\n![A boat](/boat.jpg)\n\nEnd"
    ).tape
    assert tape.texts == ("News", "He won the cup, 2 * 3 times.", "End")
    assert tape.links == {1: ((7, 14, "/cup"),)}
    assert tape.link_chars.tolist() == [0, 7, 0]
    assert tape.strong_chars.tolist() == [0, 3, 0]
    (picture,) = tape.markers
    assert (picture.tag, picture.row, picture.attributes["src"]) == ("img", 2, "/boat.jpg")
    assert tape.marks == {1: ((3, 6, Style.STRONG),)}


def test_styles_of_markdown_are_marks_over_the_text_without_its_signs() -> None:
    """Bold, italics and code; two that touch are one."""
    tape = read_text("# News\n\nThe **old****est** _ferry_ ran `make` at *dawn*.\n\nEnd").tape
    assert tape.texts[1] == "The oldest ferry ran make at dawn."
    assert [(tape.texts[1][start:end], Style(style)) for start, end, style in tape.marks[1]] == [
        ("oldest", Style.STRONG),
        ("ferry", Style.EMPHASIS),
        ("make", Style.CODE),
        ("dawn", Style.EMPHASIS),
    ]


def test_rules_are_gaps() -> None:
    """A line of strokes is layout."""
    plain = read_text("One\n\n* * *\n\nTwo\n__________\nThree")
    assert plain.tape.texts == ("One", "Two", "Three")
    assert plain.gaps.tolist() == [0, 2, 1]


LINES = st.lists(
    st.one_of(
        st.text(max_size=90),
        st.sampled_from(
            ["", "# H", "* a", "1. b", "> q", "---", "```", "[a](b)", "**x**", "Foo-", "bar baz."]
        ),
    ),
    max_size=30,
).map("\n".join)


@settings(max_examples=200)
@given(LINES)
def test_no_letter_is_lost_doubled_or_moved(source: str) -> None:
    """What a reader reads stands on the tape once; targets of links are kept beside it."""
    tape = read_text(source).tape
    shown = letters("".join(tape.texts))
    kept = letters("".join(href for links in tape.links.values() for _, _, href in links))
    kept += letters("".join(value for mark in tape.markers for value in mark.attributes.values()))
    visible = letters(source)
    assert shown <= visible
    hidden = visible - shown - kept
    assert not hidden or "```" in source or re.search(r"\[|`", source)


@given(LINES)
def test_links_and_marks_lie_inside_their_blocks(source: str) -> None:
    """Every one covers text of its block."""
    tape = read_text(source).tape
    for ranges in (tape.links, tape.marks):
        for row, found in ranges.items():
            assert all(0 <= start < end <= len(tape.texts[row]) for start, end, _ in found)


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "piece",
    [*"[\\#=`", "![", "**a", "_a", "[[", "- ", "1. ", "a ", "a\n", "'" * 3, "> ", "\xad\n"],
)
def test_reading_takes_linear_time(piece: str) -> None:
    """Twice the marks take twice the time."""
    assert growth(read_text, lambda size: "# t\n[a](b)\n" + piece * size, 40_000) < LIMIT


def test_what_a_heading_says_is_not_a_list() -> None:
    """A heading between the entries of lists ends the first."""
    tape = read_text("# T\n\n* a\n* b\n\n## U\n\n* c").tape
    assert [bool(bits & Context.LIST) for bits in tape.context.tolist()] == [
        False,
        True,
        True,
        False,
        True,
    ]
