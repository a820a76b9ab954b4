"""Shards as Ray tasks: Ray schedules them and starts again what its machines lose.

Each task watches one expendable worker process, exactly as the local engine does, so that a
page that crashes or hangs is put aside by the same rules. The output folder has to be on a
file system that all machines share; only the driver gives names and writes the manifest.
"""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path
from typing import Any

import msgspec
import ray

from bodycopy.batch.beat import Pulse
from bodycopy.batch.local import LocalEngine
from bodycopy.batch.outcome import Failed, Outcome
from bodycopy.batch.shard_run import Task
from bodycopy.sinks.durable import TEMPORARY

__all__ = ["RayEngine", "do_task"]

# Machines of a cluster come and go; a shard that fails this often is not at the mercy of them.
_RETRIES = 10
# Tasks waiting for each one that runs: none is idle while the driver commits.
_AHEAD = 2


def do_task(encoded: bytes) -> bytes:
    """Do a task with a worker of its own, and give its outcome; both as JSON."""
    task = msgspec.json.decode(encoded, type=Task)
    # Two tries may be under way at once, where Ray takes a machine for dead that is not.
    token = secrets.token_hex(4)
    task = msgspec.structs.replace(
        task, part=_renamed(task.part, token), rejected=_renamed(task.rejected, token)
    )
    engine = LocalEngine(1)
    try:
        engine.submit(task)
        while not (outcomes := engine.wait(1.0)):
            pass
    finally:
        engine.close()
    return msgspec.json.encode(outcomes[0])


def _renamed(name: str, token: str) -> str:
    path = Path(name)
    return str(path.with_name(f"{path.name.removesuffix(TEMPORARY)}-{token}{TEMPORARY}"))


class RayEngine:
    """The cluster that ``RAY_ADDRESS`` names, or this machine with ``workers`` cores."""

    def __init__(self, workers: int = 0) -> None:
        if not ray.is_initialized():
            # The cores of a cluster that is there already are not ours to choose.
            own = {"num_cpus": workers or None} if not os.environ.get("RAY_ADDRESS") else {}
            ray.init(logging_level=logging.WARNING, log_to_driver=False, **own)
        self._do: Any = ray.remote(num_cpus=1, max_retries=_RETRIES)(do_task)
        self._running: dict[Any, Task] = {}

    def has_room(self) -> bool:
        """There are fewer tasks than the cluster can do and keep waiting."""
        cores = max(int(ray.cluster_resources().get("CPU", 1)), 1)
        return len(self._running) < _AHEAD * cores

    def submit(self, task: Task) -> None:
        """Give the task to Ray."""
        self._running[self._do.remote(msgspec.json.encode(task))] = task

    def wait(self, seconds: float) -> list[Outcome]:
        """Outcomes within this time."""
        ready, _ = ray.wait(list(self._running), timeout=seconds)
        return [self._outcome(reference) for reference in ready]

    def pulses(self) -> list[Pulse]:
        """None: what runs elsewhere is counted when its shard is done."""
        return []

    def close(self) -> None:
        """Cancel what runs and leave the cluster."""
        for reference in self._running:
            ray.cancel(reference, force=True)
        self._running.clear()
        ray.shutdown()

    def _outcome(self, reference: Any) -> Outcome:
        task = self._running.pop(reference)
        try:
            outcome: Outcome = msgspec.json.decode(ray.get(reference), type=Outcome)
        except ray.exceptions.RayError as error:
            words = str(error).strip().splitlines() or [type(error).__name__]
            return Failed(index=task.shard.index, message=f"Ray gave it up: {words[-1]}")
        return outcome
