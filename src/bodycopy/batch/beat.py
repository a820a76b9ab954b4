"""The heartbeat of a worker: a few numbers in shared memory that outlive it."""

from __future__ import annotations

import mmap
import struct
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Beat", "Pulse"]

# record, page began at, read, articles, rejected, errored, stored bytes
_LAYOUT = struct.Struct("=qdqqqqq")


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a worker was doing when it was last seen."""

    record: int = -1
    """Number of the record in the shard, from 0; -1 before the first."""
    since: float = 0.0
    """``time.monotonic()`` when its extraction began; 0 outside of an extraction."""
    read: int = 0
    articles: int = 0
    rejected: int = 0
    errored: int = 0
    stored: int = 0

    @property
    def is_extracting(self) -> bool:
        """A page is being extracted, not read."""
        return self.since > 0


class Beat:
    """Shared between a worker, which writes, and its supervisor, which reads."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _LAYOUT.size)

    @staticmethod
    def make() -> Path:
        """A new file for a heartbeat; the caller removes it."""
        with tempfile.NamedTemporaryFile(prefix="bodycopy-beat-", delete=False) as file:
            file.write(_LAYOUT.pack(-1, 0.0, 0, 0, 0, 0, 0))
        return Path(file.name)

    def write(self, pulse: Pulse) -> None:
        """Say what the worker does now."""
        _LAYOUT.pack_into(
            self._memory,
            0,
            pulse.record,
            pulse.since,
            pulse.read,
            pulse.articles,
            pulse.rejected,
            pulse.errored,
            pulse.stored,
        )

    def read(self) -> Pulse:
        """What the worker said last."""
        return Pulse(*_LAYOUT.unpack_from(self._memory))

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()


def now() -> float:
    """The clock of heartbeats: one for all processes of a machine."""
    return time.monotonic()
