"""The fields of an article as other tools' records carry them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from bodycopy.article import Article
from bodycopy.errors import UsageError

__all__ = ["FIELDS", "check_fields", "flat_fields", "plain_fields"]

_ABOUT_THE_RECORD = {
    "body",
    "dropped",
    "raw",
    "sources",
    "url",
    "encoding",
    "schema_version",
    "standfirst_in_text",
}

FIELDS = tuple(name for name in Article.__struct_fields__ if name not in _ABOUT_THE_RECORD)
"""The fields that go into records of other tools unless others are asked for."""


def check_fields(names: Sequence[str]) -> tuple[str, ...]:
    """The names; raises ``UsageError`` where an article has no field of one of them."""
    unknown = [name for name in names if name not in Article.__struct_fields__]
    if unknown:
        known = ", ".join(Article.__struct_fields__)
        raise UsageError(f"no field {unknown[0]!r}; there are: {known}")
    return tuple(names)


def plain_fields(article: Article, names: Sequence[str] = FIELDS) -> dict[str, Any]:
    """Those of the fields that are not empty, as plain JSON types."""
    values = {name: getattr(article, name) for name in names}
    found = {name: value for name, value in values.items() if value not in (None, (), {})}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(found))
    return plain


def flat_fields(article: Article) -> dict[str, str]:
    """What an index files a text under, one string each; empty fields are missing.

    Vector stores take no lists: names are joined by commas.
    """
    date = article.date_published
    values = {
        "url": article.url or article.canonical_url,
        "headline": article.headline,
        "authors": ", ".join(article.authors),
        "agencies": ", ".join(article.agencies),
        "date_published": date.value if date else None,
        "site_name": article.site_name,
        "section": article.section,
        "topics": ", ".join(article.topics),
        "language": article.language,
    }
    return {name: value for name, value in values.items() if value}
