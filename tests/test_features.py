"""Measuring a tape: shapes, ranges and what the columns promise, whatever the weights are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from authored import NAMES, PARAGRAPHS, html_of, report, tape_of
from bodycopy.features import COLUMNS, Features, measure
from bodycopy.lexicon import Hint, phrase_role, token_hints
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.scan import scan
from bodycopy.tape import Context, Tape
from growth import LIMIT, growth

FLAGS = [
    "short",
    "ends_sentence",
    "ends_open",
    "starts_lower",
    "repeated",
    "before_headline",
    "after_headline",
    "is_headline",
    "in_best",
    "before_best",
    "after_best",
    "in_data_table",
    *(name for name in COLUMNS if name.startswith(("in_", "hint_", "says_"))),
]
SHARES = [
    "commas",
    "link_share",
    "strong_share",
    "rank",
    "prose",
    "position",
    "just_before_headline",
    "just_after_headline",
    "place_in_best",
    "parent_prose",
    "grandparent_prose",
    "signature_prose",
    "container_link_share",
    "neighbour_prose",
]


def row_of(tape: Tape, start: str) -> int:
    """The first row whose text starts like this."""
    return next(row for row, text in enumerate(tape.texts) if text.startswith(start))


def measured(html: str, start: str, column: str) -> float:
    """One column of the block of the page that starts like this."""
    tape = scan(html)
    return float(measure(tape).column(column)[row_of(tape, start)])


def assert_sound(tape: Tape, features: Features) -> None:
    """Shapes fit the tape, flags are 0 or 1, shares between them, nothing is infinite."""
    n = len(tape)
    assert features.matrix.shape == (n, len(COLUMNS))
    assert features.matrix.dtype == np.float32
    assert features.container.shape == (n,)
    assert features.container.dtype == np.int32
    assert -1 <= features.headline < max(n, 1)
    assert 0 <= features.best < max(len(tape.elements.tag), 1)
    assert np.isfinite(features.matrix).all()
    for name in FLAGS:
        assert set(features.column(name).tolist()) <= {0.0, 1.0}, name
    for name in SHARES:
        column = features.column(name)
        assert ((column >= 0) & (column <= 1)).all(), name
    if n:
        assert ((features.container >= 0) & (features.container < len(tape.elements.tag))).all()


def test_column_names_are_unique():
    """No two columns share a name, so that a weight means one column."""
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert {*FLAGS, *SHARES} <= set(COLUMNS)


@pytest.mark.parametrize("name", NAMES)
def test_shapes_and_ranges_hold_on_real_pages(name):
    """On every authored page the matrix fits the tape, and its values are in their ranges."""
    assert_sound(tape_of(name), measure(tape_of(name)))


TAGS = "p div span a b h1 h2 ul li table tr td blockquote figure figcaption nav footer br".split()
soup = st.lists(
    st.sampled_from([*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)])
    | st.sampled_from(['<a href="/x">', '<div class="related">', '<p class="lead" id="body">'])
    | st.sampled_from(
        [*PARAGRAPHS, "Yes.", "„So?“", "東京都は二十日、橋を直すと発表した。", "\u200d", "7"]
    )
    | st.text(max_size=12),
    max_size=40,
).map("".join)


@given(soup)
def test_shapes_and_ranges_hold_on_tag_soup(html):
    """Whatever the markup, shares stay shares and flags stay flags."""
    tape = scan(html)
    assert_sound(tape, measure(tape))


def test_every_measure_is_used():
    """No measured column is the same on every block of every page: each tells blocks apart."""
    spread = np.zeros(len(COLUMNS), dtype=bool)
    tapes = [tape_of(name) for name in NAMES]
    tapes.append(scan(report(f"<blockquote>{PARAGRAPHS[3][:60]}</blockquote>")))
    for tape in tapes:
        matrix = measure(tape).matrix
        spread |= matrix.min(axis=0) != matrix.max(axis=0)
    flags = ("in_", "hint_", "says_")  # proved one by one below
    idle = [name for name, used in zip(COLUMNS, spread, strict=True) if not used]
    assert [name for name in idle if not name.startswith(flags)] == []


@pytest.mark.parametrize("name", NAMES)
def test_measuring_is_pure(name):
    """The same tape twice gives equal arrays, and the tape is left as it was."""
    tape = tape_of(name)
    before = (tape.context.copy(), tape.link_chars.copy(), tape.elements.end.copy())
    first, second = measure(tape), measure(tape)
    assert np.array_equal(first.matrix, second.matrix)
    assert np.array_equal(first.container, second.container)
    assert (first.headline, first.best) == (second.headline, second.best)
    after = (tape.context, tape.link_chars, tape.elements.end)
    assert all(np.array_equal(old, new) for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize("html", ["", "<p> </p>", "<script>var x = 1</script>"])
def test_an_empty_tape_gives_an_empty_matrix(html):
    """A page without visible text has no rows, and every column all the same."""
    features = measure(scan(html))
    assert features.matrix.shape == (0, len(COLUMNS))
    assert features.container.shape == (0,)
    assert features.headline == -1


@pytest.mark.parametrize(
    "html", ["x", "<h1>Storm</h1>", f"<p>{PARAGRAPHS[0]}</p>", "<a href=/>.</a>"]
)
def test_one_block_is_measured(html):
    """A page of one block has one row; it is the whole page, and in the middle of it."""
    tape = scan(html)
    features = measure(tape)
    assert_sound(tape, features)
    assert len(features.matrix) == 1
    assert features.column("position").tolist() == [0.5]


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_one_place(name):
    """A block is before, in or after the best container; before, on or behind the headline."""
    features = measure(tape_of(name))
    for parts in (
        ("before_best", "in_best", "after_best"),
        ("before_headline", "is_headline", "after_headline"),
    ):
        total = sum(features.column(part) for part in parts)
        assert set(np.asarray(total).tolist()) == {1.0}
    assert np.flatnonzero(features.column("is_headline")).tolist() == [features.headline]


def test_a_page_without_a_headline_has_none():
    """Where no heading is displayed, no block is before, on or after it."""
    features = measure(scan(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"))
    assert features.headline == -1
    for name in ("before_headline", "is_headline", "after_headline", "just_after_headline"):
        assert not features.column(name).any()


def test_the_headline_is_the_heading_that_the_title_names():
    """A site name in the first h1 does not win over the heading that the title repeats."""
    tape = scan(
        html_of(
            "<h1>Ell Valley Herald</h1><h2>Rain stops play for the third day</h2>"
            f"<p>{PARAGRAPHS[0]}</p>",
            title="Rain stops play for the third day - Ell Valley Herald",
        )
    )
    assert tape.texts[measure(tape).headline].startswith("Rain stops play")


@pytest.mark.parametrize("bit", list(Context), ids=lambda bit: str(bit.name))
def test_every_context_has_its_column(bit):
    """A bit of the tape's context is the flag of its name, and of no other column."""
    context = np.array([0, int(bit)], np.uint32)
    tape = replace(scan("<p>One</p><p>Two</p>"), context=context)
    features = measure(tape)
    set_flags = [
        str(other.name)
        for other in Context
        if features.column(f"in_{str(other.name).lower()}").tolist() == [0.0, 1.0]
    ]
    assert set_flags == [bit.name]


@pytest.mark.parametrize("hint", list(Hint), ids=lambda hint: str(hint.name))
def test_every_hint_has_its_column(hint, tokens):
    """A telling class name sets the flag of its hint, from the element or one around it."""
    token = next(token for name, token in tokens if name == hint.name.lower())
    assert token_hints(token) & hint
    column = f"hint_{hint.name.lower()}"
    aside = f'<div class="{token}"><div><p>Aside</p></div></div>'
    page = html_of(*(f"<p>{text}</p>" for text in PARAGRAPHS), aside)
    assert measured(page, "Aside", column) == 1.0
    assert measured(page, PARAGRAPHS[0][:20], column) == 0.0


@pytest.fixture(scope="module")
def tokens() -> list[list[str]]:
    """The rows of the list of telling names."""
    from importlib import resources

    text = resources.files("bodycopy").joinpath("data/tokens.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Advertisement", Role.AD_LABEL),
        ("Lesen Sie auch", Role.RELATED),
        ("RND/dpa", Role.SOURCE_LINE),
    ],
)
def test_known_words_set_the_column_of_their_role(text, role):
    """A block whose words are known says one role, and its neighbours say nothing."""
    assert phrase_role(text) is role
    tape = scan(f"<p>{PARAGRAPHS[0]}</p><p>{text}</p>")
    says = {name: measure(tape).column(name) for name in COLUMNS if name.startswith("says_")}
    assert says[f"says_{role}"].tolist() == [0.0, 1.0]
    assert sum(column.sum() for column in says.values()) == 1.0
    assert not {f"says_{role}" for role in BODY_ROLES} & says.keys()


FIGURES = "<tr><th>Year</th><th>Rain</th></tr>" + "".join(
    f"<tr><td>{year}</td><td>{year % 89} mm</td></tr>" for year in range(2016, 2024)
)


def test_a_table_of_figures_is_data():
    """Cells of years and millimetres are in a data table."""
    assert measured(report(f"<table>{FIGURES}</table>"), "2019", "in_data_table") == 1.0


def test_a_table_that_lays_out_the_page_is_not_data():
    """Paragraphs in the cells of a layout table are not in a data table; nor is prose outside."""
    cells = "".join(f"<tr><td><p>{text}</p><p>{text[::-1]}</p></td></tr>" for text in PARAGRAPHS)
    long_cells = cells.replace("</td>", f"<p>{' '.join(PARAGRAPHS)}</p></td>")
    layout = html_of(f"<table>{long_cells}</table><p>Outside</p>")
    assert measured(layout, PARAGRAPHS[0], "in_data_table") == 0.0
    assert measured(layout, "Outside", "in_data_table") == 0.0


def test_a_data_table_inside_a_layout_table_is_data():
    """The layout around it does not make figures prose, nor the figures the layout data."""
    page = html_of(
        f"<table><tr><td><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
        f"<p>{PARAGRAPHS[3]}</p><table>{FIGURES}</table></td></tr></table>"
    )
    assert measured(page, "2019", "in_data_table") == 1.0
    assert measured(page, PARAGRAPHS[0], "in_data_table") == 0.0


def test_a_pull_quote_is_marked_as_repeated():
    """A quotation that the text says too is its second copy, with quotation marks or without."""
    said = "the occasional determined sheep"
    for quote in (f"“{said}”", said, f"» {said} «"):
        page = report(f"<blockquote><p>{quote}</p></blockquote>")
        assert measured(page, quote[:3], "repeated") == 1.0


def test_a_quotation_of_its_own_is_not_repeated():
    """A quotation that stands nowhere else on the page is text like any other."""
    page = report("<blockquote><p>“Nobody asked the sheep what they make of it.”</p></blockquote>")
    assert measured(page, "“Nobody", "repeated") == 0.0


def test_the_second_copy_of_a_paragraph_is_repeated_and_the_first_is_not():
    """Of two equal blocks the later one is the copy; short labels are never copies."""
    tape = scan(report(f"<p>{PARAGRAPHS[0]}</p><p>Yes.</p><p>Yes.</p>"))
    repeated = measure(tape).column("repeated")
    rows = [row for row, text in enumerate(tape.texts) if text == PARAGRAPHS[0]]
    assert repeated[rows].tolist() == [0.0, 1.0]
    assert not repeated[[row for row, text in enumerate(tape.texts) if text == "Yes."]].any()


def test_hints_of_a_page_wide_container_are_not_handed_down():
    """``<body class="has-sidebar comments-open">`` says nothing against the page's paragraphs."""
    names = "has-sidebar comments-open related newsletter"
    inside = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = html_of(f'<div class="{names}">{inside}<p>Last</p></div>')
    for hint in ("sidebar", "comment", "related", "newsletter"):
        assert measured(page, PARAGRAPHS[0], f"hint_{hint}") == 0.0
        assert measured(page, "Last", f"hint_{hint}") == 0.0


def test_hints_of_a_box_beside_the_prose_are_handed_down():
    """The same names on a box with little of the page's prose hold for all blocks in it."""
    page = report('<div class="comments-open related"><section><p>Aside</p></section></div>')
    assert measured(page, "Aside", "hint_comment") == 1.0
    assert measured(page, "Aside", "hint_related") == 1.0
    assert measured(page, PARAGRAPHS[0], "hint_related") == 0.0


def test_the_good_hint_of_a_page_wide_container_is_handed_down():
    """``article-body`` around all of the prose is said of its paragraphs."""
    inside = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = html_of(f'<div class="article-body">{inside}</div><p>Outside</p>')
    assert measured(page, PARAGRAPHS[0], "hint_body") == 1.0
    assert measured(page, "Outside", "hint_body") == 0.0


@pytest.mark.parametrize("name", NAMES)
def test_siblings_share_their_container(name):
    """The container of a block is an element around it, never one beside it."""
    tape = tape_of(name)
    container = measure(tape).container
    rows = np.arange(len(tape))
    first, end = tape.elements.first[container], tape.elements.end[container]
    assert ((first <= rows) & (rows < end)).all()


SHAPES = {
    "paragraphs": lambda n: "".join(f"<p>Paragraph number {i} has its say.</p>" for i in range(n)),
    "cells": lambda n: f"<table>{''.join(f'<tr><td>a{i}<td>b' for i in range(n))}</table>",
    "tables": lambda n: "<table><tr><td>a<td>b<tr><td>c<td>d</table>" * n,
    "headings": lambda n: "".join(f"<h2>Heading number {i}</h2>" for i in range(n)),
    "quotations": lambda n: "".join(
        f"<blockquote>Quotation number {i} is long enough to be looked for.</blockquote>"
        for i in range(n)
    ),
    "titles and headings": lambda n: (
        "".join(f'<meta property="og:title" content="Title number {i}">' for i in range(n))
        + f"<body>{''.join(f'<h2>Heading number {i}</h2>' for i in range(n))}"
    ),
    "blocks ever deeper in a cell": lambda n: (
        "<table><tr><td>" + "".join(f"<div>Block {i}" for i in range(n))
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_page_not_with_its_square(shape):
    """Thousands of blocks of one kind take as much longer as they are more."""
    assert growth(measure, lambda n: scan(SHAPES[shape](n)), 4000) < LIMIT
