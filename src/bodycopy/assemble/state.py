"""The body out of the state that a page hands to its scripts, for pages that display none.

# Strategy: frameworks write a page's data into scripts, as JSON or as strings inside a call.
# Two forms carry bodies: one long string that is markup from its first character, and a list
# of nodes that call themselves paragraphs. The one with the most prose is the body, if it is
# enough. Plain strings are left alone: on the pages looked at they were reviews and terms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from bodycopy.article import Limit
from bodycopy.facts.loose_json import MAX_CHARS, decode, without_nul
from bodycopy.native import ctext
from bodycopy.scan import scan

__all__ = ["state_paragraphs"]

# Characters: what is shorter is a description or a bio more often than a body.
_LEAST_PROSE = 600
_MAX_STRINGS = 200

_LONG = 400  # characters of a string literal, an escape counted as one
_CONTENT = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_MARKUP = re.compile(
    r"\s*<(?:p|div|h[1-6]|figure|section|article|span|strong|b|em|i)\b[^<>]*>", re.I
)

# Data has its keys in quotes; a brace before anything else opens a block of code.
_OBJECT = re.compile(r'\{\s*+"')
_PARAGRAPH_TYPES = frozenset("p paragraph text_block textblock text paragraphblock body".split())
_TYPE_KEYS = ("type", "_type", "__typename", "nodeType", "tag", "name", "kind")
_TEXT_KEYS = ("text", "value", "html", "content", "children", "contents", "body", "nodes")


def state_paragraphs(
    scripts: Iterable[str], max_chars: int = MAX_CHARS, passed: set[Limit] | None = None
) -> tuple[str, ...]:
    """Paragraphs of the longest body that the scripts carry; none where they carry none.

    Scripts of more than ``max_chars`` are left unread, and ``Limit.DATA`` added to ``passed``.
    """
    passed = set() if passed is None else passed
    best: tuple[str, ...] = ()
    most = _LEAST_PROSE - 1
    for script in scripts:
        if len(script) > max_chars:
            passed.add(Limit.DATA)
            continue
        for paragraphs in (*_bodies_in_strings(script, passed), *_bodies_in_nodes(script, passed)):
            prose = _prose(paragraphs)
            if prose > most:
                best, most = paragraphs, prose
    return best


def _prose(paragraphs: Sequence[str]) -> int:
    return sum(len(text) for text in paragraphs if len(text) > 40)


# --- one long string -------------------------------------------------------------------


def _bodies_in_strings(script: str, passed: set[Limit]) -> Iterator[tuple[str, ...]]:
    for text in _long_strings(script, passed):
        if _MARKUP.match(text):
            yield scan(text).texts


def _long_strings(script: str, passed: set[Limit]) -> Iterator[str]:
    """Long string literals, and those inside of them that hold data of their own."""
    found = 0
    pending = [script]
    while pending:
        source = pending.pop()
        for start, end in _literals(source):
            text = _unescape(source[start:end])
            if text is None:
                continue
            yield text
            found += 1
            if found > _MAX_STRINGS:
                passed.add(Limit.DATA)
                return
            if '"' in text and not _MARKUP.match(text):
                pending.append(text)


def _literals(script: str) -> list[tuple[int, int]]:
    """Where the long string literals in a script begin and end."""
    if ctext is not None:
        spans: list[tuple[int, int]] = ctext.long_strings(script, _LONG)
        return spans
    return list(_find_literals(script))


def _find_literals(script: str) -> Iterator[tuple[int, int]]:
    """The same. What closes one string may open the next: which is which, nobody knows."""
    quote = script.find('"')
    while quote >= 0:
        start, end = _CONTENT.match(script, quote + 1).span()  # type: ignore[union-attr] # always
        if not script.startswith('"', end):
            return
        quote = end
        if end - start >= _LONG and end - start - _escapes(script, start, end) >= _LONG:
            yield start, end
            quote = script.find('"', end + 1)


def _escapes(script: str, start: int, end: int) -> int:
    return len(_ESCAPE.findall(script, start, end))


def _unescape(literal: str) -> str | None:
    """The text of a string literal, or None where it is not one that JSON knows."""
    try:
        text = json.loads(f'"{literal}"', strict=False)
    except ValueError:
        return None
    return text if isinstance(text, str) else None


# --- a list of nodes -------------------------------------------------------------------


def _bodies_in_nodes(script: str, passed: set[Limit]) -> Iterator[tuple[str, ...]]:
    opening, end = _OBJECT.search(script), script.rfind("}")
    if opening is None or opening.start() > end:
        return
    pending = _values(script[opening.start() : end + 1], passed)
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
            paragraphs = [item for item in node if _is_paragraph(item)]
            if len(paragraphs) >= _LEAST_PARAGRAPHS:
                texts = ("".join(_texts(item)) for item in paragraphs)
                yield tuple(folded for text in texts if (folded := " ".join(text.split())))


# A value that a paragraph's key may have, in what need not be valid JSON.
_TYPED = re.compile(rf""":\s*+["']?(?:{"|".join(sorted(_PARAGRAPH_TYPES))})\b""", re.I)
_LEAST_PARAGRAPHS = 3


def _values(text: str, passed: set[Limit]) -> list[Any]:
    """What some JSON holds; broken JSON is mended only where there may be paragraphs in it."""
    text = without_nul(text)
    try:
        return [msgspec.json.decode(text)]
    except RecursionError:
        passed.add(Limit.DATA)
        return []
    except (msgspec.DecodeError, UnicodeError):
        typed = islice(_TYPED.finditer(text), _LEAST_PARAGRAPHS)
        return decode(text, len(text), passed) if sum(1 for _ in typed) == _LEAST_PARAGRAPHS else []


def _is_paragraph(node: object) -> bool:
    if not isinstance(node, dict):
        return False
    names = (node.get(key) for key in _TYPE_KEYS)
    return any(isinstance(name, str) and name.lower() in _PARAGRAPH_TYPES for name in names)


def _texts(node: dict[str, Any]) -> list[str]:
    """The strings below a node that are its text, in order."""
    texts: list[str] = []
    pending: list[Any] = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            texts.append(" ".join(scan(item).texts) if "<" in item else item)
        elif isinstance(item, list):
            pending.extend(reversed(item))
        elif isinstance(item, dict):
            pending.extend(reversed([item[key] for key in _TEXT_KEYS if item.get(key)]))
    return texts
