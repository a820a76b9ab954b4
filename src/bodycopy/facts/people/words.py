"""Words of bylines and credits, looked up by what they do there."""

from __future__ import annotations

from functools import cache

from bodycopy.word_lists import read_rows

__all__ = ["fold_word", "has_word", "words"]

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


def fold_word(word: str) -> str:
    """The word in lower case, without the punctuation around it."""
    return word.casefold().strip(_TRIM)


def has_word(kind: str, word: str) -> bool:
    """Whether a word, as written or without punctuation, is of a kind."""
    folded = word.casefold()
    bare = folded.strip(_TRIM)
    known = words(kind)
    return folded in known or bare in known or bare.endswith(_ends(kind) or "\0")
