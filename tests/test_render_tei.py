"""TEI: a header with the fields, a text with the body."""

from lxml import etree

from bodycopy import (
    Access,
    Article,
    Comment,
    Dateline,
    Image,
    Link,
    ListItem,
    Mark,
    MarkKind,
    Publisher,
    Timestamp,
)
from bodycopy.render import to_tei
from records import STREET, block
from rendered import shown
from valid_formats import check_tei

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}


def found(root: etree._Element, path: str) -> list[str]:
    """The texts of the elements on this path."""
    return [shown(element) for element in root.iterfind(path, NAMES)]


def text_of(*blocks: object, **choices: bool) -> str:
    """The TEI of these blocks, without line breaks."""
    article = Article(url="https://example.org/", body=blocks)  # type: ignore[arg-type]
    text = to_tei(article, **choices)
    check_tei(text)
    start = text.index('<div type="article">') + len('<div type="article">')
    return text[start : text.rindex("</div>\n</body>")].replace("\n", "")


def test_subheadings_open_divisions() -> None:
    """What stands in front of the first is the article's own."""
    root = check_tei(to_tei(STREET))
    assert found(root, ".//t:abstract/t:p") == [STREET.standfirst]
    assert found(root, ".//t:body/t:div/t:p") == ["The first bus came at six."]
    assert found(root, ".//t:body/t:div/t:div/t:head") == ["What it cost"]
    assert found(root, ".//t:body/t:div/t:div/t:p") == ["Eleven million, says the city."]


def test_every_field() -> None:
    """Each has its place in the header."""
    article = Article(
        canonical_url="https://example.org/a",
        site_name="Ell Valley Herald",
        publisher=Publisher(name="Herald Press"),
        language="de-AT",
        kicker="Transport",
        headline="Street",
        authors=("Ada",),
        agencies=("dpa",),
        source_line="RND/dpa",
        dateline=Dateline(text="Minsk (dpa) -"),
        date_published=Timestamp(value="2026-11-22", raw="22 Nov", source="dom"),
        section="Town",
        topics=("Bridges",),
        corrections=("We said ten.",),
        access=Access.PAID,
    )
    root = check_tei(to_tei(article))
    assert found(root, ".//t:titleStmt/t:title") == ["Street", "Transport"]
    assert found(root, ".//t:titleStmt/t:author") == ["Ada"]
    assert found(root, ".//t:publisher") == ["Herald Press"]
    assert found(root, ".//t:bibl/t:orgName") == ["dpa"]
    assert found(root, ".//t:bibl/t:note") == ["RND/dpa", "We said ten.", "paid"]
    assert [date.get("when") for date in root.iterfind(".//t:bibl/t:date", NAMES)] == ["2026-11-22"]
    assert found(root, ".//t:term") == ["Town", "Bridges"]
    assert found(root, ".//t:dateline") == ["Minsk (dpa) -"]
    assert [one.get("ident") for one in root.iterfind(".//t:language", NAMES)] == ["de-AT"]


def test_an_empty_article_is_valid() -> None:
    """A document without anything is one all the same."""
    check_tei(to_tei(Article()))
    check_tei(to_tei(Article(comments=(Comment(),)), comments=True))


def test_marks_and_links() -> None:
    """They are elements of TEI; scripts lead nowhere."""
    some = block(
        "paragraph",
        "a b c d e",
        links=(Link(0, 1, "/x"), Link(2, 3, "javascript:x")),
        marks=(
            Mark(2, 3, MarkKind.STRONG),
            Mark(4, 5, MarkKind.DELETED),
            Mark(6, 7, MarkKind.CODE),
            Mark(7, 7, MarkKind.BREAK),
        ),
    )
    assert text_of(some) == (
        '<p><ref target="https://example.org/x">a</ref> <hi rend="bold">b</hi> '
        '<del rend="strikethrough">c</del> <code>d</code><lb/>e</p>'
    )
    assert text_of(some, links=False, emphasis=False) == "<p>a b c d<lb/>e</p>"


def test_lists_quotations_and_tables() -> None:
    """Numbers, citations and heads are kept."""
    assert text_of(
        block("list_item", "one", ordered=True, level=1, item=ListItem(0, 3)),
        block("list_item", "deep", level=2, item=ListItem(1)),
    ) == (
        '<list rend="numbered"><item n="3">one<list rend="bulleted"><item>deep</item></list>'
        "</item></list>"
    )
    assert text_of(block("quote", "One.", citation="Ada")) == (
        "<cit><quote><p>One.</p></quote><bibl>Ada</bibl></cit>"
    )
    assert text_of(block("quote", "One.", citation="/a")) == (
        '<quote source="https://example.org/a"><p>One.</p></quote>'
    )
    table = block("table", "a\tb", rows=(("a", "b"),), header_cells=((0, 0),))
    assert text_of(table) == ('<table><row><cell role="label">a</cell><cell>b</cell></row></table>')


def test_images_and_comments() -> None:
    """Figures in the text, comments behind it."""
    article = Article(
        url="https://example.org/",
        images=(Image(url="/a.jpg", caption="A bridge", credit="Ada"),),
        comments=(Comment(author="Bo", body=(block("subheading", "No"), block("quote", "a"))),),
    )
    root = check_tei(to_tei(article, comments=True))
    assert found(root, ".//t:figure/t:head") == ["A bridge"]
    assert found(root, ".//t:back/t:div/t:div/t:head") == ["Bo"]
    assert not found(check_tei(to_tei(article, images=False)), ".//t:figure")


def test_controls_become_replacement_characters() -> None:
    """XML cannot hold them."""
    assert text_of(block("paragraph", "a\x01b\ufffec")) == "<p>a\ufffdb\ufffdc</p>"
