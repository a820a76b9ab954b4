"""The exceptions of newspaper that programs catch."""

from __future__ import annotations

from bodycopy.errors import UsageError

__all__ = ["ArticleBinaryDataException", "ArticleException"]


class ArticleException(UsageError):  # noqa: N818 - newspaper's name
    """An article was asked for what it does not have yet, or cannot have here."""


class ArticleBinaryDataException(UsageError):  # noqa: N818 - newspaper's name
    """The page is no page but a PDF, an image or other data."""
