"""The helpers of trafilatura's ``utils`` that its documentation names."""

from __future__ import annotations

from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.source import load_html

__all__ = ["decode_file", "load_html", "sanitize", "trim"]

decode_file = absent(
    "decode_file", "extract takes bytes and finds their encoding; bodycopy.extract tells it"
)


def trim(string: str) -> str:
    """The text on one line, white space folded.

    >>> trim(" two" + chr(10) + "words ")
    'two words'
    """
    return " ".join(string.split())


def sanitize(text: str, preserve_space: bool = False, trailing_space: bool = False) -> str:
    r"""The text without control characters and empty lines, its lines trimmed.

    ``preserve_space`` leaves the lines' white space as it is, ``trailing_space`` that around
    the text, which is then one line.

    >>> sanitize("two " + chr(10) + chr(10) + "lines" + chr(0))
    'two\nlines'
    """
    shown = "".join(char for char in text if char.isprintable() or char.isspace())
    if trailing_space:
        before, behind = (" " if end.isspace() else "" for end in (shown[:1], shown[-1:]))
        return shown if preserve_space else f"{before}{trim(shown)}{behind}"
    lines = (line if preserve_space else trim(line) for line in shown.splitlines())
    return "\n".join(line for line in lines if line.strip())
