"""The source line: the credit of agency, desk or initials, at the text's end or by its head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bodycopy.facts.people.agencies import agency_of, read_agencies, strip_label
from bodycopy.facts.people.words import fold_word, words

__all__ = ["is_credit_line", "opens_editors", "split_credit"]

_MAX_CHARS = 160
# A bracket, or what follows a slash, at the end of the last paragraph.
_BRACKET = re.compile(
    r"(?:(?<!\s)\s+)?(?:[-–—]{1,2}\s?)?[(\[（【]([^()\[\]（）【】]{2,120})[)\]）】]\s?[.。]?\s*\Z"
)
_AFTER = r"(?<=[.!?\"“”»'…])\s+"
_SLASH = re.compile(
    _AFTER + r"(/\s?[a-zäöü]{2,5}(?:/[a-zäöü]{2,5}){0,3}|[a-zäöü]{2,5}/[a-zäöü/]{2,12})\Z"
)
_WIRE = re.compile(_AFTER + r"[-–—/]{0,2}\s?([^\s.!?\"“”»'…/–—-][^.!?\"“”»'…]{1,40}?)/?\Z")
# The paper's own letters behind the last sentence: "... he said. DM"
_SIGN_OFF = re.compile(_AFTER + r"([A-Z]{2,4})\Z")
# Initials of editors: ``(kas)``, ``srf/hosb``; and what such a bracket may hold instead.
_CODE = re.compile(r"[a-zäöüß]{2,5}(?:[/,;] ?[a-zäöüß]{2,5}){0,3}")
_LETTERS = re.compile(r"[A-ZÄÖÜ]{2,6}")
_NO_CODES = frozenset(
    "tv note ps sic etc ff usw uva ua ca lol rip ok ja no yes the and two one end".split()
)
_GENERIC = frozenset(
    """agenturen agencies agences agencias agenzie agências wires red red. redaktion staff reporter
    mit with and und et y e en con com avec ag ag. agentur agency агентства вб""".split()
)
_PARTS = re.compile(r"[/,;|+&()\[\]·•\s]+")


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit at the end of a text."""

    text: str
    """As printed, with its brackets."""
    start: int
    """Where the text before it ends."""


def split_credit(text: str, names: tuple[str, ...] = ()) -> Credit | None:
    """The credit that ends a text's last paragraph; None where it ends with a sentence.

    ``names`` are the authors, who may stand there with place and date.

    >>> split_credit("The bridge is open again. (dpa/tmn)")
    Credit(text='(dpa/tmn)', start=25)
    >>> split_credit("The bridge is open again (for now).")
    """
    tail = text[-_MAX_CHARS:]
    offset = len(text) - len(tail)
    match = _BRACKET.search(tail)
    if match and (is_credit_line(match[1]) or _holds(match[1], names)):
        return Credit(match[0].strip(" -–—"), offset + match.start())
    match = _SLASH.search(tail)
    if match:
        return Credit(match[1].strip(), offset + match.start())
    match = _WIRE.search(tail)
    if match and read_agencies(match[1]) and is_credit_line(match[1]):
        return Credit(match[0].strip(), offset + match.start())
    match = _SIGN_OFF.search(tail)
    if match and match[1].casefold() not in _NO_CODES:
        return Credit(match[1], offset + match.start())
    return None


def _holds(text: str, names: tuple[str, ...]) -> bool:
    return any(name in text for name in names)


def is_credit_line(text: str) -> bool:
    """Whether a short text is a credit and nothing else: agencies, initials, a source.

    >>> is_credit_line("Quelle: dpa"), is_credit_line("srf/hosb"), is_credit_line("for now")
    (True, True, False)
    """
    text = text.strip(" ()[]（）【】-–—/.")
    if not 1 < len(text) <= _MAX_CHARS:
        return False
    label, colon, rest = text.partition(":")
    if colon and fold_word(label) in words("credit") and 1 < len(rest) <= 60:
        return True
    if agency_of(text) or agency_of(strip_label(text)):
        return True
    if _CODE.fullmatch(text):
        return text.casefold() not in _NO_CODES
    parts = [part for part in _PARTS.split(text) if part]
    agencies = sum(1 for part in parts if agency_of(part))
    others = [part for part in parts if not agency_of(part)]
    return bool(agencies) and all(
        fold_word(part) in _GENERIC or _CODE.fullmatch(part) or _LETTERS.fullmatch(part)
        for part in others
    )


_COLON = re.compile(r"(?:(?<!\s)\s+)?[:：]\s*")


def opens_editors(text: str) -> bool:
    """Whether a line credits editors or photographers, who are no source of the text."""
    label = fold_word(_COLON.split(text, maxsplit=1)[0])
    return label in words("editor") and label not in words("credit")
