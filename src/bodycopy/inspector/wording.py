"""Measures in words that a newsroom understands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["line_wordings", "say_line_measure", "say_measure", "wordings"]

Wordings = Mapping[str, tuple[str, str]]


@cache
def wordings() -> Wordings:
    """Of each column, what is said where it is more than on the average block, and where less."""
    return _read("measures.tsv")


@cache
def line_wordings() -> Wordings:
    """The same of the columns of lines, compared to the text's average line.

    What words are known from is said alike of blocks and lines.
    """
    known = {column: said for column, said in wordings().items() if column.startswith("says_")}
    return {**_read("line_measures.tsv"), **known}


def _read(name: str) -> Wordings:
    text = resources.files("bodycopy.inspector").joinpath(name).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {column: (more, less) for column, more, less in rows}


def say_measure(column: str, difference: float) -> str:
    """What a column says of a block that differs so much from the page's average block.

    >>> say_measure("length", 0.4)
    'it is longer than most blocks here'
    """
    return _say(wordings()[column], difference)


def say_line_measure(column: str, difference: float) -> str:
    """What a column says of a line that differs so much from the text's average line.

    >>> say_line_measure("gap_before", 0.4)
    'a blank line stands before it'
    """
    return _say(line_wordings()[column], difference)


def _say(said: tuple[str, str], difference: float) -> str:
    more, less = said
    return more if difference > 0 else less
