"""Article → plain text."""

from __future__ import annotations

from bodycopy.article import Article

__all__ = ["to_text"]


def to_text(article: Article) -> str:
    """Headline, standfirst and body, joined by blank lines, without a final line break.

    What a reader reads, in the order of the page. ``Article.text`` is the same without
    the headline.
    """
    return "\n\n".join(part for part in (article.headline, article.text) if part)
