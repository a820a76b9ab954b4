"""Tape and roles to a record: here the roles are given, so that no labeller is in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

from authored import PARAGRAPHS, blocks_of, html_of, rows_of
from bodycopy import (
    Article,
    Encoding,
    Link,
    ListItem,
    Mark,
    MarkKind,
    Options,
    PageType,
    Reason,
    Role,
    Verdict,
)
from bodycopy.assemble import assemble
from bodycopy.assemble.embedded import Embedded
from bodycopy.facts.header.headline import Candidate
from bodycopy.facts.page import PageFacts, find_page_facts
from bodycopy.facts.view import View
from bodycopy.label import Labels
from bodycopy.roles import ROLES
from bodycopy.scan import scan
from bodycopy.tape import Context, Tape

ANY_LENGTH = Options(min_chars=0)


def labels_for(roles: Sequence[Role], score: float = 0.75) -> Labels:
    """Labels that give these roles, all with the same probability."""
    numbers = np.array([ROLES.index(role) for role in roles], dtype=np.intp)
    rows = np.arange(len(roles))
    probabilities = np.full((len(roles), len(ROLES)), (1 - score) / (len(ROLES) - 1), np.float32)
    probabilities[rows, numbers] = score
    return Labels(probabilities, numbers, probabilities[rows, numbers], {}, 0.9)


def candidates(tape: Tape) -> list[Candidate]:
    """The page's headings, as those that may be the headline."""
    return [
        Candidate(text=tape.texts[row], rank=int(tape.level[row]), index=row)
        for row in np.flatnonzero(tape.context & np.uint32(Context.HEADING)).tolist()
    ]


def facts_of(tape: Tape, labels: Labels) -> PageFacts:
    """The facts of the page, with the blocks' roles as given."""
    view = View(tape, labels.roles, labels.probabilities)
    return find_page_facts(view, candidates(tape), lambda: " ".join(tape.texts))


def assembled(
    html: str,
    roles: Mapping[str, Role],
    *,
    embedded: Sequence[str] = (),
    options: Options = ANY_LENGTH,
    rest: Role = Role.PARAGRAPH,
) -> Article | Verdict:
    """The page's record, where blocks that start with these words have these roles."""
    tape = scan(html)
    given = [
        next((role for start, role in roles.items() if text.startswith(start)), rest)
        for text in tape.texts
    ]
    labels = labels_for(given)
    facts = facts_of(tape, labels)
    return assemble(
        tape,
        labels,
        facts,
        embedded=Embedded(tuple(embedded), "jsonld:articleBody" if embedded else ""),
        options=options,
    )


def article(*arguments: object, **keywords: object) -> Article:
    """Like ``assembled``, where there must be an article."""
    record = assembled(*arguments, **keywords)  # type: ignore[arg-type]
    assert isinstance(record, Article)
    return record


FULL = html_of(
    "<p>Town hall</p><h1>Council votes for a new footbridge</h1>",
    "<p>Nine to two.</p><p>By Ada Ell</p>",
    f"<p>{PARAGRAPHS[0]}</p><figure><figcaption>The ferry</figcaption></figure><p>Photo: Ell</p>",
    f"<h2>The cost</h2><p>{PARAGRAPHS[1]}</p><p>ell/press</p>",
)
FULL_ROLES = {
    "Town hall": Role.KICKER,
    "Council votes": Role.HEADLINE,
    "Nine to two.": Role.STANDFIRST,
    "By Ada": Role.BYLINE,
    "The ferry": Role.CAPTION,
    "Photo": Role.CREDIT,
    "The cost": Role.SUBHEADING,
    "ell/press": Role.SOURCE_LINE,
}


def test_text_is_standfirst_and_body() -> None:
    """Blank lines join them; headline, kicker, byline, caption and source line stay out."""
    record = article(FULL, FULL_ROLES)
    expected = ["Nine to two.", PARAGRAPHS[0], "The cost", PARAGRAPHS[1]]
    assert record.text == "\n\n".join(expected)
    assert record.standfirst == "Nine to two."
    assert record.kicker == "Town hall"
    assert record.headline == "Council votes for a new footbridge"


def test_text_without_a_standfirst_is_the_body() -> None:
    """Where the page has no standfirst the text opens with the first paragraph."""
    record = article(FULL, {**FULL_ROLES, "Nine to two.": Role.TEASER})
    assert record.standfirst is None
    assert record.text.startswith(PARAGRAPHS[0])


def test_every_row_is_in_body_or_dropped() -> None:
    """The record's blocks are the rows of the tape, each once, with its text and its role."""
    record = article(FULL, FULL_ROLES)
    texts = scan(FULL).texts
    assert rows_of(record) == list(range(len(texts)))
    assert [block.text for block in blocks_of(record)] == list(texts)
    roles = {block.text: block.role for block in record.dropped}
    assert roles["By Ada Ell"] is Role.BYLINE
    assert roles["Council votes for a new footbridge"] is Role.HEADLINE


def test_blocks_have_the_score_of_their_role() -> None:
    """The labeller's probability is on the block, to four digits."""
    tape = scan(FULL)
    labels = labels_for([Role.PARAGRAPH] * len(tape), score=2 / 3)
    facts = facts_of(tape, labels)
    record = assemble(tape, labels, facts, options=ANY_LENGTH)
    assert {block.score for block in blocks_of(record)} == {0.6667}


def test_paths_find_their_elements_again() -> None:
    """Each block's CSS path leads to one element of the page, and that element has its text."""
    tree = LexborHTMLParser(FULL, scripting=True)
    for block in blocks_of(article(FULL, FULL_ROLES)):
        (element,) = tree.css(block.path)
        assert block.text in element.text(deep=True)


def test_links_keep_their_place_and_target() -> None:
    """A link in a paragraph points to its words, and its href is as written."""
    html = html_of('<p>See <a href="/a?b=1#c">the plan</a> of the bridge.</p>')
    (block,) = article(html, {}).body
    (link,) = block.links
    assert block.text[link.start : link.end] == "the plan"
    assert link.href == "/a?b=1#c"


def test_lists_and_headings_keep_their_level() -> None:
    """Rank of a heading, nesting and order of a list; other blocks have neither."""
    html = html_of("<h3>Plan</h3><p>Text</p><ol><li>One<ul><li>Two</li></ul></li></ol>")
    roles = {"Plan": Role.SUBHEADING, "One": Role.LIST_ITEM, "Two": Role.LIST_ITEM}
    found = [(block.text, block.level, block.ordered) for block in article(html, roles).body]
    assert found == [
        ("Plan", 3, False),
        ("Text", 0, False),
        ("One", 1, True),
        ("Two", 2, False),
    ]


def test_marks_show_what_is_set_apart_and_where_lines_end() -> None:
    """Ranges over the text, which stays plain; in what is left out as well."""
    html = html_of("<p>The <b>old <i>ferry</i></b><br>sank.</p><p>Photo: <em>Ell</em></p>")
    record = article(html, {"Photo": Role.CREDIT})
    (block,), (credit,) = record.body, record.dropped
    assert block.text == "The old ferry sank."
    assert block.marks == (
        Mark(4, 13, MarkKind.STRONG),
        Mark(8, 13, MarkKind.EMPHASIS),
        Mark(13, 13, MarkKind.BREAK),
    )
    assert credit.marks == (Mark(7, 10, MarkKind.EMPHASIS),)


def test_marks_move_with_the_text_behind_a_dateline() -> None:
    """The dateline is a field; what is left of a mark around it stays over its words."""
    first = '<b>HAMBURG (dpa) - The <a href="/f">ferry</a></b> sank yesterday in the harbour.'
    record = article(html_of(*(f"<p>{text}</p>" for text in (first, *PARAGRAPHS))), {})
    assert record.dateline is not None
    block = record.body[0]
    assert block.text == "The ferry sank yesterday in the harbour."
    assert block.marks == (Mark(0, 9, MarkKind.STRONG),)
    assert block.links == (Link(4, 9, "/f"),)


def test_items_know_their_list_and_number() -> None:
    """A block goes on with its item only where the item's first block is one of the list's."""
    html = html_of(
        "<ol start=3><li><p>One</p><p>More</p></li><li>Two</li></ol><ul><li>Three</li></ul>"
        "<ul><li><p>Not</p><p>Four</p></li></ul>"
    )
    roles = dict.fromkeys(("One", "More", "Two", "Three", "Four"), Role.LIST_ITEM)
    record = article(html, roles)
    items = [block.item for block in record.body if block.role is Role.LIST_ITEM]
    ordered, unordered, other = dict.fromkeys(item.list for item in items if item)
    assert items == [
        ListItem(list=ordered, number=3),
        ListItem(list=ordered, number=3, continued=True),
        ListItem(list=ordered, number=4),
        ListItem(list=unordered),
        ListItem(list=other),
    ]


def test_a_quote_has_its_citation_and_the_text_has_not() -> None:
    """The name stands in the record once more, among what was left out."""
    html = html_of(
        "<blockquote><p>It sank.</p><cite>— Ada Ell</cite></blockquote>",
        "<blockquote cite=/speech><p>It rose.</p></blockquote>",
    )
    roles = {"It ": Role.QUOTE, "—": Role.BOILERPLATE}
    record = article(html, roles)
    assert [(block.text, block.citation) for block in record.body] == [
        ("It sank.", "Ada Ell"),
        ("It rose.", "/speech"),
    ]
    assert record.text == "It sank.\n\nIt rose."
    assert [block.text for block in record.dropped] == ["— Ada Ell"]


TABLE = (
    "<table><tr><th>Year</th><th>Rain</th></tr>"
    "<tr><td>2022</td><td>40 mm</td></tr><tr><td>2023</td><td>51 mm</td></tr></table>"
)


def test_a_table_is_one_block_that_spans_its_cells() -> None:
    """Rows of cells, a line a row in the text, and as many rows of the tape as cells."""
    roles = dict.fromkeys(("Year", "Rain", "202", "40", "51"), Role.TABLE)
    record = article(html_of(f"<p>Before</p>{TABLE}<p>After</p>"), roles)
    before, table, after = record.body
    assert table.role is Role.TABLE
    assert table.rows == (("Year", "Rain"), ("2022", "40 mm"), ("2023", "51 mm"))
    assert table.text == "Year\tRain\n2022\t40 mm\n2023\t51 mm"
    assert (before.index, table.index, table.span, after.index) == (0, 1, 6, 7)
    assert rows_of(record) == list(range(8))


def test_two_tables_are_two_blocks() -> None:
    """Cells of one table are never joined to those of the next."""
    record = article(html_of(TABLE + TABLE), {}, rest=Role.TABLE)
    assert [(block.index, block.span) for block in record.body] == [(0, 6), (6, 6)]


def test_a_table_with_a_dropped_cell_still_covers_its_rows_once() -> None:
    """An advertisement between the cells is dropped, and no row of the tape is lost or doubled."""
    record = article(html_of(TABLE), {"2022": Role.AD}, rest=Role.TABLE)
    assert rows_of(record) == list(range(6))
    assert [block.text for block in record.dropped] == ["2022"]


def test_there_is_one_headline() -> None:
    """A second block that the labeller takes for the headline is its copy."""
    html = html_of(
        "<h1>Council votes for a new footbridge</h1>",
        f"<p>{PARAGRAPHS[0]}</p><p>Council votes</p>",
    )
    record = article(html, {"Council votes": Role.HEADLINE})
    roles = [block.role for block in record.dropped]
    assert roles == [Role.HEADLINE, Role.BOILERPLATE]


def test_a_standfirst_in_two_parts_is_joined() -> None:
    """A deck of two blocks is one standfirst."""
    record = article(FULL, {**FULL_ROLES, "By Ada": Role.STANDFIRST})
    assert record.standfirst == "Nine to two. By Ada Ell"


def test_a_body_out_of_the_pages_data_follows_the_tape() -> None:
    """Its blocks stand on no row: they have no path, and their indexes go on from the last."""
    html = html_of("<h1>Council votes for a new footbridge</h1><p>The council voted</p>")
    record = article(html, {}, embedded=PARAGRAPHS[:3])
    assert [block.text for block in record.body] == list(PARAGRAPHS[:3])
    assert [block.index for block in record.body] == [2, 3, 4]
    assert {block.path for block in record.body} == {""}
    assert record.sources["body"] == "jsonld:articleBody"


def test_what_the_page_shows_of_an_embedded_body_is_its_second_copy() -> None:
    """Displayed body blocks are dropped where the data has the whole; other roles stay."""
    html = html_of("<h1>Council votes for a new footbridge</h1><p>The council voted</p><p>Ad</p>")
    record = article(html, {"Ad": Role.AD_LABEL}, embedded=PARAGRAPHS)
    assert [block.role for block in record.dropped] == [
        Role.HEADLINE,
        Role.BOILERPLATE,
        Role.AD_LABEL,
    ]


def test_a_verdict_drops_every_block_in_order() -> None:
    """Where there is no article, its would-be body is dropped with the rest, in page order."""
    record = assembled(FULL, FULL_ROLES, options=Options(min_chars=100_000))
    assert isinstance(record, Verdict)
    assert record.reason is Reason.TOO_SHORT
    assert [block.index for block in record.dropped] == list(range(len(scan(FULL))))


def test_a_page_without_text_is_empty() -> None:
    """No row on the tape and nothing in its data: there is nothing to judge."""
    record = assembled(html_of(), {})
    assert isinstance(record, Verdict)
    assert record.reason is Reason.EMPTY
    assert record.dropped == ()


def test_what_the_caller_knew_is_on_the_record() -> None:
    """Address and encoding are handed through, to an article and to a verdict."""
    tape = scan(FULL)
    labels = labels_for([Role.PARAGRAPH] * len(tape))
    facts = facts_of(tape, labels)
    for least in (0, 100_000):
        record = assemble(
            tape,
            labels,
            facts,
            url="https://ell.example/bridge",
            encoding=Encoding(name="utf-8", source="meta"),
            options=Options(min_chars=least),
        )
        assert bool(record) is (least == 0)
        assert record.url == "https://ell.example/bridge"
        assert record.encoding == Encoding(name="utf-8", source="meta")
        assert record.language == "en"


@pytest.mark.parametrize(
    ("kind", "page_type"),
    [("LiveBlogPosting", PageType.LIVEBLOG), ("NewsArticle", PageType.ARTICLE)],
)
def test_a_liveblog_is_what_the_page_declares(kind: str, page_type: PageType) -> None:
    """The type of the page's own data decides between article and liveblog."""
    head = f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "Vote"}}</script>'
    record = article(html_of(f"<h1>Vote</h1><p>{PARAGRAPHS[0]}</p>", head=head), {})
    assert record.page_type is page_type


def test_sources_say_where_the_fields_were_found() -> None:
    """Each field that was found has its source, and no field that was not."""
    record = article(FULL, FULL_ROLES)
    assert record.sources["body"] == "dom"
    assert record.sources["headline"]
    assert record.canonical_url is None
    assert "canonical_url" not in record.sources


def test_the_base_of_links_is_on_the_record() -> None:
    """``<base href>`` is handed on, for links are kept as written."""
    record = article(html_of("<p>Text</p>", head='<base href="https://ell.example/x/">'), {})
    assert record.base_url == "https://ell.example/x/"
