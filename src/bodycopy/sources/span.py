"""The part of a file that one reader reads, and where its records really began and ended."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Span"]


@dataclass(slots=True)
class Span:
    """Records that start in ``[start, end)`` of a file; ``end`` may be past the file's.

    Readers of files that are cut anywhere set ``first``, where the first record of the span
    starts, and ``following``, where the first record after it does: spans that lie side by
    side have read every record once if the one's ``following`` is the other's ``first``.
    With ``exact`` a record starts at ``start``; else the reader looks for the first one.
    """

    start: int = 0
    end: int = 1 << 62
    exact: bool = True
    first: int | None = None
    following: int | None = None
