"""Comments and answers that a page lists in its JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bodycopy.article import Block, Comment
from bodycopy.facts.dates.machine import read_machine
from bodycopy.facts.jsonld import JsonLd, Node, clean_text, types_of
from bodycopy.roles import Role

__all__ = ["declared_comments"]

_TYPES = frozenset(("comment", "usercomments", "discussionforumposting", "answer"))
_REPLIES = ("comment", "acceptedAnswer", "suggestedAnswer")
_MAX_COMMENTS = 2_000
_MAX_DEPTH = 50
# A page of the publisher's own questions and answers is no discussion.
_NOT_WRITTEN = "faqpage"


def declared_comments(jsonld: JsonLd, first: int) -> tuple[Comment, ...]:
    """Comments, replies behind what they answer; their blocks are numbered from ``first``."""
    types = jsonld.types
    if _NOT_WRITTEN in types or (_TYPES.isdisjoint(types) and "qapage" not in types):
        return ()
    found: list[Comment] = []
    for node, depth in _walk(jsonld):
        text = jsonld.raw(node, "text") or jsonld.raw(node, "articleBody")
        body = tuple(_blocks(text, first)) if text else ()
        if body:
            first = body[-1].index + 1
            found.append(_comment(jsonld, node, depth, body))
        if len(found) >= _MAX_COMMENTS:
            break
    return tuple(found)


def _walk(jsonld: JsonLd) -> Iterator[tuple[Node, int]]:
    """Nodes that somebody wrote, each once, with how deep it stands under others."""
    seen: set[int] = set()
    questions = ("question",) if "qapage" in jsonld.types else ()
    for root in jsonld.nodes:
        stack: list[tuple[Node, int]] = [(root, 0)]
        if _TYPES.isdisjoint(types_of(root)) and not set(questions) & set(types_of(root)):
            continue
        while stack:
            node, depth = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node, depth
            if depth < _MAX_DEPTH:
                stack += [(reply, depth + 1) for reply in reversed(list(_replies(node)))]


def _replies(node: Node) -> Iterator[Node]:
    for key in _REPLIES:
        value = node.get(key)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict):
                yield item


def _comment(jsonld: JsonLd, node: Node, depth: int, body: tuple[Block, ...]) -> Comment:
    raw = jsonld.raw(node, "datePublished") or jsonld.raw(node, "dateCreated")
    moment = read_machine(raw) if raw else None
    writer = jsonld.resolve(node.get("author") or node.get("creator"))
    name = jsonld.text(writer, "name") if writer else jsonld.text(node, "author")
    return Comment(
        author=name, date_published=str(moment) if moment else None, depth=depth, body=body
    )


# Mark-up that some leave in the text.
_BREAKS = re.compile(r"(?<!\s)\s*\n\s*|<(?:br|/?p|/?div|/?li)\b[^<>]{0,200}>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


def _blocks(text: str, first: int) -> Iterator[Block]:
    if "&lt;" in text:
        text = clean_text(text.replace("\n", "<br>"))
    for part in _BREAKS.split(text):
        line = clean_text(_TAG.sub("", part))
        if line:
            yield Block(role=Role.PARAGRAPH, text=line, index=first, score=1.0)
            first += 1
