"""Links and marks of a block: made of those on the tape, and moved with its text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import starmap

from msgspec.structs import replace

from bodycopy.article import Block, Link, Mark, MarkKind
from bodycopy.tape import Style, TapeLink, TapeMark

__all__ = ["cut_block", "links_of", "marks_of", "moved_links", "moved_marks"]

_KINDS: dict[int, MarkKind] = {
    int(Style.STRONG): MarkKind.STRONG,
    int(Style.EMPHASIS): MarkKind.EMPHASIS,
    int(Style.CODE): MarkKind.CODE,
    int(Style.SUPERSCRIPT): MarkKind.SUPERSCRIPT,
    int(Style.SUBSCRIPT): MarkKind.SUBSCRIPT,
    int(Style.DELETED): MarkKind.DELETED,
    int(Style.BREAK): MarkKind.BREAK,
}


def links_of(found: Iterable[TapeLink]) -> tuple[Link, ...]:
    """The links of a row of the tape."""
    return tuple(starmap(Link, found))


def marks_of(found: Iterable[TapeMark]) -> tuple[Mark, ...]:
    """The marks of a row of the tape."""
    return tuple([Mark(start, end, _KINDS[style]) for start, end, style in found])


def cut_block(block: Block, start: int, end: int) -> Block:
    """The block with ``text[start:end]`` for its text, and the links and marks of that part."""
    links = (
        Link(max(link.start, start), min(link.end, end), link.href)
        for link in block.links
        if link.start < end and link.end > start
    )
    # A break at the edge parts nothing.
    marks = (
        Mark(max(mark.start, start), min(mark.end, end), mark.kind)
        for mark in block.marks
        if mark.start < end and mark.end > start
    )
    return replace(
        block,
        text=block.text[start:end],
        links=moved_links(links, -start),
        marks=moved_marks(marks, -start),
    )


def moved_links(links: Iterable[Link], by: int) -> tuple[Link, ...]:
    """The links of a text that now stands ``by`` characters further on."""
    return tuple(Link(link.start + by, link.end + by, link.href) for link in links)


def moved_marks(marks: Iterable[Mark], by: int) -> tuple[Mark, ...]:
    """The marks of a text that now stands ``by`` characters further on."""
    return tuple(Mark(mark.start + by, mark.end + by, mark.kind) for mark in marks)
