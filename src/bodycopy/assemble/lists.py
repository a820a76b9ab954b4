"""Where the items of lists belong: to which list, under which number, to which other blocks."""

from __future__ import annotations

from bodycopy.article import ListItem
from bodycopy.features.ancestors import closest
from bodycopy.scan.flow import LISTS
from bodycopy.tape import Tape

__all__ = ["ListPlaces"]

_PARTS = LISTS | {"li"}


class ListPlaces:
    """Tells of the rows of a tape, asked in their order, where they belong as list items."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._begun: set[int] = set()

    def item(self, row: int) -> ListItem | None:
        """Its list and number; ``None`` where the page has no list around it."""
        elements = self._tape.elements
        part = closest(elements, int(self._tape.element[row]), _PARTS)
        if part < 0:
            return None
        if elements.tag[part] in LISTS:  # text between the items
            return ListItem(list=part)
        around = closest(elements, part, LISTS)
        if around < 0:
            return None
        continued = part in self._begun
        self._begun.add(part)
        return ListItem(list=around, number=self._tape.numbers.get(part), continued=continued)
