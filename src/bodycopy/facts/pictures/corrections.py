"""Correction and update notices, as printed."""

from __future__ import annotations

from bodycopy.facts.titles import fold, squash
from bodycopy.facts.view import View
from bodycopy.roles import Role

__all__ = ["find_corrections"]

_ABOVE, _BELOW = 12, 15  # rows around the body
_HEADING_CHARS = 40  # what is shorter and has no full stop heads the notice that follows
_LEAST_CHARS = 20


def find_corrections(view: View, headline: int | None) -> tuple[str, ...]:
    """The notices around and in the body, each once; a heading goes with what it heads."""
    if not view.body:
        return ()
    top = view.body[0] if headline is None else min(view.body[0], headline)
    rows = range(top - _ABOVE, view.body[-1] + _BELOW)
    found: dict[str, str] = {}
    heading: tuple[int, str] | None = None
    for row in view.rows(Role.CORRECTION):
        if row not in rows:
            continue
        text = fold(view.tape.texts[row])
        if heading and heading[0] == row - 1:
            text = f"{heading[1]} {text}"
        if len(text) <= _HEADING_CHARS and text[-1:] not in ".!。":
            heading = (row, text)
        elif len(text) >= _LEAST_CHARS or text.endswith("。"):
            heading = None
            found.setdefault(squash(text), text)
    return tuple(found.values())
