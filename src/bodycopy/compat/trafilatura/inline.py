"""Ranges over a text → elements inside an element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

from bodycopy.article import Block, Mark, MarkKind

__all__ = ["Span", "address", "fill", "spans_of", "xml_text"]


class Span(NamedTuple):
    """``text[start:end]`` is the element ``tag``, whose one attribute is ``name``."""

    start: int
    end: int
    tag: str
    name: str = ""
    value: str = ""


_BREAK = "lb"
# What is struck out, code and breaks are kept in any case; the rest is formatting.
_ALWAYS: Mapping[MarkKind, tuple[str, ...]] = {
    MarkKind.CODE: ("code",),
    MarkKind.DELETED: ("del", "rend", "overstrike"),
    MarkKind.BREAK: (_BREAK,),
}
_FORMATTING: Mapping[MarkKind, tuple[str, ...]] = {
    MarkKind.STRONG: ("hi", "rend", "#b"),
    MarkKind.EMPHASIS: ("hi", "rend", "#i"),
    MarkKind.SUPERSCRIPT: ("hi", "rend", "#sup"),
    MarkKind.SUBSCRIPT: ("hi", "rend", "#sub"),
}


def spans_of(block: Block, *, formatting: bool, links: bool, base: str) -> list[Span]:
    """The elements inside a block, in order of their start, a longer one before those in it.

    Links are resolved against ``base``; those that a browser would run are left as text.
    """
    kinds = {**_ALWAYS, **_FORMATTING} if formatting else _ALWAYS
    spans = [_marked(mark, kinds[mark.kind]) for mark in block.marks if mark.kind in kinds]
    if links:
        spans += [
            Span(link.start, link.end, "ref", "target", target)
            for link in block.links
            if (target := address(link.href, base))
        ]
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _marked(mark: Mark, element: Sequence[str]) -> Span:
    return Span(mark.start, mark.end, *element)


def address(href: str, base: str) -> str:
    """The absolute address, or nothing where it is none or a browser would run it."""
    try:
        target = urljoin(base, href.strip())
        scheme = urlsplit(target).scheme
    except ValueError:  # "http://[" is no address
        return ""
    return xml_text(target) if scheme in ("", "http", "https", "mailto", "tel") else ""


# XML has no way to write these, not even as references.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def fill(element: Element, text: str, spans: Sequence[Span] = ()) -> None:
    """Append the text to the element, with elements where ``spans`` has them.

    Spans that overlap without one being inside the other are cut where the outer one ends,
    and go on behind it.
    """
    writer = _Writer(element)
    waiting = list(reversed(spans))
    done = 0
    for at in sorted({edge for span in spans for edge in (span.start, span.end)}):
        writer.write(text[done:at])
        done = max(done, at)
        writer.close(at)
        while waiting and waiting[-1].start <= at:
            span = waiting.pop()
            if span.tag == _BREAK:
                writer.put(span)
                done += text[done : done + 1] == " "  # the element stands for it
            elif span.end > at:
                writer.open(span)
    writer.write(text[done:])


class _Writer:
    """Where the next text goes: the elements that are open, the outermost first."""

    def __init__(self, element: Element) -> None:
        self._elements = [element]
        self._spans: list[Span] = []

    def write(self, text: str) -> None:
        if not text:
            return
        parent = self._elements[-1]
        text = xml_text(text)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def put(self, span: Span) -> Element:
        return SubElement(self._elements[-1], span.tag, _attributes(span))

    def open(self, span: Span) -> None:
        self._elements.append(self.put(span))
        self._spans.append(span)

    def close(self, at: int) -> None:
        """Close what ends here, and open again what stood inside that and goes on."""
        first = next((n for n, span in enumerate(self._spans) if span.end <= at), None)
        if first is None:
            return
        inside = self._spans[first:]
        del self._spans[first:], self._elements[first + 1 :]
        self._reopen(span for span in inside if span.end > at)

    def _reopen(self, spans: Iterable[Span]) -> None:
        for span in spans:
            self.open(span)


def _attributes(span: Span) -> dict[str, str]:
    return {span.name: span.value} if span.name else {}
