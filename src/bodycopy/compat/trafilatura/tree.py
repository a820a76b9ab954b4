"""Article → the element tree that trafilatura hands on: its names, our text.

``body`` holds ``p``, ``head`` (``rend="h2"``), ``list`` (``rend="ul"`` or ``"ol"``) of ``item``,
``quote``, ``code``, ``table`` of ``row`` of ``cell`` (``role="head"``) and ``graphic`` (``src``,
``alt``); inside them stand ``hi`` (``rend="#b"``, ``"#i"``, ``"#sup"``, ``"#sub"``), ``code``,
``del``, ``ref`` (``target``) and ``lb``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from xml.etree.ElementTree import Element, SubElement

from bodycopy.article import Article, Block, Image
from bodycopy.compat.trafilatura.inline import append, append_text, xml_text
from bodycopy.compat.trafilatura.settings import Extractor
from bodycopy.render.address import address, base_of
from bodycopy.render.inline import inline, table_cells
from bodycopy.render.parts import Figure, ItemList, Part, Quotation, body_parts, parts
from bodycopy.render.show import Show
from bodycopy.roles import Role

__all__ = ["body_tree", "comments_tree"]


def body_tree(article: Article, settings: Extractor) -> Element:
    """The standfirst and the body, with what the settings ask for."""
    build = _Builder(article, settings)
    body = Element("body")
    if article.standfirst:
        append_text(SubElement(body, "p"), article.standfirst)
    build.add(body, parts(article, build.show))
    return body


def comments_tree(article: Article, settings: Extractor) -> Element:
    """The texts of the comments in order, without their authors and times."""
    build = _Builder(article, settings)
    comments = Element("body")
    for comment in article.comments if settings.comments else ():
        build.add(comments, body_parts(comment.body, build.show))
    return comments


_LEAVES = {Role.QUOTE: "quote", Role.PREFORMATTED: "quote", Role.CODE: "code"}


class _Builder:
    """Appends the parts of an article to elements, as the settings want them."""

    def __init__(self, article: Article, settings: Extractor) -> None:
        self.show = Show(links=settings.links, images=settings.images, tables=settings.tables)
        self._formatting = settings.formatting
        self._address = partial(address, base=base_of(article))

    def add(self, parent: Element, found: Iterable[Part]) -> None:
        for part in found:
            if isinstance(part, ItemList):
                self._list(parent, part)
            elif isinstance(part, Quotation):
                for block in part.blocks:
                    self._leaf(parent, block, "quote")
            elif isinstance(part, Figure):
                self._graphic(parent, part.image)
            elif part.role is Role.TABLE and part.rows:
                self._table(parent, part)
            elif part.role is Role.SUBHEADING:
                self._leaf(parent, part, "head").set("rend", f"h{part.level or 2}")
            else:
                self._leaf(parent, part, _LEAVES.get(part.role, "p"))

    def _leaf(self, parent: Element, block: Block, tag: str) -> Element:
        element = SubElement(parent, tag)
        self._text(element, block)
        return element

    def _text(self, element: Element, block: Block) -> None:
        content = inline(block, self.show, self._address)
        append(element, content, formatting=self._formatting)

    def _list(self, parent: Element, found: ItemList) -> None:
        element = SubElement(parent, "list", {"rend": "ol" if found.ordered else "ul"})
        for entry in found.items:
            item = SubElement(element, "item")
            for part in entry.parts:
                if isinstance(part, ItemList):
                    self._list(item, part)
                else:
                    if item.text:
                        SubElement(item, "lb")
                    self._text(item, part)

    def _graphic(self, parent: Element, image: Image) -> None:
        source = self._address(image.url or "")
        if source:
            graphic = SubElement(parent, "graphic", {"src": xml_text(source)})
            if image.caption:
                graphic.set("alt", xml_text(image.caption))

    def _table(self, parent: Element, block: Block) -> None:
        table = SubElement(parent, "table")
        heads = frozenset(block.header_cells)
        for number, cells in enumerate(table_cells(block, self.show, self._address)):
            row = SubElement(table, "row")
            for column, content in enumerate(cells):
                role = {"role": "head"} if (number, column) in heads else {}
                append(SubElement(row, "cell", role), content, formatting=self._formatting)
