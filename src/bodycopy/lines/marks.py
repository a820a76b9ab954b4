"""Marks of Markdown and wikis inside a line: links, images, emphasis, escapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from bodycopy.scan.marking import Marking
from bodycopy.tape import Style, TapeLink, TapeMark

__all__ = ["Inline", "read_inline"]

T = TypeVar("T")


@dataclass(slots=True)
class Inline:
    """A line without its marks."""

    text: str = ""
    strong: int = 0
    """Characters that are set bold."""
    links: tuple[TapeLink, ...] = ()
    marks: tuple[TapeMark, ...] = ()
    images: list[Mapping[str, str]] = field(default_factory=list)
    """``src`` and ``alt`` of each image."""


# Every repeat is bounded: a bracket without its partner costs no more than that.
_TARGET = r"\(\s?<?(?P<{}>[^()\s<>]{{0,2000}})>?(?:\s(?:\"[^\"]{{0,300}}\"|'[^']{{0,300}}'))?\s?\)"
_IMAGE = re.compile(rf"!\[(?P<alt>(?:\\.|[^\[\]\\]){{0,500}})\]{_TARGET.format('src')}")
_MARK = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|>~<&])"
    rf"|\[(?P<label>(?:\\.|[^\[\]\\]){{0,500}})\]{_TARGET.format('href')}"
    r"|\[\[(?:[^\[\]|]{0,200}\|)?(?P<page>[^\[\]|]{1,200})\]\]"
    r"|(?P<run>\*\*|__|''')(?=\S)(?P<bold>[^*_\n]{1,1000}?)(?<=\S)(?P=run)"
    r"|(?<!\w)(?P<mark>[*_`])(?=\S)(?P<plain>[^*_`\n]{1,300})(?<=\S)(?P=mark)(?!\w)"
)


# What every mark has: most lines have none.
_SIGN = re.compile(r"[\\\[*_`]|'{3}")


def read_inline(text: str) -> Inline:
    r"""The line as a reader sees it, with what its marks said.

    >>> read_inline(r"He **won** [again](/a), 2 \* 3").text
    'He won again, 2 * 3'
    """
    if _SIGN.search(text) is None:
        return Inline(text.strip())
    found = Inline()
    if "![" in text:
        text = _IMAGE.sub(lambda image: _keep(image, found), text)
    parts: list[str] = []
    links: list[TapeLink] = []
    marking = Marking()
    chars = done = 0
    for mark in _MARK.finditer(text):
        before = text[done : mark.start()]
        shown = _shown(mark)
        parts += (before, shown)
        if before:
            marking.add_words(chars, chars + len(before), 0)
        chars += len(before)
        if mark["href"] is not None and shown:
            links.append((chars, chars + len(shown), mark["href"]))
        if mark["bold"]:
            found.strong += len(shown)
        if shown:
            marking.add_words(chars, chars + len(shown), _style(mark))
        chars += len(shown)
        done = mark.end()
    parts.append(text[done:])
    joined = "".join(parts)
    found.text = joined.strip()
    cut = len(joined) - len(joined.lstrip())
    size = len(found.text)
    found.links = tuple(_moved(links, cut, size))
    found.marks = tuple(_moved(marking.marks(), cut, size))
    return found


def _moved(
    ranges: Iterable[tuple[int, int, T]], by: int, size: int
) -> Iterator[tuple[int, int, T]]:
    """Ranges over a text whose ends were stripped."""
    for start, end, what in ranges:
        start, end = max(start - by, 0), min(end - by, size)
        if start < end:
            yield start, end, what


def _style(mark: re.Match[str]) -> int:
    if mark["bold"]:
        return int(Style.STRONG)
    if mark["plain"]:
        return int(Style.CODE if mark["mark"] == "`" else Style.EMPHASIS)
    return 0


def _keep(image: re.Match[str], found: Inline) -> str:
    found.images.append({"src": image["src"], "alt": image["alt"]})
    return ""


def _shown(mark: re.Match[str]) -> str:
    for name in ("escaped", "bold", "plain"):
        if mark[name]:
            return mark[name]
    label = mark["label"] if mark["label"] is not None else mark["page"]
    # A label may be set bold or in italics; brackets inside one are escaped.
    return _MARK.sub(_shown, label) if label else ""
