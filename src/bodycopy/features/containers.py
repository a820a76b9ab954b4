"""Elements as containers: ranges of blocks, what they hold, and which holds the article."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bodycopy.tape import Elements, Tape

__all__ = [
    "best_container",
    "enclosing",
    "group_blocks",
    "hand_down",
    "headline_article",
    "sign_blocks",
    "sum_inside",
    "wide_container",
]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def sum_inside(elements: Elements, values: Floats) -> NDArray[np.float64]:
    """The sum of a column over the blocks inside each element; that of the page comes first."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return np.asarray(total[elements.end] - total[elements.first])


def best_container(elements: Elements, inside: NDArray[np.float64], within: int) -> int:
    """The smallest element with 60 % of the prose in ``within``, which itself is the largest.

    ``inside`` is the prose of each element. Elements with more than half of it lie inside one
    another, so the last of them in document order is the smallest.
    """
    if not inside[within]:
        return within
    nested = (elements.first >= elements.first[within]) & (elements.end <= elements.end[within])
    nested[:within] = False
    return int(np.flatnonzero(nested & (inside >= 0.6 * inside[within]))[-1])


def wide_container(elements: Elements, inside: NDArray[np.float64], best: int) -> int:
    """The smallest element around ``best`` with 90 % of the page's prose.

    But no wider than the ``article`` or ``main`` that it stands in.
    """
    row = best
    while row > 0 and inside[row] < 0.9 * inside[0] and elements.tag[row] not in _BOUNDS:
        row = int(elements.parent[row])
    return row


_BOUNDS = frozenset(("article", "main"))
# Less of the page's prose than this in the headline's article: the body is somewhere else.
_OWN_SHARE = 0.3


def headline_article(tape: Tape, inside: NDArray[np.float64], headline: int) -> int:
    """The nearest ``article`` around the headline that holds prose of weight; the root else."""
    row = int(tape.element[headline]) if headline >= 0 else 0
    while row > 0:
        if tape.elements.tag[row] == "article" and inside[row] > _OWN_SHARE * inside[0]:
            return row
        row = int(tape.elements.parent[row])
    return 0


def group_blocks(tape: Tape) -> Ints:
    """The element that groups each block with its siblings: its own if that holds several."""
    elements = tape.elements
    own = tape.element
    alone = elements.end[own] - elements.first[own] < 2
    return np.where(alone & (own > 0), elements.parent[own], own).astype(np.int32)


def enclosing(elements: Elements, *tags: str) -> Ints:
    """The nearest element of one of the tags around (or at) every element; 0 where none is."""
    found = [0] * len(elements.tag)
    parents: list[int] = elements.parent.tolist()
    for row in range(1, len(found)):
        found[row] = row if elements.tag[row] in tags else found[parents[row]]
    return np.array(found, np.int32)


def hand_down(bits: NDArray[np.uint32], parents: Ints) -> NDArray[np.uint32]:
    """Each element's bits and those of all elements around it; parents stand before children."""
    values: list[int] = bits.tolist()
    for row, parent in enumerate(parents.tolist()[1:], start=1):
        values[row] |= values[parent]
    return np.array(values, dtype=np.uint32)


def sign_blocks(elements: Elements, own: Ints, group: Ints) -> Ints:
    """A number for each block, the same for blocks that are marked up alike.

    That is: their own elements have the same tag and names, their groups the same names.
    """
    tags, attrs = elements.tag, elements.attrs
    names: dict[tuple[str, str, str], int] = {}
    pairs = zip(own.tolist(), group.tolist(), strict=True)
    numbers = [names.setdefault((tags[o], attrs[o], attrs[g]), len(names)) for o, g in pairs]
    return np.array(numbers, np.int32)
