"""The options of ``extract`` as JSON Schema, for the description of the service."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_type_hints

from bodycopy.article import PageType
from bodycopy.options import CEILINGS, Options
from bodycopy.service.option_values import OPTION_NAMES, is_list

__all__ = ["option_parameters", "options_schema"]

# What the types of the fields do not say.
_LIMITS: Mapping[str, Mapping[str, Any]] = {
    "balance": {"minimum": -1, "maximum": 1},
    "languages": {
        "items": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}$"}
    },
    "max_seconds": {"exclusiveMinimum": 0},
    "page_types": {"items": {"type": "string", "enum": [str(kind) for kind in PageType]}},
}


@cache
def options_schema() -> dict[str, Any]:
    """All options as one object."""
    texts = _texts()
    properties = {
        name: {**_schema(name), "description": texts.get(name, "")} for name in OPTION_NAMES
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def option_parameters() -> list[dict[str, Any]]:
    """The same as parameters of a query; lists are comma-separated."""
    texts = _texts()
    found = []
    for name in OPTION_NAMES:
        parameter: dict[str, Any] = {
            "name": name,
            "in": "query",
            "description": texts.get(name, ""),
        }
        if is_list(name):
            parameter |= {"style": "form", "explode": False}
        schema = _schema(name)
        if schema["default"] is None:
            # A query has no null: what is not there is not chosen.
            schema = {**schema, "type": schema["type"][0]}
            del schema["default"]
        found.append(parameter | {"schema": schema})
    return found


def _schema(name: str) -> dict[str, Any]:
    hint = get_type_hints(Options)[name]
    kinds = get_args(hint) or (hint,)
    default = next(field.default for field in fields(Options) if field.name == name)
    schema: dict[str, Any]
    if is_list(name):
        schema = {"type": "array", "default": []}
    elif bool in kinds:
        schema = {"type": "boolean", "default": default}
    elif int in kinds and name in CEILINGS:
        schema = {"type": "integer", "default": default, "minimum": 1, "maximum": CEILINGS[name]}
    elif int in kinds:
        schema = {"type": "integer", "default": default, "minimum": 0}
    else:
        schema = {"type": "number", "default": default}
    if default is None:
        schema["type"] = [schema["type"], "null"]
    return {**schema, **_LIMITS.get(name, {})}


@cache
def _texts() -> Mapping[str, str]:
    """The text under each field of ``Options``, where its source is at hand."""
    try:
        source = textwrap.dedent(inspect.getsource(Options))
    except OSError:
        # A package without sources (frozen, stripped) describes its options by their names.
        return {}
    (body,) = ast.parse(source).body
    assert isinstance(body, ast.ClassDef)
    texts = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            texts[field.target.id] = " ".join(str(text.value.value).split())
    return texts
