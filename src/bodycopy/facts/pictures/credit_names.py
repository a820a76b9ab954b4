"""Names in credits: what reads like a person, a house that sells pictures, or both joined."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bodycopy.word_lists import read_rows

__all__ = ["PERSON_CHARS", "is_house", "is_person", "is_proper", "joins_names", "names_source"]


# Words that stand in lower case inside names and credits.
_SMALL = frozenset(
    """de del della der den des di da do dos das du d' la le el al ap ar van von vom zu zur ten ter
    bin ibn ben av af of for from the and und et y e i și og och a an via by pool file archiv in
    with per für fur pour para
    photo foto fotos images image pictures stock screenshot handout""".split()
)
_NAME_WORDS = 7
_CASED = re.compile(r"[^\W\d_]")


def is_proper(text: str) -> bool:
    """Whether the words are capitalised as in a name; one of them at least is."""
    words = text.split()
    if not 0 < len(words) <= _NAME_WORDS or any(char.isdigit() for char in text):
        return False
    first = [match[0] for word in words if (match := _CASED.search(word))]
    cased = [char for char in first if char.isupper()]
    small = [word for word in words if (m := _CASED.search(word)) and m[0].islower()]
    return bool(cased) and all(word.lower().strip(".,") in _SMALL for word in small)


_PARTS = re.compile(
    r"(?:(?<!\s)\s+)?[/|,;=＝／｜+•·]\s*|(?<!\s)\s+(?:[–—-]|via|for|pour|für|per)\s+|(?<=\w)-(?=\w)",
    re.I,
)


@lru_cache(512)
def names_source(text: str) -> bool:
    """Whether the text names a house that pictures come from, and nothing but names.

    >>> names_source("Ann Moe/AFP"), names_source("Reuters"), names_source("the AFP reported")
    (True, True, False)
    """
    text = text.strip(" .()[]（）【】")
    if not text or len(text) > 110:
        return False
    if text.isascii() and _SIGNS.isdisjoint(text) and _JOINING.isdisjoint(text.lower().split()):
        return is_house(text)
    rest: list[str] = []
    known = 0
    for part in filter(None, _PARTS.split(text)):
        if is_house(part):
            known += 1
        else:
            rest.append(part)
    if not known:
        return is_house(text)
    return all(is_proper(part) or _no_case(part) for part in rest)


# What parts names in ASCII: most texts have nothing of it.
_SIGNS = frozenset("/|,;=+-")
_JOINING = frozenset(("via", "for", "pour", "per"))


def _no_case(text: str) -> bool:
    """A short text in a script without capitals: a name may be one."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) <= 12 and not any(char.isupper() or char.islower() for char in letters)


def is_house(part: str) -> bool:
    """Whether a text is the name of a picture house or news agency."""
    folded = part.casefold().strip(" .()")
    houses = _houses()
    if folded in houses:
        return True
    last = folded.rpartition(" ")
    return bool(last[1]) and last[2] in _HOUSE_ENDS and len(folded) < 40 and is_proper(part)


_HOUSE_ENDS = frozenset(("images", "photo", "photos", "pictures", "press", "agency", "fotos"))


def joins_names(text: str) -> bool:
    """Whether a slash joins two names: ``Ann Moe/Daily``."""
    if "/" not in text and "／" not in text:
        return False
    parts = [part.strip() for part in text.replace("／", "/").split("/")]
    return all(is_proper(part) or is_house(part) for part in parts if part)


PERSON_CHARS = 34


def is_person(text: str) -> bool:
    """Whether the text may be one person's name and nothing more."""
    return 0 < text.count(" ") < 4 and len(text) <= PERSON_CHARS and is_proper(text)


@cache
def _houses() -> frozenset[str]:
    """Picture houses and news agencies, case folded."""
    names = {line[0] for line in read_rows("photo_sources.tsv")}
    return frozenset(
        name.casefold() for name in names | {row[-1] for row in read_rows("agencies.tsv")}
    )
