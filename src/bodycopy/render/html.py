"""Article → HTML."""

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

__all__ = ["to_html"]


def to_html(
    article: Article,
    *,
    links: bool = True,
    emphasis: bool = True,
    images: bool = True,
    tables: bool = True,
    comments: bool = False,
    standfirst: bool = True,
    document: bool = False,
) -> str:
    """The article as an ``<article>`` of clean HTML, or with ``document`` as a whole page.

    Kicker, headline (the one ``<h1>``), standfirst, byline and date stand in its ``<header>``,
    the source line and corrections in its ``<footer>``; classes are the names of the fields.
    All text is escaped, and there is nothing that a browser would run: links and images lead
    to ``http``, ``https``, ``mailto`` and ``tel`` addresses, others leave their text; resolved
    against ``article.base_url`` or ``article.url``. Figures stand where their captions stood.
    Characters that HTML cannot hold (controls) become U+FFFD.
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
    content = "\n".join(filter(None, _article(article, page)))
    whole = element("article", f"\n{content}\n", lang=_language(article), dir="auto")
    return _document(article, whole) if document else whole


def _document(article: Article, content: str) -> str:
    title = article.headline or article.site_name or article.url or ""
    head = [
        '<meta charset="utf-8">',
        element("title", text_markup(title.strip() or "…")),  # it may not be empty
    ]
    canonical = absolute_address(article.canonical_url or article.url or "", "")
    if _is_web(canonical):
        head.append(void_element("link", rel="canonical", href=canonical))
    parts = (element("head", lines(head)), element("body", lines([content])))
    return f"<!DOCTYPE html>\n{element('html', lines(parts), lang=_language(article))}"


def _language(article: Article) -> str | None:
    """The language tag, where it is one by its form."""
    tag = article.language or ""
    return tag if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", tag) else None


def _is_web(target: str) -> bool:
    return target.lower().startswith(("http:", "https:"))


# --- header and footer -------------------------------------------------------------------


def _article(article: Article, page: Page) -> Iterator[str]:
    if header := list(_header(article, page)):
        yield element("header", lines(header))
    for part in parts(article, page.show):
        yield _part(part, page)
    if footer := list(_footer(article)):
        yield element("footer", lines(footer))
    if page.show.comments and article.comments:
        found = [_comment(comment, page) for comment in article.comments]
        yield element("section", lines(found), class_="comments")


def _header(article: Article, page: Page) -> Iterator[str]:
    yield from _field("kicker", article.kicker)
    if article.headline and article.headline.strip():
        yield element("h1", text_markup(article.headline))
    if page.show.standfirst:
        yield from _field("standfirst", article.standfirst)
    yield from _field("byline", ", ".join(article.authors))
    yield from _date("date-published", article.date_published)
    yield from _date("date-modified", article.date_modified)


def _footer(article: Article) -> Iterator[str]:
    yield from _field("source-line", article.source_line)
    for correction in article.corrections:
        yield from _field("correction", correction)


def _field(name: str, value: str | None) -> Iterator[str]:
    if value and value.strip():
        yield element("p", text_markup(value), class_=name)


def _date(name: str, date: Timestamp | None) -> Iterator[str]:
    if date and (moment := iso_8601(date.value)):
        shown = date.raw if date.raw.strip() else date.value
        yield element("p", element("time", text_markup(shown), datetime=moment), class_=name)


# --- body --------------------------------------------------------------------------------

_TAGS = {
    MarkKind.STRONG: ("<strong>", "</strong>"),
    MarkKind.EMPHASIS: ("<em>", "</em>"),
    MarkKind.CODE: ("<code>", "</code>"),
    MarkKind.SUPERSCRIPT: ("<sup>", "</sup>"),
    MarkKind.SUBSCRIPT: ("<sub>", "</sub>"),
    MarkKind.DELETED: ("<del>", "</del>"),
}


def _inline(page: Page, block: Block) -> str:
    return _markup(page.inline(block))


def _markup(content: Inline) -> str:
    return inline_markup(content, _TAGS, ('<a href="{}">', "</a>"), "<br>")


def _part(part: Part, page: Page) -> str:
    if isinstance(part, ItemList):
        return _list(part, page)
    if isinstance(part, Quotation):
        return _quotation(part, page)
    if isinstance(part, Figure):
        return _figure(part.image, page)
    return _block(part, page)


def _block(block: Block, page: Page) -> str:
    if is_table(block):
        return _table(block, page)
    content = _inline(page, block)
    if block.role is Role.SUBHEADING:
        # Rank 1 is the headline's.
        return element(f"h{min(max(block.level, 2), 6)}", content)
    if block.role in (Role.CODE, Role.PREFORMATTED):
        if block.role is Role.CODE:
            content = element("code", content)
        # A line break right behind the tag is not part of the text: this one is for the parser.
        return element("pre", f"\n{content}")
    return element("p", content)


def _list(found: ItemList, page: Page) -> str:
    numbers = found.numbers
    expected = [numbers[0], *(number + 1 for number in numbers)]
    items = []
    for counted, number, item in zip(expected, numbers, found.items, strict=False):
        value = str(number) if found.ordered and number != counted else None
        items.append(element("li", _item(item.parts, page), value=value))
    if not found.ordered:
        return element("ul", lines(items))
    start = str(numbers[0]) if numbers[0] != 1 else None
    return element("ol", lines(items), start=start)


def _item(found: Sequence[Block | ItemList], page: Page) -> str:
    return item_markup(found, lambda block: _inline(page, block), lambda part: _part(part, page))


def _quotation(quotation: Quotation, page: Page) -> str:
    citation = quotation.citation or ""
    source = cited_address(citation, page.base)
    said = element(
        "blockquote",
        lines(element("p", _inline(page, block)) for block in quotation.blocks),
        cite=source or None,
    )
    if source or not citation.strip():
        return said
    cited = element("figcaption", text_markup(citation))
    return element("figure", lines([said, cited]), class_="quote")


def _figure(image: Image, page: Page) -> str:
    target = page.address(image.url or "")
    shown = [void_element("img", src=target, alt="")] if _is_web(target) else []
    caption = [text_markup(image.caption)] if image.caption and image.caption.strip() else []
    if image.credit and image.credit.strip():
        caption.append(element("small", text_markup(image.credit), class_="credit"))
    if caption:
        shown.append(element("figcaption", " ".join(caption)))
    return element("figure", lines(shown)) if shown else ""


def _table(block: Block, page: Page) -> str:
    heads = set(block.header_cells)
    rows = page.cells(block)
    width = max(map(len, rows))
    found = []
    for number, row in enumerate(rows):
        if not row:
            continue
        is_head = all((number, column) in heads for column in range(len(row)))
        cells = [
            _cell(_markup(cell), (number, column) in heads, "col" if is_head else "row")
            for column, cell in enumerate(row)
        ]
        cells += ["<td></td>"] * (width - len(row))
        found.append(element("tr", "".join(cells)))
    return element("table", lines(found))


def _cell(content: str, heads: bool, scope: str) -> str:
    return element("th", content, scope=scope) if heads else element("td", content)


def _comment(comment: Comment, page: Page) -> str:
    content = [_part(part, page) for part in body_parts(comment.body, page.show)]
    if line := comment_line(comment):
        content.insert(0, element("header", element("p", text_markup(line))))
    return element("article", lines(content), class_="comment")
