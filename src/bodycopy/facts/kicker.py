"""Splitting the kicker off a headline whose block holds both."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bodycopy.facts.titles import SEPARATOR, prefix_end, squash, suffix_start

__all__ = ["split_kicker"]

# A kicker is a word or a short line. What is longer is a part of the headline itself.
_MAX_KICKER = 90
_MIN_HEADLINE = 8
# Opening marks that touch the headline's first letter belong to it, separators do not.
_OPENING = re.compile(r"[^\w\s:|/·•—–»]*\Z")
_TRAILING = re.compile(r"[\s:|/·•—–\-»>,]+\Z")
_WORD = re.compile(r"\w")


def split_kicker(
    text: str, declared: Iterable[str], others: Iterable[str]
) -> tuple[str | None, str]:
    """``(kicker, headline)`` of a displayed title; the kicker is None where there is none.

    A declared title that is the end of ``text`` proves the rest a kicker. So does any
    title (``others``) with the same letters where one has a separator and the other has
    none: a boundary that is set by style in one place is written out in the other.
    """
    squashed = squash(text)
    for title in declared:
        wanted = squash(title)
        if len(wanted) >= _MIN_HEADLINE and squashed != wanted and squashed.endswith(wanted):
            parts = _cut(text, suffix_start(text, len(wanted)))
            if parts:
                return parts
    for title in others:
        if squash(title) == squashed and title != text:
            parts = _split_by_separator(text, title)
            if parts:
                return parts
    return None, text


def _split_by_separator(text: str, title: str) -> tuple[str, str] | None:
    """Cut where exactly one of two titles with the same letters has a separator."""
    for written, plain in ((title, text), (text, title)):
        cut = SEPARATOR.search(written)
        if cut is None or cut.start() == 0:
            continue
        length = len(squash(written[: cut.start()]))
        end = prefix_end(plain, length)
        between = _between(plain, end)
        if not SEPARATOR.match(between) and not any(sign in between for sign in ":-–—|/·,.!?"):
            at = end if plain is text else prefix_end(text, length)
            word = _WORD.search(text, at)
            return _cut(text, word.start()) if word else None
    return None


def _between(text: str, end: int) -> str:
    """What stands between the words around ``end``."""
    word = _WORD.search(text, end)
    return text[end : word.start()] if word else text[end:]


def _cut(text: str, at: int) -> tuple[str, str] | None:
    """Kicker and headline around ``at``, where the headline's first letter stands."""
    before = text[:at]
    opening = _OPENING.search(before)
    start = opening.start() if opening else at
    kicker = _TRAILING.sub("", before[:start])
    headline = text[start:].strip()
    if not _WORD.search(kicker) or len(kicker) > _MAX_KICKER or len(headline) < _MIN_HEADLINE:
        return None
    return kicker, headline
