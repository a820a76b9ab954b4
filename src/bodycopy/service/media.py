"""Media types: what a body is, what the caller would like to have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bodycopy.render.formats import FORMATS
from bodycopy.service.problem import Problem

__all__ = ["MEDIA_TYPES", "content_type_of", "essence", "format_for"]

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json",
    "markdown": "text/markdown",
    "text": "text/plain",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "tei": "application/tei+xml",
    "csv": "text/csv",
    "ninjs": "application/vnd.iptc.ninjs+json",
}
"""The type of every format; ``*/*`` and ``text/*`` get the first that fits."""


def content_type_of(format_name: str) -> str:
    """The header of an answer in that format."""
    kind = MEDIA_TYPES[format_name]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def essence(content_type: str | None) -> str:
    """The type without its parameters, in lower case.

    >>> essence("Text/HTML; charset=utf-8")
    'text/html'
    """
    return (content_type or "").partition(";")[0].strip().lower()


class _Range(NamedTuple):
    kind: str
    quality: float

    def takes(self, kind: str) -> bool:
        """Whether a type is in the range."""
        if self.kind == "*/*":
            return True
        if self.kind.endswith("/*"):
            return kind.startswith(self.kind[:-1])
        return self.kind == kind

    @property
    def precision(self) -> int:
        """What is said of a type counts before what is said of all."""
        return 2 - self.kind.count("*")


# As many as any client sends, and few enough that a header of them costs nothing.
_MOST_RANGES = 32


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in accept.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";", 8))
        if kind:
            found.append(_Range(kind, _quality(parameters)))
    return found


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 1.0
    return 1.0


def format_for(accept: str | None, asked: str | None) -> str:
    """The format that the caller would like best; ``asked`` (by name) comes before ``accept``.

    Raises a ``Problem`` where there is none that he takes.

    >>> format_for("text/html;q=0.5, text/markdown", None), format_for("*/*", None)
    ('markdown', 'json')
    """
    if asked is not None:
        if asked not in FORMATS:
            raise Problem("invalid-request", f"format is {asked!r}; there are {', '.join(FORMATS)}")
        return asked
    if not accept or accept == "*/*":
        return "json"
    ranges = _ranges(accept)
    best = max(MEDIA_TYPES, key=lambda name: _liking(MEDIA_TYPES[name], ranges))
    if ranges and not _liking(MEDIA_TYPES[best], ranges):
        raise Problem("not-acceptable", f"there are {', '.join(MEDIA_TYPES.values())}")
    return best


def _liking(kind: str, ranges: list[_Range]) -> float:
    fitting = [one for one in ranges if one.takes(kind)]
    return max(fitting, key=lambda one: one.precision).quality if fitting else 0.0
