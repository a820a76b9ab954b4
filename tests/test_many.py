"""Many pages at a time: the same results in the same order, and no more ahead than told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

import bodycopy
from authored import report, source
from bodycopy import Options, Page, UsageError, extract_many

NAMES = ("de_regional_daily", "en_soft_404", "ja_newspaper", "en_index_page", "ru_agency")
PAGES = [
    source(NAMES[0]),
    (source(NAMES[1]), "https://ell.example/lost"),
    Page(source(NAMES[2]), "https://ell.example/2", "text/html; charset=utf-8"),
    report(),
    (source(NAMES[3]), None),
    source(NAMES[4]),
] * 3


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_are_those_of_one_page_after_the_other(threads: int) -> None:
    """Pages in any form, articles and verdicts mixed, any number of threads: order is kept."""
    single = [bodycopy.extract(*(page if isinstance(page, tuple) else (page,))) for page in PAGES]
    assert list(extract_many(PAGES, threads=threads)) == single
    assert not all(single)


@pytest.mark.parametrize("threads", [1, 3])
def test_options_are_those_of_every_page(threads: int) -> None:
    """What the options name changes on each page."""
    records = extract_many(PAGES, threads=threads, options=Options(min_chars=10**9))
    assert not any(records)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(
    ("wrong", "says"), [(5, "html.*int"), (("<p>", 7), "url.*int"), ((), "0"), (("",) * 4, "4")]
)
def test_a_page_of_a_wrong_type_is_named_by_its_place(wrong: Any, says: str, threads: int) -> None:
    """The results before it come, then the caller's mistake with the page's index."""
    results = extract_many([report(), report(), wrong, report()], threads=threads)
    assert next(results)
    assert next(results)
    with pytest.raises(UsageError, match=rf"pages\[2\].*{says}"):
        next(results)


@pytest.mark.parametrize("threads", [0, -1, 1.5, "2", None])
def test_threads_that_cannot_be_meant_are_refused_at_once(threads: Any) -> None:
    """The mistake is told where it is made, not when the first result is asked for."""
    with pytest.raises(UsageError, match="threads"):
        extract_many([], threads=threads)


def test_options_of_a_wrong_type_are_refused_at_once() -> None:
    """Also where there is no page to try them on."""
    with pytest.raises(UsageError, match="options"):
        extract_many([], options={})  # type: ignore[arg-type]


@pytest.mark.parametrize(("threads", "most"), [(1, 1), (2, 8)])
def test_pages_are_taken_as_results_are_asked_for(threads: int, most: int) -> None:
    """An endless source is read no further than four pages a thread ahead."""
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield report()

    results = extract_many(endless(), threads=threads)
    assert next(results)
    assert taken <= most


def test_threads_end_with_the_results() -> None:
    """A reader that stops early leaves no thread behind."""
    results = extract_many([report()] * 20, threads=2)
    assert next(results)
    results.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("bodycopy")]
