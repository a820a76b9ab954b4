"""Words of a text and what two texts share of them: how near an extracted body is to its gold."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

__all__ = ["PRF", "contains", "harmonic", "phrase", "word_score", "words"]


class PRF(NamedTuple):
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


# Thai, Lao, Myanmar, Khmer; kana; Han (with extension A, compatibility forms, planes 2 and 3).
# Hangul is not among them: Korean is written with spaces.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"(?![\W])[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def words(text: str) -> list[str]:
    r"""Lower-case words of ``text``: ``\w+``, but one word a character in unspaced scripts.

    The makers of WCXB split at ``\w+`` alone (their pages are nearly all English). In
    Chinese, Japanese or Thai that makes one word of a whole clause, so that one character
    too many loses the clause; there each character is a word of its own here.

    >>> words("The deck's 2nd LINE")
    ['the', 'deck', 's', '2nd', 'line']
    >>> words("東京 Tokyo 2024年")
    ['東', '京', 'tokyo', '2024', '年']
    >>> words("한국 뉴스")
    ['한국', '뉴스']
    """
    return _WORD.findall(text.lower())


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall; 0 where both are 0.

    >>> harmonic(0.5, 1.0)
    0.6666666666666666
    >>> harmonic(0.0, 0.0)
    0.0
    """
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def word_score(text: str, gold: str) -> PRF:
    """Overlap of the two bags of words of one page; average it over pages.

    Source: ``word_f1`` in WCXB's ``evaluate.py`` (Foley 2026, arXiv 2605.21097), also for
    the empty cases: nothing expected and nothing given is 1, nothing expected but
    something given is 0. Only the words differ, see :func:`words`.

    >>> word_score("a b b c", "a b d d")
    PRF(precision=0.5, recall=0.5, f1=0.5)
    >>> word_score("", "a").f1, word_score("", "").f1, word_score("a", "").f1
    (0.0, 1.0, 0.0)
    """
    given, expected = Counter(words(text)), Counter(words(gold))
    if not expected or not given:
        same = float(not expected and not given)
        return PRF(same, same, same)
    overlap = (given & expected).total()
    precision, recall = overlap / given.total(), overlap / expected.total()
    return PRF(precision, recall, harmonic(precision, recall))


def phrase(text: str) -> str:
    """The words of ``text`` between single spaces, to look up phrases in: see :func:`contains`.

    >>> phrase("Read also: the end.")
    ' read also the end '
    """
    return f" {' '.join(words(text))} "


def contains(phrases: str, part: str) -> bool:
    """Whether the words of ``part`` stand together in ``phrases``, a :func:`phrase`.

    White space, punctuation and case do not count; words count whole.

    >>> contains(phrase("Lesen Sie auch: Mehr Geld"), "lesen sie AUCH")
    True
    >>> contains(phrase("Anzeigen gab es viele"), "Anzeige")
    False
    """
    wanted = phrase(part)
    return bool(wanted.strip()) and wanted in phrases
