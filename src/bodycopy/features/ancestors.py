"""What an element stands in."""

from __future__ import annotations

from collections.abc import Collection

from bodycopy.tape import Elements

__all__ = ["closest"]

# Between a text and its list, quote or cell there are a handful of elements; what lies deeper
# is no part of one, and looking for it from every text would cost by the square.
_MAX_STEPS = 50


def closest(elements: Elements, row: int, tags: Collection[str]) -> int:
    """The nearest element of one of the tags, this one or around it; -1 where there is none."""
    for _ in range(_MAX_STEPS):
        if row < 0 or elements.tag[row] in tags:
            return row
        row = int(elements.parent[row])
    return -1
