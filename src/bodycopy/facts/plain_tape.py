"""A tape in plain Python numbers: finders look at single rows, which numpy is slow at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bodycopy.tape import Head, Marker, Tape, TapeLink, TapeMark

__all__ = ["PlainElements", "PlainTape"]


@dataclass(frozen=True, slots=True)
class PlainElements:
    """The elements of a tape, see :class:`bodycopy.tape.Elements`."""

    tag: tuple[str, ...]
    parent: list[int]
    attrs: tuple[str, ...]
    first: list[int]
    end: list[int]

    def up(self, element: int, limit: int) -> list[int]:
        """The element and what holds it, innermost first, at most so many."""
        found: list[int] = []
        parent = self.parent
        while element >= 0 and len(found) < limit:
            found.append(element)
            element = parent[element]
        return found


@dataclass(frozen=True, slots=True)
class PlainTape:
    """The columns of a tape that finders look at, see :class:`bodycopy.tape.Tape`."""

    texts: tuple[str, ...]
    context: list[int]
    element: list[int]
    leaf: list[int]
    level: list[int]
    link_chars: list[int]
    links: Mapping[int, tuple[TapeLink, ...]]
    marks: Mapping[int, tuple[TapeMark, ...]]
    elements: PlainElements
    leads: Mapping[int, int]
    markers: tuple[Marker, ...]
    head: Head
    truncated: bool

    @classmethod
    def of(cls, tape: Tape) -> PlainTape:
        """The same tape in lists."""
        elements = tape.elements
        return cls(
            texts=tape.texts,
            context=tape.context.tolist(),
            element=tape.element.tolist(),
            leaf=tape.leaf.tolist(),
            level=tape.level.tolist(),
            link_chars=tape.link_chars.tolist(),
            links=tape.links,
            marks=tape.marks,
            elements=PlainElements(
                tag=elements.tag,
                parent=elements.parent.tolist(),
                attrs=elements.attrs,
                first=elements.first.tolist(),
                end=elements.end.tolist(),
            ),
            leads=tape.leads,
            markers=tape.markers,
            head=tape.head,
            truncated=tape.truncated,
        )

    def __len__(self) -> int:
        return len(self.texts)
