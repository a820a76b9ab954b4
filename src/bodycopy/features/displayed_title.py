"""The row of the tape that displays the page's title, by its words and its place."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.lexicon import Hint
from bodycopy.native import ctext
from bodycopy.tape import Context, Tape

__all__ = ["find_displayed_title"]

_MAX_TITLES = 6
_MAX_TITLE_CHARS = 500
_TITLE_KEYS = frozenset(("og:title", "twitter:title", "headline"))
_NOT_LETTERS = re.compile(r"[\W_]+")

# A last breadcrumb set as h1 for search engines stands this close above the real headline.
_ROWS_BELOW_CRUMB = 6


def find_displayed_title(tape: Tape, hints: NDArray[np.uint32]) -> int:
    """The row of the heading that says what the page's titles say; -1 where there is none.

    Else the first ``h1``; else any block that is most of a title. ``hints`` are those of the
    elements around each block. A heading in a breadcrumb or menu gives way to the one below.
    """
    titles = _declared_titles(tape)
    headings = np.flatnonzero(tape.context & np.uint32(Context.HEADING)).tolist()
    best, best_score = -1, 0.0
    for row in headings:
        score = 0.5 if tape.level[row] == 1 else 0.0
        # The site's name may be a heading too, but fewer of the titles say it.
        text = _letters(tape.texts[row][:_MAX_TITLE_CHARS])
        score += sum(_agreement(text, title) for title in titles)
        if score > best_score:
            best, best_score = row, score
    if best >= 0:
        return _below_crumb(tape, hints, headings, best)
    return _most_of_a_title(tape, titles)


def _declared_titles(tape: Tape) -> list[str]:
    titles = [tape.head.title]
    titles += [value for key, value in tape.head.meta if key in _TITLE_KEYS]
    return [_letters(title[:_MAX_TITLE_CHARS]) for title in titles[:_MAX_TITLES]]


def _letters(text: str) -> str:
    """Letters and digits only, in one case: straight and curly quotes are the same here."""
    if ctext is None:
        return _squash(text)
    letters: str = ctext.squash(text) if text.isascii() else _squasher().squash(text)
    return letters


def _squash(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold())


@cache
def _squasher() -> Any:
    """The same character by character, each asked for once; None where nothing was compiled."""
    return ctext.Squasher(_squash) if ctext is not None else None


def _agreement(text: str, title: str) -> float:
    """How much two titles share where one holds the other, 50 letters being all: 0 to 5."""
    shorter, longer = (text, title) if len(text) < len(title) else (title, text)
    return min(len(shorter), 50) / 10 if len(shorter) > 3 and shorter in longer else 0.0


def _below_crumb(tape: Tape, hints: NDArray[np.uint32], headings: list[int], best: int) -> int:
    """The heading below a breadcrumb that was taken for the headline; else ``best``."""
    if not _is_crumb(tape, hints, best):
        return best
    for row in headings:
        if best < row <= best + _ROWS_BELOW_CRUMB and tape.level[row] <= 2:
            linked = 2 * tape.link_chars[row] > len(tape.texts[row])
            if not linked and not _is_crumb(tape, hints, row):
                return row
    return best


def _is_crumb(tape: Tape, hints: NDArray[np.uint32], row: int) -> bool:
    parent = int(tape.elements.parent[tape.element[row]])
    in_item = parent >= 0 and tape.elements.tag[parent] == "li"
    in_menu = bool(tape.context[row] & Context.NAV or hints[row] & Hint.NAVIGATION)
    return in_item or in_menu


def _most_of_a_title(tape: Tape, titles: list[str]) -> int:
    """The row that says most of a title, and more of it than a section's name would."""
    best, most = -1, 8
    for row, text in enumerate(tape.texts):
        if most < len(text) <= _MAX_TITLE_CHARS:
            letters = _letters(text)
            if any(letters in title and 2 * len(letters) > len(title) for title in titles):
                best, most = row, len(text)
    return best
