"""The options of ``extract``, out of a query or out of JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.service.problem import Problem

__all__ = ["OPTION_NAMES", "is_list", "options_of_json", "options_of_query"]

# A profile is made of many pages, and lives where they are.
_NOT_HERE = frozenset({"profile"})
_HINTS = get_type_hints(Options)

OPTION_NAMES = tuple(field.name for field in fields(Options) if field.name not in _NOT_HERE)
"""What may be chosen, as ``Options`` calls it."""


def options_of_json(values: Mapping[str, Any], before: Options | None = None) -> Options | None:
    """The options with those values; others as ``before`` has them.

    Raises a ``Problem`` for an option that does not exist or a value that cannot be meant.
    """
    if not values:
        return before
    for name in values:
        if name not in OPTION_NAMES:
            raise _unknown(name)
        if is_list(name) and not isinstance(values[name], list):
            raise Problem("invalid-request", f"{name} must be an array")
    values = {name: _whole(name, value) for name, value in values.items()}
    given = {name: getattr(before, name) for name in OPTION_NAMES} if before else {}
    try:
        return Options(**{**given, **values})
    except UsageError as error:
        raise Problem("invalid-request", str(error)) from error


def options_of_query(
    query: Sequence[tuple[str, str]], others: Collection[str]
) -> tuple[Options | None, Mapping[str, str]]:
    """The options in a query, and what it has of the ``others``, which are no options.

    Lists are comma-separated, or their name is repeated. Raises a ``Problem`` for a name that
    is neither, for one that is repeated without being a list, and for a value that cannot be
    meant.
    """
    values: dict[str, Any] = {}
    rest: dict[str, str] = {}
    for name, text in query:
        repeats = name in OPTION_NAMES and is_list(name)
        if not repeats and (name in values or name in rest):
            raise Problem("invalid-request", f"{name} stands in the query more than once")
        if name in others:
            rest[name] = text
        elif name not in OPTION_NAMES:
            raise _unknown(name, others)
        elif repeats:
            values.setdefault(name, []).extend(text.split(",") if text else [])
        else:
            values[name] = _value(name, text)
    return options_of_json(values), rest


def is_list(name: str) -> bool:
    """Whether the option takes several values."""
    return get_origin(_HINTS[name]) is Collection


def _whole(name: str, value: object) -> object:
    """The number as Python tells it: JSON's 5.0 is a whole number (JSON Schema says so as well)."""
    if isinstance(value, float) and _HINTS[name] is int and value.is_integer():
        return int(value)
    return value


_WORDS = {"true": True, "1": True, "false": False, "0": False}


def _value(name: str, text: str) -> bool | int | float:
    kinds = get_args(_HINTS[name]) or (_HINTS[name],)
    if bool in kinds:
        if text.lower() not in _WORDS:
            raise Problem("invalid-request", f"{name} must be true or false, not {text!r}")
        return _WORDS[text.lower()]
    # More digits than any number of characters, bytes or parts has, and few to convert.
    if len(text) <= 32:
        try:
            return int(text) if int in kinds else float(text)
        except ValueError:
            pass
    raise Problem("invalid-request", f"{name} must be a number, not {text[:32]!r}")


def _unknown(name: str, others: Collection[str] = ()) -> Problem:
    known = ", ".join((*others, *OPTION_NAMES))
    return Problem("invalid-request", f"{name[:64]!r} is not known; there are {known}")
