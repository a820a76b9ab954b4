"""Every format is valid by its standard, whatever the article."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from authored import NAMES, source
from bodycopy import Article, extract
from bodycopy.render import (
    FORMATS,
    to_csv,
    to_html,
    to_jsonld,
    to_markdown,
    to_ninjs,
    to_tei,
)
from bodycopy.render.csv import CSV_COLUMNS
from records import articles
from rendered import MARKDOWN, cleaned, folded, html_tree, markdown_texts, shown, without_namespaces
from valid_formats import check_html, check_jsonld, check_ninjs, check_tei


def check_all(article: Article) -> None:
    """Each format of the article, with all that it can show, by its own validator."""
    check_html(to_html(article, comments=True))
    check_html(to_html(article, comments=True, document=True))
    check_jsonld(to_jsonld(article))
    check_ninjs(to_ninjs(article))
    check_tei(to_tei(article, comments=True))
    tokens = MARKDOWN.parse(to_markdown(article, emphasis=True, images=True, comments=True))
    assert not [token for token in tokens if token.type == "html_block"]
    header, row = csv.reader(io.StringIO(to_csv(article), newline=""), strict=True)
    assert tuple(header) == CSV_COLUMNS
    assert len(row) == len(CSV_COLUMNS)


# To make such a record smaller takes minutes.
@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(articles)
def test_any_article_is_valid(article: Article) -> None:
    """Damaged addresses, control characters, ranges beyond the text: no format breaks."""
    check_all(article)


def article_of(name: str) -> Article | None:
    """The article of an authored page, if it has one."""
    record = extract(source(name), url="https://example.org/news/1")
    return record if isinstance(record, Article) else None


@pytest.mark.parametrize("name", NAMES)
def test_authored_pages_are_valid(name: str) -> None:
    """The pages of the house in every format."""
    if article := article_of(name):
        check_all(article)


@pytest.mark.parametrize("name", NAMES)
def test_authored_pages_keep_their_text(name: str) -> None:
    """A parser of Markdown, HTML and TEI reads the text of every block of the body, in order."""
    if not (article := article_of(name)):
        return
    check_texts(article)


def check_texts(article: Article) -> None:
    """The body's blocks, read back from the formats that have blocks."""
    blocks = [
        text
        for block in article.body
        for text in ([cell for row in block.rows for cell in row] if block.rows else [block.text])
        if folded(text)
    ]
    plain = [folded(text) for text in blocks]
    bare = Article(url=article.url, base_url=article.base_url, body=article.body)
    found = [folded(text) for text in markdown_texts(to_markdown(bare, emphasis=True))]
    assert contains(found, [text if text in found else f"fence: {text}" for text in plain])
    clean = [cleaned(text) for text in blocks]
    assert contains(leaves(html_tree(to_html(bare))), clean)
    assert contains(leaves(check_tei(to_tei(bare))), clean)


def contains(found: list[str], wanted: list[str]) -> bool:
    """Whether all that is wanted is there, in its order, and nothing but citations beside it."""
    rest = iter(found)
    return all(text in rest for text in wanted)


_LEAVES = set("p h1 h2 h3 h4 h5 h6 li pre td th item cell head ab".split())


def leaves(tree: object) -> list[str]:
    """The text of every block, that of lists inside of an item apart."""
    texts = []
    for name, element in without_namespaces(tree):
        if name in ("head", "title") and element.getparent().tag.endswith("html"):
            continue
        if name in ("li", "item"):
            texts.append(shown(element, "ul", "ol", "list", "p"))
        elif name in _LEAVES:
            texts.append(shown(element))
    return [text for text in texts if text]


def test_every_format_has_a_name() -> None:
    """What the command line offers is what the package can write."""
    assert set(FORMATS) == set("text markdown html json jsonld ninjs tei csv".split())


def test_pages_of_the_crawl_are_valid() -> None:
    """Three hundred pages of real sites: no exception, every format is valid, the text is whole."""
    pytest.importorskip("pyarrow")
    from bench.sets import MissingPagesError, load_pages

    try:
        pages = load_pages(("fundus", "newspaper", "wcxb"), sample=100)
    except MissingPagesError as error:
        pytest.skip(str(error))
    records = [extract(page.html, url=page.url) for page in pages]
    found = [record for record in records if isinstance(record, Article)]
    assert len(found) > 200
    for article in found:
        check_all(article)
        check_texts(article)
