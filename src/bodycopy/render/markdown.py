"""Article → Markdown (CommonMark, and GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bodycopy.article import Article, Block, Comment
from bodycopy.render.address import address
from bodycopy.render.inline import Inline
from bodycopy.render.markdown_inline import escaped, line_of, lines_of
from bodycopy.render.page import Page
from bodycopy.render.parts import Figure, ItemList, Part, Quotation, body_parts, is_table, parts
from bodycopy.render.show import Show
from bodycopy.render.text import comment_line
from bodycopy.roles import Role

__all__ = ["to_markdown"]


def to_markdown(
    article: Article,
    *,
    links: bool = True,
    emphasis: bool = False,
    images: bool = False,
    tables: bool = True,
    comments: bool = False,
    standfirst: bool = True,
) -> str:
    """Headline, standfirst and body as Markdown, without a final line break.

    The headline is the one ``#`` heading, the standfirst a bold paragraph. A parser of
    CommonMark gives the text of every block back as it was. Links are resolved against
    ``article.base_url`` or ``article.url`` where known; those that a browser would run
    (``javascript:``) are left as text. Lines end where the page's do.

    ``emphasis`` sets strong, emphasised and deleted words and code (raised and lowered letters
    have no Markdown); a mark that no parser would read where it stands is left out. ``images``
    shows those with an address, the caption as their text and the credit as their title, where
    the caption stood. ``comments`` puts those under the article behind a rule, as quotations.
    """
    show = Show(
        links=links,
        emphasis=emphasis,
        images=images,
        tables=tables,
        comments=comments,
        standfirst=standfirst,
    )
    return "\n\n".join(_pieces(article, show))


def _lines(page: Page, block: Block) -> list[str]:
    return lines_of(page.inline(block))


def _pieces(article: Article, show: Show) -> Iterator[str]:
    page = Page.of(article, show, address)
    if headline := escaped(article.headline or "").strip():
        yield f"# {_heading_text(headline)}"
    if show.standfirst and (standfirst := escaped(article.standfirst or "").strip()):
        yield f"**{standfirst}**"
    yield from _body(parts(article, show), page)
    if show.comments:
        yield from _comments(article.comments, page)


def _body(found: Iterable[Part], page: Page) -> Iterator[str]:
    last: Part | None = None
    other = False
    for part in found:
        # Two lists side by side are told apart by their marks.
        other = not other if _are_alike(last, part) else False
        if lines := _part(part, page, other=other):
            yield "\n".join(lines)
            last = part


def _are_alike(last: object, part: object) -> bool:
    if not isinstance(last, ItemList) or not isinstance(part, ItemList):
        return False
    return last.ordered is part.ordered


def _part(part: Part, page: Page, *, other: bool = False) -> list[str]:
    if isinstance(part, ItemList):
        return _list(part, page, other=other)
    if isinstance(part, Quotation):
        return _quotation(part, page)
    if isinstance(part, Figure):
        return _figure(part, page)
    if is_table(part):
        return _table(part, page)
    if part.role in (Role.CODE, Role.PREFORMATTED):
        return _fence(part.text)
    if part.role is Role.SUBHEADING:
        return _subheading(part, page)
    return _lines(page, part)


def _subheading(block: Block, page: Page) -> list[str]:
    text = _heading_text(line_of(page.inline(block)))
    # Rank 1 is the headline's.
    rank = min(max(block.level, 2), 6)
    return [f"{'#' * rank} {text}"] if text else []


def _heading_text(text: str) -> str:
    # A run of "#" at the end of a heading would be read as its closing mark.
    words = text.rstrip("#")
    return words + r"\#" * (len(text) - len(words))


def _list(found: ItemList, page: Page, *, other: bool = False) -> list[str]:
    lines: list[str] = []
    for number, item in zip(found.numbers, found.items, strict=True):
        mark = _mark(number, other=other) if found.ordered else "-*"[other] + " "
        body = _item(item.parts, page)
        lines += [f"{mark if at == 0 else ' ' * len(mark)}{line}" for at, line in enumerate(body)]
    return [line.rstrip() for line in lines]


def _mark(number: int, *, other: bool) -> str:
    # Markdown counts up to nine digits, and from 0.
    return f"{min(max(number, 0), 999_999_999)}{'.)'[other]} "


def _item(found: Iterable[Block | ItemList], page: Page) -> list[str]:
    """The lines of an item; a paragraph that goes on, and most lists, stand below a blank one."""
    lines: list[str] = []
    last: Block | ItemList | None = None
    other = False
    for part in found:
        other = not other if _are_alike(last, part) else False
        added = _part(part, page, other=other)
        if lines and added and (isinstance(last, ItemList) or not _follows(part)):
            lines.append("")
        lines += added
        last = part if added else last
    return lines


def _follows(part: Block | ItemList) -> bool:
    """Whether the part may stand right below a line of text without being read as more of it."""
    if not isinstance(part, ItemList):
        return False
    return not part.ordered or part.numbers[0] == 1


def _quotation(quotation: Quotation, page: Page) -> list[str]:
    paragraphs = [_lines(page, block) for block in quotation.blocks]
    if quotation.citation:
        paragraphs.append(lines_of(Inline(f"— {quotation.citation}")))
    return _quoted(paragraphs)


def _quoted(paragraphs: Iterable[Sequence[str]]) -> list[str]:
    lines: list[str] = []
    for paragraph in filter(None, paragraphs):
        lines += [">"] if lines else []
        lines += [f"> {line}".rstrip() for line in paragraph]
    return lines


def _figure(figure: Figure, page: Page) -> list[str]:
    image = figure.image
    target = page.address(image.url or "")
    if not target:
        return []
    title = escaped(image.credit or "").strip().replace('"', r"\"")
    text = escaped(image.caption or "").strip()
    return [f'![{text}]({target} "{title}")' if title else f"![{text}]({target})"]


def _table(table: Block, page: Page) -> list[str]:
    rows = [[line_of(cell) for cell in row] for row in page.cells(table)]
    filled = [row for row in rows if any(row)]
    if not filled:
        return []
    # GitHub's tables cannot do without a header: the first row is it, unless others head others.
    if table.header_cells and not _begins_with_heads(table):
        filled.insert(0, [])
    width = max(map(len, filled))
    lines = [_table_row([*row, *[""] * (width - len(row))]) for row in filled]
    lines.insert(1, "|" + " --- |" * width)
    return lines


def _begins_with_heads(table: Block) -> bool:
    """Whether all cells of the first row head a column."""
    heads = set(table.header_cells)
    return all((0, column) in heads for column in range(len(table.rows[0])))


def _table_row(cells: Iterable[str]) -> str:
    escaped_cells = (cell.replace("|", r"\|") for cell in cells)
    return "|" + "".join(f" {cell} |" for cell in escaped_cells)


def _fence(text: str) -> list[str]:
    text = text.strip("\n")
    if not text.strip():
        return []
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, text, fence]


def _comments(comments: Iterable[Comment], page: Page) -> Iterator[str]:
    for count, comment in enumerate(comments):
        if count == 0:
            yield "---"
        paragraphs = [_part(part, page) for part in body_parts(comment.body, page.show)]
        if line := escaped(comment_line(comment)).strip():
            paragraphs.insert(0, [f"**{line}**"])
        lines = _quoted(paragraphs)
        for _ in range(min(comment.depth, _DEEPEST)):
            lines = [f"> {line}" for line in lines]
        if lines:
            yield "\n".join(lines)


_DEEPEST = 5  # replies deeper than that stand beside each other; parsers stop at some twenty
