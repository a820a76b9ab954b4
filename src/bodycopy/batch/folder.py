"""The output folder: its names, its lock, and what an earlier run left in it."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sys
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

import msgspec

from bodycopy.batch.job import Job
from bodycopy.batch.plan import Plan, make_plan
from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.sinks.durable import TEMPORARY, write_whole

__all__ = ["Folder"]

_ENDINGS = {"parquet": "parquet", "jsonl": "jsonl.gz"}


class Folder:
    """A folder that this process alone writes to.

    Parts are named ``part-*``; every other name begins with ``_``, so that readers of a
    folder of Parquet files pass it over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.plan_path = path / "_plan.json"
        self.manifest_path = path / "_manifest.jsonl"
        self.report_path = path / "_report.json"
        self.rejected_path = path / "_rejected.parquet"
        self.shards_path = path / "_shards"
        self.spool_path = path / "_stdin"
        self.token = secrets.token_hex(4)
        try:
            self.shards_path.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
        except OSError as error:
            raise UsageError(f"{path} cannot be written to: {error.strerror}") from error
        self.remove_temporary()

    def part(self, index: int, form: str) -> Path:
        """The part of a shard; parts sort in the order of the input."""
        return self.path / f"part-{index:06d}.{_ENDINGS[form]}"

    def shard_rejected(self, index: int) -> Path:
        """The sidecar of a shard, until all are joined."""
        return self.shards_path / f"rejected-{index:06d}.parquet"

    def plan_for(self, job: Job, resume: bool) -> Plan:
        """The plan of the job: the stored one of a run that is resumed, or a new one."""
        if self.plan_path.exists():
            stored = self._stored_plan()
            if not resume:
                raise UsageError(
                    f"{self.path} holds a run already: go on with it by --resume, or give "
                    f"another folder"
                )
            _check_same(stored.job, job)
            plan = make_plan(job, self.spool_path)
            if msgspec.json.encode(plan) != msgspec.json.encode(stored):
                raise UsageError(f"the input has changed since {self.path} was begun")
            return stored
        if any(self.path.glob("part-*")):
            raise UsageError(f"{self.path} holds parts of something else: give another folder")
        self._spool(job)
        plan = make_plan(job, self.spool_path)
        write_whole(self.plan_path, msgspec.json.encode(plan), self.token)
        return plan

    def remove_temporary(self) -> None:
        """Remove what was being written when an earlier run was stopped."""
        for folder in (self.path, self.shards_path):
            for path in folder.glob(f"_*{TEMPORARY}"):
                path.unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove what only a resume would need, but for plan and manifest."""
        shutil.rmtree(self.shards_path)
        self.spool_path.unlink(missing_ok=True)

    def abandon(self) -> None:
        """Leave no folder behind where no run was begun in it."""
        if not self.plan_path.exists() and not any(self.path.glob("part-*")):
            self.remove_temporary()
            (self.path / "_lock").unlink(missing_ok=True)
            self.shards_path.rmdir()
            if not any(self.path.iterdir()):
                self.path.rmdir()
        self.close()

    def close(self) -> None:
        """Let the next run in."""
        self._lock.close()

    def _locked(self) -> BinaryIO:
        lock = (self.path / "_lock").open("ab")
        try:
            # The system lets go of it when the process dies, however it dies.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise UsageError(f"another run writes to {self.path}") from error
        return lock

    def _stored_plan(self) -> Plan:
        try:
            return msgspec.json.decode(self.plan_path.read_bytes(), type=Plan)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{self.plan_path} is no plan of this version: {error}") from error

    def _spool(self, job: Job) -> None:
        """Write standard input to a file: a run must be able to read it twice."""
        if not {"-", "@-"} & set(job.inputs):
            return
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        temporary = self.path / f"_stdin.{self.token}{TEMPORARY}"
        with temporary.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.spool_path)


def _check_same(stored: Job, asked: Job) -> None:
    asked_for = _choices(asked)
    for name, before in _choices(stored).items():
        now = asked_for[name]
        if before != now:
            raise UsageError(
                f"the run was begun with another {name.replace('_', ' ')}: "
                f"{before!r}, not {now!r}; give the same, or another folder"
            )


def _choices(job: Job) -> dict[str, object]:
    """What the output depends on, by name."""
    choices = {name: getattr(job, name) for name in Job.__struct_fields__}
    for name in ("output", "page_seconds", "memory", "options"):
        del choices[name]
    return choices | {field.name: getattr(job.options, field.name) for field in fields(Options)}
