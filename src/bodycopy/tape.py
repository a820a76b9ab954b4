"""The tape: a page as a flat list of text blocks in document order, as columns.

HTML and flattened text both become a tape; nothing behind it knows which it was. Each
visible text node of the source stands on the tape at most once, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from bodycopy.article import Limit

__all__ = ["Context", "Elements", "Head", "Marker", "Style", "Tape", "TapeLink", "TapeMark"]


class Context(IntFlag):
    """What a block stands in, as told by the names of the elements around it."""

    PARAGRAPH = 1 << 0
    HEADING = 1 << 1
    LIST = 1 << 2
    ORDERED = 1 << 3
    TABLE = 1 << 4
    QUOTE = 1 << 5
    PREFORMATTED = 1 << 6
    CODE = 1 << 7
    FIGURE = 1 << 8
    CAPTION = 1 << 9
    NAV = 1 << 10
    ASIDE = 1 << 11
    HEADER = 1 << 12
    FOOTER = 1 << 13
    FORM = 1 << 14
    BUTTON = 1 << 15
    ARTICLE = 1 << 16
    MAIN = 1 << 17
    DIALOG = 1 << 18
    LINK = 1 << 19
    """The block's first character is inside a link."""
    TIME = 1 << 20
    ADDRESS = 1 << 21
    REVEALED = 1 << 22
    """Hidden by a style that only a paywall or a "read more" button sets: text all the same."""
    HEADER_CELL = 1 << 23
    DEFINITION = 1 << 24
    AFTER_IMAGE = 1 << 25
    """An image stands between the block before and this one."""


class Style(IntFlag):
    """How text inside a block is set, as told by the names of the inline elements around it."""

    STRONG = 1 << 0
    EMPHASIS = 1 << 1
    CODE = 1 << 2
    SUPERSCRIPT = 1 << 3
    SUBSCRIPT = 1 << 4
    DELETED = 1 << 5
    BREAK = 1 << 6
    """No way to set text: a line break between two words."""


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of the page that could hold text, as columns, parents before children.

    Row 0 is the root. The blocks inside element ``e`` are ``first[e]:end[e]`` of the tape.
    """

    tag: tuple[str, ...]
    parent: NDArray[np.int32]
    """Row of the parent element; -1 for the root."""
    child: NDArray[np.int32]
    """Place among the element children of its parent, from 1, as CSS ``:nth-child`` counts."""
    attrs: tuple[str, ...]
    """Values of ``class``, ``id``, ``role``, ``itemprop`` ... joined by spaces, as written."""
    first: NDArray[np.int32]
    end: NDArray[np.int32]


TapeLink = tuple[int, int, str]
"""``(start, end, href)``: a link over ``text[start:end]`` of its block."""

TapeMark = tuple[int, int, int]
"""``(start, end, style)``: ``text[start:end]`` of its block is set in one :class:`Style`.

A break is an empty range before the space that the text has for it.
"""


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says about itself, unjudged: the raw material of the facts."""

    title: str = ""
    lang: str = ""
    """``lang`` of the root element, as written."""
    base: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    """``(name or property or itemprop or http-equiv in lower case, content)``, in page order."""
    links: tuple[tuple[str, str], ...] = ()
    """``(rel in lower case, href)`` of every ``<link>``, in page order."""
    jsonld: tuple[str, ...] = ()
    """Text of every ``application/ld+json`` script, in page order."""
    data: tuple[tuple[str, str], ...] = ()
    """``(id, text)`` of other JSON scripts (``__NEXT_DATA__`` ...), in page order."""


@dataclass(frozen=True, slots=True)
class Marker:
    """An element that speaks through its attributes: a picture, a frame, a time."""

    tag: str
    """``img``, ``source`` (of a picture), ``iframe``, ``video``, ``time`` ..., or the name of
    any shown element that has a ``datetime``, or a ``content`` with ``itemprop`` or
    ``property`` (microdata, RDFa)."""
    row: int
    """Rows of the tape that are finished where it stands: it stands inside the row of that
    number or, between two blocks, before it."""
    element: int
    """Row in ``elements`` of the element around it; of itself where it has a row."""
    attributes: Mapping[str, str]
    """All its attributes, values as written; the empty string where one has no value."""


@dataclass(frozen=True, slots=True)
class Tape:
    """Text blocks in document order, one row a block. ``n`` rows."""

    texts: tuple[str, ...]
    """White space folded to single spaces, but for preformatted text."""
    context: NDArray[np.uint32]
    """Bits of :class:`Context`."""
    element: NDArray[np.int32]
    """Row in ``elements`` of the nearest block-level element."""
    leaf: NDArray[np.int32]
    """Row in ``elements`` of the innermost element around the block's first character."""
    level: NDArray[np.int32]
    """Rank of a heading, nesting of a list item, else 0."""
    link_chars: NDArray[np.int32]
    """Characters of the block that are inside links."""
    strong_chars: NDArray[np.int32]
    """Characters of the block that are set bold."""
    links: Mapping[int, tuple[TapeLink, ...]]
    """Row to its links; rows without links are missing."""
    elements: Elements
    marks: Mapping[int, tuple[TapeMark, ...]] = field(default_factory=dict)
    """Row to its marks, in order of their start, longer ones first; rows without are missing.

    Two of one style neither touch nor overlap; those of different styles may cross."""
    numbers: Mapping[int, int] = field(default_factory=dict)
    """Row in ``elements`` of an item of an ordered list to its number."""
    citations: Mapping[int, str] = field(default_factory=dict)
    """Row in ``elements`` of a ``blockquote`` to the address of its source, as written."""
    leads: Mapping[int, int] = field(default_factory=dict)
    """Row of a heading to the characters at its front that an inline element of their own sets
    apart (a kicker in a ``span``); headings without such a front are missing."""
    markers: tuple[Marker, ...] = ()
    """Shown elements that speak through their attributes, in document order."""
    head: Head = field(default_factory=Head)
    truncated: bool = False
    """The page breaks off, or passed a limit: what it holds is not all on the tape."""
    cut_by: tuple[Limit, ...] = ()
    """The limits that it passed, in their order."""

    def __len__(self) -> int:
        return len(self.texts)
