"""What a reader sees of an article in each format, read back by a parser of that format."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import html5lib
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")

_MARKUP = {"link", "strong", "em", "s"}


def markdown_texts(markdown: str) -> list[str]:
    """The text of every run of text, in order; an image is seen as its text in brackets."""
    return [text for _, text in markdown_parts(markdown)]


def markdown_parts(markdown: str) -> list[tuple[str, str]]:
    """``(element around the text, text)`` of every run of text, in order."""
    tokens = MARKDOWN.parse(markdown)
    return [
        (tokens[at - 1].tag if at else "", _text_of(token))
        for at, token in enumerate(tokens)
        if token.type in ("inline", "fence", "code_block", "html_block")
    ]


def _text_of(token: Token) -> str:
    """The text a reader sees; raw HTML would be seen as its name."""
    if token.type != "inline":
        return f"{token.type}: {token.content}"
    return "".join(map(_text_of_child, token.children or ()))


def _text_of_child(child: Token) -> str:
    if child.type in ("text", "text_special", "code_inline"):
        return child.content
    if child.type in ("hardbreak", "softbreak"):
        return " "
    if child.type.removesuffix("_open").removesuffix("_close") in _MARKUP:
        return ""
    return f"<{child.type}: {child.content}>"


def html_tree(markup: str) -> etree._Element:
    """The tree of a fragment or page; any error of its syntax is raised."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True)
    if markup.startswith("<!DOCTYPE"):
        return parser.parse(markup).getroot()
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{markup}</body></html>"
    return parser.parse(page).getroot()


def without_namespaces(tree: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every element with its bare name, in order."""
    for element in tree.iter(etree.Element):
        yield etree.QName(element).localname, element


def shown(element: etree._Element, *without: str) -> str:
    """Its text, line ends and white space as single spaces, without the elements so named."""
    return folded("".join(_pieces(element, without)))


def _pieces(element: etree._Element, without: Collection[str]) -> Iterator[str]:
    yield element.text or ""
    for inner in element.iterchildren(etree.Element):
        name = etree.QName(inner).localname
        if name in ("br", "lb"):
            yield " "
        elif name not in without:
            yield from _pieces(inner, without)
        yield inner.tail or ""


def folded(text: str) -> str:
    """White space as single spaces."""
    return " ".join(text.split())


def cleaned(text: str) -> str:
    """The text as formats that hold no control characters show it, folded."""
    text = re.sub("[\x0b\x0c\x1c-\x1f\x85]", " ", text.replace("\r", "\n"))
    return folded(re.sub("[\x00-\x08\x0e-\x1b\x7f-\x9f\ufdd0-\ufdef]", "\ufffd", text))
