"""Words of bylines and credits, looked up by what they do there."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bodycopy.word_lists import read_rows

__all__ = ["fold_word", "has_digit", "has_word", "lead_of", "words"]

_TRIM = ".,;:!?()[]{}\"'“”„‘’«»|·•*©-–—、，：；（）【】"


@cache
def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, _, word in read_rows("byline_words.tsv"):
        kinds.setdefault(kind, set()).add(word.casefold())
    return {kind: frozenset(found) for kind, found in kinds.items()}


@cache
def words(kind: str) -> frozenset[str]:
    """Words and phrases of a kind in lower case, without the ends of compounds."""
    return frozenset(word for word in _kinds()[kind] if word[0] != "*")


@cache
def _ends(kind: str) -> tuple[str, ...]:
    return tuple(word[1:] for word in _kinds()[kind] if word[0] == "*")


_DIGIT = re.compile(r"\d")


def has_digit(text: str) -> bool:
    """Whether a character is a digit as ``str.isdigit`` has it, superscripts among them."""
    if _DIGIT.search(text) is not None:
        return True
    return not text.isascii() and any(map(str.isdigit, text))


def fold_word(word: str) -> str:
    """The word in lower case, without the punctuation around it."""
    return word.casefold().strip(_TRIM)


def lead_of(word: str) -> str:
    """The word in lower case, without the punctuation before it: what a phrase begins with."""
    return word.casefold().lstrip(_TRIM)


def has_word(kind: str, word: str) -> bool:
    """Whether a word, as written or without punctuation, is of a kind."""
    return kind in _kinds_of(word)


@lru_cache(4096)
def _kinds_of(word: str) -> frozenset[str]:
    """All kinds that a word is of: names are asked for many of them."""
    folded = word.casefold()
    bare = folded.strip(_TRIM)
    index = _index()
    found = index.get(folded, _NONE) | index.get(bare, _NONE)
    for kind, ends in _compounds():
        if bare.endswith(ends):
            found |= {kind}
    return found


_NONE: frozenset[str] = frozenset()


@cache
def _index() -> dict[str, frozenset[str]]:
    """Word to its kinds."""
    found: dict[str, set[str]] = {}
    for kind in _kinds():
        for word in words(kind):
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def _compounds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Kinds that have ends of compounds, with these."""
    return tuple((kind, ends) for kind in _kinds() if (ends := _ends(kind)))
