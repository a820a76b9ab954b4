"""Runs of a batch for tests: in this process, or as users start them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from tests.warcs import packed, record

from bodycopy.batch.beat import Pulse
from bodycopy.batch.driver import Run
from bodycopy.batch.job import Job
from bodycopy.batch.outcome import Outcome
from bodycopy.batch.report import Report
from bodycopy.batch.shard_run import Task, run_shard
from bodycopy.sinks.columns import choose


class InlineEngine:
    """Does every task at once, in this process."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def has_room(self) -> bool:
        return not self.outcomes

    def submit(self, task: Task) -> None:
        # As a task travels to a worker.
        task = msgspec.json.decode(msgspec.json.encode(task), type=Task)
        self.outcomes.append(run_shard(task, lambda pulse: None))

    def wait(self, seconds: float) -> list[Outcome]:
        outcomes, self.outcomes = self.outcomes, []
        return outcomes

    def pulses(self) -> list[Pulse]:
        return []

    def close(self) -> None:
        self.outcomes.clear()


def job(output: Path, *inputs: Path | str, **options: Any) -> Job:
    """A job with the columns that users get."""
    options.setdefault("columns", choose(None))
    return Job(inputs=tuple(map(str, inputs)), output=str(output), **options)


def run_inline(output: Path, *inputs: Path | str, resume: bool = False, **options: Any) -> Report:
    """A run in this process."""
    return Run(job(output, *inputs, **options), InlineEngine(), resume).run()


def command(*arguments: Path | str) -> list[str]:
    """The command line of ``bodycopy``."""
    return [sys.executable, "-m", "bodycopy", *map(str, arguments)]


def run_command(*arguments: Path | str, **options: Any) -> subprocess.CompletedProcess[str]:
    """``bodycopy`` as a user runs it."""
    return subprocess.run(command(*arguments), capture_output=True, text=True, **options)


def write_warc(path: Path, count: int, faults: dict[int, str] | None = None) -> Path:
    """A WARC of invented pages; some ask for a fault of the extractor."""
    with path.open("wb") as file:
        for number in range(count):
            fault = (faults or {}).get(number)
            body = f"<p>FAULT:{fault}</p>".encode() if fault else None
            file.write(packed(record(number, body), "gzip"))
    return path


def rows(folder: Path, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of all parts, in the order of their names."""
    names = list(columns) if columns else None
    parts = sorted(folder.glob("part-*.parquet"))
    tables = [pq.read_table(part, columns=names) for part in parts]
    found: list[dict[str, Any]] = pa.concat_tables(tables).to_pylist() if tables else []
    return found


def rejected(folder: Path) -> list[dict[str, Any]]:
    """The rows of the sidecar."""
    found: list[dict[str, Any]] = pq.read_table(folder / "_rejected.parquet").to_pylist()
    return found


def report(folder: Path) -> dict[str, Any]:
    """The report as JSON."""
    found: dict[str, Any] = json.loads((folder / "_report.json").read_text())
    return found


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a complete run but those that tell its time or its place."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name.startswith(("part-", "_rejected"))
    }
