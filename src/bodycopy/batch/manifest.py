"""The manifest: what is committed, one line of JSON a shard, appended and synced.

A part counts only when its line is here. A line that a crash cut short is no line; of two
lines for one shard the later counts.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from bodycopy.batch.outcome import Counts

__all__ = ["Commit", "Manifest"]


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """A shard whose files have their names."""

    index: int
    counts: Counts
    first: int | None = None
    """Where its first record starts, and where the first one behind it does."""
    following: int | None = None


class Manifest:
    """The commits of a run, in a file that only grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.commits: dict[int, Commit] = {}
        whole = 0
        data = path.read_bytes() if path.exists() else b""
        decode = msgspec.json.Decoder(Commit).decode
        for line in data.splitlines(keepends=True):
            try:
                commit = decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                # The line that was being written when the machine stopped.
                break
            if not line.endswith(b"\n"):
                break
            self.commits[commit.index] = commit
            whole += len(line)
        self._file = path.open("ab")
        self._file.truncate(whole)

    def add(self, commit: Commit) -> None:
        """Commit a shard: on the disk when this returns."""
        end = self._file.tell()
        try:
            self._file.write(msgspec.json.encode(commit) + b"\n")
            self._file.flush()
            # Who interrupts the sync finds the line in the file, and so in the account.
            self.commits[commit.index] = commit
            os.fsync(self._file.fileno())
        except OSError:
            # Half a line in front of a later one would hide it.
            self._file.truncate(end)
            self.commits.pop(commit.index, None)
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
