"""Article → TEI P5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bodycopy.article import Article, Block, Comment, Image, MarkKind, Timestamp
from bodycopy.render.address import absolute_address, cited_address
from bodycopy.render.inline import Inline
from bodycopy.render.markup import (
    element,
    inline_markup,
    item_markup,
    lines,
    text_markup,
    void_element,
)
from bodycopy.render.page import Page
from bodycopy.render.parts import Figure, ItemList, Part, Quotation, body_parts, is_table, parts
from bodycopy.render.show import Show
from bodycopy.render.text import comment_line
from bodycopy.render.times import iso_8601
from bodycopy.roles import Role

__all__ = ["to_tei"]


def to_tei(
    article: Article,
    *,
    links: bool = True,
    emphasis: bool = True,
    images: bool = True,
    tables: bool = True,
    comments: bool = False,
    standfirst: bool = True,
) -> str:
    """The article as a TEI document: its fields in the header, its body in ``<text>``.

    It is valid by the schema of all TEI modules (``tei_all``). The standfirst is the header's
    ``<abstract>``, section and topics are its keywords, the source's ``<bibl>`` has what was
    printed beside the text. In the text each subheading opens a ``<div>``; what is set apart
    (``<hi>``, ``<code>``, ``<del>``) and where lines end (``<lb/>``) is marked. Characters
    that XML cannot hold become U+FFFD.
    """
    show = Show(
        links=links,
        emphasis=emphasis,
        images=images,
        tables=tables,
        comments=comments,
        standfirst=standfirst,
    )
    page = Page.of(article, show, absolute_address)
    content = lines((_header(article, show), _text(article, page)))
    whole = element("TEI", content, xmlns="http://www.tei-c.org/ns/1.0")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}'


def _field(name: str, value: str | None, **attributes: str) -> Iterator[str]:
    if value and value.strip():
        yield element(name, text_markup(value), **attributes)


# --- header ------------------------------------------------------------------------------


def _header(article: Article, show: Show) -> str:
    description = [
        element("titleStmt", lines(_titles(article))),
        element("publicationStmt", lines(_publication(article))),
        element("sourceDesc", lines([element("bibl", lines(_source(article)))])),
    ]
    parts = [element("fileDesc", lines(description))]
    if profile := list(_profile(article, show)):
        parts.append(element("profileDesc", lines(profile)))
    return element("teiHeader", lines(parts))


def _titles(article: Article) -> Iterator[str]:
    yield element("title", text_markup(article.headline or ""), type="main")
    yield from _field("title", article.kicker, type="kicker")
    for author in article.authors:
        yield from _field("author", author)


def _publication(article: Article) -> Iterator[str]:
    name = article.publisher.name if article.publisher else None
    publisher = list(_field("publisher", name or article.site_name))
    if not publisher:
        yield element("p", "")  # nothing else may stand where nobody publishes
        return
    yield from publisher
    yield from _date(article.date_published)


def _source(article: Article) -> Iterator[str]:
    yield from _field("title", article.headline, level="a")
    yield from _field("title", article.site_name, level="j")
    for author in article.authors:
        yield from _field("author", author)
    for agency in article.agencies:
        yield from _field("orgName", agency, role="agency")
    yield from _date(article.date_published, type_="published")
    yield from _date(article.date_modified, type_="modified")
    if target := absolute_address(article.canonical_url or article.url or "", ""):
        yield void_element("ptr", target=target)
    yield from _field("note", article.source_line, type="source_line")
    for correction in article.corrections:
        yield from _field("note", correction, type="correction")
    if article.access:
        yield element("note", article.access.value, type="access")


def _date(date: Timestamp | None, **attributes: str) -> Iterator[str]:
    if date and (moment := iso_8601(date.value)):
        shown = date.raw if date.raw.strip() else date.value
        yield element("date", text_markup(shown), when=moment, **attributes)


def _profile(article: Article, show: Show) -> Iterator[str]:
    if show.standfirst and article.standfirst and article.standfirst.strip():
        yield element("abstract", element("p", text_markup(article.standfirst)))
    tag = article.language or ""
    if _LANGUAGE.fullmatch(tag):
        yield element("langUsage", element("language", text_markup(tag), ident=tag))
    terms = [*_field("term", article.section, type="section")]
    for topic in article.topics:
        terms.extend(_field("term", topic))
    if terms:
        yield element("textClass", lines([element("keywords", lines(terms))]))


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


# --- text --------------------------------------------------------------------------------


def _text(article: Article, page: Page) -> str:
    found = [element("div", lines(_divisions(article, page)), type="article")]
    content = [element("body", lines(found))]
    if page.show.comments and article.comments:
        comments = [_comment(comment, page) for comment in article.comments]
        content.append(element("back", element("div", lines(comments), type="comments")))
    tag = article.language or ""
    return element("text", lines(content), xml_lang=tag if _LANGUAGE.fullmatch(tag) else None)


def _divisions(article: Article, page: Page) -> Iterator[str]:
    """What stands in front of the first subheading, and a division for each of these."""
    yield from _field("head", article.headline)
    if article.dateline and article.dateline.text.strip():
        yield element("opener", element("dateline", text_markup(article.dateline.text)))
    division: list[str] | None = None
    empty = True
    for part in parts(article, page.show):
        if isinstance(part, Block) and part.role is Role.SUBHEADING:
            if division is not None:
                yield _section(division)
            division = [element("head", _inline(page, part))]
        elif division is None:
            yield _part(part, page)
        else:
            division.append(_part(part, page))
        empty = False
    if division is not None:
        yield _section(division)
    elif empty:
        yield element("p", "")  # a division holds more than a head


def _section(content: Sequence[str]) -> str:
    return element("div", lines(content), type="section")


_TAGS = {
    MarkKind.STRONG: ('<hi rend="bold">', "</hi>"),
    MarkKind.EMPHASIS: ('<hi rend="italic">', "</hi>"),
    MarkKind.CODE: ("<code>", "</code>"),
    MarkKind.SUPERSCRIPT: ('<hi rend="superscript">', "</hi>"),
    MarkKind.SUBSCRIPT: ('<hi rend="subscript">', "</hi>"),
    MarkKind.DELETED: ('<del rend="strikethrough">', "</del>"),
}


def _inline(page: Page, block: Block) -> str:
    return _markup(page.inline(block))


def _markup(content: Inline) -> str:
    return inline_markup(content, _TAGS, ('<ref target="{}">', "</ref>"), "<lb/>")


def _part(part: Part, page: Page) -> str:
    if isinstance(part, ItemList):
        return _list(part, page)
    if isinstance(part, Quotation):
        return _quotation(part, page)
    if isinstance(part, Figure):
        return _figure(part.image, page)
    if is_table(part):
        return _table(part, page)
    if part.role in (Role.CODE, Role.PREFORMATTED):
        return element("ab", _inline(page, part), type=part.role.value, xml_space="preserve")
    if part.role is Role.SUBHEADING:  # of a comment, which has no divisions
        return element("p", _inline(page, part), rend="subheading")
    return element("p", _inline(page, part))


def _list(found: ItemList, page: Page) -> str:
    items = []
    for item in found.items:
        number = str(item.number) if item.number is not None else None
        items.append(element("item", _item(item.parts, page), n=number))
    return element("list", lines(items), rend="numbered" if found.ordered else "bulleted")


def _item(found: Sequence[Block | ItemList], page: Page) -> str:
    return item_markup(found, lambda block: _inline(page, block), lambda part: _part(part, page))


def _quotation(quotation: Quotation, page: Page) -> str:
    said = lines(element("p", _inline(page, block)) for block in quotation.blocks)
    citation = quotation.citation or ""
    if source := cited_address(citation, page.base):
        return element("quote", said, source=source)
    if not citation.strip():
        return element("quote", said)
    return element("cit", lines([element("quote", said), *_field("bibl", citation)]))


def _figure(image: Image, page: Page) -> str:
    target = page.address(image.url or "")
    content = [void_element("graphic", url=target)] if target else []
    content.extend(_field("head", image.caption))
    content.extend(_field("note", image.credit, type="credit"))
    return element("figure", lines(content)) if content else ""


def _table(block: Block, page: Page) -> str:
    heads = set(block.header_cells)
    found = []
    for number, row in enumerate(page.cells(block)):
        cells = [
            element("cell", _markup(cell), role="label" if (number, column) in heads else None)
            for column, cell in enumerate(row)
        ]
        if cells:
            found.append(element("row", "".join(cells)))
    return element("table", lines(found))


def _comment(comment: Comment, page: Page) -> str:
    content = list(_field("head", comment_line(comment)))
    content += [_part(part, page) for part in body_parts(comment.body, page.show)]
    if len(content) < 2:
        content.append(element("p", ""))
    return element("div", lines(content), type="comment")
