"""The numbers that a browser prints in front of the items of ordered lists."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["Ordinals"]

# "Rules for parsing integers" of the HTML standard, 2.3.4.1; nine digits fit into 32 bits
# whatever is added. More are no number of an item.
_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]{1,9})(?![0-9])")


def _integer(value: str | None) -> int | None:
    found = _INTEGER.match(value) if value else None
    return int(found[1]) if found else None


class Ordinals:
    """Counts the items of ordered lists, in the order in which their tags stand."""

    __slots__ = ("_backwards", "_counted", "_items", "_next", "_step")

    def __init__(self) -> None:
        # Columns, one row a list.
        self._next: list[int] = []
        self._step: list[int] = []
        self._counted: list[int] = []
        # Whether its numbers are as yet counted down from 0: they begin with how many there are.
        self._backwards: list[bool] = []
        self._items: list[tuple[int, int, int]] = []  # (row of the element, list or -1, number)

    def open(self, attributes: Mapping[str, str | None]) -> int:
        """A list begins: the number that it has here."""
        start = _integer(attributes.get("start"))
        reverse = "reversed" in attributes
        backwards = reverse and start is None
        self._next.append(0 if backwards else 1 if start is None else start)
        self._step.append(-1 if reverse else 1)
        self._counted.append(0)
        self._backwards.append(backwards)
        return len(self._next) - 1

    def count(self, number: int, attributes: Mapping[str, str | None], row: int) -> None:
        """The next item of a list begins; ``row`` is that of its element, -1 where it has none."""
        value = _integer(attributes.get("value"))
        if value is not None:
            self._next[number] = value
            self._backwards[number] = False
        if row >= 0:
            base = number if self._backwards[number] else -1
            self._items.append((row, base, self._next[number]))
        self._next[number] += self._step[number]
        self._counted[number] += 1

    def numbers(self) -> dict[int, int]:
        """Row of an item's element to the item's number."""
        return {
            row: number if base < 0 else number + self._counted[base]
            for row, base, number in self._items
        }
