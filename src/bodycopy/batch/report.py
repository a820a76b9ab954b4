"""The account of a run: what was read and what became of it, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bodycopy.batch.outcome import Counts

__all__ = ["Report", "make_report", "report_lines"]


class Report(msgspec.Struct, kw_only=True):
    """What a run read and what became of it.

    ``read`` is ``articles`` and all of ``rejected`` and ``errored``, or ``complete`` is false
    and the run ends with an error.
    """

    complete: bool
    read: int
    articles: int
    rejected: dict[str, int]
    errored: dict[str, int]
    skipped: dict[str, int]
    bytes_read: int
    seconds: float
    shards: int
    shards_done: int
    ignored_files: int
    problems: list[str] = []


def make_report(
    counts: Iterable[Counts], shards: int, ignored: int, seconds: float, problems: list[str]
) -> Report:
    """The report over these shards; complete if all are there and their sums add up."""
    total = Counts(rejected={}, errored={}, skipped={})
    done = 0
    for one in counts:
        total.add(one)
        done += 1
    if not total.adds_up():
        problems = [*problems, "the sums do not add up"]
    return Report(
        complete=done == shards and not problems,
        read=total.read,
        articles=total.articles,
        rejected=_by_count(total.rejected),
        errored=_by_count(total.errored),
        skipped=_by_count(total.skipped),
        bytes_read=total.bytes_read,
        seconds=round(seconds, 3),
        shards=shards,
        shards_done=done,
        ignored_files=ignored,
        problems=problems,
    )


def _by_count(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def report_lines(report: Report) -> list[tuple[str, str, int]]:
    """Rows of the table at the end: heading, reason, count."""
    rows = [("read", "", report.read), ("articles", "", report.articles)]
    for heading, counts in (("rejected", report.rejected), ("errored", report.errored)):
        rows.append((heading, "", sum(counts.values())))
        rows += [("", reason, count) for reason, count in counts.items()]
    rows += [("skipped", kind, count) for kind, count in report.skipped.items()]
    return rows
