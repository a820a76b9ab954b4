"""Document → the lines of YAML in front of a text with metadata."""

from __future__ import annotations

import json

from bodycopy.compat.trafilatura.document import Document

__all__ = ["front_matter"]

_FIELDS = (
    "title author url hostname description sitename date categories tags fingerprint id license"
).split()
# What YAML would not read as a string.
_RESERVED = frozenset("true false yes no on off y n null none ~".split())


def front_matter(document: Document) -> str:
    """The metadata that there are, between two lines of dashes; a line break ends it."""
    lines = [
        # The repr of a list of strings is a list of strings in YAML.
        f"{name}: {_scalar(value) if isinstance(value, str) else value}"
        for name in _FIELDS
        if (value := getattr(document, name))
    ]
    return "\n".join(("---", *lines, "---", ""))


def _scalar(value: str) -> str:
    """The value as YAML reads it back: bare where that is safe, else as JSON writes it.

    >>> print(_scalar("Harbour bridge reopens"), _scalar("Live: the vote"))
    Harbour bridge reopens "Live: the vote"
    """
    safe = (
        value[:1].isalpha()
        and value == value.strip()
        and value.isprintable()
        and not value.endswith(":")
        and ": " not in value
        and " #" not in value
        and value.lower() not in _RESERVED
    )
    return value if safe else json.dumps(value, ensure_ascii=False)
