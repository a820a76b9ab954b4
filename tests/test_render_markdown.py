"""Markdown: a parser of CommonMark reads back what the article says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bodycopy import Article, Block, Link, Role
from bodycopy.render import to_markdown
from records import STREET, articles, block, lines

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def parse(markdown: str) -> list[tuple[str, str]]:
    """``(element around the text, text)`` of every run of text, in order."""
    tokens = PARSER.parse(markdown)
    return [
        (tokens[at - 1].tag if at else "", text_of(token))
        for at, token in enumerate(tokens)
        if token.type in ("inline", "fence", "code_block", "html_block")
    ]


def text_of(token: Token) -> str:
    """The text a reader sees; raw HTML would be seen as its name."""
    if token.type != "inline":
        return f"{token.type}: {token.content}"
    return "".join(
        child.content if child.type in ("text", "text_special") else f"<{child.type}>"
        for child in token.children or ()
        if child.type not in ("link_open", "link_close", "strong_open", "strong_close")
    )


def body(*blocks: Block) -> str:
    """The Markdown of an article of these blocks, found on a known page."""
    return to_markdown(Article(url="https://example.org/city/street", body=blocks))


def test_whole_article() -> None:
    """The headline is the one first-rank heading, the standfirst is bold, blocks stand apart."""
    assert to_markdown(STREET) == (
        "# Street reopens after four years\n\n"
        "**Buses run again on Monday. The shops have waited for it.**\n\n"
        "The first bus came at six.\n\n"
        "## What it cost\n\n"
        "Eleven million, says the city."
    )


TRAPS = [
    "# no heading", "#", "####### seven", "- no list", "-", "+ plus", "* star", "1. Mai", "2) zwei",
    "1986. A great year", "> no quote", "---", "***", "___", "- - -", "===", "~~~", "```",
    "a *b* c", "a_b_c", "_a_ __b__", "snake_case and _private", "a `b` c", "[a](b)", "![a](b)",
    "[a]: b", "<b>bold</b>", "<https://x.org>", "<!-- a -->", "a < b > c", "AT&T", "&amp; &#65;",
    "&copy;", "\\", "a\\", "\\*", "~~a~~", "| a | b |", "|---|", "5 * 3 * 2", "**", "ends in *",
    "#hash tag", "C#", "wow!", "https://x.org/a_b_c", "١. عنوان", "第1章", "a\u00a0: b", "**a** b",
]  # fmt: skip


def traps(test):  # type: ignore[no-untyped-def]
    """Every trap as an explicit example of the test."""
    for trap in TRAPS:
        test = example(trap)(test)
    return test


@traps
@given(lines | st.text("#*_`[]()<>!&;|~-+=.\\ a1\n", max_size=12).map(str.split).map(" ".join))
def test_paragraph_round_trip(text: str) -> None:
    """Whatever a paragraph says, a parser reads one paragraph that says just that."""
    assert parse(body(block("paragraph", text))) == ([("p", text)] if text else [])


@traps
@given(lines)
def test_heading_and_standfirst_round_trip(text: str) -> None:
    """The same for the headline, the standfirst and a subheading."""
    article = Article(headline=text, standfirst=text, body=(block("subheading", text, level=3),))
    assert parse(to_markdown(article)) == [("h1", text), ("p", text), ("h3", text)]


@traps
@given(lines)
def test_item_and_quote_round_trip(text: str) -> None:
    """The same inside lists, numbered lists and quotations."""
    markdown = body(
        block("list_item", text),
        block("list_item", text, ordered=True),
        block("quote", text),
    )
    assert parse(markdown) == [("p", text)] * 3


@traps
@given(lines)
def test_cell_round_trip(text: str) -> None:
    """The same inside a table, where a bar would end the cell."""
    markdown = body(block("table", "", rows=(("a", text), (text, "b"))))
    assert parse(markdown) == [("th", "a"), ("th", text), ("td", text), ("td", "b")]


@given(lines, lines, lines)
def test_link_round_trip(before: str, label: str, after: str) -> None:
    """A link inside a paragraph changes nothing in what the paragraph says."""
    text = f"{before} {label} {after}"
    start = len(before) + 1
    link = Link(start=start, end=start + len(label), href="https://x.org/a_(b)?c=1&lt;=2")
    markdown = body(block("paragraph", text, links=(link,)))
    assert parse(markdown) == [("p", text)]
    assert href_of(markdown) == "https://x.org/a_%28b%29?c=1&lt;=2"


@given(articles)
def test_any_article_can_be_written(article: Article) -> None:
    """Damaged ranks, offsets and addresses never stop the output, and never make raw HTML."""
    tokens = PARSER.parse(to_markdown(article))
    assert not [token for token in tokens if token.type == "html_block"]


def href_of(markdown: str) -> str | None:
    """Target of the first link, with entities decoded and percent signs kept."""
    for token in PARSER.parse(markdown):
        for child in token.children or ():
            if child.type == "link_open":
                return str(child.attrs["href"])
    return None


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://x.org/a", "https://x.org/a"),
        ("/sport", "https://example.org/sport"),
        ("next", "https://example.org/city/next"),
        ("#top", "https://example.org/city/street#top"),
        ("//cdn.x.org/a", "https://cdn.x.org/a"),
        ("mailto:a@x.org", "mailto:a@x.org"),
        (" /a b ", "https://example.org/a%20b"),
        ("/a`b<c", "https://example.org/a%60b%3Cc"),
    ],
)
def test_link_targets_are_resolved(href: str, target: str) -> None:
    """A link of the page still leads there when the text has left the page."""
    link = Link(start=0, end=4, href=href)
    assert href_of(body(block("paragraph", "here", links=(link,)))) == target


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "http://[", "", " "])
def test_link_without_a_harmless_target_is_text(href: str) -> None:
    """Scripts, damaged and empty addresses leave the words and no link."""
    link = Link(start=0, end=4, href=href)
    assert body(block("paragraph", "here", links=(link,))) == "here"


def test_exclamation_before_a_link_makes_no_image() -> None:
    """``!`` right before a link would turn it into an image."""
    link = Link(start=1, end=5, href="https://x.org")
    markdown = body(block("paragraph", "!here", links=(link,)))
    assert parse(markdown) == [("p", "!here")]
    assert href_of(markdown) == "https://x.org"


def test_overlapping_links_keep_the_first() -> None:
    """Markdown knows no link inside a link; the text is written once."""
    pair = (Link(start=0, end=6, href="/a"), Link(start=3, end=9, href="/b"))
    markdown = body(block("paragraph", "one two three", links=pair))
    assert markdown == "[one tw](https://example.org/a)o three"


def test_relative_link_of_an_unknown_page_stays_relative() -> None:
    """Without the address of the page nothing is made up."""
    link = Link(start=0, end=4, href="/sport")
    assert to_markdown(Article(body=(block("paragraph", "here", links=(link,)),))) == (
        "[here](/sport)"
    )


def test_lists_nest_and_count() -> None:
    """Levels become indents, numbers go on after a deeper list and start again in a new one."""
    markdown = body(
        block("list_item", "one", level=1, ordered=True),
        block("list_item", "two", level=1, ordered=True),
        block("list_item", "deep", level=2),
        block("list_item", "deeper", level=3),
        block("list_item", "three", level=1, ordered=True),
        block("list_item", "other", level=1),
        block("paragraph", "between"),
        block("list_item", "again", level=1, ordered=True),
    )
    assert markdown == (
        "1. one\n2. two\n   - deep\n     - deeper\n3. three\n\n- other\n\nbetween\n\n1. again"
    )


def test_list_that_begins_deep_is_not_code() -> None:
    """A list whose first item stands on level 3 begins at the margin; level 1 goes on there."""
    markdown = body(
        block("list_item", "a", level=3), block("list_item", "b", level=1),
        block("list_item", "c", level=2),
    )  # fmt: skip
    assert markdown == "- a\n- b\n  - c"


def test_neighbouring_quotes_are_one_quotation() -> None:
    """Two paragraphs of one speech stay together."""
    markdown = body(block("quote", "One."), block("quote", "Two."), block("paragraph", "Three."))
    assert markdown == "> One.\n>\n> Two.\n\nThree."


def test_short_rows_are_filled() -> None:
    """A table with ragged and empty rows keeps its columns; the first row is the header."""
    table = block("table", "", rows=(("Year", "Cost"), ("2020",), ("", ""), ("2021", "7")))
    assert body(table) == "| Year | Cost |\n| --- | --- |\n| 2020 |  |\n| 2021 | 7 |"


def test_table_without_rows_keeps_its_text() -> None:
    """Where only the text of a table is known, it is written as a paragraph."""
    assert body(block("table", "2020 7 2021 9")) == "2020 7 2021 9"


def test_fence_is_longer_than_what_it_holds() -> None:
    """Code that holds a fence of its own is read back whole, with its spaces."""
    code = "  if x:\n```\n\n    y  "
    assert parse(body(block("code", code))) == [("", f"fence: {code}\n")]


def test_subheadings_leave_the_first_rank_to_the_headline() -> None:
    """A page that sets every heading as ``h1`` still gets one title."""
    markdown = body(block("subheading", "A", level=1), block("subheading", "B", level=9))
    assert markdown == "## A\n\n###### B"


def test_empty_blocks_leave_no_trace() -> None:
    """No lone bullet, quotation mark, hash or fence stands for nothing."""
    roles = ("paragraph", "subheading", "list_item", "quote", "table", "code")
    assert body(*(block(role, " ") for role in roles)) == ""


@pytest.mark.parametrize(
    ("base", "target"),
    [
        (None, "https://a.example/news/map"),
        ("https://b.example/x/", "https://b.example/x/map"),
        ("/y/", "https://a.example/y/map"),
        ("http://[", "https://a.example/news/map"),
    ],
)
def test_links_are_relative_to_the_base(base: str | None, target: str) -> None:
    """The page's own base comes first, its address where there is none that can be meant."""
    block = Block(role=Role.PARAGRAPH, text="a map", index=0, links=(Link(2, 5, "map"),))
    article = Article(url="https://a.example/news/1", base_url=base, body=(block,))
    assert to_markdown(article) == f"a [map]({target})"
