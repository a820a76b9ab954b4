"""Whom or what the quotes of a page quote, as the lines under them or their markup tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bodycopy.article import Block
from bodycopy.features.ancestors import closest
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.tape import Elements, Tape

__all__ = ["find_citation"]

_NAMING = ("cite", "footer", "figcaption")
# In front of a name; who prints it sets a dash of his own.
_DASHES = "-~ \u2010\u2011\u2012\u2013\u2014\u2015"


def find_citation(
    tape: Tape, blocks: Sequence[Block], row: int, known: Collection[str]
) -> str | None:
    """Whom or what a quote quotes whose last block is that of the row; ``None`` of another block.

    ``blocks`` are those of all rows. ``known`` are texts that the record has elsewhere: the line
    under a quote beside a picture may be the picture's.
    """
    elements = tape.elements
    quote = closest(elements, int(tape.element[row]), ("blockquote",))
    around = _around(elements, int(tape.element[row]), quote)
    behind = _next_of_body(blocks, row + 1, int(elements.end[around]))
    if quote >= 0 and behind < elements.end[quote] and blocks[behind].role is Role.QUOTE:
        return None
    # Other elements than a blockquote hold a whole article: only the next line can be the quote's.
    below = range(row + 1, behind if quote >= 0 else min(behind, row + 2))
    line = _naming_line(tape, below, around, _NAMING if quote >= 0 else ("cite",))
    if line and line not in known:
        return line
    return tape.citations.get(quote)


def _around(elements: Elements, element: int, quote: int) -> int:
    """The element that holds a quote and the line that belongs to it."""
    if quote < 0:
        return max(0, int(elements.parent[element]))
    figure = closest(elements, quote, ("figure",))
    return quote if figure < 0 else figure


def _next_of_body(blocks: Sequence[Block], row: int, end: int) -> int:
    """The first row from ``row`` on that is of the body, ``end`` where there is none."""
    while row < end and blocks[row].role not in BODY_ROLES:
        row += 1
    return row


def _naming_line(tape: Tape, rows: Iterable[int], around: int, tags: Collection[str]) -> str:
    """The text of the first of the rows that are in an element of those tags inside of another."""
    found = -1
    texts: list[str] = []
    for row in rows:
        naming = closest(tape.elements, int(tape.leaf[row]), tags)
        # What is inside of an element has a larger row than it.
        if naming > around and found in (-1, naming):
            found = naming
            texts.append(tape.texts[row])
    return " ".join(texts).lstrip(_DASHES)
