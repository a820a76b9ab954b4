"""Article → the element tree that trafilatura hands on: its names, our text.

``body`` holds ``p``, ``head`` (``rend="h2"``), ``list`` (``rend="ul"`` or ``"ol"``) of ``item``,
``quote``, ``code``, ``table`` of ``row`` of ``cell`` (``role="head"``) and ``graphic`` (``src``,
``alt``); inside them stand ``hi`` (``rend="#b"``, ``"#i"``, ``"#sup"``, ``"#sub"``), ``code``,
``del``, ``ref`` (``target``) and ``lb``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement

from bodycopy.article import Article, Block, Image
from bodycopy.compat.trafilatura.inline import Span, address, fill, spans_of, xml_text
from bodycopy.compat.trafilatura.settings import Extractor
from bodycopy.roles import Role

__all__ = ["base_of", "body_tree", "comments_tree"]


def body_tree(article: Article, settings: Extractor) -> Element:
    """The standfirst and the body; with images, where the settings ask for them.

    The record does not say where in the text an image stood: the leading one comes behind the
    standfirst, the others at the end.
    """
    build = _Builder(settings, base_of(article))
    body = Element("body")
    if article.standfirst:
        fill(SubElement(body, "p"), article.standfirst)
    images = article.images if settings.images else ()
    build.images(body, (image for image in images if image.lead))
    build.blocks(body, article.body)
    build.images(body, (image for image in images if not image.lead))
    return body


def comments_tree(article: Article, settings: Extractor) -> Element:
    """The texts of the comments in order, without their authors and times."""
    build = _Builder(settings, base_of(article))
    comments = Element("body")
    for comment in article.comments if settings.comments else ():
        build.blocks(comments, comment.body)
    return comments


def base_of(article: Article) -> str:
    """What the page's links are relative to: its ``<base href>``, else its address."""
    url = article.url or ""
    try:
        return urljoin(url, article.base_url or "")
    except ValueError:  # a base that is no address
        return url


# What a subheading without a rank is, and the names of the others.
_HEADING = {rank: f"h{rank}" for rank in range(1, 7)}
_LEAF = {Role.QUOTE: "quote", Role.PREFORMATTED: "quote", Role.CODE: "code"}
# Whoever walks the tree does so by recursion: lists in lists end somewhere.
_DEEPEST = 16


class _List(NamedTuple):
    """An open list: ``key`` tells it from the next one of the same depth."""

    level: int
    key: int | bool
    element: Element


class _Builder:
    """Appends blocks and images to an element, as the settings want them."""

    def __init__(self, settings: Extractor, base: str) -> None:
        self._settings = settings
        self._base = base

    def blocks(self, parent: Element, blocks: Iterable[Block]) -> None:
        for role, run in groupby(blocks, key=lambda block: block.role):
            if role is Role.LIST_ITEM:
                self._lists(parent, run)
            elif role is Role.TABLE:
                if self._settings.tables:
                    for block in run:
                        self._table(parent, block)
            else:
                for block in run:
                    self._leaf(parent, block)

    def images(self, parent: Element, images: Iterable[Image]) -> None:
        for image in images:
            if image.url and (source := address(image.url, self._base)):
                graphic = SubElement(parent, "graphic", {"src": source})
                if image.caption:
                    graphic.set("alt", xml_text(image.caption))

    def _spans(self, block: Block) -> list[Span]:
        if not block.marks and not block.links:
            return []
        settings = self._settings
        return spans_of(
            block, formatting=settings.formatting, links=settings.links, base=self._base
        )

    def _leaf(self, parent: Element, block: Block) -> None:
        if block.role is Role.SUBHEADING:
            element = SubElement(parent, "head", {"rend": _HEADING.get(block.level, "h2")})
        else:
            element = SubElement(parent, _LEAF.get(block.role, "p"))
        fill(element, block.text, self._spans(block))

    def _lists(self, parent: Element, blocks: Iterable[Block]) -> None:
        open_lists: list[_List] = []
        for block in blocks:
            level = min(max(block.level, 1), _DEEPEST)
            key = block.item.list if block.item else block.ordered
            while open_lists and open_lists[-1].level > level:
                open_lists.pop()
            last = open_lists[-1] if open_lists else None
            if last and last.level == level and last.key != key:
                open_lists.pop()
                last = open_lists[-1] if open_lists else None
            if last is None or last.level < level:
                within = last.element[-1] if last else parent
                kind = {"rend": "ol" if block.ordered else "ul"}
                last = _List(level, key, SubElement(within, "list", kind))
                open_lists.append(last)
            if block.item and block.item.continued and len(last.element):
                item = last.element[-1]
                SubElement(item, "lb")
            else:
                item = SubElement(last.element, "item")
            fill(item, block.text, self._spans(block))

    def _table(self, parent: Element, block: Block) -> None:
        if not block.rows:
            self._leaf(parent, block)
            return
        table = SubElement(parent, "table")
        heads = frozenset(block.header_cells)
        spans = self._spans(block)
        starts = [span.start for span in spans]
        at = 0  # where the cell begins in the text: a tab or a line break parts two
        for number, cells in enumerate(block.rows):
            row = SubElement(table, "row")
            for column, text in enumerate(cells):
                role = {"role": "head"} if (number, column) in heads else {}
                end = at + len(text)
                inside = spans[bisect_left(starts, at) : bisect_left(starts, end)]
                fill(SubElement(row, "cell", role), text, [_moved(s, at, end) for s in inside])
                at = end + 1


def _moved(span: Span, start: int, end: int) -> Span:
    return span._replace(start=span.start - start, end=min(span.end, end) - start)
