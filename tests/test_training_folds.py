"""Folds keep sites together."""

from __future__ import annotations

from collections import Counter

from training.folds import assign_folds, group_of


def test_pages_of_a_site_are_one_group_in_every_set() -> None:
    """Subdomains and schemes do not part a site."""
    assert group_of("https://www.example.de/a", "") == group_of("http://sport.example.de/b", "x")


def test_folds_are_even() -> None:
    """A site with many pages fills its fold; the small ones fill up the others."""
    sizes = {"big": 50, **{f"small{n}": 1 for n in range(50)}}
    filled: Counter[int] = Counter()
    for group, fold in assign_folds(sizes, 2).items():
        filled[fold] += sizes[group]
    assert filled == {0: 50, 1: 50}
