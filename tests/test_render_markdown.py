"""Markdown: a parser of CommonMark reads back what the article says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bodycopy import Article, Block, Comment, Image, Link, ListItem, Mark, MarkKind, Role
from bodycopy.render import to_markdown
from records import STREET, articles, block, lines, links, marks
from rendered import MARKDOWN, folded, markdown_parts, markdown_texts


def body(*blocks: Block, **choices: bool) -> str:
    """The Markdown of an article of these blocks, found on a known page."""
    return to_markdown(Article(url="https://example.org/city/street", body=blocks), **choices)


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
    assert markdown_parts(body(block("paragraph", text))) == ([("p", text)] if text else [])


@traps
@given(lines)
def test_heading_and_standfirst_round_trip(text: str) -> None:
    """The same for the headline, the standfirst and a subheading."""
    article = Article(headline=text, standfirst=text, body=(block("subheading", text, level=3),))
    assert markdown_parts(to_markdown(article)) == [("h1", text), ("p", text), ("h3", text)]


@traps
@given(lines)
def test_item_and_quote_round_trip(text: str) -> None:
    """The same inside lists, numbered lists and quotations."""
    markdown = body(
        block("list_item", text),
        block("list_item", text, ordered=True),
        block("quote", text),
    )
    assert markdown_parts(markdown) == [("p", text)] * 3


@traps
@given(lines)
def test_cell_round_trip(text: str) -> None:
    """The same inside a table, where a bar would end the cell."""
    markdown = body(block("table", "", rows=(("a", text), (text, "b"))))
    assert markdown_parts(markdown) == [("th", "a"), ("th", text), ("td", text), ("td", "b")]


@given(lines, lines, lines)
def test_link_round_trip(before: str, label: str, after: str) -> None:
    """A link inside a paragraph changes nothing in what the paragraph says."""
    text = f"{before} {label} {after}"
    start = len(before) + 1
    link = Link(start=start, end=start + len(label), href="https://x.org/a_(b)?c=1&lt;=2")
    markdown = body(block("paragraph", text, links=(link,)))
    assert markdown_parts(markdown) == [("p", text)]
    assert href_of(markdown) == "https://x.org/a_%28b%29?c=1&lt;=2"


@given(articles)
def test_any_article_can_be_written(article: Article) -> None:
    """Damaged ranks, offsets and addresses never stop the output, and never make raw HTML."""
    tokens = MARKDOWN.parse(to_markdown(article))
    assert not [token for token in tokens if token.type == "html_block"]


def href_of(markdown: str) -> str | None:
    """Target of the first link, with entities decoded and percent signs kept."""
    for token in MARKDOWN.parse(markdown):
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
    assert markdown_parts(markdown) == [("p", "!here")]
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


def test_a_first_row_that_heads_nothing_is_no_header() -> None:
    """Where cells that head others are known, and the first row is not of them, none is made up."""
    rows = (("Height", "7 m"), ("Length", "40 m"))
    table = block("table", "", rows=rows, header_cells=((0, 0), (1, 0)))
    assert body(table) == "|  |  |\n| --- | --- |\n| Height | 7 m |\n| Length | 40 m |"
    table = block("table", "", rows=rows, header_cells=((0, 0), (0, 1)))
    assert body(table) == "| Height | 7 m |\n| --- | --- |\n| Length | 40 m |"


def test_table_without_rows_keeps_its_text() -> None:
    """Where only the text of a table is known, it is written as a paragraph."""
    assert body(block("table", "2020 7 2021 9")) == "2020 7 2021 9"


def test_fence_is_longer_than_what_it_holds() -> None:
    """Code that holds a fence of its own is read back whole, with its spaces."""
    code = "  if x:\n```\n\n    y  "
    assert markdown_parts(body(block("code", code))) == [("", f"fence: {code}\n")]


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


def marked(text: str, *spans: Mark, role: str = "paragraph") -> str:
    """The Markdown of a block with these marks."""
    return body(block(role, text, marks=spans), emphasis=True)


def test_emphasis_is_shown_when_asked_for() -> None:
    """Strong, emphasised, deleted and code have their marks; nobody asked, nobody sees them."""
    spans = (
        Mark(0, 3, MarkKind.STRONG),
        Mark(4, 7, MarkKind.EMPHASIS),
        Mark(8, 13, MarkKind.DELETED),
        Mark(14, 18, MarkKind.CODE),
        Mark(19, 22, MarkKind.SUPERSCRIPT),
    )
    text = "one two three four six"
    assert marked(text, *spans) == "**one** *two* ~~three~~ `four` six"
    assert body(block("paragraph", text, marks=spans)) == text


@pytest.mark.parametrize(
    ("text", "start", "end", "markdown"),
    [
        ("a bold word", 1, 7, "a **bold** word"),
        ("unbelievable", 2, 9, "un**believa**ble"),
        ("he said (no)more", 8, 12, "he said **(no**)more"),
        ("「東京」は", 0, 4, "**「東京**」は"),
        ("x(y)z", 1, 4, "x(**y**)z"),
        ("x...z", 1, 4, "x...z"),
        ("a * b", 2, 3, "a **\\*** b"),
    ],
)
def test_delimiters_stand_where_a_parser_reads_them(
    text: str, start: int, end: int, markdown: str
) -> None:
    """Space and, where a letter stands on its other side, punctuation are left outside."""
    written = marked(text, Mark(start, end, MarkKind.STRONG))
    assert markdown_texts(written) == [text]
    assert written == markdown


def test_a_line_ends_where_the_page_ends_it() -> None:
    """A verse stays one; what begins its lines begins no list, heading or table."""
    for end in ("---", "-", "===", "1.", "# a", "> a", "|---|", ":--", "+ a", "```", "~~~"):
        verse = block("paragraph", f"Oh a | b {end}", marks=(Mark(8, 8, MarkKind.BREAK),))
        written = body(verse)
        assert written.startswith("Oh a | b\\\n")
        assert markdown_parts(written) == [("p", verse.text)]
    quoted = Block(role=Role.QUOTE, text="one two", index=0, marks=(Mark(3, 3, MarkKind.BREAK),))
    assert body(quoted) == "> one\\\n> two"


def test_a_line_of_a_heading_or_cell_is_one_line() -> None:
    """Markdown ends neither inside."""
    pause = (Mark(3, 3, MarkKind.BREAK),)
    assert body(block("subheading", "one two", level=2, marks=pause)) == "## one two"
    table = block("table", "one two", rows=(("one two",),), marks=pause)
    assert body(table).startswith("| one two |")


def test_code_keeps_what_it_says() -> None:
    """Signs of Markdown and backticks inside of code are code."""
    for text in ("a*b*", "`", "a `` b", "[x](y)", "\\", " x ", "<b>"):
        written = marked(f"say {text} now", Mark(4, 4 + len(text), MarkKind.CODE))
        assert folded(markdown_texts(written)[0]) == folded(f"say {text} now")
        assert "`" in written


_tricky = st.text("ab *_~`[]()!\\<>&;.,「」€-#|1=\n", max_size=14).map(folded).filter(bool)


@given(_tricky, st.lists(marks, max_size=4), st.lists(links, max_size=2), st.sampled_from(Role))
def test_no_mark_changes_what_is_read(
    text: str, spans: list[Mark], found: list[Link], role: Role
) -> None:
    """Whatever is marked, wherever lines end: a parser reads the text, and no raw HTML."""
    some = Block(role=role, text=text, index=0, marks=tuple(spans), links=tuple(found))
    plain = [folded(line) for line in markdown_texts(body(some, links=False))]
    assert [folded(line) for line in markdown_texts(body(some, emphasis=True))] == plain
    if role not in (Role.CODE, Role.PREFORMATTED):
        assert plain == [text]


def listed(text: str, number: int, item: int | None = None, **more: bool) -> Block:
    """An item of the numbered list or, without an item's number, of the bulleted list."""
    level = number + 1
    return block(
        "list_item", text, level=level, ordered=item is not None,
        item=ListItem(list=number, number=item, **more),
    )  # fmt: skip


def test_items_that_go_on_and_lists_inside_of_them() -> None:
    """A second paragraph stands under its item, also behind a list inside of that."""
    markdown = body(
        listed("one", 0, 3), listed("more", 0, 3, continued=True), listed("deep", 1),
        listed("last", 0, 3, continued=True), listed("two", 0, 4),
    )  # fmt: skip
    assert markdown == "3. one\n\n   more\n   - deep\n\n   last\n4. two"
    html = MARKDOWN.render(markdown)
    assert html.count("<li>") == 3
    assert html.count('<ol start="3">') == 1


def test_two_lists_side_by_side_are_two() -> None:
    """Another mark begins another list."""
    first = ListItem(list=1)
    second = ListItem(list=2)
    markdown = body(
        block("list_item", "a", level=1, item=first), block("list_item", "b", level=1, item=second)
    )
    assert markdown == "- a\n\n* b"
    assert MARKDOWN.render(markdown).count("<ul>") == 2


def test_a_list_inside_that_does_not_begin_with_one() -> None:
    """It would be read as more of the item's text, if it stood right below."""
    markdown = body(listed("a", 0), listed("b", 1, 5))
    assert markdown_texts(markdown) == ["a", "b"]
    assert '<ol start="5">' in MARKDOWN.render(markdown)


def test_lists_end_nesting_where_parsers_do() -> None:
    """Sixty lists inside each other keep their text, and the output stays short."""
    deep = [listed(f"item {level}", level) for level in range(60)]
    markdown = body(*deep)
    assert markdown_texts(markdown) == [one.text for one in deep]
    assert len(markdown) < 60 * 40


def test_citations_stand_under_their_quotation() -> None:
    """Who is quoted is said once, behind a dash; the next quotation is another one."""
    markdown = body(
        block("quote", "One."), block("quote", "Two.", citation="Ada *"), block("quote", "Three.")
    )
    assert markdown == "> One.\n>\n> Two.\n>\n> — Ada \\*\n\n> Three."


def test_quotations_of_two_elements_are_two() -> None:
    """Two blockquotes that follow each other do not become one."""
    markdown = body(
        block("quote", "One.", path="body > blockquote:nth-child(1) > p:nth-child(1)"),
        block("quote", "Two.", path="body > blockquote:nth-child(1) > p:nth-child(2)"),
        block("quote", "Three.", path="body > blockquote:nth-child(2)"),
    )
    assert markdown == "> One.\n>\n> Two.\n\n> Three."


def test_images_stand_where_their_captions_stood() -> None:
    """The lead image comes first, one with a known caption in its place, others last."""
    article = Article(
        url="https://example.org/",
        body=(block("paragraph", "One.", 1), block("paragraph", "Two.", 5)),
        dropped=(block("caption", 'The [bridge] "Ell" Photo: Ada', 3),),
        images=(
            Image(url="/lead.jpg", lead=True),
            Image(url="/map.png"),
            Image(url="/b.jpg", caption='The [bridge] "Ell"', credit='Photo: "Ada"'),
            Image(url="javascript:x", caption="none"),
        ),
    )
    assert to_markdown(article, images=True) == (
        "![](https://example.org/lead.jpg)\n\nOne.\n\n"
        '![The \\[bridge\\] "Ell"](https://example.org/b.jpg "Photo: \\"Ada\\"")\n\n'
        "Two.\n\n![](https://example.org/map.png)"
    )
    assert to_markdown(article) == "One.\n\nTwo."


def test_comments_stand_behind_a_rule() -> None:
    """Each a quotation with its author, replies quoted once more."""
    article = Article(
        body=(block("paragraph", "Body."),),
        comments=(
            Comment(author="Ada", time="9:30", body=(block("paragraph", "First."),)),
            Comment(author="Bo", depth=1, body=(block("paragraph", "- no list"),)),
        ),
    )
    assert to_markdown(article, comments=True) == (
        "Body.\n\n---\n\n> **Ada · 9:30**\n>\n> First.\n\n> > **Bo**\n> >\n> > \\- no list"
    )
    assert to_markdown(article) == "Body."


def test_the_standfirst_may_stay_away() -> None:
    """Without it the rest is the same."""
    assert to_markdown(STREET, standfirst=False) == to_markdown(
        Article(headline=STREET.headline, body=STREET.body)
    )
