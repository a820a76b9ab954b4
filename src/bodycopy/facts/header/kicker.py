"""Splitting the kicker off a headline whose block holds both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bodycopy.facts.titles import SEPARATOR, prefix_end, squash, suffix_start

__all__ = ["Evidence", "split_kicker"]

# A kicker is a word or a short line. What is longer is a part of the headline itself.
_MAX_KICKER = 90
_MAX_LEAD = 40
_MAX_TAG = 25  # a word or three, as kickers are that stand in the line of the headline
_MIN_HEADLINE = 8
# Without a separator before it, a short title may be the end of a sentence by chance.
_MIN_UNSEPARATED = 15
# Opening marks that touch the headline's first letter belong to it, separators do not.
_OPENING = re.compile(r"""["'“”„‘’‚«»‹›(\[{¿¡#@$€£+&*]*\Z""")
_TRAILING = re.compile(r"[\s:：|｜/·•—–\->,]+\Z")
_WORD = re.compile(r"\w")
_PUNCTUATION = re.compile(r"[^\w\s\"'“”„‘’]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What else the page says that helps to see where a kicker ends."""

    declared: list[str]
    """Titles that the page declares for itself."""
    spellings: list[str]
    """Titles, declared or displayed, that have the same letters."""
    lead: int = 0
    """Characters at the front that an inline element of their own sets apart."""
    called: bool = False
    """Whether that element is called a kicker."""
    french: bool = False
    """French sets a space before its colons: there it is no sign of a seam."""


def split_kicker(text: str, evidence: Evidence) -> tuple[str | None, str]:
    """``(kicker, headline)`` of a displayed title; the kicker is None where there is none.

    A declared title that is the end of ``text`` proves the rest a kicker. So does any
    title with the same letters that has another separator where ``text`` has one: a seam
    that style draws in one place is written out in the other.
    """
    return (
        _by_declared(text, evidence.declared)
        or _by_seam(text, evidence)
        or _by_lead(text, evidence)
        or (None, text)
    )


def _by_declared(text: str, declared: list[str]) -> tuple[str, str] | None:
    squashed = squash(text)
    for title in declared:
        wanted = squash(title)
        if len(wanted) < _MIN_HEADLINE or squashed == wanted or not squashed.endswith(wanted):
            continue
        start = suffix_start(text, len(wanted))
        separated = _PUNCTUATION.search(_gap_before(text, start)) is not None
        if separated or len(wanted) >= _MIN_UNSEPARATED:
            parts = _cut(text, start)
            if parts:
                return parts
    return None


def _by_seam(text: str, evidence: Evidence) -> tuple[str, str] | None:
    for title in evidence.spellings:
        if title == text:
            continue
        for written, plain in ((title, text), (text, title)):
            length = _seam(written, plain, evidence.french)
            if length:
                word = _WORD.search(text, prefix_end(text, length))
                parts = _cut(text, word.start()) if word else None
                if parts:
                    return parts
    return None


def _seam(written: str, plain: str, french: bool) -> int:
    """Squashed length before the first separator of ``written`` that ``plain`` sets otherwise."""
    cut = SEPARATOR.search(written)
    if cut is None or cut.start() == 0:
        return 0
    length = len(squash(written[: cut.start()]))
    gap = _gap_after(plain, prefix_end(plain, length))
    if not _PUNCTUATION.search(gap):
        return length
    spaced = gap.strip() == ":" and gap[0] == " " and not french
    return length if spaced and cut[0][0] == ":" else 0


def _by_lead(text: str, evidence: Evidence) -> tuple[str, str] | None:
    """An inline element that ends at a colon or bar, which is there for screen readers.

    Or one that is called a kicker; not half a sentence that the declared titles begin with.
    """
    lead = evidence.lead
    if not 0 < lead < len(text) or lead > _MAX_LEAD:
        return None
    word = _WORD.search(text, lead)
    if word is None:
        return None
    marked = re.search(r"[:|/]", _gap_before(text, word.start()))
    if not evidence.called and not marked:
        return None
    if lead > _MAX_TAG and squash(text) in map(squash, evidence.declared):
        return None
    return _cut(text, word.start())


def _gap_after(text: str, end: int) -> str:
    """What stands between the words around ``end``."""
    word = _WORD.search(text, end)
    return text[end : word.start()] if word else text[end:]


def _gap_before(text: str, start: int) -> str:
    """What stands between the words around ``start``."""
    end = start
    while end > 0 and not _WORD.match(text[end - 1]):
        end -= 1
    return text[end:start]


def _cut(text: str, at: int) -> tuple[str, str] | None:
    """Kicker and headline around ``at``, where the headline's first letter stands."""
    opening = _OPENING.search(text, 0, at)
    start = opening.start() if opening else at
    kicker = _TRAILING.sub("", text[:start])
    headline = text[start:].strip()
    if not _WORD.search(kicker) or len(kicker) > _MAX_KICKER or len(headline) < _MIN_HEADLINE:
        return None
    return kicker, headline
