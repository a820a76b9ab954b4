"""Pages made to cost more than they should: near misses, deep data, numbers that no page needs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from tests.authored import PARAGRAPHS, body_texts, html_of, report, rows_of
from tests.growth import LIMIT, growth

import bodycopy
from bodycopy import Article

# Near misses of what the finders look for: dates, names, credits, addresses, marks, entities.
UNITS = (
    " ", "\n ", "a ", "Ab ", "1", "12.", "1/2/", "3 May ", "2026-01-", "by ", "Von ", "Foto: ",
    "(dpa) - ", "dpa/", "a@", "http://a", "©", "...", "- ", "&amp;", "&#x", "&", "<b>", "„", '"',
    "{", "[", "\\", "一", "، ", "\u200b", "＊", "| ", "# ", "* ", "](", "cookie ", "accept ",
)  # fmt: skip

METAS = ("author", "date", "news_keywords", "description")
JSON_LD = '<script type="application/ld+json">{}</script>'
PLACES: dict[str, Callable[[str], str]] = {
    "title": lambda t: report().replace("<title>", f"<title>{t}"),
    "headline": lambda t: html_of(f"<h1>{t}</h1>", *(f"<p>{text}</p>" for text in PARAGRAPHS)),
    "byline": lambda t: report(f'<p class="byline author">{t}</p>'),
    "date": lambda t: report(f'<time class="date published">{t}</time>'),
    "dateline": lambda t: html_of(f"<h1>Vote</h1><article><p>{t}{PARAGRAPHS[0]}</p></article>"),
    "caption": lambda t: report(f"<figure><img src=a.jpg><figcaption>{t}</figcaption></figure>"),
    "credit": lambda t: report(f'<p>{PARAGRAPHS[0]} {t}</p><p class="source">{t}</p>'),
    "consent": lambda t: report(f'<div class="cookie-consent"><p>{t}</p></div>'),
    "cell": lambda t: report(f"<table><tr><td>{t}<td>{t}</table>"),
    "list": lambda t: report(f"<ul class=tags><li>{t}</li></ul>"),
    "comment": lambda t: report(f"<section class=comments><div class=comment>{t}</div></section>"),
    "attribute": lambda t: report(f'<div class="{t}"><a href="{t}" title="{t}">x</a></div>'),
    "meta": lambda t: report(head="".join(f'<meta name="{name}" content="{t}">' for name in METAS)),
    "json-ld string": lambda t: report(
        head=JSON_LD.format(json.dumps({"@type": "NewsArticle", "author": t, "articleBody": t}))
    ),
    "loose json-ld": lambda t: report(head=JSON_LD.format('{"@type": "NewsArticle", ' + t)),
    "script": lambda t: html_of(f'<div id=root></div><script>window.__DATA__ = {{"body": "{t}"')
}  # fmt: skip
CHARS = 24_000
QUICK = 0.02  # seconds: what takes less of a page of that size is not worth a second look


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("place", PLACES)
def test_near_misses_cost_linear_time_wherever_they_stand(place: str) -> None:
    """Each unit over and over in that part of a page; eight times as many take eight times."""

    def page(unit: str) -> Callable[[int], str]:
        return lambda size: PLACES[place](unit * (size // len(unit)))

    for unit in UNITS:
        small = page(unit)(CHARS // 8)
        start = time.process_time()
        bodycopy.extract(small)
        if time.process_time() - start > QUICK:
            assert growth(bodycopy.extract, page(unit), CHARS) < LIMIT, unit


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("unit", UNITS)
def test_near_misses_in_flattened_text_cost_linear_time(unit: str) -> None:
    """On one line, and on lines of their own."""
    for end in ("", "\n"):
        text = PARAGRAPHS[0] + "\n" + unit + end

        def make(size: int, unit: str = unit + end, text: str = text) -> str:
            return text + unit * (size // len(unit))

        start = time.process_time()
        bodycopy.extract_text(make(CHARS // 8))
        if time.process_time() - start > QUICK:
            assert growth(bodycopy.extract_text, make, CHARS) < LIMIT, repr(end)


DEEP = 100_000
DEEP_DATA = {
    "lists": "[" * DEEP + "]" * DEEP,
    "unclosed lists": "[" * DEEP,
    "objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "articles": '{"@type":"NewsArticle","hasPart":' * DEEP + "1" + "}" * DEEP,
    "a graph": '{"@graph":[' * DEEP + "]}" * DEEP,
    "megabytes": json.dumps({"@type": "NewsArticle", "keywords": ["bridge"] * 500_000}),
    "one long string": json.dumps({"@type": "NewsArticle", "description": "x " * 2_000_000}),
    "many nodes": json.dumps([{"@type": "NewsArticle", "headline": "Vote"}] * 50_000),
    "a number without end": '{"@type": "NewsArticle", "wordCount": ' + "9" * 100_000 + "}",
}  # fmt: skip


@pytest.mark.fault("deep-json")
@pytest.mark.parametrize("data", DEEP_DATA)
def test_page_data_that_nobody_can_mean_leaves_the_page(data: str) -> None:
    """The body is that of the same page without the data."""
    record = bodycopy.extract(report(head=JSON_LD.format(DEEP_DATA[data])))
    assert body_texts(record) == list(PARAGRAPHS)


HUGE = (str(2**53), str(2**63), "9" * 5000, "-1", "1e309", "٣٣٣", "nan", "")


@pytest.mark.fault("deep-json")
@pytest.mark.parametrize("number", HUGE, ids=lambda number: number[:20] or "empty")
def test_numbers_of_markup_are_bounded(number: str) -> None:
    """Spans, starts of lists, levels and sizes of any magnitude: the text is there, once."""
    page = report(
        f"<table><tr><td colspan={number} rowspan={number}>Votes</td><td>9</td></tr></table>"
        f"<ol start={number} reversed><li value={number}>First item of the list</li></ol>"
        f"<div role=heading aria-level={number}>A level</div>"
        f"<img src=a.jpg width={number} height={number} srcset='a.jpg {number}w'>"
    )
    record = bodycopy.extract(page)
    assert isinstance(record, Article)
    assert set(PARAGRAPHS) <= set(body_texts(record))
    assert record.to_html().count("First item of the list") == 1
    assert len(record.to_markdown()) < 2 * len(page) + 5000


@pytest.mark.fault("tiny-paragraphs")
def test_twenty_thousand_tiny_paragraphs_are_all_there() -> None:
    """Each is in the body or has its role among what was left out; the last as the first."""
    count = 20_000
    body = "".join(f"<p>The {number}th vote was counted.</p>" for number in range(count))
    record = bodycopy.extract(html_of(f"<article><h1>The count</h1>{body}</article>"))
    assert isinstance(record, Article)
    rows = rows_of(record)
    assert rows == list(range(len(rows)))
    assert len(rows) >= count
    assert f"The {count - 1}th vote was counted." in record.text
    assert len(record.body) > 0.99 * count
