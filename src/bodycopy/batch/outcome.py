"""What became of a shard: counts that add up, and where its files are."""

from __future__ import annotations

import msgspec

__all__ = ["Counts", "Done", "Failed", "Outcome"]


class Counts(msgspec.Struct, kw_only=True):
    """``read`` is the sum of ``articles``, ``rejected`` and ``errored``; skipped are no pages."""

    read: int = 0
    articles: int = 0
    rejected: dict[str, int] = {}
    errored: dict[str, int] = {}
    skipped: dict[str, int] = {}
    bytes_read: int = 0
    """Stored bytes of the input that the shard covers."""

    def adds_up(self) -> bool:
        """Every record that was read is an article, rejected or errored."""
        parts = self.articles + sum(self.rejected.values()) + sum(self.errored.values())
        return self.read == parts

    def add(self, other: Counts) -> None:
        """Count what the other counted as well."""
        self.read += other.read
        self.articles += other.articles
        self.bytes_read += other.bytes_read
        for mine, others in (
            (self.rejected, other.rejected),
            (self.errored, other.errored),
            (self.skipped, other.skipped),
        ):
            for reason, count in others.items():
                mine[reason] = mine.get(reason, 0) + count


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """A shard was read to its end; its files wait under their temporary names."""

    index: int
    counts: Counts
    part: str
    rejected: str
    first: int | None = None
    following: int | None = None


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """A shard could not be read or written; ``fatal`` where no other one will fare better."""

    index: int
    message: str
    fatal: bool = False


Outcome = Done | Failed
