"""A choice changes what it names and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from authored import NAMES, source
from bodycopy import Article, Image, LiveUpdate, UsageError, extract
from bodycopy.render import FORMATS, render, to_csv_row, to_text
from bodycopy.render.parts import is_table
from records import STREET, blocks, comments, texts
from rendered import MARKDOWN, folded, html_tree

T = TypeVar("T")
Units = list[tuple[str, str]]
"""What a reader of a rendering reads: its texts in order, each with what it belongs to."""

_OWNERS = {"table": "tables", "figure": "images", "section": "comments", "back": "comments",
           "abstract": "standfirst"}  # fmt: skip
_BLOCKS = set(
    "h1 h2 h3 h4 h5 h6 p li pre td th figcaption small time title author publisher date note term "
    "language item head cell ab dateline bibl abstract".split()
)


def units_of_tree(root: etree._Element) -> Units:
    """Texts of the blocks of a tree, in order of their beginning."""
    units: list[list[str]] = []
    _collect(root, "", units, [])
    return [(owner, folded(text)) for owner, text in units if folded(text)]


def _collect(element: etree._Element, owner: str, units: list[list[str]], block: list[str]) -> None:
    name = etree.QName(element).localname
    if not owner:
        owner = _owner(name, element)
    if name in _BLOCKS:
        block = [owner, ""]
        units.append(block)
    if name in ("br", "lb"):
        block[1] += " "
    if block:
        block[1] += element.text or ""
    for inner in element.iterchildren(etree.Element):
        _collect(inner, owner, units, block)
        if block:
            block[1] += inner.tail or ""


def _owner(name: str, element: etree._Element) -> str:
    kind = element.get("class")
    if kind == "quote":
        return ""
    return "standfirst" if kind == "standfirst" else _OWNERS.get(name, "")


def units(name: str, text: str) -> Units:
    """The texts of a rendering."""
    if name == "markdown":
        return _markdown_units(text)
    if name == "html":
        return units_of_tree(html_tree(text))
    if name == "tei":
        return units_of_tree(etree.fromstring(text.encode()))
    raise ValueError(name)


def _markdown_units(text: str) -> Units:
    found: Units = []
    is_comment = False
    tokens = MARKDOWN.parse(text)
    for at, token in enumerate(tokens):
        is_comment = is_comment or token.type == "hr"
        if token.type not in ("inline", "fence"):
            continue
        children = token.children or ()
        around = tokens[at - 1].tag if at else ""
        owner = ""
        if is_comment:
            owner = "comments"
        elif around in ("th", "td"):
            owner = "tables"
        elif [child.type for child in children] == ["image"]:
            owner = "images"
        said = "".join(
            " " if child.type in ("hardbreak", "softbreak") else child.content
            for child in children
            if child.type != "image"
        )
        found.append((owner, folded(said or token.content)))
    return found


def shown(name: str, article: Article, **choices: bool) -> Units:
    """The texts that a rendering shows with these choices."""
    return units(name, render(article, name, **choices))


def without(found: Units, owner: str) -> Units:
    """All but what belongs to that."""
    return [unit for unit in found if unit[0] != owner]


def _few(of: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(of, max_size=3).map(tuple)


MARKED_UP = ("markdown", "html", "tei")
written = st.builds(
    Article,
    # Without an address, ninjs makes up a name of the text, which tables are part of.
    url=st.just("https://example.org/city/street"),
    headline=st.none() | texts,
    standfirst=st.none() | texts,
    body=_few(blocks),
    images=_few(st.builds(Image, url=st.sampled_from(("/a.jpg", "javascript:a")), caption=texts)),
    live_updates=_few(st.builds(LiveUpdate, headline=texts, body=_few(blocks))),
    comments=_few(comments),
)
"""Articles with everything that can be chosen, and little else."""

# To make such a record smaller takes minutes.
QUICK = settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def with_rows(article: Article) -> Article:
    """The same, each of its tables with rows: one of which only the text is known is text."""
    body = tuple(
        block if is_table(block) else replace(block, rows=((block.text,),))
        for block in article.body
    )
    return replace(article, body=body)


@pytest.mark.parametrize("name", MARKED_UP)
@QUICK
@given(article=written, data=st.data())
def test_links_and_emphasis_change_no_text(
    name: str, article: Article, data: st.DataObject
) -> None:
    """Where links lead and how words are set: the words are the same with them and without."""
    others = data.draw(
        st.fixed_dictionaries({key: st.booleans() for key in ("tables", "comments")})
    )
    plain = shown(name, article, links=False, emphasis=False, **others)
    for links in (True, False):
        assert shown(name, article, links=links, emphasis=True, **others) == plain
    assert shown(name, article, links=True, emphasis=False, **others) == plain


@pytest.mark.parametrize("choice", ["images", "tables", "comments"])
@pytest.mark.parametrize("name", MARKED_UP)
@QUICK
@given(article=written)
def test_parts_come_and_go_alone(name: str, choice: str, article: Article) -> None:
    """Images, tables and comments are there or not; all other texts stay, in their order."""
    article = with_rows(article)
    some = shown(name, article, **{choice: True})
    assert without(some, choice) == shown(name, article, **{choice: False})


@pytest.mark.parametrize("name", ["html", "tei"])
@QUICK
@given(article=written)
def test_the_standfirst_comes_and_goes_alone(name: str, article: Article) -> None:
    """It is there or not; all other texts stay."""
    some = shown(name, article, standfirst=True)
    assert without(some, "standfirst") == shown(name, article, standfirst=False)


@QUICK
@given(article=written)
def test_the_standfirst_of_markdown_comes_and_goes_alone(article: Article) -> None:
    """One text less, which is the standfirst; all others stay."""
    some = shown("markdown", article)
    none = shown("markdown", article, standfirst=False)
    place = bool((article.headline or "").strip())
    if (article.standfirst or "").strip():
        assert some.pop(place) == ("", folded(article.standfirst or ""))
    assert some == none


def keys_that_differ(one: str, other: str) -> set[str]:
    """Names of the top-level properties in which two JSON objects differ."""
    first, second = json.loads(one), json.loads(other)
    return {key for key in first.keys() | second.keys() if first.get(key) != second.get(key)}


@pytest.mark.parametrize(
    ("name", "choice", "keys"),
    [
        ("jsonld", "images", {"image"}),
        ("jsonld", "comments", {"comment", "commentCount"}),
        ("jsonld", "standfirst", {"abstract"}),
        ("jsonld", "tables", {"articleBody", "liveBlogUpdate"}),
        ("ninjs", "links", {"bodies"}),
        ("ninjs", "emphasis", {"bodies"}),
        ("ninjs", "images", {"bodies", "associations"}),
        ("ninjs", "tables", {"bodies", "associations"}),
        ("ninjs", "standfirst", {"bodies", "descriptions"}),
    ],
)
@QUICK
@given(article=written)
def test_data_changes_where_it_is_named(
    name: str, choice: str, keys: set[str], article: Article
) -> None:
    """In JSON-LD and ninjs a choice reaches its own properties only."""
    some = render(article, name, **{choice: True})
    none = render(article, name, **{choice: False})
    assert keys_that_differ(some, none) <= keys


@QUICK
@given(article=written)
def test_text_and_csv_leave_out_tables_alone(article: Article) -> None:
    """Without tables, text is what an article without them gives."""
    bare = [block for block in article.body if block.role != "table"]
    assert render(article, "text", tables=False) == to_text(replace(article, body=tuple(bare)))
    (cells,) = csv.reader(io.StringIO(to_csv_row(article, tables=False), newline=""))
    (others,) = csv.reader(io.StringIO(to_csv_row(article), newline=""))
    assert cells[:-1] == others[:-1]


@pytest.mark.parametrize("page", NAMES)
@pytest.mark.parametrize("name", MARKED_UP)
def test_authored_pages(name: str, page: str) -> None:
    """The same on the pages of the house."""
    article = extract(source(page), url="https://example.org/news/1")
    if not isinstance(article, Article):
        return
    plain = shown(name, article, links=False, emphasis=False)
    assert shown(name, article, links=True, emphasis=True) == plain
    for choice in ("images", "tables", "comments"):
        some = shown(name, article, **{choice: True})
        assert without(some, choice) == shown(name, article, **{choice: False})


METHODS: tuple[tuple[str, Callable[[Article], str]], ...] = (
    ("text", Article.to_text),
    ("markdown", Article.to_markdown),
    ("html", Article.to_html),
    ("jsonld", Article.to_jsonld),
    ("ninjs", Article.to_ninjs),
    ("tei", Article.to_tei),
)


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_articles_write_themselves(name: str, method: Callable[[Article], str]) -> None:
    """``article.to_markdown()`` and its like are the renderers."""
    assert method(STREET) == FORMATS[name](STREET)
    assert STREET.to_csv_row() == to_csv_row(STREET)


@pytest.mark.parametrize(
    ("name", "choices", "complaint"),
    [
        ("pdf", {}, "no format is called 'pdf'; there are text, markdown"),
        ("json", {"links": True}, "links cannot be chosen in the format json: it has nothing"),
        ("text", {"images": True}, "it has only tables, comments, standfirst"),
    ],
)
def test_what_cannot_be_chosen(name: str, choices: dict[str, bool], complaint: str) -> None:
    """One line says what there is."""
    with pytest.raises(UsageError, match=complaint):
        render(STREET, name, **choices)
