"""The text of a block with its links and marks → elements inside an element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from bodycopy.article import MarkKind
from bodycopy.render.inline import Event, Inline, Span, tokens

__all__ = ["append", "append_text", "xml_text"]

_RENDITIONS: Mapping[MarkKind, str] = {
    MarkKind.STRONG: "#b",
    MarkKind.EMPHASIS: "#i",
    MarkKind.SUPERSCRIPT: "#sup",
    MarkKind.SUBSCRIPT: "#sub",
}
"""What counts as formatting. Code, deletions, links and breaks are elements in any case."""

# XML has no way to write these, not even as references.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def append(element: Element, content: Inline, *, formatting: bool) -> None:
    """Put the text behind what the element holds, with elements where its spans are."""
    spans = content.spans
    if not formatting:
        spans = tuple(span for span in spans if span.kind not in _RENDITIONS)
    opened = [element]
    for token in tokens(Inline(content.text, spans)):
        if token.event is Event.TEXT:
            append_text(opened[-1], token.text)
        elif token.event is Event.OPEN:
            opened.append(_opened(opened[-1], token.span))
        elif token.event is Event.CLOSE:
            opened.pop()
        else:
            SubElement(opened[-1], "lb")


def append_text(element: Element, text: str) -> None:
    """Put the text behind what the element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + xml_text(text)
    else:
        element.text = (element.text or "") + xml_text(text)


def _opened(parent: Element, span: Span) -> Element:
    if span.kind is None:
        return SubElement(parent, "ref", {"target": xml_text(span.href)})
    if span.kind is MarkKind.CODE:
        return SubElement(parent, "code")
    if span.kind is MarkKind.DELETED:
        return SubElement(parent, "del", {"rend": "overstrike"})
    return SubElement(parent, "hi", {"rend": _RENDITIONS[span.kind]})
