"""What is known of a page, under trafilatura's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self
from xml.etree.ElementTree import Element

__all__ = ["Document"]


def _empty_body() -> Element:
    return Element("body")


@dataclass(slots=True, kw_only=True, eq=False)
class Document:
    """Metadata, text and element tree of a page; what it does not give is ``None``.

    ``date`` is ``YYYY-MM-DD``, ``author`` names joined by ``; ``. ``body`` and ``commentsbody``
    are elements of ``xml.etree.ElementTree``. ``license`` is of the form ``CC BY-SA 4.0``,
    ``fingerprint`` a Simhash of title and text in hexadecimal. ``filedate`` is the
    ``max_date`` of the caller: nothing here asks what day it is.
    """

    title: str | None = None
    author: str | None = None
    url: str | None = None
    hostname: str | None = None
    description: str | None = None
    sitename: str | None = None
    date: str | None = None
    categories: list[str] | None = None
    tags: list[str] | None = None
    fingerprint: str | None = None
    id: str | None = None
    license: str | None = None
    body: Element = field(default_factory=_empty_body)
    comments: str | None = None
    commentsbody: Element = field(default_factory=_empty_body)
    raw_text: str | None = None
    text: str | None = None
    language: str | None = None
    image: str | None = None
    pagetype: str | None = None
    filedate: str | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """A document with these fields; a name that is no field is a ``TypeError``."""
        return cls(**data)

    def as_dict(self) -> dict[str, Any]:
        """Name of each field to its value, in the order of the fields."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
