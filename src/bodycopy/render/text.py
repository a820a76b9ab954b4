"""Article → plain text."""

from __future__ import annotations

from collections.abc import Iterator

from bodycopy.article import Article, Comment
from bodycopy.roles import Role

__all__ = ["body_text", "comment_line", "to_text"]


def to_text(
    article: Article,
    *,
    tables: bool = True,
    comments: bool = False,
    standfirst: bool = True,
) -> str:
    """Headline, standfirst and body, joined by blank lines, without a final line break.

    What a reader reads, in the order of the page. ``Article.text`` is the same without
    the headline. With ``comments``, those under the article follow, each below a line with its
    author and time; without ``tables`` or ``standfirst``, these are left out. Cells of a table
    stand in lines, with tabs between them.
    """
    parts = [article.headline, body_text(article, tables=tables, standfirst=standfirst)]
    if comments:
        parts.extend(map(_comment, article.comments))
    return "\n\n".join(filter(None, parts))


def body_text(article: Article, *, tables: bool = True, standfirst: bool = True) -> str:
    """``Article.text``, with or without tables and standfirst."""
    return "\n\n".join(_body(article, tables=tables, standfirst=standfirst))


def _body(article: Article, *, tables: bool, standfirst: bool) -> Iterator[str]:
    if article.standfirst and article.standfirst_in_text and standfirst:
        yield article.standfirst
    for block in article.body:
        if tables or block.role is not Role.TABLE:
            yield block.text


def comment_line(comment: Comment) -> str:
    """Who wrote a comment, and when, as far as the page says."""
    return " · ".join(filter(None, (comment.author, comment.time or comment.date_published)))


def _comment(comment: Comment) -> str:
    return "\n".join(filter(None, (comment_line(comment), comment.text)))
