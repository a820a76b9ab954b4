"""The standfirst: what is set between headline and body to sum the article up.

# Strategy: the labeller knows most; markup knows the rest. A heading cannot head a part of a
# text that has not begun, so that one behind the headline is a deck; what is named a lead is
# one; and of a list or box that begins with a standfirst, the rest is standfirst too.
"""

from __future__ import annotations

from collections.abc import Iterator

from bodycopy.facts.found import Found
from bodycopy.facts.head import meta_value
from bodycopy.facts.titles import squash
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.tape import Context

__all__ = ["find_standfirst"]


# Characters: a body block of this length is where the article begins.
_OPENING_CHARS = 80
_SURE_OF_MORE = 0.5  # probability: most standfirsts are one block
_MAX_GAP = 2  # rows between the parts of a standfirst: a date, a share bar
_LEAST = 0.25  # probability below which the labeller only found nothing better
_NAME_CHARS = 25  # what is shorter may be a name or a label
_DECK_CHARS = 40  # shorter headings before the body head a box
_LEAST_TOLD = 60  # letters of a description that was cut
_MAX_ROWS = 60  # behind the headline


def find_standfirst(view: View, headline: int | None, title: str) -> tuple[Found | None, list[int]]:
    """The standfirst and its rows; ``title`` is the headline, which is none though repeated."""
    parts: list[int] = []
    wanted = _Signs(view, title)
    start = 0 if headline is None else headline + 1
    for row in range(start, min(len(view.tape), start + _MAX_ROWS)):
        if parts and row > parts[-1] + _MAX_GAP:
            break
        if parts:
            if wanted.goes_on(row, parts):
                parts.append(row)
        elif wanted.begins(row):
            parts.append(row)
        elif view.roles[row] in BODY_ROLES and len(view.tape.texts[row]) > _OPENING_CHARS:
            break
    if view.body and all(row in parts for row in view.body):
        return None, []  # a lead leads to something: what is all there is of a body is the body
    text = " ".join(view.tape.texts[row] for row in parts)
    return (Found(text, "dom", text) if text else None), parts


class _Signs:
    """What speaks for a row as a standfirst."""

    def __init__(self, view: View, title: str) -> None:
        self._view = view
        self._tape = view.tape
        self._title = squash(title)
        head = view.tape.head
        told = [meta_value(head, name) for name in ("description", "og:description")]
        self._told = {squash(found[1]) for found in told if found}

    def begins(self, row: int) -> bool:
        """Whether the standfirst begins here."""
        role, text = self._view.roles[row], self._tape.texts[row]
        if squash(text) == self._title:
            return False
        if role is Role.STANDFIRST:
            least = _LEAST if len(text) >= _NAME_CHARS else _SURE_OF_MORE
            return self._view.chance(row, role) > least
        if role is Role.SUBHEADING:
            return len(text) >= _DECK_CHARS and bool(
                self._tape.context[row] & _MARKED or self._is_called(row)
            )
        if role not in BODY_ROLES or len(text) < _DECK_CHARS:
            return False
        return self._is_called(row) or (self._is_told(text) and self._stands_alone(row))

    def _is_told(self, text: str) -> bool:
        """Whether the page describes itself by this text, or by as much of it as fits."""
        letters = squash(text)
        return any(
            told == letters or (len(told) >= _LEAST_TOLD and letters.startswith(told[:-3]))
            for told in self._told
        )

    def goes_on(self, row: int, parts: list[int]) -> bool:
        """Whether a row is a further part."""
        role = self._view.roles[row]
        if role is Role.STANDFIRST and self._view.chance(row, role) > _SURE_OF_MORE:
            return True
        return row == parts[-1] + 1 and self._shares_box(parts[0], row)

    def _shares_box(self, first: int, row: int) -> bool:
        """Whether two rows are the paragraphs or entries of a box that holds nothing else."""
        elements, owner = self._tape.elements, self._tape.element
        one, two = owner[first], owner[row]
        box = elements.parent[one]
        if one == two or box <= 0 or elements.parent[two] != box:
            return False
        if elements.tag[one] != elements.tag[two] or elements.tag[one] not in ("p", "li"):
            return False
        rows = range(elements.first[box], elements.end[box])
        return rows.start >= first and len(rows) <= _BOX_ROWS and not any(map(self._is_text, rows))

    def _is_text(self, row: int) -> bool:
        """Whether a row is surely the body's."""
        role = self._view.roles[row]
        return role is Role.PARAGRAPH and len(self._tape.texts[row]) > _OPENING_CHARS

    def _is_called(self, row: int) -> bool:
        """Whether an element of the row's own is named a lead or deck."""
        elements = self._tape.elements
        for element in self._own(row):
            if token_hints(elements.attrs[element]) & Hint.STANDFIRST:
                return True
        return False

    def _own(self, row: int) -> Iterator[int]:
        """The elements around a row that hold no other row."""
        elements = self._tape.elements
        element = self._tape.leaf[row]
        for _ in range(4):
            if element <= 0 or elements.end[element] - elements.first[element] > 1:
                return
            yield element
            element = elements.parent[element]

    def _stands_alone(self, row: int) -> bool:
        """Whether the paragraphs of the body stand in another element than this row."""
        elements, owner = self._tape.elements, self._tape.element
        following = [n for n in self._view.body if n > row][:1]
        if not following:
            return False
        return elements.parent[owner[row]] != elements.parent[owner[following[0]]]


_MARKED = int(Context.HEADING)
_BOX_ROWS = 6
