"""Figures: which pictures, captions and credits of the page stand together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from bodycopy.facts.pictures.credits import has_label, is_credit, split_credit
from bodycopy.facts.pictures.image_url import best_url
from bodycopy.facts.plain_tape import PlainElements
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.tape import Context, Marker

__all__ = ["Figure", "figure_around", "find_figures", "is_link", "region"]

_ABOVE = 14  # rows above the headline that may still caption the lead picture
_BELOW = 5
_IMAGES = frozenset(("img", "source", "amp-img"))
_PLAYERS = frozenset(("iframe", "video", "audio", "amp-iframe", "amp-video", "embed", "object"))
_CLIMB = 6  # elements from a picture or caption up to what holds both
_FIGURE_CLIMB = 12
_BOX_CLIMB = 5
_PLAYER_CLIMB = 4
# What every name of a player has in it: few elements are worth a closer look.
_PLAYER_PARTS = ("ideo", "udio", "layer", "odcast", "mbed")
# Names of elements whose pictures are the stills of a player.
_PLAYER = re.compile(
    r"(?<![a-z])(?:video|audio|podcast|media-?[eE]mbed)(?![a-z])|(?<![A-Za-z])(?:video|media|jw)-?player"
    r"|videojs|(?<=[a-z_-])(?:Video|Audio|Player|Podcast)(?![a-z])|(?<![a-z])videoPlayer",
)
_BOX_ROWS = 6
_TITLE_CHARS = 20  # a link of that length in a box with a picture is a teaser's title
_CAPTION_CHARS = (20, 700)
_CREDIT_CHARS = 120
_TEXTS = frozenset((Role.CAPTION, Role.CREDIT))
# What is no caption even in a box with a picture and a credit, or is known for one already.
_NO_CAPTION = frozenset(
    (Role.CAPTION, Role.CREDIT, Role.HEADLINE, Role.QUOTE, Role.AUTHOR_BOX, Role.LEGAL)
)
# What the labeller takes captions for where the page names them so.
_OFTEN_MISTAKEN = frozenset(
    (Role.BYLINE, Role.KICKER, Role.STANDFIRST, Role.BOILERPLATE, Role.TEASER, Role.SOURCE_LINE)
)
_NAMED = int(Hint.CAPTION | Hint.CREDIT)  # plain numbers: a flag's "&" is slow
_OTHER = int(Hint.TEASER | Hint.RELATED | Hint.BYLINE | Hint.AUTHOR_BOX | Hint.EMBED)
_NAME_CLIMB = 3
_IN_CAPTION = int(Context.CAPTION)
_AFTER_IMAGE = int(Context.AFTER_IMAGE)


@dataclass(slots=True, eq=False)
class Figure:
    """Rows and markers that stand together, in page order."""

    element: int
    """Row in ``elements`` of what holds them; -1 where nothing holds them but the page."""
    rows: list[int] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    player: bool = False
    """A player or frame stands in it: its text is about a video."""
    at: int = 0
    """The row at which its first marker stands."""
    _urls: dict[int, str | None] = field(default_factory=dict)

    def url(self, place: int) -> str | None:
        """The address of a marker's picture: long sets of versions, of which few are asked for."""
        if place not in self._urls:
            self._urls[place] = best_url(self.markers[place].attributes)
        return self._urls[place]

    @property
    def place(self) -> int:
        """The row at which the figure stands."""
        places = [*(marker.row for marker in self.markers[:1]), *self.rows[:1]]
        return min(places, default=0)


def figure_around(elements: PlainElements, element: int) -> int:
    """The innermost figure around an element; -1 where there is none."""
    tag, parent = elements.tag, elements.parent
    for _ in range(_FIGURE_CLIMB):
        if element < 0:
            return -1
        if tag[element] == "figure":
            return element
        element = parent[element]
    return -1


def is_link(view: View, row: int) -> bool:
    """Whether a row is the link to another page: a teaser.

    A link to the picture itself, in its full size, is none, nor what is credited.
    """
    tape = view.tape
    if tape.link_chars[row] * 5 <= len(tape.texts[row]) * 4:
        return False
    links = tape.links.get(row, ())
    return not any(_PICTURE.search(href) for _, _, href in links) and not has_label(tape.texts[row])


_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|\Z)|\A#", re.IGNORECASE)


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
    markers = [
        marker
        for marker in view.tape.markers
        if start <= marker.row <= end and (marker.tag in _IMAGES or marker.tag in _PLAYERS)
    ]
    return _Builder(view, markers).build(range(start, min(end, len(view.tape))))


class _Builder:
    """Puts rows to the pictures that share the innermost element with them."""

    def __init__(self, view: View, markers: list[Marker]) -> None:
        self._view = view
        self._elements = view.tape.elements
        self._figures: dict[int, Figure] = {}
        self._loose: list[Figure] = []
        self._holders: dict[int, list[Figure]] = {}
        self._body = frozenset(view.body)
        self._context: list[int] = view.tape.context
        last = None
        for marker in markers:
            if last is not None and marker.element == last[0] and marker.tag in _IMAGES:
                last[1].markers.append(marker)  # a further version of the same picture
                continue
            last = (marker.element, self._add_marker(marker))
        # Markers come in page order, so that figures do.
        self._in_order = [figure for figure in self._figures.values() if figure.markers]

    def build(self, rows: range) -> list[Figure]:
        before: Figure | None = None
        last = -9
        boxed = self._boxed(rows)
        roles, context = self._view.roles, self._context
        for row in rows:
            role = roles[row]
            # What the finders ask of a row first is asked here: of few rows they need to know more.
            figure = boxed.get(row)
            if figure is None and context[row] & _AFTER_IMAGE and role not in _NO_CAPTION:
                figure = self._behind_picture(row)
            if role in _TEXTS or (
                figure is None
                and (role in _OFTEN_MISTAKEN or context[row] & _IN_CAPTION)
                and self._is_called(row, role)
            ):
                if self._is_of_player(row):
                    continue
                figure = self._figure_of(row) or figure
                if figure is None and before is not None and row == last + 1:
                    figure = before
                if figure is None:
                    figure = Figure(-1)
                    self._loose.append(figure)
            if figure is None and row == last + 1 and self._is_credit_behind(row):
                figure = before
            if figure is not None:
                figure.rows.append(row)
                before, last = figure, row
        figures = [*self._figures.values(), *self._loose]
        return sorted(figures, key=lambda figure: figure.place)

    def _is_credit_behind(self, row: int) -> bool:
        """Whether a row says whose the picture is that the row before it captions."""
        view, tape = self._view, self._view.tape
        text = tape.texts[row]
        if view.roles[row] in _NO_CAPTION or len(text) > _CREDIT_CHARS or not has_label(text):
            return False
        one, two = (self._elements.up(tape.element[n], 3)[1:] for n in (row - 1, row))
        return is_credit(text) and not set(one).isdisjoint(two)

    def _is_of_player(self, row: int) -> bool:
        attrs = self._elements.attrs
        holders = self._elements.up(self._view.tape.leaf[row], _PLAYER_CLIMB)
        return any(_names_player(attrs[holder]) for holder in holders)

    def _is_called(self, row: int, role: Role) -> bool:
        """Whether the page names a row a caption, and it is neither body nor another thing."""
        in_body = role in BODY_ROLES
        if not (self._context[row] & _IN_CAPTION if in_body else role in _OFTEN_MISTAKEN):
            return False
        view, tape = self._view, self._view.tape
        text = tape.texts[row]
        if not _CAPTION_CHARS[0] < len(text) < _CAPTION_CHARS[1]:
            return False
        if in_body:
            return has_label(text)
        if "@" in text or is_link(view, row):
            return False
        elements = self._elements
        for element in elements.up(tape.leaf[row], _NAME_CLIMB):
            if elements.end[element] - elements.first[element] > 1:
                return False
            hints = token_hints(elements.attrs[element])
            if hints & _NAMED and not hints & _OTHER:
                return True
        return False

    def _boxed(self, rows: range) -> dict[int, Figure]:
        """Rows that share a small box with a picture and read like its caption."""
        found: dict[int, Figure] = {}
        for figure in self._figures.values():
            box = self._box(figure) if figure.markers else range(0)
            if box and box.start in rows and box[-1] in rows:
                found |= dict.fromkeys(self._captions_in(box), figure)
        return found

    def _behind_picture(self, row: int) -> Figure | None:
        """The figure of a row that follows a picture, if the row says whose that is."""
        view = self._view
        text = view.tape.texts[row]
        if not 4 < len(text) < _CAPTION_CHARS[1] or not has_label(text) or is_link(view, row):
            return None
        figure = _last_before(self._in_order, row)
        return figure if figure and figure.markers[-1].row >= row - 1 else None

    def _box(self, figure: Figure) -> range:
        """The rows of the largest small element around a figure."""
        box = range(0)
        for holder in self._elements.up(figure.element, _BOX_CLIMB):
            first, end = self._elements.first[holder], self._elements.end[holder]
            if end - first > _BOX_ROWS or len(self._holders.get(holder, ())) > 1:
                break
            box = range(first, end)
        return box

    def _captions_in(self, box: range) -> Iterator[int]:
        """Rows of a box that the labeller takes for something else than captions."""
        view, tape = self._view, self._view.tape
        if all(view.roles[row] in _NO_CAPTION for row in box):
            return
        texts = [tape.texts[row] for row in box]
        linked = any(
            len(text) > _TITLE_CHARS and is_link(view, row)
            for row, text in zip(box, texts, strict=True)
        )
        if linked or sum(row in self._body for row in box) > 1:
            return  # a teaser, or an article
        credited = any(
            view.roles[row] is Role.CREDIT and is_credit(text)
            for row, text in zip(box, texts, strict=True)
        )
        for row, text in zip(box, texts, strict=True):
            role = view.roles[row]
            if role in _NO_CAPTION or not _CAPTION_CHARS[0] < len(text) < _CAPTION_CHARS[1]:
                continue
            if _shows_caption(role, text, boxed=credited or bool(self._context[row] & _IN_CAPTION)):
                yield row

    def _add_marker(self, marker: Marker) -> Figure:
        elements = self._elements
        key = figure_around(elements, marker.element)
        if key < 0:
            key = marker.element
            if elements.tag[key] in ("picture", "a", "amp-img"):
                key = max(0, elements.up(key, 2)[-1])
        figure = self._figures.get(key)
        if figure is None:
            figure = self._figures[key] = Figure(key, at=marker.row)
        if marker.tag in _IMAGES:
            figure.markers.append(marker)
        else:
            figure.player = True
        climbed = elements.up(key, _CLIMB)
        attrs = elements.attrs
        if not figure.player and any(_names_player(attrs[holder]) for holder in climbed[:2]):
            figure.player = True
        for holder in climbed:
            held = self._holders.setdefault(holder, [])
            if not held or held[-1] is not figure:
                held.append(figure)
        return figure

    def _figure_of(self, row: int) -> Figure | None:
        elements = self._elements
        element = self._view.tape.leaf[row]
        key = figure_around(elements, element)
        if key >= 0:
            return self._figures.setdefault(key, Figure(key))
        for holder in elements.up(element, _CLIMB):
            if self._has_body(holder):
                return None
            if holder in self._holders:
                figures = self._holders[holder]
                return _last_before(figures, row) or figures[0]
        return None

    def _has_body(self, element: int) -> bool:
        """Whether text of the body stands in an element: then it is more than a figure."""
        first, end = self._elements.first[element], self._elements.end[element]
        if end - first > 40:
            return True
        return any(row in self._body for row in range(first, end))


@lru_cache(4096)
def _names_player(attrs: str) -> bool:
    return any(part in attrs for part in _PLAYER_PARTS) and _PLAYER.search(attrs) is not None


def _shows_caption(role: Role, text: str, *, boxed: bool) -> bool:
    """Whether a row near a picture is its caption, whatever the labeller took it for.

    ``boxed`` where its box has a credit, or is made for a caption.
    """
    if role in BODY_ROLES and boxed:
        return True
    if has_label(text):
        return True
    return role not in BODY_ROLES and split_credit(text).credit is not None


def _last_before(figures: list[Figure], row: int) -> Figure | None:
    """The last figure that begins before the row or at it."""
    place = bisect_right(figures, row, key=lambda figure: figure.at)
    return figures[place - 1] if place else None
