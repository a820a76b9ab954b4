"""``python -m bench.stages``: where the time of our pipeline goes, stage by stage.

A pipeline is a chain of named steps; each takes what the step before it returned (the first
one takes the bytes). :func:`bodycopy_stages` names ours.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from rich.console import Console

from bench.report import Table, show
from bench.sets import MissingPagesError, Page, load_pages

__all__ = ["Stage", "bodycopy_stages", "stage_table", "time_stages"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the pipeline and its name in the table."""

    name: str
    step: Callable[[Any], Any]


def bodycopy_stages() -> list[Stage]:
    """The stages of ``bodycopy.extract`` in order: decode, parse, scan, features, label, assemble.

    HOOK: the one place that knows how the stages are called. Empty until they are wired.
    """
    return []


def time_stages(pages: Sequence[Page], stages: Sequence[Stage]) -> dict[str, list[float]]:
    """Seconds of each stage on each page. A stage that raises ends the run: see bench.errors."""
    seconds: dict[str, list[float]] = {stage.name: [] for stage in stages}
    for page in pages:
        value: Any = page.html
        for stage in stages:
            start = time.perf_counter()
            value = stage.step(value)
            seconds[stage.name].append(time.perf_counter() - start)
    return seconds


def stage_table(seconds: dict[str, list[float]]) -> Table:
    """Mean and median milliseconds of each stage, its share, and its slowest page."""
    total = sum(map(sum, seconds.values())) or 1.0
    rows = [
        (
            name,
            f"{fmean(values) * 1000:.3f}",
            f"{median(values) * 1000:.3f}",
            f"{max(values) * 1000:.1f}",
            f"{sum(values) / total:.1%}",
        )
        for name, values in seconds.items()
        if values
    ]
    pages = max((len(values) for values in seconds.values()), default=0)
    return Table(
        f"time by stage, {pages} pages",
        ("stage", "mean ms", "median ms", "max ms", "share"),
        tuple(rows),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the stages or the pages are missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("--sets", default="fundus,newspaper")
    parser.add_argument("--sample", type=int, metavar="N")
    options = parser.parse_args(arguments)
    stages = bodycopy_stages()
    if not stages:
        print("no stages are wired: see bodycopy_stages in bench/stages.py", file=sys.stderr)
        return 2
    try:
        pages = load_pages(options.sets.split(","), options.sample)
    except MissingPagesError as error:
        print(error, file=sys.stderr)
        return 2
    time_stages(pages[:20], stages)  # warm up: lazy tables and caches
    show([stage_table(time_stages(pages, stages))], Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())
