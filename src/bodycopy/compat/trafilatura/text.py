"""Element tree → text, plain or with the marks of Markdown, in trafilatura's manner.

A block is a line; with formatting, blank lines stand between blocks. List items begin with
``- `` (numbers, with formatting, in ordered lists), rows of tables are ``| a | b |``. Links and
images are written as Markdown writes them wherever the tree has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

__all__ = ["xmltotxt"]

_CONTAINERS = frozenset("body main comments div doc".split())


def xmltotxt(xmloutput: Element | None, include_formatting: bool) -> str:
    """The text of a tree; empty where there is none."""
    if xmloutput is None:
        return ""
    write = _Formatted() if include_formatting else _Plain()
    if xmloutput.tag not in _CONTAINERS:
        return write.block(xmloutput)
    return write.between.join(part for part in _parts(xmloutput, write) if part.strip())


def _parts(container: Element, write: _Plain) -> Iterator[str]:
    yield container.text or ""
    for child in container:
        if child.tag in _CONTAINERS:
            yield from _parts(child, write)
        else:
            yield write.block(child)
        yield child.tail or ""


class _Plain:
    """Blocks as plain text."""

    between = "\n"

    def block(self, element: Element) -> str:
        if element.tag == "list":
            return "\n".join(self._items(element, depth=0))
        if element.tag == "table":
            return "\n".join(self._rows(element))
        if element.tag == "quote" and len(element) and element[0].tag == "p":
            return self.between.join(self.block(child) for child in element)
        if element.tag == "head":
            return self.heading(element)
        if element.tag == "code":
            return self.code("".join(element.itertext()))
        if element.tag == "graphic":
            return self.graphic(element)
        return self.paragraph(self.inline(element))

    def _items(self, element: Element, depth: int) -> Iterator[str]:
        indent = "  " * depth
        for number, item in enumerate(element.iterfind("item"), start=1):
            mark = self.item_mark(element, number)
            text = self.line_start(self.inline(item).strip())
            hanging = "\n" + indent + " " * len(mark)
            yield indent + mark + text.replace("\n", hanging)
            for nested in item.iterfind("list"):
                yield from self._items(nested, depth + 1)

    def _rows(self, element: Element) -> Iterator[str]:
        for number, row in enumerate(element.iterfind("row")):
            cells = row.findall("cell")
            texts = (self.inline(cell).strip().replace("|", r"\|") for cell in cells)
            yield "|" + "".join(f" {' '.join(text.split())} |" for text in texts)
            if not number and any(cell.get("role") == "head" for cell in cells):
                yield "|" + "---|" * len(cells)

    def inline(self, element: Element) -> str:
        """The text of an element, its inline elements written out."""
        parts = [self.words(element.text or "")]
        for child in element:
            if child.tag == "ref":
                parts[-1] = self.before_link(parts[-1])
            if child.tag != "list":
                parts.append(self._inside(child))
            parts.append(self.words(child.tail or ""))
        return "".join(parts)

    def _inside(self, element: Element) -> str:
        if element.tag == "lb":
            return self.between
        if element.tag == "graphic":
            return self.graphic(element)
        if element.tag == "code":
            return self.code("".join(element.itertext()))
        text = self.inline(element)
        if element.tag == "ref" and (target := element.get("target")):
            return _around(self.label(text), "[", f"]({_target(target)})")
        return self.mark(element, text)

    def graphic(self, element: Element) -> str:
        told = f"{element.get('title', '')} {element.get('alt', '')}".strip()
        return f"![{self.label(self.words(told))}]({_target(element.get('src', ''))})"

    # What formatting changes.

    def words(self, text: str) -> str:
        return text

    def before_link(self, text: str) -> str:
        return text

    def label(self, text: str) -> str:
        return _BRACKET.sub(r"\\\g<0>", text)

    def line_start(self, text: str) -> str:
        return text

    def paragraph(self, text: str) -> str:
        return text

    def heading(self, element: Element) -> str:
        return self.inline(element)

    def code(self, text: str) -> str:
        return text

    def mark(self, element: Element, text: str) -> str:
        return text

    def item_mark(self, element: Element, number: int) -> str:
        return "- "


# A link's text must not end its brackets.
_BRACKET = re.compile(r"[\[\]]")
_MARKS = {"#b": "**", "#i": "*"}
_TAGS = {"#sup": "sup", "#sub": "sub", "#u": "u"}
# Letters that mean something to Markdown wherever they stand, and those that do in front.
_SPECIAL = re.compile(r"[\\*_`~\[\]<]|&(?=#?\w+;)")
_LINE = re.compile(r"[^\n]+")
_LINE_START = re.compile(
    r"(?:#{1,6}|[-+])(?=\s|$)|>|-(?=[-\s]*$)|=(?=[=\s]*$)|(?P<number>[0-9]{1,9})[.)](?=\s|$)"
)


class _Formatted(_Plain):
    """Blocks as Markdown."""

    between = "\n\n"

    def words(self, text: str) -> str:
        return _SPECIAL.sub(r"\\\g<0>", text)

    def before_link(self, text: str) -> str:
        return text[:-1] + r"\!" if text.endswith("!") else text  # "![" begins an image

    def label(self, text: str) -> str:
        return text  # its brackets are escaped as all words are

    def line_start(self, text: str) -> str:
        found = _LINE_START.match(text)
        if not found:
            return text
        at = max(found.end("number"), 0)  # digits cannot be escaped, the point behind them is
        return f"{text[:at]}\\{text[at:]}"

    def paragraph(self, text: str) -> str:
        # Breaks are blank lines by now; single line feeds are those of preformatted text.
        return _LINE.sub(lambda line: self.line_start(line[0].strip()), text).strip("\n")

    def heading(self, element: Element) -> str:
        rank = (element.get("rend") or "")[1:2]
        marks = "#" * (int(rank) if rank in frozenset("123456") else 2)
        text = " ".join(self.inline(element).split())
        return f"{marks} {text}" if text else ""

    def code(self, text: str) -> str:
        longest = max(map(len, re.findall("`+", text)), default=0)
        if "\n" in text:
            fence = "`" * max(3, longest + 1)
            return f"{fence}\n{text}\n{fence}"
        fence = "`" * (longest + 1)
        space = " " if text.startswith("`") or text.endswith("`") else ""
        return _around(text, fence + space, space + fence)

    def mark(self, element: Element, text: str) -> str:
        rend = element.get("rend") or ""
        if element.tag == "del":
            return _around(text, "~~", "~~")
        if rend in _MARKS:
            return _around(text, _MARKS[rend], _MARKS[rend])
        if rend in _TAGS:
            return _around(text, f"<{_TAGS[rend]}>", f"</{_TAGS[rend]}>")
        return text

    def item_mark(self, element: Element, number: int) -> str:
        return f"{number}. " if element.get("rend") == "ol" else "- "


def _around(text: str, before: str, behind: str) -> str:
    """The marks around the text, its outer white space outside them; none around nothing."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{before}{core}{behind}{text[start + len(core) :]}"


def _target(url: str) -> str:
    if not any(char in url for char in " <>()"):
        return url
    return "<" + re.sub(r"[\\<>]", r"\\\g<0>", url) + ">"
