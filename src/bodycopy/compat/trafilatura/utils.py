"""The helpers of trafilatura's ``utils`` that its documentation names."""

from __future__ import annotations

from bodycopy.compat.trafilatura.source import load_html

__all__ = ["load_html", "trim"]


def trim(string: str) -> str:
    """The text on one line, white space folded.

    >>> trim(" two" + chr(10) + "words ")
    'two words'
    """
    return " ".join(string.split())
