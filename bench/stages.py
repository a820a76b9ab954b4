"""``python -m bench.stages``: where the time of our pipeline goes, stage by stage.

``bodycopy.pipeline`` alone knows the order of the stages. It calls each by its name, so a
clock is put around those names for the length of the run, and ``extract`` runs as it is.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from statistics import fmean, median
from types import ModuleType
from typing import Any
from unittest.mock import patch

from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from bench.options import pages_asked_for
from bench.report import Table, show
from bench.sets import Page
from bodycopy import pipeline

__all__ = ["STAGES", "clocks", "stage_table", "time_stages"]

STAGES = (
    "media_type",
    "decode",
    "scan_displayed",
    "measure",
    "tokenise",
    "label",
    "keep_one_article",
    "find_page_facts",
    "assemble",
)
"""HOOK: the functions that ``bodycopy.pipeline`` calls, as they are named there.

None may run inside another: its time would count twice. What lies between them is the row
``(rest)``.
"""

WHOLE, REST, PARSE = "(whole)", "(rest)", "(lexbor's parse alone)"

Seconds = dict[str, list[float]]


@contextmanager
def clocks(module: ModuleType, names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Seconds spent so far in each of the module's named functions, while the block runs.

    Raises ``AttributeError`` for a name that the module does not have.
    """
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(patch.object(module, name, _clocked(module, name, spent)))
        yield spent


def _clocked(module: ModuleType, name: str, spent: dict[str, float]) -> Callable[..., Any]:
    function = vars(module).get(name)
    if function is None:
        raise AttributeError(f"{module.__name__} has no {name!r}: see STAGES in bench/stages.py")

    def run(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[name] += time.perf_counter() - start

    return run


def time_stages(pages: Sequence[Page]) -> Seconds:
    """Seconds of each stage on each page. A page that raises ends the run: see bench.errors."""
    seconds: Seconds = {name: [] for name in (*STAGES, REST, WHOLE, PARSE)}
    with clocks(pipeline, STAGES) as spent:
        for page in pages:
            spent.clear()
            start = time.perf_counter()
            pipeline.extract(page.html)
            whole = time.perf_counter() - start
            for name in STAGES:
                seconds[name].append(spent[name])
            seconds[REST].append(whole - sum(spent.values()))
            seconds[WHOLE].append(whole)
            seconds[PARSE].append(_parse_time(page.html))
    return seconds


def _parse_time(html: bytes) -> float:
    text = html.decode("utf-8", "replace")  # near enough: only the time counts
    start = time.perf_counter()
    LexborHTMLParser(text)
    return time.perf_counter() - start


def stage_table(seconds: Mapping[str, Sequence[float]]) -> Table:
    """Mean and median milliseconds of each stage, its slowest page, its share of the whole."""
    total = sum(seconds[WHOLE]) or 1.0
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
    return Table(
        f"time by stage, {len(seconds[WHOLE])} pages",
        ("stage", "mean ms", "median ms", "max ms", "share"),
        tuple(rows),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the pages are missing."""
    pages = pages_asked_for(arguments, "python -m bench.stages", __doc__, "fundus,newspaper")
    if pages is None:
        return 2
    time_stages(pages[:20])  # warm up: lazy tables and caches
    show([stage_table(time_stages(pages))], Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())
