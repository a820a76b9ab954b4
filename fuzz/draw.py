"""Choices out of the front of a fuzzer's bytes; what is left is the input itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Draw"]

Choice = TypeVar("Choice")


class Draw:
    """Takes choices from the front of some bytes, one byte each; 0 where they have run out.

    From the front, and one byte each, so that a seed is a page with a few bytes before it, and
    a byte changed behind them changes the page alone.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        """A number from 0 to 255."""
        value = self._data[self._at] if self._at < len(self._data) else 0
        self._at += 1
        return value

    def flag(self) -> bool:
        """True for an odd byte."""
        return bool(self.byte() & 1)

    def choice(self, among: Sequence[Choice]) -> Choice:
        """One of a few."""
        return among[self.byte() % len(among)]

    def rest(self) -> bytes:
        """All bytes behind the choices."""
        return self._data[self._at :]

    def text(self) -> str:
        """The rest as text; bytes that are not UTF-8 become U+FFFD."""
        return self.rest().decode("utf-8", "replace")
