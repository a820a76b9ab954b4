"""News agencies: credits that name one, matched whole and never inside running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bodycopy.facts.people.words import fold_word, words
from bodycopy.word_lists import read_rows

__all__ = ["agency_of", "agency_tail", "named_agencies", "read_agencies", "strip_label"]

# Latin letters: of a short form a staff code may have the same letters in lower case.
_SHORT = 3
_MAX_CHARS = 200
_SEPARATORS = re.compile(
    r"[/,;|+&()\[\]{}·•=:：／、，；（）【】＝]| [-–—] |[–—]"
    r"|\s(?:und|and|et|y|e|og|och|en|ve|mit|with|i|и)\s"
)
_TRIM = " ()[]（）.,;:!\"'“”„«»*©®™-–—_>\u00a0\u3000"


@cache
def _forms() -> dict[str, str]:
    """Spelling to short form: long ones in lower case, short ones as written."""
    forms: dict[str, str] = {}
    for _, short, spellings in read_rows("newsagencies.tsv"):
        for spelling in spellings.split("|"):
            forms.setdefault(_key(spelling.strip(_TRIM)), short)
    return forms


def _key(credit: str) -> str:
    short = len(credit) <= _SHORT and credit.isascii()
    return credit if short else credit.casefold()


@cache
def _long_forms() -> re.Pattern[str]:
    """Names of two words and more, and the few of one that mean nothing else."""
    names = sorted((name for name in _forms() if " " in name and name.isascii()), key=len)
    spelled = "|".join(map(re.escape, [*reversed(names), "reuters", "afp", "agence france-presse"]))
    return re.compile(rf"\b(?:{spelled})\b")


def agency_of(credit: str) -> str | None:
    """Short form of the agency that a credit names as a whole; None where it is none.

    >>> agency_of("Agence France-Presse"), agency_of("dpa-infocom"), agency_of("AFP says")
    ('AFP', 'dpa', None)
    """
    credit = credit.strip(_TRIM)
    if not 1 < len(credit) <= 60:
        return None
    found = _forms().get(_key(credit))
    if found is None and credit[:4].casefold() == "the ":
        found = _forms().get(_key(credit[4:]))
    if found is None and credit[:4] in ("dpa-", "dpa:", "dpa "):
        # The agency's services: dpa-AFX has an entry of its own.
        found = "dpa" if len(credit) < 30 and credit.count(" ") < 2 else None
    return found


def read_agencies(text: str) -> tuple[str, ...]:
    """Agencies that a credit line names, one after another; its other parts may be anything.

    >>> read_agencies("Quelle: dpa/AFP"), read_agencies("The AP office is near")
    (('dpa', 'AFP'), ())
    """
    if len(text) > _MAX_CHARS:
        return ()
    whole = agency_of(strip_label(text))
    if whole:
        return (whole,)
    found: dict[str, None] = {}
    for part in _parts(text):
        agency = agency_of(part) or agency_of(strip_label(part))
        if agency:
            found[agency] = None
    return tuple(found)


def _parts(text: str) -> Iterator[str]:
    return (part for part in _SEPARATORS.split(text) if part and len(part) <= 60)


def named_agencies(text: str) -> tuple[str, ...]:
    """Agencies that a sentence about its sources names in full.

    Only for lines that are credits as a whole: "Associated Press writer Ada Berg in Oslo
    contributed to this report."
    """
    found = dict.fromkeys(read_agencies(text))
    if len(text) <= 2 * _MAX_CHARS:
        for match in _long_forms().finditer(text.casefold()):
            found.setdefault(_forms()[match[0]] if match[0] in _forms() else match[0].upper())
    return tuple(found)


def agency_tail(parts: list[str]) -> tuple[list[str], str | None]:
    """Words of a byline without the agency's name at their end, and that agency.

    >>> agency_tail("Ada Berg The Associated Press".split())
    (['Ada', 'Berg'], 'AP')
    """
    # A name before it has two words: "Anna Reuter" is nobody's correspondent.
    for start in range(max(2, len(parts) - 5), len(parts)):
        agency = agency_of(" ".join(parts[start:]))
        if agency:
            return parts[:start], agency
    return parts, None


def strip_label(text: str) -> str:
    """The credit without the words before it: ``Quelle: dpa``, ``With files from Reuters``."""
    text = text.strip(_TRIM + "【】")
    label, colon, rest = text.partition(":")
    if not colon:
        label, colon, rest = text.partition("：")
    if colon and fold_word(label) in words("credit"):
        return rest.strip(_TRIM)
    parts = text.split()
    for count in range(min(4, len(parts) - 1), 0, -1):
        phrase = fold_word(" ".join(parts[:count]))
        if phrase in words("credit") or phrase in words("by"):
            return " ".join(parts[count:])
    return text
