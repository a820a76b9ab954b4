"""When the time that a caller gives a page is over."""

from __future__ import annotations

from time import monotonic

__all__ = ["Deadline"]


class Deadline:
    """So many seconds from now; never, and without a look at any clock, where there are none."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    def is_over(self) -> bool:
        """Whether the seconds have passed."""
        return self._end is not None and monotonic() >= self._end
