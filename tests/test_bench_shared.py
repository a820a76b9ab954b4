"""The pages beside the repository: the floor of the body's words, and no exception on any set."""

from __future__ import annotations

from statistics import mean

import pytest

import bodycopy
from bench.accounting import faults
from bench.metrics import word_score
from bench.sets import SETS, MissingPagesError, Page, load_pages, shared_dir
from bodycopy import Article, Verdict

pytest.importorskip("pyarrow", reason="pyarrow reads the page sets: pip install '.[bench]'")


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """All pages of all sets."""
    try:
        shared_dir()
    except MissingPagesError as error:
        pytest.skip(str(error))
    return load_pages(SETS)


@pytest.mark.parametrize("name", ["fundus", "newspaper"])
def test_the_body_has_the_words_of_the_gold(pages: list[Page], name: str) -> None:
    """On every news page with a body by hand or by its publisher's parser: mean word F1."""
    chosen = [page for page in pages if page.set == name and page.body]
    assert len(chosen) > 170
    scores = [word_score(bodycopy.extract(page.html, page.url).text, page.body) for page in chosen]
    assert mean(score.f1 for score in scores) > 0.90


def test_no_page_raises_or_loses_a_block(pages: list[Page]) -> None:
    """Every twentieth page of all sets gives a record that accounts for its blocks."""
    chosen = pages[::20]
    assert {page.set for page in chosen} == set(SETS)
    for page in chosen:
        record = bodycopy.extract(page.html, page.url)
        assert isinstance(record, Article | Verdict)
        assert faults(record) == [], page.name
