"""Measures in words that a newsroom understands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["say_measure", "wordings"]


@cache
def wordings() -> Mapping[str, tuple[str, str]]:
    """Of each column, what is said where it is more than on the average block, and where less."""
    text = resources.files("bodycopy.inspector").joinpath("measures.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {column: (more, less) for column, more, less in rows}


def say_measure(column: str, difference: float) -> str:
    """What a column says of a block that differs so much from the page's average block.

    >>> say_measure("length", 0.4)
    'it is longer than most blocks here'
    """
    more, less = wordings()[column]
    return more if difference > 0 else less
