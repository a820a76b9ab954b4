"""Document → trafilatura's XML: ``<doc>`` with the metadata as attributes."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from xml.etree.ElementTree import Element

from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.inline import xml_text
from bodycopy.compat.trafilatura.markup import printed
from bodycopy.compat.trafilatura.text import xmltotxt

__all__ = ["meta_items", "renamed", "to_xml", "validate_tei", "xmltotxt"]

validate_tei = absent(
    "validate_tei", "no schema is carried here; validate with lxml and the schema of the TEI"
)

_ATTRIBUTES = (
    "sitename",
    "title",
    "author",
    "date",
    "url",
    "hostname",
    "description",
    "categories",
    "tags",
    "license",
    "id",
    "fingerprint",
    "language",
)


def to_xml(document: Document) -> str:
    """``<doc>`` with ``<main>`` and ``<comments>``."""
    root = Element("doc", dict(meta_items(document)))
    root.append(renamed(document.body, "main"))
    root.append(renamed(document.commentsbody, "comments"))
    return printed(root)


def meta_items(document: Document) -> Iterator[tuple[str, str]]:
    """Name and value of the metadata that there is, lists joined with semicolons."""
    for name in _ATTRIBUTES:
        if value := getattr(document, name):
            yield name, xml_text(value if isinstance(value, str) else ";".join(value))


def renamed(element: Element, tag: str) -> Element:
    """A copy of the element, under another name and without the attributes that only HTML has."""
    copy = deepcopy(element)
    copy.tag = tag
    return copy
