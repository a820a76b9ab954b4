"""Local worker processes, watched: one that dies or hangs is replaced, its page put aside."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import msgspec

from bodycopy.batch.beat import Beat, Pulse, now
from bodycopy.batch.outcome import Failed, Outcome
from bodycopy.batch.shard_run import Quarantined, Task
from bodycopy.errors import BodycopyError
from bodycopy.worker_process import cause_of_death, worker_environment

__all__ = ["LocalEngine", "WorkerError"]

# A page that a worker did not survive gets a second chance, a third where the worker was
# killed from outside (by a person, or for memory that somebody else took).
_TRIES, _TRIES_WHEN_KILLED = 2, 3
# Deaths in a row outside of any page: before the first record the installation is at fault,
# later on the machine, or somebody who kills workers.
_MOST_STILLBORN, _MOST_DEATHS = 3, 20


class WorkerError(BodycopyError):
    """Workers do not come to work; the message has what they said last."""


class _Worker:
    """One process, and the task that it has."""

    def __init__(self) -> None:
        self._beat_path = Beat.make()
        self.beat = Beat(self._beat_path)
        self.task: Task | None = None
        self.overdue = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        command = [sys.executable, "-m", "bodycopy.batch.worker"]
        self.process = subprocess.Popen(
            [*command, str(self._beat_path), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=worker_environment(),
        )

    def give(self, task: Task) -> None:
        """Begin a task."""
        self.task = task
        self.overdue = False
        self.beat.write(Pulse())
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(msgspec.json.encode(task) + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            # It died meanwhile; its end of the other pipe tells the supervisor.
            return

    def answer(self) -> Outcome | None:
        """The outcome that it sends; ``None`` where it has died instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            return None
        outcome: Outcome = msgspec.json.decode(line, type=Outcome)
        return outcome

    def last_words(self) -> str:
        """The end of what it wrote to standard error."""
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode("utf-8", "replace").strip()

    def stop(self) -> int:
        """Kill it if it lives, and give its exit status."""
        if self.process.poll() is None:
            self.process.kill()
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close(pipe)
        self._errors.close()
        self.beat.close()
        self._beat_path.unlink(missing_ok=True)
        return status


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]
    except BrokenPipeError:
        # A task was on its way to a worker that is dead.
        return


class LocalEngine:
    """Up to ``count`` workers on this machine."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._selector = selectors.DefaultSelector()
        self._busy: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._strikes: dict[int, Counter[int]] = {}
        self._deaths = 0
        self._queue: list[Task] = []

    def has_room(self) -> bool:
        """A worker is free, or may be started."""
        return len(self._busy) + len(self._queue) < self._count

    def submit(self, task: Task) -> None:
        """Give the task to a worker, now or when one is free."""
        self._queue.append(task)
        self._start_queued()

    def pulses(self) -> list[Pulse]:
        """The heartbeats of the workers that have a task."""
        return [worker.beat.read() for worker in self._busy]

    def wait(self, seconds: float) -> list[Outcome]:
        """Outcomes within this time; overdue pages are ended and dead workers replaced."""
        outcomes: list[Outcome] = []
        self._end_overdue()
        for key, _ in self._selector.select(seconds):
            worker: _Worker = key.data
            outcome = worker.answer()
            self._busy.remove(worker)
            self._selector.unregister(key.fileobj)
            if outcome is None:
                outcomes += self._bury(worker)
            else:
                worker.task = None
                self._idle.append(worker)
                self._deaths = 0
                outcomes.append(outcome)
        self._start_queued()
        return outcomes

    def close(self) -> None:
        """Kill all workers and remove what they had begun."""
        for worker in (*self._busy, *self._idle):
            worker.stop()
            if worker.task is not None:
                _remove_files(worker.task)
        self._busy.clear()
        self._idle.clear()
        self._selector.close()

    def _start_queued(self) -> None:
        while self._queue and len(self._busy) < self._count:
            worker = self._idle.pop() if self._idle else _Worker()
            worker.give(self._queue.pop(0))
            self._busy.append(worker)
            self._selector.register(worker.process.stdout, selectors.EVENT_READ, worker)  # type: ignore[arg-type]

    def _end_overdue(self) -> None:
        for worker in self._busy:
            pulse = worker.beat.read()
            assert worker.task is not None
            if pulse.is_extracting and now() - pulse.since > worker.task.job.page_seconds:
                worker.overdue = True
                worker.process.kill()

    def _bury(self, worker: _Worker) -> list[Outcome]:
        """Replace a dead worker: its task begins again, without the page that it died of."""
        pulse, task = worker.beat.read(), worker.task
        words = worker.last_words()
        status = worker.stop()
        assert task is not None
        _remove_files(task)
        if pulse.is_extracting:
            self._queue.append(self._without_killer(task, pulse.record, worker.overdue, status))
            return []
        self._deaths += 1
        if self._deaths > (_MOST_STILLBORN if pulse.record < 0 else _MOST_DEATHS):
            message = f"workers die ({cause_of_death(status)}) without a page: {words}"
            return [Failed(index=task.shard.index, message=message, fatal=True)]
        self._queue.append(msgspec.structs.replace(task, careful=True))
        return []

    def _without_killer(self, task: Task, record: int, overdue: bool, status: int) -> Task:
        strikes = self._strikes.setdefault(task.shard.index, Counter())
        strikes[record] += 1
        killed = status == -signal.SIGKILL and not overdue
        if strikes[record] < (_TRIES_WHEN_KILLED if killed else _TRIES):
            return task
        reason = "timeout" if overdue else "memory" if killed else "crash"
        detail = f"over {task.job.page_seconds:g} s" if overdue else cause_of_death(status)
        found = Quarantined(reason=reason, detail=detail)
        quarantine = {**task.quarantine, record: found}
        return msgspec.structs.replace(task, quarantine=quarantine)


def _remove_files(task: Task) -> None:
    Path(task.part).unlink(missing_ok=True)
    Path(task.rejected).unlink(missing_ok=True)
