"""Document → trafilatura's HTML: the tree under the names that browsers know."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.markup import printed
from bodycopy.compat.trafilatura.xml import meta_items, renamed

__all__ = ["to_html"]

_TAGS: Mapping[str, str] = {
    "item": "li",
    "quote": "blockquote",
    "lb": "br",
    "graphic": "img",
    "ref": "a",
    "row": "tr",
}
_HIGHLIGHTS: Mapping[str, str] = {
    "#b": "strong",
    "#i": "i",
    "#sup": "sup",
    "#sub": "sub",
}


def to_html(document: Document, with_metadata: bool = False) -> str:
    """A page of the body alone; with metadata, they are ``<meta name= content=>`` of its head."""
    root = Element("html")
    if with_metadata:
        head = SubElement(root, "head")
        for name, content in meta_items(document):
            SubElement(head, "meta", {"name": name, "content": content})
    body = renamed(document.body, "body")
    for child in body:
        if child.tag == "code":  # a block; within a line it stays what it is
            child.tag = "pre"
    for element in body.iter():
        _rename(element)
    root.append(body)
    return printed(root)


def _rename(element: Element) -> None:
    target, rend, role = (element.get(name, "") for name in ("target", "rend", "role"))
    if element.tag != "graphic":
        element.attrib.clear()
    if element.tag == "list":
        element.tag = "ol" if rend == "ol" else "ul"
    elif element.tag == "head":
        element.tag = rend or "h2"
    elif element.tag == "hi":
        element.tag = _HIGHLIGHTS.get(rend, "i")
    elif element.tag == "cell":
        element.tag = "th" if role == "head" else "td"
    else:
        element.tag = _TAGS.get(element.tag, element.tag)
    if element.tag == "a":
        element.set("href", target)
