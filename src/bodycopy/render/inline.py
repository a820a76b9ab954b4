"""The text of a block with its links and marks, as tokens that nest as markup must.

# Strategy: ranges over a text may overlap, elements may not. Links are made disjoint, marks of
# one kind are merged; so no more than eight ranges are open at any place, and one walk over
# all their edges, with a stack, gives opening and closing tokens in linear time. A mark that
# overlaps another or a link is closed and opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from bodycopy.article import Block, Link, Mark, MarkKind
from bodycopy.render.show import Show
from bodycopy.roles import Role

__all__ = ["Event", "Inline", "Span", "Token", "inline", "table_cells", "tokens"]


class Span(NamedTuple):
    """``text[start:end]`` is a link to ``href`` (no ``kind``), or set as ``kind`` says."""

    start: int
    end: int
    kind: MarkKind | None = None
    href: str = ""


class Inline(NamedTuple):
    """A text, and what lies over it: spans in order; neither links nor those of one kind meet."""

    text: str
    spans: tuple[Span, ...] = ()


class Event(Enum):
    """What a token is."""

    TEXT = auto()
    OPEN = auto()
    CLOSE = auto()
    BREAK = auto()


class Token(NamedTuple):
    """A piece of text, an edge of a span, or the end of a line."""

    event: Event
    text: str = ""
    span: Span = Span(0, 0)


def inline(block: Block, show: Show, address: Callable[[str], str]) -> Inline:
    """The block's text with its links and marks, as far as they are shown.

    ``address`` says where a link leads; one that leads nowhere is text.
    """
    if not block.links and not block.marks:
        return Inline(block.text)
    links = _links(block.links, len(block.text), address) if show.links else []
    marks = _marks(block.marks, block.text, emphasis=show.emphasis)
    if block.role is Role.SUBHEADING:
        marks = (span for span in marks if not _sets_all(span, len(block.text)))
    return Inline(block.text, tuple(sorted(chain(links, marks), key=_reading_order)))


def table_cells(
    block: Block, show: Show, address: Callable[[str], str]
) -> Sequence[Sequence[Inline]]:
    """The rows of a table, each cell with its part of the table's links and marks."""
    if block.text != "\n".join("\t".join(row) for row in block.rows):
        # The ranges are over another text.
        return [[Inline(cell) for cell in row] for row in block.rows]
    ahead = list(reversed(inline(block, show, address).spans))
    start = 0
    rows = []
    for row in block.rows:
        cells = []
        for cell in row:
            cells.append(_cut(cell, start, ahead))
            start += len(cell) + 1
        rows.append(cells)
    return rows


def tokens(content: Inline) -> list[Token]:
    """The text in pieces, and between them the edges of the spans, properly nested.

    White space behind a break is left out: the line ends there.
    """
    if not content.spans:
        return [Token(Event.TEXT, content.text)] if content.text else []
    return list(_without_empty(_walk(content)))


def _links(links: Iterable[Link], size: int, address: Callable[[str], str]) -> Iterator[Span]:
    """Links that lead somewhere, the first of those that overlap."""
    done = 0
    for link in sorted(links, key=lambda link: (link.start, link.end)):
        start, end = max(link.start, 0), min(link.end, size)
        if done <= start < end and (href := address(link.href)):
            yield Span(start, end, None, href)
            done = end


def _marks(marks: Iterable[Mark], text: str, *, emphasis: bool) -> Iterator[Span]:
    """Marks within the text; those of one kind that meet are one."""
    last: dict[MarkKind, Span] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        kind, start, end = mark.kind, max(mark.start, 0), min(mark.end, len(text))
        if kind is MarkKind.BREAK:
            # A line that ends where no word does would squash two.
            if text[start : start + 1].isspace():
                yield Span(start, start, kind)
        elif emphasis and start < end:
            before = last.get(kind)
            if before is None or start > before.end:
                if before is not None:
                    yield before
                last[kind] = Span(start, end, kind)
            else:
                last[kind] = before._replace(end=max(before.end, end))
    yield from last.values()


def _sets_all(span: Span, size: int) -> bool:
    """Whether all of a text is strong: of a heading that says nothing, it is strong anyway."""
    return span.kind is MarkKind.STRONG and (span.start, span.end) == (0, size)


def _reading_order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _cut(cell: str, start: int, ahead: list[Span]) -> Inline:
    """The cell that begins at ``start`` of its table; ``ahead`` keeps what reaches beyond it."""
    end = start + len(cell)
    spans: list[Span] = []
    beyond: list[Span] = []
    while ahead and ahead[-1].start < end:
        span = ahead.pop()
        first, last = max(span.start, start), min(span.end, end)
        if first < last or span.start == span.end >= start:
            spans.append(span._replace(start=first - start, end=last - start))
        if span.end > end:
            beyond.append(span)
    ahead.extend(reversed(beyond))
    return Inline(cell, tuple(sorted(spans, key=_reading_order)))


def _walk(content: Inline) -> Iterator[Token]:
    text, spans = content
    ahead = list(reversed(spans))
    opened: list[Span] = []
    done = 0
    for place in sorted({edge for span in spans for edge in span[:2]}):
        if place > done:
            yield Token(Event.TEXT, text[done:place])
            done = place
        starting = _take(ahead, place)
        breaks = any(span.kind is MarkKind.BREAK for span in starting)
        starting = [span for span in starting if span.kind is not MarkKind.BREAK]
        again = _pop(opened, place, starting)
        yield from (Token(Event.CLOSE, span=span) for span in again)
        if breaks:
            yield Token(Event.BREAK)
            done += 1
        for span in sorted((s for s in (*again, *starting) if s.end > place), key=_outermost):
            opened.append(span)
            yield Token(Event.OPEN, span=span)
    if done < len(text):
        yield Token(Event.TEXT, text[done:])


def _take(ahead: list[Span], place: int) -> list[Span]:
    taken = []
    while ahead and ahead[-1].start == place:
        taken.append(ahead.pop())
    return taken


def _pop(opened: list[Span], place: int, starting: Sequence[Span]) -> list[Span]:
    """Take off what must be closed here, the innermost first, and what lies inside of it."""
    farthest = max((span.end for span in starting if span.kind is None), default=0)
    keep = len(opened)
    for depth, span in enumerate(opened):
        # A link is not taken apart for a mark that ends inside of it, nor is code for any.
        parts = span.kind is not None and span.end < farthest
        if span.end <= place or parts or (starting and span.kind is MarkKind.CODE):
            keep = depth
            break
    popped = opened[keep:]
    del opened[keep:]
    return popped[::-1]


def _outermost(span: Span) -> tuple[bool, int, bool]:
    """What is opened first where several begin: code is the innermost, a link before its equal."""
    return span.kind is MarkKind.CODE, -span.end, span.kind is not None


def _without_empty(walk: Iterable[Token]) -> Iterator[Token]:
    """Without the spans that hold nothing (a space that a break took)."""
    waiting: list[Token] = []
    for token in walk:
        if token.event is Event.OPEN:
            waiting.append(token)
        elif token.event is Event.CLOSE and waiting:
            waiting.pop()
        else:
            yield from waiting
            waiting.clear()
            yield token
