"""Article or Verdict → JSON."""

from __future__ import annotations

import json

from bodycopy.article import Article, Verdict

__all__ = ["to_json"]


def to_json(record: Article | Verdict) -> str:
    """The whole record, indented by two, letters of all scripts as they are.

    ``docs/schema.json`` describes it, and ``Article.from_dict(json.loads(...))`` reads it back.
    """
    return json.dumps(record.to_dict(), indent=2, ensure_ascii=False)
