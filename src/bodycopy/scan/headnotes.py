"""What the head says, and what facts stand in the body, taken down as the page is scanned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bodycopy.article import Limit
from bodycopy.tape import Head

if TYPE_CHECKING:  # the compiled scan needs the constants of this module, but no parser
    from selectolax.lexbor import LexborNode


@dataclass(slots=True)
class HeadNotes:
    """The head's facts while they are being collected; body elements add to them."""

    max_data_chars: int
    passed: set[Limit]
    title: str = ""
    base: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    jsonld: list[str] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)

    def note_fact(self, node: LexborNode, tag: str) -> None:
        """Take down a ``<meta>`` or ``<link>``."""
        attributes = node.attributes
        if tag == "link":
            rel, href = attributes.get("rel"), attributes.get("href")
            if rel and href:
                self.links.append((rel.lower().strip(), href.strip()))
            return
        content = attributes.get("content")
        if not content:
            return
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name:
                self.meta.append((name.lower().strip(), content.strip()))

    def note_script(self, node: LexborNode) -> None:
        """Take down a script that holds data."""
        attributes = node.attributes
        kind = attributes.get("type")
        if not kind or "json" not in (kind := kind.lower()):
            return
        child = node.first_child
        text = child.text_content if child is not None else None
        if not text:
            return
        if len(text) > self.max_data_chars:
            self.passed.add(Limit.DATA)
            return
        if "ld+json" in kind:
            self.jsonld.append(text)
        else:
            self.data.append((attributes.get("id") or "", text))

    def note_below(self, hidden: LexborNode) -> None:
        """Take down what stands in an element that is not shown: the data in it still hold."""
        for node in hidden.css("script, meta, link"):
            if node.tag == "script":
                self.note_script(node)
            else:
                self.note_fact(node, node.tag or "")

    def read(self, head: LexborNode | None) -> None:
        """Take down what the children of ``<head>`` say."""
        node = head.first_child if head is not None else None
        while node is not None:
            tag = node.tag
            if tag in ("meta", "link"):
                self.note_fact(node, tag)
            elif tag == "script":
                self.note_script(node)
            elif tag == "title" and not self.title:
                child = node.first_child
                self.title = " ".join((child.text_content or "").split()) if child else ""
            elif tag == "base" and not self.base:
                self.base = node.attributes.get("href") or ""
            node = node.next

    def head(self, lang: str) -> Head:
        """What was taken down, as plain data."""
        return Head(
            title=self.title,
            lang=lang,
            base=self.base,
            meta=tuple(self.meta),
            links=tuple(self.links),
            jsonld=tuple(self.jsonld),
            data=tuple(self.data),
        )
