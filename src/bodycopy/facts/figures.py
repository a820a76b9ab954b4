"""Figures: which pictures, captions and credits of the page stand together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bodycopy.facts.view import View
from bodycopy.roles import Role
from bodycopy.tape import Marker

__all__ = ["Figure", "Trees", "find_figures", "region"]

_ABOVE = 14  # rows above the headline that may still caption the lead picture
_BELOW = 5
_IMAGES = frozenset(("img", "source", "amp-img"))
_PLAYERS = frozenset(("iframe", "video", "audio", "amp-iframe", "amp-video", "embed", "object"))
_CLIMB = 6  # elements from a picture or caption up to what holds both
_FIGURE_CLIMB = 12


@dataclass(slots=True)
class Figure:
    """Rows and markers that stand together, in page order."""

    element: int
    """Row in ``elements`` of what holds them; -1 where nothing holds them but the page."""
    rows: list[int] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    player: bool = False
    """A player or frame stands in it: its text is about a video."""

    @property
    def place(self) -> int:
        """The row at which the figure stands."""
        places = [*(marker.row for marker in self.markers[:1]), *self.rows[:1]]
        return min(places, default=0)


class Trees:
    """The ancestors of elements, as plain numbers."""

    def __init__(self, view: View) -> None:
        elements = view.tape.elements
        self.tag = elements.tag
        self.attrs = elements.attrs
        self.first = elements.first
        self.end = elements.end
        self._parent = elements.parent

    def up(self, element: int, limit: int) -> Iterator[int]:
        """The element and what holds it, innermost first."""
        for _ in range(limit):
            if element < 0:
                return
            yield element
            element = int(self._parent[element])

    def figure(self, element: int) -> int:
        """The outermost of the figures around an element that stand directly in each other."""
        for holder in self.up(element, _FIGURE_CLIMB):
            if self.tag[holder] == "figure":
                return holder
        return -1


def region(view: View, headline: int | None) -> tuple[int, int]:
    """The rows around the article in which its pictures stand: from, up to."""
    body = view.body
    if not body:
        at = headline or 0
        return max(0, at - _ABOVE), (at + 40 if headline is not None else 0)
    top = body[0] if headline is None or headline > body[0] else headline
    return max(0, top - _ABOVE), body[-1] + 1 + _BELOW


def find_figures(view: View, headline: int | None) -> list[Figure]:
    """The figures in and around the article, in page order."""
    start, end = region(view, headline)
    trees = Trees(view)
    markers = [
        marker
        for marker in view.tape.markers
        if start <= marker.row <= end and (marker.tag in _IMAGES or marker.tag in _PLAYERS)
    ]
    return _Builder(view, trees, markers).build(range(start, min(end, len(view.tape))))


class _Builder:
    """Puts rows to the pictures that share the innermost element with them."""

    def __init__(self, view: View, trees: Trees, markers: list[Marker]) -> None:
        self._view = view
        self._trees = trees
        self._figures: dict[int, Figure] = {}
        self._loose: list[Figure] = []
        self._holders: dict[int, list[Figure]] = {}
        self._body = frozenset(view.body)
        for marker in markers:
            self._add_marker(marker)

    def build(self, rows: range) -> list[Figure]:
        before: Figure | None = None
        last = -9
        for row in rows:
            if self._view.roles[row] in (Role.CAPTION, Role.CREDIT):
                figure = self._figure_of(row)
                if figure is None and before is not None and row == last + 1:
                    figure = before
                if figure is None:
                    figure = Figure(-1)
                    self._loose.append(figure)
                figure.rows.append(row)
                before, last = figure, row
        found = [*self._figures.values(), *self._loose]
        return sorted(found, key=lambda figure: figure.place)

    def _add_marker(self, marker: Marker) -> None:
        trees = self._trees
        key = trees.figure(marker.element)
        if key < 0:
            key = marker.element
            if trees.tag[key] in ("picture", "a", "amp-img"):
                key = max(0, next(iter(list(trees.up(key, 2))[1:]), key))
        figure = self._figures.setdefault(key, Figure(key))
        if marker.tag in _IMAGES:
            figure.markers.append(marker)
        else:
            figure.player = True
        for holder in trees.up(key, _CLIMB):
            held = self._holders.setdefault(holder, [])
            if figure not in held[-1:]:
                held.append(figure)

    def _figure_of(self, row: int) -> Figure | None:
        trees = self._trees
        element = int(self._view.tape.leaf[row])
        key = trees.figure(element)
        if key >= 0:
            return self._figures.setdefault(key, Figure(key))
        for holder in trees.up(element, _CLIMB):
            if self._has_body(holder):
                return None
            if holder in self._holders:
                return _nearest(self._holders[holder], row)
        return None

    def _has_body(self, element: int) -> bool:
        """Whether text of the body stands in an element: then it is more than a figure."""
        first, end = int(self._trees.first[element]), int(self._trees.end[element])
        if end - first > 40:
            return True
        return any(row in self._body for row in range(first, end))


def _nearest(figures: list[Figure], row: int) -> Figure:
    """The last figure that begins before the row; else the first."""
    before = [f for f in figures if f.markers and f.markers[0].row <= row]
    return before[-1] if before else figures[0]
