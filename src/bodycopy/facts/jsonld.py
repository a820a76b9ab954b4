"""JSON-LD of a page: its nodes as one flat list, read when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import unescape
from itertools import chain
from typing import Any, NamedTuple

from bodycopy.article import Limit
from bodycopy.facts.loose_json import MAX_CHARS, MAX_DEPTH, decode

__all__ = ["ARTICLE_TYPES", "JsonLd", "Node", "clean_text", "parse", "types_of"]

Node = Mapping[str, Any]

# schema.org's Article and its subtypes, the better fit for a news page the lower.
ARTICLE_TYPES: Mapping[str, int] = {
    "newsarticle": 0,
    "reportagenewsarticle": 0,
    "analysisnewsarticle": 0,
    "askpublicnewsarticle": 0,
    "backgroundnewsarticle": 0,
    "opinionnewsarticle": 0,
    "reviewnewsarticle": 0,
    "liveblogposting": 0,
    "advertisercontentarticle": 1,
    "article": 1,
    "blogposting": 1,
    "report": 1,
    "satiricalarticle": 1,
    "scholarlyarticle": 1,
    "techarticle": 1,
    "medicalscholarlyarticle": 1,
    "discussionforumposting": 2,
    "socialmediaposting": 2,
}

# The widest page seen had 3,900 brackets; the rest of a longer list is other people's news.
MAX_NODES = 5_000
# Under these the page tells of other works than the article it carries.
_OTHER_WORKS = frozenset(
    """itemListElement hasPart isPartOf liveBlogUpdate comment review reviews citation mentions
    relatedLink isBasedOn about publisher author creator image video""".split()
)
_NESTED = (dict, list)  # a tuple is asked faster than a union, and it is asked of every value
_SIGNS_OF_FIT = ("headline", "datePublished", "articleBody", "author", "image")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


class _Placed(NamedTuple):
    """A node and whether it stands under another work than the page's own."""

    node: Node
    aside: bool


def parse(scripts: tuple[str, ...]) -> tuple[Node, ...]:
    """Every object of the scripts that has a type or an id, outer before inner, in page order.

    Scripts behind ``MAX_CHARS`` characters and nodes behind ``MAX_NODES`` are left unread.
    """
    return tuple(placed.node for placed in _place(scripts, MAX_CHARS, set()))


def _place(scripts: tuple[str, ...], max_chars: int, passed: set[Limit]) -> tuple[_Placed, ...]:
    found: list[_Placed] = []
    left = max_chars
    for script in scripts:
        left -= len(script)
        if left < 0 or len(found) >= MAX_NODES:
            passed.add(Limit.DATA)
            break
        found += _walk(decode(script, max_chars, passed), passed)
    if len(found) > MAX_NODES:
        passed.add(Limit.DATA)
    return tuple(found[:MAX_NODES])


def _walk(values: list[Any], passed: set[Limit]) -> list[_Placed]:
    """The nodes in some values; none where they nest deeper than ``MAX_DEPTH``."""
    found: list[_Placed] = []
    # A stack, not recursion: the depth of the page's JSON is not the depth of our calls.
    stack: list[tuple[Any, bool, int]] = [(values, False, 0)]
    while stack:
        value, aside, depth = stack.pop()
        if depth > MAX_DEPTH:
            passed.add(Limit.DATA)
            return []
        if isinstance(value, list):
            stack += [(v, aside, depth + 1) for v in reversed(value) if isinstance(v, _NESTED)]
            continue
        if "@type" in value or "@id" in value:
            found.append(_Placed(value, aside))
        stack += [
            (item, aside or key in _OTHER_WORKS, depth + 1)
            for key, item in reversed(value.items())
            if isinstance(item, _NESTED)
        ]
    return found


def types_of(node: Node) -> tuple[str, ...]:
    """The types of a node in lower case, without vocabulary: ``schema:Article``, ``article``."""
    kind = node.get("@type")
    if isinstance(kind, str) and kind.isalpha():
        return (kind.lower(),)
    names = kind if isinstance(kind, list) else [kind]
    return tuple(
        re.split(r"[/#:]", name.strip().rstrip("/"))[-1].lower()
        for name in names
        if isinstance(name, str)
    )


def clean_text(value: str) -> str:
    """Text of a JSON string as a reader sees it: entities decoded, white space folded.

    Entities are decoded twice, for templates escape them twice.
    """
    if "&" in value:
        value = unescape(unescape(value))
    if not value.isascii():
        value = _SURROGATE.sub("\ufffd", value)
    return _SPACES.sub(" ", value).strip()


class JsonLd:
    """A lazy view of a page's JSON-LD. Nothing is parsed until a property is read.

    ``passed`` has ``Limit.DATA`` once some of it was too long, too much or too deep to be read.
    """

    def __init__(self, scripts: tuple[str, ...], max_chars: int = MAX_CHARS) -> None:
        self._scripts = scripts
        self._max_chars = max_chars
        self.passed: set[Limit] = set()

    def __bool__(self) -> bool:
        """Whether the page has any JSON-LD script."""
        return bool(self._scripts)

    @cached_property
    def _placed(self) -> tuple[_Placed, ...]:
        return _place(self._scripts, self._max_chars, self.passed)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, outer before inner, in page order."""
        return tuple(placed.node for placed in self._placed)

    @cached_property
    def _types(self) -> tuple[tuple[str, ...], ...]:
        """Types of each node."""
        return tuple(types_of(node) for node in self.nodes)

    @cached_property
    def types(self) -> frozenset[str]:
        """Types of all nodes, in lower case."""
        return frozenset(chain.from_iterable(self._types))

    @cached_property
    def articles(self) -> tuple[Node, ...]:
        """Nodes that are articles, the likeliest to be this page's own first."""
        return tuple(placed.node for placed in self._ranked)

    @cached_property
    def own_articles(self) -> tuple[Node, ...]:
        """``articles`` without those that stand in a list, a liveblog or another work."""
        return tuple(placed.node for placed in self._ranked if not placed.aside)

    @cached_property
    def _ranked(self) -> tuple[_Placed, ...]:
        ranked = []
        for order, ((node, aside), names) in enumerate(zip(self._placed, self._types, strict=True)):
            if len(node) > 2 and not ARTICLE_TYPES.keys().isdisjoint(names):
                rank = min(ARTICLE_TYPES[name] for name in names if name in ARTICLE_TYPES)
                signs = sum(1 for sign in _SIGNS_OF_FIT if node.get(sign))
                ranked.append(((aside, rank, -signs, order), _Placed(node, aside)))
        ranked.sort(key=lambda row: row[0])
        return tuple(placed for _, placed in ranked)

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        """The fullest node of every ``@id``."""
        index: dict[str, Node] = {}
        for node in self.nodes:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > len(index.get(name, ())):
                index[name] = node
        return index

    def of_type(self, *names: str) -> Iterator[Node]:
        """Nodes of any of these types (lower case), in page order."""
        if self.types.isdisjoint(names):
            return iter(())
        pairs = zip(self.nodes, self._types, strict=True)
        wanted = frozenset(names)
        return (node for node, types in pairs if not wanted.isdisjoint(types))

    def resolve(self, value: object) -> Node | None:
        """The node that a property holds or refers to by ``@id``; of a list, the first."""
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, dict)), None)
        if not isinstance(value, dict):
            return None
        name = value.get("@id")
        if len(value) <= 2 and isinstance(name, str):
            return self._by_id.get(name, value)
        return value

    def text(self, node: Node, key: str) -> str | None:
        """The first non-empty string under ``key`` as a reader sees it."""
        raw = self.raw(node, key)
        return (clean_text(raw) or None) if raw else None

    def raw(self, node: Node, key: str) -> str | None:
        """The first non-empty string under ``key``, as written."""
        value = node.get(key)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict):
                item = item.get("@value")
            if isinstance(item, str) and item.strip():
                return item
        return None

    def article_body(self) -> str | None:
        """``articleBody`` of the page's article with its line breaks, entities decoded.

        Some publishers leave mark-up in it, many cut it short.
        """
        for node in self.own_articles:
            raw = self.raw(node, "articleBody")
            if raw:
                body = unescape(unescape(raw)) if "&" in raw else raw
                return _SURROGATE.sub("\ufffd", body).strip()
        return None
