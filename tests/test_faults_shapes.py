"""Pages of a shape that no newsroom makes: deep, wide, unclosed, full of attributes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.authored import PARAGRAPHS, body_texts, html_of, report, rows_of
from tests.growth import LIMIT, growth

import bodycopy
from bodycopy import Article

MARK = "The last word was zyxwort."
DEPTHS = (1, 2, 100, 255, 256, 257, 511, 512, 513, 5_000, 20_000, 100_000)
TAGS = ("div", "span", "blockquote", "b", "li", "section")


def nested(tag: str, depth: int) -> str:
    """A report whose whole text stands so many elements deep."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    inner = f"<h1>Council votes for a new footbridge</h1>{text}<p>{MARK}</p>"
    return html_of(f"<main>{f'<{tag}>' * depth}{inner}{f'</{tag}>' * depth}</main>")


@pytest.mark.fault("deep-nesting")
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("tag", TAGS)
def test_no_depth_loses_text_without_a_flag(tag: str, depth: int) -> None:
    """The last sentence is on the record at any depth, or the record says what cut it."""
    record = bodycopy.extract(nested(tag, depth))
    body = record.body if isinstance(record, Article) else ()
    found = any(MARK in block.text for block in (*body, *record.dropped))
    assert found or record.cut_by
    rows = rows_of(record)
    assert rows == list(range(len(rows)))


CHAINS: dict[str, Callable[[int], str]] = {
    "ul li": lambda n: "<ul><li>" * n,
    "ul li, closed": lambda n: "<ul><li>" * n + "</ul>" * n,
    "div": lambda n: "<div>" * n,
    "div, closed": lambda n: "<div>" * n + "</div>" * n,
    "b": lambda n: "<p>" + "<b>" * n,
    "a": lambda n: "<a href=x>" * n,
    "p b": lambda n: "<p><b>" * n,
    "table": lambda n: "<table><tr><td>" * n,
    "select": lambda n: "<select><option>" * n,
    "font in table": lambda n: "<table><font>" * n,
    "comment": lambda n: "<!-- " * n,
    "template": lambda n: "<template>" * n,
    "svg": lambda n: "<svg><g>" * n,
    "dl": lambda n: "<dl><dt>x<dd>" * n,
    "end tags": lambda n: "</div></p></x>" * n,
}


@pytest.mark.fault("long-chains")
@pytest.mark.parametrize("chain", CHAINS)
def test_chains_cost_linear_time(chain: str) -> None:
    """Eight times the chain behind a report takes eight times as long."""

    def page(size: int) -> str:
        return html_of(*(f"<p>{text}</p>" for text in PARAGRAPHS), CHAINS[chain](size))

    assert growth(bodycopy.extract, page, 16_000) < LIMIT


@pytest.mark.fault("long-chains")
@pytest.mark.parametrize("chain", CHAINS)
def test_a_report_in_front_of_a_chain_is_read(chain: str) -> None:
    """Sixty-four thousand links of it do not cost the text, or the record is flagged."""
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = html_of(f"<article><h1>Vote</h1>{paragraphs}</article>", CHAINS[chain](64_000))
    record = bodycopy.extract(page)
    assert isinstance(record, Article)
    assert set(PARAGRAPHS) <= set(body_texts(record))


@pytest.mark.fault("attributes")
@pytest.mark.parametrize("element", ["div", "p", "img", "a", "meta"])
def test_attributes_without_end_leave_the_text(element: str) -> None:
    """A hundred thousand on one element: the report around it is as without them."""
    attributes = " ".join(f"data-a{number}=x" for number in range(100_000))
    record = bodycopy.extract(report(f"<{element} {attributes}></{element}>"))
    assert set(PARAGRAPHS) <= set(body_texts(record))


@pytest.mark.fault("attributes")
@pytest.mark.parametrize("name", ["data-a{}", "class", "a", "on{}=x style"])
def test_attributes_cost_linear_time(name: str) -> None:
    """Of different names or the same one, eight times as many take eight times as long."""

    def page(size: int) -> str:
        return report(f"<div {' '.join(f'{name.format(n)}=x' for n in range(size))}></div>")

    assert growth(bodycopy.extract, page, 40_000) < LIMIT
