"""What the head of a page declares, for faces whose fields are those declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import webencodings
from selectolax.lexbor import LexborHTMLParser

__all__ = ["PageHead", "read_head"]


@dataclass(frozen=True, slots=True)
class PageHead:
    """Title, ``<meta>`` and ``<link>`` elements in the order of the page.

    ``meta`` holds pairs of name (in lower case) and content, ``links`` pairs of one of a link's
    relations (in lower case) and its address as written.
    """

    title: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def first(self, *names: str) -> str | None:
        """The content of the first of these metas that the page has, the names in order."""
        for wanted in names:
            for name, content in self.meta:
                if name == wanted:
                    return content
        return None

    def link(self, relation: str) -> str | None:
        """The address of the first link of this relation."""
        return next((href for name, href in self.links if name == relation), None)


# What stands behind the head is not parsed a second time. Bytes are searched before they are
# decoded: the encodings of the web but UTF-16 write tags as ASCII does.
_BODY = re.compile(r"</head\b|<body\b", re.IGNORECASE)
_BODY_BYTES = re.compile(rb"</head\b|<body\b", re.IGNORECASE)
# Characters: a page without either tag is searched for declarations this far. The longest
# heads carry their style sheets with them.
_FURTHEST = 1_000_000


def read_head(source: bytes | str, encoding: str = "utf-8") -> PageHead:
    """The declarations of a page; ``encoding`` is the name that its record gives."""
    parser = LexborHTMLParser(_head(source, encoding))
    title = parser.css_first("title")
    return PageHead(
        title=_one_line(title.text()) if title else "",
        meta=tuple(_meta(parser)),
        links=tuple(_links(parser)),
    )


def _head(source: bytes | str, encoding: str) -> str:
    text = source if isinstance(source, str) else _decoded(source, encoding)
    found = _BODY.search(text, 0, _FURTHEST)
    # A lone surrogate of a caller's text cannot be handed to the parser.
    return text[: found.start() if found else _FURTHEST].encode("utf-8", "replace").decode()


def _decoded(data: bytes, encoding: str) -> str:
    if not encoding.startswith("utf-16"):
        found = _BODY_BYTES.search(data, 0, _FURTHEST)
        data = data[: found.start() if found else _FURTHEST]
    text: str = webencodings.decode(data, encoding)[0]
    return text


def _meta(parser: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for element in parser.css("meta[content]"):
        values = element.attributes
        name = values.get("property") or values.get("name") or values.get("itemprop")
        content = _one_line(values.get("content") or "")
        if name and content:
            yield name.strip().lower(), content


def _links(parser: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for element in parser.css("link[rel][href]"):
        href = (element.attributes.get("href") or "").strip()
        for relation in (element.attributes.get("rel") or "").lower().split():
            if href:
                yield relation, href


def _one_line(text: str) -> str:
    return " ".join(text.split())
