"""HTML: clean elements, everything escaped, nothing that runs."""

import pytest

from bodycopy import Article, Comment, Image, Link, ListItem, Mark, MarkKind, Timestamp
from bodycopy.render import to_html
from records import STREET, block
from rendered import html_tree, shown
from valid_formats import check_html


def body(*blocks: object, **choices: bool) -> str:
    """The HTML of an article of these blocks, without the element around it."""
    article = Article(url="https://example.org/city/street", body=blocks)  # type: ignore[arg-type]
    markup = to_html(article, **choices)
    check_html(markup)
    return markup.removeprefix('<article dir="auto">\n').removesuffix("\n</article>")


def test_whole_article() -> None:
    """Header, headings, paragraphs; fields are classes."""
    article = Article(
        language="en",
        kicker="Transport",
        headline="Street & bus",
        standfirst="Buses run again.",
        authors=("Ada Example", "Bo <Example>"),
        date_published=Timestamp(value="2026-11-22T09:30+0100", raw="22 Nov", source="dom"),
        date_modified=Timestamp(value="soon", raw="soon", source="dom"),
        body=STREET.body,
        source_line="RND/dpa",
        corrections=("We said ten.",),
    )
    assert to_html(article) == (
        '<article lang="en" dir="auto">\n'
        "<header>\n"
        '<p class="kicker">Transport</p>\n'
        "<h1>Street &amp; bus</h1>\n"
        '<p class="standfirst">Buses run again.</p>\n'
        '<p class="byline">Ada Example, Bo &lt;Example&gt;</p>\n'
        '<p class="date-published"><time datetime="2026-11-22T09:30:00+01:00">22 Nov</time></p>\n'
        "</header>\n"
        "<p>The first bus came at six.</p>\n"
        "<h2>What it cost</h2>\n"
        "<p>Eleven million, says the city.</p>\n"
        "<footer>\n"
        '<p class="source-line">RND/dpa</p>\n'
        '<p class="correction">We said ten.</p>\n'
        "</footer>\n"
        "</article>"
    )


def test_document() -> None:
    """A whole page has a title, its charset and the article's address."""
    page = to_html(STREET, document=True)
    check_html(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>Street reopens after four years</title>" in page
    assert '<link rel="canonical" href="https://example.org/city/street"/>' in page
    assert "<title>…</title>" in to_html(Article(), document=True)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " jAvaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "http://[",
        "http://a b/",
        "",
    ],
)
def test_addresses_that_a_browser_would_run_are_text(href: str) -> None:
    """Of links, images, quotations and pages only the words are left."""
    article = Article(
        url=href,
        base_url=href,
        canonical_url=href,
        body=(
            block("paragraph", "here", links=(Link(0, 4, href),)),
            block("quote", "said", citation=href),
        ),
        images=(Image(url=href, caption="seen"),),
    )
    markup = to_html(article, document=True)
    check_html(markup)
    for attribute in ("href=", "src=", "cite="):
        assert attribute not in markup


def test_nothing_breaks_out() -> None:
    """Tags, quotes and comments in text and attributes stand for themselves."""
    evil = "</p><script>alert(1)</script><!-- \" ' ]]>"
    article = Article(
        headline=evil,
        standfirst=evil,
        authors=(evil,),
        body=(block("paragraph", evil, links=(Link(0, 3, f"https://x.org/{evil}"),)),),
        images=(Image(url=f'https://x.org/"onerror="{evil}', caption=evil, credit=evil),),
        comments=(Comment(author=evil, body=(block("paragraph", evil),)),),
    )
    markup = to_html(article, comments=True, document=True)
    check_html(markup)
    assert "<script" not in markup
    assert "onerror=" not in markup.replace("%22onerror=%22", "")


def test_marks_are_elements() -> None:
    """Each kind of mark has its element; lines end."""
    kinds = [kind for kind in MarkKind if kind is not MarkKind.BREAK]
    marks = tuple(Mark(2 * at, 2 * at + 1, kind) for at, kind in enumerate(kinds))
    markup = body(block("paragraph", "a b c d e f g", marks=(*marks, Mark(11, 11, MarkKind.BREAK))))
    assert markup == (
        "<p><strong>a</strong> <em>b</em> <code>c</code> <sup>d</sup> <sub>e</sub> <del>f</del>"
        "<br>g</p>"
    )
    assert body(block("paragraph", "a b", marks=marks), emphasis=False) == "<p>a b</p>"


def test_lists_nest_and_count() -> None:
    """Numbers are those of the page; blocks of one item are its paragraphs."""
    markup = body(
        block("list_item", "one", ordered=True, level=1, item=ListItem(0, 3)),
        block("list_item", "deep", level=2, item=ListItem(1)),
        block("list_item", "more", ordered=True, level=1, item=ListItem(0, 3, True)),
        block("list_item", "nine", ordered=True, level=1, item=ListItem(0, 9)),
        block("list_item", "ten", ordered=True, level=1, item=ListItem(0, 10)),
    )
    assert markup.replace("\n", "") == (
        '<ol start="3"><li><p>one</p><ul><li>deep</li></ul><p>more</p></li>'
        '<li value="9">nine</li><li>ten</li></ol>'
    )


def test_quotations_name_whom_they_quote() -> None:
    """Names stand under the quotation, addresses in its attribute."""
    assert body(block("quote", "One."), block("quote", "Two.", citation="Ada")).replace(
        "\n", ""
    ) == (
        '<figure class="quote"><blockquote><p>One.</p><p>Two.</p></blockquote>'
        "<figcaption>Ada</figcaption></figure>"
    )
    assert body(block("quote", "One.", citation="/speech")).replace("\n", "") == (
        '<blockquote cite="https://example.org/speech"><p>One.</p></blockquote>'
    )


def test_tables_keep_their_heads() -> None:
    """Cells that head a column or a row are told; short rows are filled."""
    table = block(
        "table",
        "Year\tCost\n2020\t7\n2021",
        rows=(("Year", "Cost"), ("2020", "7"), ("2021",)),
        header_cells=((0, 0), (0, 1), (1, 0)),
    )
    assert body(table).replace("\n", "") == (
        '<table><tr><th scope="col">Year</th><th scope="col">Cost</th></tr>'
        '<tr><th scope="row">2020</th><td>7</td></tr><tr><td>2021</td><td></td></tr></table>'
    )
    assert body(table, tables=False) == ""


def test_parts_of_a_table_are_one() -> None:
    """Cells that are not of the body part a record's table; on the page it is one."""
    path = "body > table:nth-child(2) > tbody:nth-child(1) > tr:nth-child({})"
    head = block(
        "table", "Year\tCost", path=path.format(1), rows=(("Year", "Cost"),),
        header_cells=((0, 0), (0, 1)), marks=(Mark(5, 9, MarkKind.STRONG),),
    )  # fmt: skip
    rest = block(
        "table", "2020\t7", 5, path=path.format(3), rows=(("2020", "7"),),
        header_cells=((0, 0),), links=(Link(0, 4, "/2020"),),
    )  # fmt: skip
    other = block("table", "x", 9, path="body > table:nth-child(4)", rows=(("x",),))
    assert body(head, rest, other).replace("\n", "") == (
        '<table><tr><th scope="col">Year</th><th scope="col"><strong>Cost</strong></th></tr>'
        '<tr><th scope="row"><a href="https://example.org/2020">2020</a></th><td>7</td></tr>'
        "</table><table><tr><td>x</td></tr></table>"
    )


def test_code_keeps_its_lines() -> None:
    """Also the empty one that it begins with, which a parser would drop."""
    markup = body(block("code", "\n  if a < b:\n    c"), block("preformatted", "x\r\ny"))
    first, second = html_tree(markup).iter("{http://www.w3.org/1999/xhtml}pre")
    assert "".join(first.itertext()) == "\n  if a < b:\n    c"
    assert "".join(second.itertext()) == "x\ny"


def test_images_and_comments() -> None:
    """Figures with caption and credit; comments in a section of their own, when asked for."""
    article = Article(
        url="https://example.org/",
        images=(Image(url="/a.jpg", caption="A bridge", credit="Photo: Ada", lead=True),),
        comments=(Comment(author="Bo", time="9:30", body=(block("paragraph", "Fine."),)),),
    )
    markup = to_html(article, comments=True)
    check_html(markup)
    assert '<img src="https://example.org/a.jpg" alt=""/>' in markup
    assert 'A bridge <small class="credit">Photo: Ada</small>' in markup
    assert "<p>Bo · 9:30</p>" in markup
    plain = to_html(article, images=False)
    assert shown(html_tree(plain), "head") == ""


def test_controls_become_replacement_characters() -> None:
    """HTML cannot hold them."""
    assert body(block("paragraph", "a\x01b\ufdd0c\x85d")) == "<p>a\ufffdb\ufffdc d</p>"
