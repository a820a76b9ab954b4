"""Rows of the tape and the text nodes that they were made of: which is whose twin.

# Strategy: the tape says of each of its elements which child of which it is, so elements are
# found by counting. What text they hold, the scan has seen, in order, and put on the tape in
# that order; two readings of the same letters are laid side by side, white space left aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from bodycopy.scan.pieces import MARKS
from bodycopy.tape import Elements, Tape

__all__ = ["Twins", "find_twins", "letters"]

# Soft hyphen, word joiner, byte-order mark and the marks of direction: on the tape or not, they
# draw nothing.
_DRAW_NOTHING = dict.fromkeys(map(ord, MARKS.replace(" ", "") + "\xad\u2060\ufeff"))

# Letters to look ahead where page and tape differ: more than a menu, less than an article.
_AHEAD = 4000
_TELLING = 6  # fewer letters may stand anywhere


@dataclass(frozen=True, slots=True)
class Twins:
    """Nodes of a page's tree, told by their ``mem_id``."""

    rows: Mapping[int, int]
    """Row of the tape of each text node that has one."""
    shown: frozenset[int]
    """Elements that the scan took for shown, or as text folded away."""


def letters(text: str) -> str:
    """What a text says, without white space and what draws nothing."""
    text = "".join(text.split())
    return text if text.isascii() else text.translate(_DRAW_NOTHING)


def find_twins(tape: Tape, body: LexborNode) -> Twins:
    """The rows of the text nodes below ``body``, which is that of the page's own tree."""
    shown = frozenset(node.mem_id for node in _nodes_of(tape.elements, body))
    rows: dict[int, int] = {}
    reader = _Reader(tape.texts)
    for node in _texts(body, shown):
        row = reader.take(letters(node.text_content or ""))
        if row >= 0:
            rows[node.mem_id] = row
    return Twins(rows, shown)


def _nodes_of(elements: Elements, body: LexborNode) -> Iterator[LexborNode]:
    """The nodes of the tape's elements; none for those that the tree has in another place."""
    nodes: dict[int, LexborNode] = {0: body}
    children: dict[int, list[LexborNode]] = {}
    places = zip(elements.tag, elements.parent.tolist(), elements.child.tolist(), strict=True)
    for row, (tag, parent, child) in enumerate(places):
        if row == 0:
            yield body
        elif parent in nodes:
            if parent not in children:
                children[parent] = list(_element_children(nodes[parent]))
            if child <= len(children[parent]) and children[parent][child - 1].tag == tag:
                nodes[row] = children[parent][child - 1]
                yield nodes[row]


def _element_children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.tag and child.tag[0] != "-":
            yield child
        child = child.next


def _texts(body: LexborNode, shown: frozenset[int]) -> Iterator[LexborNode]:
    """The text nodes that stand in shown elements, in order."""
    stack: list[LexborNode] = []
    node = body.first_child
    while node is not None or stack:
        if node is None:
            node = stack.pop().next
        elif node.tag == "-text":
            yield node
            node = node.next
        elif node.mem_id in shown:
            stack.append(node)
            node = node.first_child
        else:
            node = node.next


class _Reader:
    """Reads the letters of the tape's rows one after another."""

    def __init__(self, texts: Iterable[str]) -> None:
        rows = [letters(text) for text in texts]
        self._all = "".join(rows)
        self._ends: list[int] = []
        for row in rows:
            self._ends.append((self._ends[-1] if self._ends else 0) + len(row))
        self._at = 0
        self._row = 0

    def take(self, words: str) -> int:
        """The row where the next words stand; -1 where they stand nowhere near."""
        if not words:
            return -1
        at = self._at
        if not self._all.startswith(words, at):
            if len(words) < _TELLING:
                return -1
            at = self._all.find(words, at, at + len(words) + _AHEAD)
            if at < 0:
                return -1
        while self._ends[self._row] <= at:
            self._row += 1
        self._at = at + len(words)
        return self._row
