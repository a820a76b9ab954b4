"""The scores, each as its makers define it. Pure functions of text: no I/O, no state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bodycopy.gold.words import PRF, contains, harmonic, phrase, word_score, words

__all__ = [
    "PRF",
    "Counts",
    "SnippetScores",
    "contains",
    "harmonic",
    "noise_found",
    "phrase",
    "shingle_counts",
    "shingle_score",
    "snippet_counts",
    "snippet_scores",
    "snippet_share",
    "word_score",
    "words",
]


class Counts(NamedTuple):
    """True and false positives, false and true negatives (whole or shares)."""

    tp: float
    fp: float
    fn: float
    tn: float = 0.0


class SnippetScores(NamedTuple):
    """What trafilatura's evaluation prints."""

    precision: float
    recall: float
    accuracy: float
    f1: float


_TOKEN = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")


def _shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    # The makers keep upper and lower case apart, and a text shorter than a shingle is one.
    tokens = _TOKEN.findall(text)
    starts = range(max(1, len(tokens) - size + 1)) if tokens else range(0)
    return Counter(tuple(tokens[start : start + size]) for start in starts)


def shingle_counts(text: str, gold: str, size: int = 4) -> Counts:
    r"""Shares of shingles found, given too many and missed on one page; they sum to 1.

    Source: ``string_shingle_matching`` in ``evaluate.py`` of Zyte's (Scrapinghub's)
    article-extraction-benchmark: multisets of 4-grams of ``\w+``, case kept, normalised
    so that long texts weigh no more than short ones. Unspaced scripts are not split.

    >>> shingle_counts("a b c d e", "a b c d f")
    Counts(tp=0.3333333333333333, fp=0.3333333333333333, fn=0.3333333333333333, tn=0.0)
    >>> shingle_counts("", "")
    Counts(tp=0.0, fp=0.0, fn=0.0, tn=0.0)
    """
    given, expected = _shingles(text, size), _shingles(gold, size)
    raw = (
        (given & expected).total(),
        (given - expected).total(),
        (expected - given).total(),
    )
    total = sum(raw) or 1
    return Counts(*(part / total for part in raw))


def shingle_score(pages: Iterable[Counts]) -> PRF:
    """Precision and recall averaged over pages, and F1 of the two averages.

    Source: ``metrics_from_tp_fp_fns`` in the same script: a page without given text has
    no precision and one without gold no recall; such pages are left out of that average.

    >>> shingle_score([Counts(1, 0, 0), Counts(0.25, 0.25, 0.5)])
    PRF(precision=0.75, recall=0.6666666666666666, f1=0.7058823529411765)
    """
    pages = list(pages)
    precisions = [page.tp / (page.tp + page.fp) for page in pages if page.tp + page.fp]
    recalls = [page.tp / (page.tp + page.fn) for page in pages if page.tp + page.fn]
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    return PRF(precision, recall, harmonic(precision, recall))


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def snippet_counts(text: str, must_have: Sequence[str], must_not_have: Sequence[str]) -> Counts:
    """Must-have snippets found and missed, must-not-have snippets found and left out.

    Source: ``count_item`` in trafilatura's ``tests/eval_common.py``: white space folded,
    case kept, plain substring. Sum the counts over all pages, then :func:`snippet_scores`.

    >>> snippet_counts("First  line. Read also", ["First line.", "Last line."], ["Read also"])
    Counts(tp=1, fp=1, fn=1, tn=0)
    """
    folded = _folded(text)
    tp = sum(_folded(snippet) in folded for snippet in must_have)
    fp = sum(_folded(snippet) in folded for snippet in must_not_have)
    return Counts(tp, fp, len(must_have) - tp, len(must_not_have) - fp)


def snippet_scores(pages: Iterable[Counts]) -> SnippetScores:
    """Scores of the summed counts; each is 0 where its denominator is.

    Source: ``ConfusionMatrix.scores`` in trafilatura's ``tests/eval_common.py``.

    >>> snippet_scores([Counts(2, 1, 1, 2), Counts(1, 0, 1, 2)])
    SnippetScores(precision=0.75, recall=0.6, accuracy=0.7, f1=0.6666666666666666)
    """
    tp, fp, fn, tn = (sum(column) for column in zip(Counts(0, 0, 0), *pages, strict=True))
    total = tp + fp + fn + tn
    return SnippetScores(
        precision=tp / (tp + fp) if tp + fp else 0.0,
        recall=tp / (tp + fn) if tp + fn else 0.0,
        accuracy=(tp + tn) / total if total else 0.0,
        f1=2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0,
    )


def snippet_share(text: str, snippets: Sequence[str]) -> float | None:
    """Share of a page's snippets that are in its text; ``None`` where it has none.

    Source: ``snippet_check`` in WCXB's ``evaluate.py``: case folded, white space not.
    There a page without snippets counts 1.0, which for must-not-have snippets reads as a
    page full of noise; here such a page (1 in 100) is left out of the average.

    >>> snippet_share("The First Line", ["first line", "last line"])
    0.5
    >>> snippet_share("The First Line", []) is None
    True
    """
    if not snippets:
        return None
    lowered = text.lower()
    return sum(snippet.lower() in lowered for snippet in snippets) / len(snippets)


def noise_found(text: str, noise: Sequence[str], body: str) -> tuple[int, int]:
    """How many of a page's gold ``body_noise`` strings are in the text, and out of how many.

    Ours. Strings that also stand in the gold body (a one-word ad label can be a word of
    the article) prove nothing and are not counted at all.

    >>> noise_found("Anzeige Er kam. Mehr lesen", ["Anzeige", "Mehr lesen", "er"], "Er kam.")
    (2, 2)
    """
    given, expected = phrase(text), phrase(body)
    telling = [part for part in noise if words(part) and not contains(expected, part)]
    return sum(contains(given, part) for part in telling), len(telling)
