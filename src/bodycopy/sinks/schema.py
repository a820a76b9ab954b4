"""The Arrow schema of the output, read off the types of the record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa
from msgspec import inspect

from bodycopy.article import Article

__all__ = ["MAPPINGS", "arrow_schema"]

_PROVENANCE = {
    "url": pa.string(),
    "warc_record_id": pa.string(),
    "warc_date": pa.string(),
    "source": pa.string(),
    "offset": pa.int64(),
    "length": pa.int64(),
    "digest": pa.string(),
    "content_type": pa.string(),
    "text": pa.string(),
}


_ARTICLE = inspect.type_info(Article)
assert isinstance(_ARTICLE, inspect.StructType)

MAPPINGS = frozenset(
    field.name for field in _ARTICLE.fields if isinstance(field.type, inspect.DictType)
)
"""Columns that are mappings in the record, and lists of ``key`` and ``value`` here."""


@cache
def arrow_schema(columns: Sequence[str]) -> Any:
    """The schema of these columns, in their order."""
    return pa.schema([pa.field(name, _types()[name]) for name in columns])


@cache
def _types() -> dict[str, Any]:
    assert isinstance(_ARTICLE, inspect.StructType)
    fields = {field.name: _arrow_type(field.type) for field in _ARTICLE.fields}
    return fields | _PROVENANCE


def _arrow_type(kind: inspect.Type) -> Any:
    """The Arrow type that holds values of a type of the record."""
    match kind:
        case inspect.UnionType(types=types):
            return _arrow_type(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return pa.list_(_arrow_type(item))
        case inspect.TupleType(item_types=(item, *others)) if all(one == item for one in others):
            return pa.list_(_arrow_type(item))
        case inspect.StructType(fields=fields):
            return pa.struct([pa.field(one.name, _arrow_type(one.type)) for one in fields])
        case inspect.DictType(key_type=key, value_type=value):
            # Not a map: Hugging Face datasets do not open files that have one.
            pair = [pa.field("key", _arrow_type(key)), pa.field("value", _arrow_type(value))]
            return pa.list_(pa.struct(pair))
        case inspect.StrType() | inspect.EnumType():
            return pa.string()
        case inspect.BoolType():
            return pa.bool_()
        case inspect.IntType():
            return pa.int64()
        case inspect.FloatType():
            return pa.float64()
    raise TypeError(f"no Arrow type for {kind}; give it one here")
