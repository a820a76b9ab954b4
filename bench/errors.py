"""``python -m bench.errors``: our extractor on every page of every set, looking for faults.

Prints exceptions, verdicts by reason, the slowest pages and broken accounts. Exits 1 where
a page raised or an account does not add up, 2 where nothing could be run.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench.accounting import faults
from bench.options import pages_asked_for
from bench.report import Table, show
from bench.sets import SETS, Page
from bodycopy.article import Article, Reason, Verdict
from bodycopy.decode import decode
from bodycopy.pipeline import extract
from bodycopy.scan import scan_displayed

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
    run: Callable[[bytes], Record],
    tape_blocks: Callable[[bytes], int] | None = None,
) -> Iterator[Outcome]:
    """The outcome of each page. ``tape_blocks`` counts the rows of a page's tape anew."""
    for page in pages:
        start = time.perf_counter()
        try:
            record = run(page.html)
        except Exception as caught:  # noqa: BLE001 - this command exists to find and name them
            seconds = time.perf_counter() - start
            yield Outcome(page=page, seconds=seconds, error=_located(caught))
            continue
        seconds = time.perf_counter() - start
        reason = record.reason if isinstance(record, Verdict) else ""
        # What is not HTML never becomes a tape.
        count = tape_blocks(page.html) if tape_blocks and reason != Reason.NOT_HTML else None
        yield Outcome(
            page=page,
            seconds=seconds,
            reason=reason,
            faults=tuple(faults(record, count)),
        )


def _located(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "bodycopy" in Path(frame.filename).parts] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    return f"{type(error).__name__}: {error} - at {place}"


def report(found: Sequence[Outcome], slowest: int = 12) -> list[Table]:
    """Verdicts by reason and set, exceptions, broken accounts, slowest pages."""
    errors = [outcome for outcome in found if outcome.error]
    broken = [outcome for outcome in found if outcome.faults]
    slow = sorted(found, key=lambda outcome: -outcome.seconds)[:slowest]
    return [
        _verdicts(found),
        _grouped(
            f"exceptions: {len(errors)} of {len(found)} pages",
            ((outcome.error, outcome.page.name) for outcome in errors),
        ),
        _grouped(
            f"broken accounts: {len(broken)} of {len(found)} pages",
            (("; ".join(outcome.faults), outcome.page.name) for outcome in broken),
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


def _grouped(title: str, faults_of_pages: Iterable[tuple[str, str]]) -> Table:
    """Each fault with its number of pages and the first of them."""
    pages: dict[str, list[str]] = defaultdict(list)
    for fault, page in faults_of_pages:
        pages[fault].append(page)
    ordered = sorted(pages.items(), key=lambda item: -len(item[1]))
    rows = [(names[0], str(len(names)), fault) for fault, names in ordered[:50]]
    return Table(title, ("for example", "pages", "fault"), tuple(rows))


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


def _tape_blocks(html: bytes) -> int:
    """Rows of the page as displayed, or as displayed without scripts where else there is none."""
    return len(scan_displayed(decode(html).text))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; the exit status says whether anything was found."""
    pages = pages_asked_for(arguments, "python -m bench.errors", __doc__, ",".join(SETS))
    if pages is None:
        return 2
    found = list(outcomes(pages, extract, _tape_blocks))
    show(report(found), Console(width=None if sys.stdout.isatty() else 180))
    return int(any(outcome.error or outcome.faults for outcome in found))


if __name__ == "__main__":
    sys.exit(main())
