"""A line of a flattened text while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TextLine"]


@dataclass(slots=True)
class TextLine:
    """One line that shows something."""

    text: str
    """White space folded, marks taken off as they are understood."""
    gap: int = 0
    """Blank lines and rules before it."""
    context: int = 0
    """Bits of ``Context``."""
    level: int = 0
    indent: int = 0
    """Characters of white space before it."""
    raw: str = ""
    """As written."""
