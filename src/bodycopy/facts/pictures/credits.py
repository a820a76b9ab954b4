"""The credit of a picture, split off the caption that it stands in.

# Strategy: credits stand at the end, so only the end is looked at. What introduces a credit
# (`Foto:`, `©`, `Photo by`) is the surest sign; then brackets, separators and what follows the
# last sentence, where it names a house that sells pictures or joins names by a slash.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bodycopy.facts.pictures.credit_names import (
    PERSON_CHARS,
    is_house,
    is_proper,
    joins_names,
    names_source,
)
from bodycopy.facts.pictures.credit_rules import (
    BRACKETS,
    RULES,
    SIGN_OR_LABEL,
    introduced,
    introductions,
    labelled,
    sentence_ends,
    signed,
    words_of,
)

__all__ = [
    "Split",
    "is_button",
    "is_credit",
    "is_name",
    "names_source",
    "split_credit",
    "strip_label",
]


class Split(NamedTuple):
    """A caption and its credit; either may be missing."""

    caption: str | None
    credit: str | None


_MAX_TAIL = 260  # characters from the end that are looked at
_MAX_CREDIT = 170  # the longest credit of the gold pages has 82
_MAX_CREDIT_WORDS = 24


@lru_cache(512)
def split_credit(text: str) -> Split:
    """Caption and credit of a caption's text; the credit keeps its label, not its brackets.

    >>> split_credit("The pier at noon (Foto: Ann Moe/dpa)")
    Split(caption='The pier at noon', credit='Foto: Ann Moe/dpa')
    >>> split_credit("The pier was closed in 1994.")
    Split(caption='The pier was closed in 1994.', credit=None)
    """
    text = text.strip()
    start = max(0, len(text) - _MAX_TAIL)
    for rule in RULES:
        for at, end in rule(text, start):
            credit = _bare(text[at:end])
            if _plausible(credit):
                rest = f"{text[:at].rstrip(_LEFT_OPEN)} {text[end:].lstrip(_RIGHT_CLOSED)}"
                return Split(_caption(rest), credit)
    return Split(_caption(text), None)


def is_credit(text: str) -> bool:
    """Whether the whole text is a credit, with or without a label."""
    return split_credit(text).caption is None or names_source(_bare(text))


def split_named(text: str) -> Split:
    """Caption and credit where the page says that a credit ends the text, but not where it begins.

    >>> split_named("The pier at noon Ann Moe"), split_named("The pier. Harbour Museum, Oslo")
    (Split(caption='The pier at noon', credit='Ann Moe'), Split(caption='The pier.', \
credit='Harbour Museum, Oslo'))
    """
    split = split_credit(text)
    if split.credit:
        return split
    text = text.strip()
    start = max(0, len(text) - _NAMED_CHARS)
    ends = list(sentence_ends(text, start))
    at = ends[-1].end() if ends else 0
    if not at or not (is_proper(text[at:]) or len(text) - at <= PERSON_CHARS):
        at = _last_names(text, start)
    caption, credit = _caption(text[:at]), text[at:].strip()
    if not credit or not caption or len(caption) < _LEAST_CAPTION:
        return Split(text, None)
    return Split(caption, credit)


def _last_names(text: str, start: int) -> int:
    """Where the house at the end begins, else the last two words that may be a name."""
    words = [match.start() for match in re.finditer(r"(?<=\s)\S", text[start:])]
    for word in words[-3:]:
        if is_house(text[start + word :]):
            return start + word
    names = _LAST_NAMES.search(text, start)
    return names.start() if names else len(text)


_LEAST_CAPTION = 8
_NAMED_CHARS = 80
# The last two words where they begin with capitals, else the last one; a quotation ends before.
_LAST_NAMES = re.compile(
    r"(?:(?<=\s)[^\W\d_a-z][\w.'’/-]{1,30}\s)?(?<=\s)[^\W\d_a-z][\w.'’/-]{0,30}\Z"
)


@lru_cache(512)
def has_label(text: str) -> bool:
    """Whether words or signs say that the text ends in a credit: ``... Foto: Ann Moe``."""
    start = max(0, len(text) - _MAX_TAIL)
    return any(
        _plausible(_bare(text[at:end]))
        for rule in (labelled, signed, introduced)
        for at, end in rule(text, start)
    )


def is_button(text: str) -> bool:
    """Whether the text is what a picture's button says: ``Click to enlarge``."""
    return text.strip(" .[]()…").casefold() in words_of("button")


def is_name(text: str) -> bool:
    """Whether the text may be a name or several, and is nothing else.

    >>> is_name("Harbour Press/Ann Moe"), is_name("The pier at noon")
    (True, False)
    """
    return (is_proper(text) and " " in text) or joins_names(text)


def strip_label(credit: str) -> str:
    """A credit without the words and signs that introduce it.

    >>> strip_label("Foto: Ann Moe"), strip_label("© AFP"), strip_label("Ann Moe / AFP")
    ('Ann Moe', 'AFP', 'Ann Moe / AFP')
    """
    credit = credit[:_MAX_TAIL]
    for rule in (labelled, signed, introduced):
        for at, end in rule(credit, 0):
            if at == 0:
                sign = SIGN_OR_LABEL.match(credit) or introductions().match(credit)
                return credit[sign.end() if sign else 0 : end].strip()
    return credit


# --- what a credit and a caption look like ---------------------------------------------

_LEFT_OPEN = " \t|/／｜·•–—-(（[【〔<,"
_RIGHT_CLOSED = " )）]】〕>.,;"
_WORD = re.compile(r"\w")


def _bare(credit: str) -> str:
    """The credit without the brackets around it."""
    credit = credit.strip(" \t|｜·•–—-,;")
    opened = BRACKETS.get(credit[:1])
    if opened and credit.rstrip(".").endswith(opened) and credit.count(opened) == 1:
        credit = credit.rstrip(".")[1:-1]
    for opening, closing in BRACKETS.items():
        if credit.endswith(closing) and opening not in credit:
            credit = credit[:-1]
        if credit.startswith(opening) and closing not in credit:
            credit = credit[1:]
    return credit.strip()


def _caption(text: str) -> str | None:
    text = text.strip().rstrip(" |/／｜·•–—-(（[【〔,、，＝=").lstrip(" |/｜·•–—").strip()
    return text if _WORD.search(text) else None


def _plausible(credit: str) -> bool:
    return (
        len(credit) <= _MAX_CREDIT
        and credit.count(" ") < _MAX_CREDIT_WORDS
        and _WORD.search(credit) is not None
    )
