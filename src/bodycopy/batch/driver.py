"""The run: gives shards to an engine, commits what comes back, and adds up.

# Strategy: workers write under temporary names and know nothing of each other. Only the
# driver renames and only the driver writes the manifest: first the sidecar gets its name,
# then the part, then the line of the manifest is synced. Whatever stops the run in between
# leaves a shard that is not in the manifest; it is done again, and its files are replaced.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from bodycopy.batch.engine import Engine
from bodycopy.batch.folder import Folder
from bodycopy.batch.job import Job
from bodycopy.batch.manifest import Commit, Manifest
from bodycopy.batch.outcome import Counts, Done, Failed
from bodycopy.batch.plan import Shard
from bodycopy.batch.report import Report, make_report
from bodycopy.batch.shard_run import Task
from bodycopy.sinks.durable import commit, temporary_name, write_whole
from bodycopy.sinks.rejected import merge_rejected

__all__ = ["Run", "Status"]

# Seconds: how often overdue pages are looked for and the progress line is drawn.
_TICK = 0.1


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is."""

    counts: Counts
    """Of committed shards and those under way."""
    bytes_total: int
    seconds: float
    begun_at: int
    """Stored bytes that earlier runs had done, and records that they had read."""
    read_before: int


class Run:
    """One run over a plan. ``run`` does it; an exception leaves a folder to be resumed."""

    def __init__(
        self,
        job: Job,
        engine: Engine,
        resume: bool = False,
        watch: Callable[[Status], None] = lambda status: None,
    ) -> None:
        self._engine = engine
        self._watch = watch
        self._begun = time.monotonic()
        self._problems: list[str] = []
        self._folder = Folder(Path(job.output))
        try:
            self._plan = self._folder.plan_for(job, resume)
            self._manifest = Manifest(self._folder.manifest_path)
        except BaseException:
            self._folder.abandon()
            raise
        self._seconds_before = self._earlier_seconds()
        self._earlier = self._committed()

    def run(self) -> Report:
        """Do every shard that is not committed, and give the account.

        Whatever happens, the report says how far it came.
        """
        try:
            if self._is_finished():
                return self._report()
            self._work()
            return self._account()
        except BaseException:
            self._engine.close()
            self._problems.append("the run was stopped")
            self._write_report(self._report())
            raise
        finally:
            self._engine.close()
            self._manifest.close()
            self._folder.close()

    # the work

    def _work(self) -> None:
        waiting = deque(self._missing())
        running = 0
        while waiting or running:
            while waiting and self._engine.has_room():
                self._engine.submit(self._task(waiting.popleft(), None))
                running += 1
            for outcome in self._engine.wait(_TICK):
                running -= 1
                if isinstance(outcome, Failed):
                    self._note_failure(outcome)
                    if outcome.fatal:
                        return
                    continue
                self._commit(outcome)
                for task in self._unjoined(outcome.index):
                    self._engine.submit(task)
                    running += 1
            self._watch(self._status())

    def _missing(self) -> list[Shard]:
        """Shards to do: those without a commit, and those that do not join on."""
        done = self._manifest.commits
        return [
            shard
            for shard in self._plan.shards
            if shard.index not in done or self._gap(shard) is not None
        ]

    def _gap(self, shard: Shard) -> int | None:
        """Where the shard ought to have started, if it started elsewhere."""
        if not shard.follows:
            return None
        before = self._manifest.commits.get(shard.index - 1)
        mine = self._manifest.commits.get(shard.index)
        if before is None or mine is None or before.following == mine.first:
            return None
        return before.following

    def _unjoined(self, index: int) -> list[Task]:
        """Neighbours of a new commit that have to be done again from another start.

        A worker finds the first record of its shard by its looks; what looks like one may be
        inside of another. Then the shard before ends elsewhere, and it knows better.
        """
        tasks = []
        for shard in self._plan.shards[index : index + 2]:
            start = self._gap(shard)
            if start is not None:
                del self._manifest.commits[shard.index]
                tasks.append(self._task(shard, start))
        return tasks

    def _task(self, shard: Shard, start: int | None) -> Task:
        folder, job = self._folder, self._plan.job
        token = f"{folder.token}-{time.monotonic_ns():x}"
        if start is None and shard.follows:
            before = self._manifest.commits.get(shard.index - 1)
            start = before.following if before is not None else None
        return Task(
            job=job,
            shard=shard,
            start=start,
            part=str(temporary_name(folder.part(shard.index, job.format), token)),
            rejected=str(temporary_name(folder.shard_rejected(shard.index), token)),
        )

    def _commit(self, done: Done) -> None:
        if not done.counts.adds_up():
            self._problems.append(f"shard {done.index}: the sums do not add up")
        commit(Path(done.rejected), self._folder.shard_rejected(done.index))
        commit(Path(done.part), self._folder.part(done.index, self._plan.job.format))
        self._manifest.add(
            Commit(
                index=done.index,
                counts=done.counts,
                first=done.first,
                following=done.following,
            )
        )

    def _note_failure(self, failed: Failed) -> None:
        self._problems.append(f"shard {failed.index}: {failed.message}")

    # the account

    def _is_finished(self) -> bool:
        return self._folder.rejected_path.exists() and not self._missing()

    def _account(self) -> Report:
        report = self._report()
        indexes = sorted(self._manifest.commits)
        parts = [self._folder.shard_rejected(index) for index in indexes]
        rows = merge_rejected(parts, self._folder.rejected_path, self._folder.token)
        if rows != report.read - report.articles:
            self._problems.append(
                f"the sidecar has {rows} rows for {report.read - report.articles} records"
            )
            report = self._report()
        self._write_report(report)
        if report.complete:
            self._folder.finish()
        self._folder.remove_temporary()
        return report

    def _report(self) -> Report:
        return make_report(
            [one.counts for one in self._manifest.commits.values()],
            len(self._plan.shards),
            self._plan.ignored,
            self._seconds_before + time.monotonic() - self._begun,
            self._problems,
        )

    def _write_report(self, report: Report) -> None:
        data = msgspec.json.format(msgspec.json.encode(report), indent=2)
        write_whole(self._folder.report_path, data + b"\n", self._folder.token)

    def _earlier_seconds(self) -> float:
        try:
            stored = msgspec.json.decode(self._folder.report_path.read_bytes(), type=Report)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            # No earlier run, or one that was killed: its time is not known.
            return 0.0
        return stored.seconds

    def _committed(self) -> Counts:
        total = Counts(rejected={}, errored={}, skipped={})
        for one in self._manifest.commits.values():
            total.add(one.counts)
        return total

    def _status(self) -> Status:
        total = self._committed()
        for pulse in self._engine.pulses():
            total.read += pulse.read
            total.articles += pulse.articles
            total.rejected["under way"] = total.rejected.get("under way", 0) + pulse.rejected
            total.errored["under way"] = total.errored.get("under way", 0) + pulse.errored
            total.bytes_read += pulse.stored
        return Status(
            counts=total,
            bytes_total=sum(piece.size for shard in self._plan.shards for piece in shard.pieces),
            seconds=time.monotonic() - self._begun,
            begun_at=self._earlier.bytes_read,
            read_before=self._earlier.read,
        )
