"""Fields compared with their gold, value by value: pure functions, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from bench.metrics import harmonic
from bench.summary import Summary
from bodycopy.facts.titles import squash

__all__ = ["LISTS", "Match", "match", "summarise"]

LISTS = frozenset(
    "authors agencies topics subheadings captions credits corrections dateline_places".split()
)
"""Fields of several values: their score is F1 of the page, that of the others all or nothing."""


class Match(NamedTuple):
    """How the values given for one field of one page agree with the gold."""

    right: int
    given: int
    gold: int

    @property
    def exact(self) -> bool:
        """Whether nothing is missing and nothing too many; nothing against nothing is right."""
        return self.right == self.given == self.gold

    @property
    def f1(self) -> float:
        """F1 over the page's values; 1 for nothing against nothing."""
        if not self.given and not self.gold:
            return 1.0
        return 2 * self.right / (self.given + self.gold)


def match(field: str, given: Sequence[str], gold: Sequence[str]) -> Match:
    """The values of one field held against the gold, each gold value used once.

    >>> match("authors", ["ANN MOE", "Staff"], ["Ann Moe", "Bo Lee"])
    Match(right=1, given=2, gold=2)
    """
    left = [_keys(field, value) for value in gold]
    right = 0
    for value in given:
        keys = _keys(field, value)
        found = next((n for n, others in enumerate(left) if keys & others), None)
        if found is not None:
            del left[found]
            right += 1
    return Match(right, len(given), len(gold))


# A word or a few before a colon, or one of the words that stand without: `Foto: dpa`,
# `Photo by Ann Moe`, `© AFP`.
_LABEL = re.compile(
    r"\W*(?:(?:[^\W\d]|[\s/.&-]){2,30}?\s?[:：]|(?:(?:photo|photograph|image|picture|photos)\s)?by\s"
    r"|(?:photo|foto|photograph|image)\s(?:credit\s)?|getty images via )\s*",
    re.IGNORECASE,
)
_FIRST_WORDS = 12  # of a correction, as the gold has it


def _keys(field: str, value: str) -> frozenset[str]:
    """What a value may be called; two values are the same that have one name in common."""
    if field.startswith("date_"):
        return frozenset(_days(value))
    if field == "credits":
        return frozenset((squash(value), squash(_LABEL.sub("", value, count=1)))) - {""}
    if field == "corrections":
        value = " ".join(value.split()[:_FIRST_WORDS])
    return frozenset((squash(value) or value,))


def _days(value: str) -> set[str]:
    """The day as written and the day in Greenwich: of one moment, either may be given.

    >>> sorted(_days("2024-05-04T01:30:00+02:00")), _days("2024-05")
    (['2024-05-03', '2024-05-04'], {'2024-05'})
    """
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return {value[:10]}
    if moment.tzinfo is None:
        return {value[:10]}
    return {value[:10], moment.astimezone(UTC).date().isoformat()}


def summarise(field: str, matches: Iterable[Match]) -> Summary:
    """The numbers of one field over pages.

    ``score`` is the share of pages that are exact, or the mean F1 of a page for ``LISTS``;
    ``precision``, ``recall`` and ``f1`` are over all values of all pages.
    """
    found = list(matches)
    pages = len(found) or 1
    right, given, gold = (sum(column) for column in zip((0, 0, 0), *found, strict=True))
    precision, recall = right / given if given else 0.0, right / gold if gold else 0.0
    exact = sum(one.exact for one in found) / pages
    return {
        "pages": len(found),
        "with": sum(one.gold > 0 for one in found),
        "score": sum(one.f1 for one in found) / pages if field in LISTS else exact,
        "exact": exact,
        "precision": precision,
        "recall": recall,
        "f1": harmonic(precision, recall),
    }
