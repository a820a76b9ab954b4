"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import msgspec
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from bodycopy.batch.driver import Status
from bodycopy.batch.report import Report, report_lines

__all__ = ["Progress"]

# Seconds between lines where no terminal is.
_LINE_EVERY = 10.0


class Progress:
    """Shows the status of a run on standard error, and its account at the end."""

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        self._console = Console(stderr=True)
        self._quiet = quiet
        self._as_json = as_json
        self._next_line = time.monotonic() + _LINE_EVERY
        self._bar: Bar | None = None
        if self._console.is_terminal and not quiet and not as_json:
            self._bar = Bar(
                BarColumn(bar_width=None),
                TextColumn("{task.percentage:>3.0f} %"),
                TextColumn("{task.fields[said]}"),
                TimeRemainingColumn(),
                console=self._console,
            )
            self._task = self._bar.add_task("", total=None, said="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, status: Status) -> None:
        """Draw the bar, or print a line if it is time for one."""
        if self._bar is not None:
            self._bar.update(
                self._task,
                total=status.bytes_total,
                completed=status.counts.bytes_read,
                said=_said(status),
            )
        elif not self._quiet and time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + _LINE_EVERY
            sys.stderr.write(f"{_json(status) if self._as_json else _line(status)}\n")

    def print_report(self, report: Report) -> None:
        """The table at the end."""
        if self._quiet:
            return
        if self._as_json:
            sys.stderr.write(msgspec.json.encode(report).decode() + "\n")
            return
        table = Table(show_header=False, box=None, pad_edge=False)
        table.add_column(style="bold")
        table.add_column()
        table.add_column(justify="right")
        for heading, reason, count in report_lines(report):
            table.add_row(heading, reason, f"{count:,}")
        speed = report.read / report.seconds if report.seconds else 0.0
        self._console.print(table)
        self._console.print(
            f"{report.bytes_read / 1e6:,.1f} MB in {report.seconds:,.1f} s, {speed:,.0f} pages/s",
            highlight=False,
        )


def _said(status: Status) -> str:
    counts = status.counts
    seconds = max(status.seconds, 1e-9)
    megabytes = (counts.bytes_read - status.begun_at) / 1e6
    return (
        f"{_speed(status):,.0f} pages/s  {megabytes / seconds:,.1f} MB/s  "
        f"{counts.articles:,} articles  {sum(counts.rejected.values()):,} rejected  "
        f"{sum(counts.errored.values()):,} errored"
    )


def _speed(status: Status) -> float:
    return (status.counts.read - status.read_before) / max(status.seconds, 1e-9)


def _line(status: Status) -> str:
    done = 100 * status.counts.bytes_read / max(status.bytes_total, 1)
    return f"{done:.0f} %  {_said(status)}  {_left(status)}"


def _left(status: Status) -> str:
    done = status.counts.bytes_read - status.begun_at
    if done <= 0:
        return "time left unknown"
    seconds = (status.bytes_total - status.counts.bytes_read) * status.seconds / done
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d} left"


def _json(status: Status) -> str:
    counts = status.counts
    line = {
        "read": counts.read,
        "articles": counts.articles,
        "rejected": sum(counts.rejected.values()),
        "errored": sum(counts.errored.values()),
        "bytes_read": counts.bytes_read,
        "bytes_total": status.bytes_total,
        "seconds": round(status.seconds, 1),
        "pages_per_second": round(_speed(status), 1),
    }
    return msgspec.json.encode(line).decode()
