"""One run: every tool on every page, page by page, timed and scored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench import metrics
from bench.metrics import PRF, Counts
from bench.peers import Tool
from bench.sets import BODY_ONLY, CONVENTIONS, LEAD_AND_BODY, Page

__all__ = ["Row", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one tool did with one page. A score is ``None`` where the page has no gold for it."""

    tool: str
    page: str
    set: str
    type: str
    language: str
    seconds: float
    error: str = ""
    """Type and message of the exception; the text counts as empty."""
    empty: bool = False
    word: PRF | None = None
    shingles: Counts | None = None
    snippets: Counts | None = None
    with_share: float | None = None
    without_share: float | None = None
    noise: tuple[int, int] | None = None
    first: bool | None = None
    last: bool | None = None
    role: PRF | None = None
    lead: PRF | None = None


_WARM_UP = (
    b"<html><body><article><h1>Title</h1><p>Some text, and more of it.</p></article></body>",
    # Nobody says what language this is: who detects it loads a model.
    b"<html><body><article><h1>Die Stadt baut</h1>"
    + b"<p>Der Rat hat am Dienstag mit neun gegen zwei Stimmen beschlossen, die Bruecke ueber den "
    b"Fluss neu zu bauen, die das Hochwasser im Herbst fortgerissen hatte.</p>"
    * 4
    + b"</article></body>",
)
_WARM_PAGES = 10


def run(
    pages: Sequence[Page],
    tools: Sequence[Tool],
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Row]:
    """A row for each tool and page, all tools on one page before the next page.

    The order of the tools moves by one from page to page, so that what slows the machine
    down for a while, or warms a cache, meets all of them alike. Single process. ``progress``
    is told how many pages are done.
    """
    for tool in tools:  # lazy imports, models and tables are not the first pages' fault
        for html in (*_WARM_UP, *(page.html for page in pages[:_WARM_PAGES])):
            _timed(tool, html)
    for number, page in enumerate(pages):
        shift = number % max(1, len(tools))
        for tool in (*tools[shift:], *tools[:shift]):
            yield scored(page, tool, *_timed(tool, page.html))
        progress(number + 1)


def _timed(tool: Tool, html: bytes) -> tuple[Any, float, str]:
    """Result, seconds and error (empty where there was none)."""
    start = time.perf_counter()
    try:
        result, error = tool.run(html), ""
    except Exception as caught:  # noqa: BLE001 - a peer may raise anything; the row carries it on
        result, error = None, f"{type(caught).__name__}: {caught}"
    return result, time.perf_counter() - start, error


def scored(page: Page, tool: Tool, result: Any, seconds: float, error: str) -> Row:
    """The row of one result: all scores for which the page has gold."""
    text = "" if error else tool.read(result, CONVENTIONS[page.set])
    body = "" if error else tool.read(result, BODY_ONLY)
    lead = "" if error else tool.read(result, LEAD_AND_BODY)
    gold, snippets = page.gold, page.must_have or page.must_not_have
    phrases = metrics.phrase(text) if gold.body_first else ""
    return Row(
        tool=tool.name,
        page=page.name,
        set=page.set,
        type=page.type,
        language=page.language,
        seconds=seconds,
        error=error,
        empty=not text.strip(),
        word=metrics.word_score(text, page.body) if page.body else None,
        shingles=metrics.shingle_counts(text, page.body) if page.body else None,
        snippets=metrics.snippet_counts(text, page.must_have, page.must_not_have)
        if snippets
        else None,
        with_share=metrics.snippet_share(text, page.must_have),
        without_share=metrics.snippet_share(text, page.must_not_have),
        noise=metrics.noise_found(text, gold.body_noise, page.body) if gold.body_noise else None,
        first=metrics.contains(phrases, gold.body_first) if gold.body_first else None,
        last=metrics.contains(phrases, gold.body_last) if gold.body_last else None,
        role=metrics.word_score(body, gold.role_body) if gold.role_body else None,
        lead=metrics.word_score(lead, gold.role_lead) if gold.role_lead else None,
    )
