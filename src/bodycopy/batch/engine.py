"""What runs shards somewhere: the one interface of local workers and of Ray."""

from __future__ import annotations

from typing import Protocol

from bodycopy.batch.beat import Pulse
from bodycopy.batch.outcome import Outcome
from bodycopy.batch.shard_run import Task

__all__ = ["Engine"]


class Engine(Protocol):
    """Takes tasks and gives outcomes, in any order."""

    def has_room(self) -> bool:
        """Whether one more task would be begun at once, or soon."""
        ...

    def submit(self, task: Task) -> None:
        """Begin a task, now or when there is room."""
        ...

    def wait(self, seconds: float) -> list[Outcome]:
        """What ended within this time; returns at the first outcome."""
        ...

    def pulses(self) -> list[Pulse]:
        """What runs now, for the progress line."""
        ...

    def close(self) -> None:
        """Stop everything at once."""
        ...
