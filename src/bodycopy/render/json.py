"""Article or Verdict → JSON."""

from __future__ import annotations

import msgspec

from bodycopy.article import Article, Verdict

__all__ = ["to_json"]


def to_json(record: Article | Verdict, *, indent: int | None = 2) -> str:
    """The whole record, letters of all scripts as they are; without ``indent`` in one line.

    ``docs/schema.json`` describes it, and ``Article.from_dict(json.loads(...))`` reads it back.
    """
    text = msgspec.json.encode(record.to_dict())
    return (text if indent is None else msgspec.json.format(text, indent=indent)).decode()
