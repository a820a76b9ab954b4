"""What of an article is shown: the choices that all renderers share."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Choices of one rendering; each switches what it names, and no other text."""

    links: bool = True
    """Links lead where they led; without, their words stand as text."""
    emphasis: bool = True
    """Strong, emphasised, deleted, raised and lowered words and code are set so."""
    images: bool = True
    """Images of the article, with caption and credit."""
    tables: bool = True
    """Tables of the body; without, they are left out whole."""
    comments: bool = False
    """The comments under the article, behind its body."""
    standfirst: bool = True
    """The summary between headline and body."""
