"""The pages beside the repository: floors hold on a sample, and no page of any set raises."""

from __future__ import annotations

from pathlib import Path

import pytest

import bodycopy
from bench.accounting import faults
from bench.floors import broken, load_floors
from bench.peers import OURS, load_tools
from bench.run import run
from bench.sets import SETS, MissingPagesError, Page, load_pages, shared_dir
from bench.summary import by_set
from bodycopy import Article, Verdict

FLOORS = Path(__file__).parents[1] / "bench" / "floors.json"

pytest.importorskip("pyarrow", reason="pyarrow reads the page sets: pip install '.[bench]'")


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """All pages of all sets."""
    try:
        shared_dir()
    except MissingPagesError as error:
        pytest.skip(str(error))
    return load_pages(SETS)


SAMPLE = 60


def test_floors_hold_on_a_sample(pages: list[Page]) -> None:
    """What bench/floors.json holds of body and noise, on some pages of each set, with its slack."""
    del pages  # skips where there are none
    (ours,), missing = load_tools([OURS])
    assert not missing
    floors = [
        floor
        for floor in load_floors(FLOORS, sampled=True)
        if floor.group in SETS and floor.number != "times_resiliparse"
    ]
    sets = sorted({floor.group for floor in floors})
    rows = list(run(load_pages(sets, SAMPLE), [ours]))
    assert len(rows) == SAMPLE * len(sets)
    lines, held = broken(floors, by_set(rows))
    assert lines == []
    assert held == len(floors) > 10


def test_no_page_raises_or_loses_a_block(pages: list[Page]) -> None:
    """Every twentieth page of all sets gives a record that accounts for its blocks."""
    chosen = pages[::20]
    assert {page.set for page in chosen} == set(SETS)
    for page in chosen:
        record = bodycopy.extract(page.html, page.url)
        assert isinstance(record, Article | Verdict)
        assert faults(record) == [], page.name
