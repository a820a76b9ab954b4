"""``python -m bench.errors``: our extractor on every page of every set, looking for faults.

Prints exceptions, verdicts by reason, the slowest pages and broken accounts. Exits 1 where
a page raised or an account does not add up, 2 where nothing could be run.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from rich.console import Console

from bench.accounting import faults
from bench.report import Table, show
from bench.sets import SETS, MissingPagesError, Page, load_pages
from bodycopy.article import Article, Verdict

__all__ = ["Outcome", "outcomes", "report"]

Record = Article | Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one page."""

    page: Page
    seconds: float
    reason: str = ""
    """Why there is no article; empty for an article."""
    error: str = ""
    """The exception and the line of ours that it came from; empty where none was raised."""
    faults: tuple[str, ...] = ()


def outcomes(
    pages: Sequence[Page],
    extract: Callable[[bytes], Record],
    tape_blocks: Callable[[bytes], int] | None = None,
) -> Iterator[Outcome]:
    """The outcome of each page. ``tape_blocks`` counts the rows of a page's tape anew."""
    for page in pages:
        start = time.perf_counter()
        try:
            record = extract(page.html)
        except Exception as caught:  # noqa: BLE001 - this command exists to find and name them
            seconds = time.perf_counter() - start
            yield Outcome(page=page, seconds=seconds, error=_located(caught))
            continue
        seconds = time.perf_counter() - start
        count = tape_blocks(page.html) if tape_blocks and record.dropped else None
        yield Outcome(
            page=page,
            seconds=seconds,
            reason=record.reason if isinstance(record, Verdict) else "",
            faults=tuple(faults(record, count)),
        )


def _located(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} - at {last.filename}:{last.lineno}"


def report(found: Sequence[Outcome], slowest: int = 12) -> list[Table]:
    """Verdicts by reason and set, exceptions, broken accounts, slowest pages."""
    errors = [outcome for outcome in found if outcome.error]
    broken = [outcome for outcome in found if outcome.faults]
    slow = sorted(found, key=lambda outcome: -outcome.seconds)[:slowest]
    return [
        _verdicts(found),
        Table(
            f"exceptions: {len(errors)} of {len(found)} pages",
            ("page", "exception"),
            tuple((outcome.page.name, outcome.error) for outcome in errors[:50]),
        ),
        Table(
            f"broken accounts: {len(broken)} of {len(found)} pages",
            ("page", "fault"),
            tuple((outcome.page.name, "; ".join(outcome.faults)) for outcome in broken[:50]),
        ),
        Table(
            "slowest pages",
            ("page", "ms", "kB"),
            tuple(
                (
                    outcome.page.name,
                    f"{outcome.seconds * 1000:.1f}",
                    f"{len(outcome.page.html) / 1000:.0f}",
                )
                for outcome in slow
            ),
        ),
    ]


def _verdicts(found: Sequence[Outcome]) -> Table:
    """Reasons down, sets across."""
    sets = list(dict.fromkeys(outcome.page.set for outcome in found))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in found:
        kind = "(exception)" if outcome.error else outcome.reason or "(article)"
        counts[kind][outcome.page.set] += 1
    rows = [
        (kind, str(by_set.total()), *(str(by_set[name]) for name in sets))
        for kind, by_set in sorted(counts.items(), key=lambda item: -item[1].total())
    ]
    return Table("articles and verdicts", ("", "all", *sets), tuple(rows))


def _extractor() -> Callable[[bytes], Record] | None:
    found: Callable[[bytes], Record] | None = vars(import_module("bodycopy")).get("extract")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; the exit status says whether anything was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.errors", description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--sample", type=int, metavar="N", help="at most N pages of each set")
    options = parser.parse_args(arguments)
    extract = _extractor()
    if extract is None:
        print("this checkout has no bodycopy.extract yet", file=sys.stderr)
        return 2
    try:
        pages = load_pages(options.sets.split(","), options.sample)
    except MissingPagesError as error:
        print(error, file=sys.stderr)
        return 2
    found = list(outcomes(pages, extract))
    show(report(found), Console(width=None if sys.stdout.isatty() else 180))
    return int(any(outcome.error or outcome.faults for outcome in found))


if __name__ == "__main__":
    sys.exit(main())
