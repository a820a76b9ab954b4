"""Folds of sites: no registrable domain stands in two of them, whatever set it is in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bench.sets import registrable_domain

__all__ = ["assign_folds", "fold_of", "group_of"]


def group_of(url: str, domain: str) -> str:
    """What must stay together: the registrable domain of the page's address.

    >>> group_of("https://www.news.example.co.uk/a", "")
    'example.co.uk'
    >>> group_of("", "example.de")
    'example.de'
    """
    return registrable_domain(url or domain) or domain


def fold_of(group: str, folds: int) -> int:
    """The fold of a group, the same at every call and on every machine.

    >>> fold_of("example.de", 5) == fold_of("example.de", 5)
    True
    """
    return int.from_bytes(hashlib.blake2b(group.encode(), digest_size=8).digest()) % folds


def assign_folds(sizes: Mapping[str, int], folds: int) -> dict[str, int]:
    """A fold for each group, large groups spread first so that folds come out even.

    ``sizes`` are pages by group.

    >>> sorted(assign_folds({"a": 4, "b": 2, "c": 2}, 2).items())
    [('a', 0), ('b', 1), ('c', 1)]
    """
    filled = [0] * folds
    chosen: dict[str, int] = {}
    for group in sorted(sizes, key=lambda group: (-sizes[group], fold_of(group, 1 << 32), group)):
        fold = filled.index(min(filled))
        filled[fold] += sizes[group]
        chosen[group] = fold
    return chosen
