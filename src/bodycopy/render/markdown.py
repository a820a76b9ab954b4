"""Article → Markdown (CommonMark, and GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from bodycopy.article import Article, Block
from bodycopy.roles import Role

__all__ = ["to_markdown"]


def to_markdown(article: Article) -> str:
    """Headline, standfirst and body as Markdown, without a final line break.

    The headline is the one ``#`` heading, the standfirst a bold paragraph. A parser of
    CommonMark gives the text of every block back as it was. Links are resolved against
    ``article.base_url`` or ``article.url`` where known; those that a browser would run
    (``javascript:``) are left as text.
    """
    parts: list[str] = []
    if headline := _inline(article.headline or ""):
        parts.append(f"# {_heading_text(headline)}")
    if standfirst := _inline(article.standfirst or ""):
        parts.append(f"**{standfirst}**")
    parts.extend(_body(article.body, _base(article)))
    return "\n\n".join(parts)


def _base(article: Article) -> str:
    """What the page's links are relative to: its ``<base href>``, else its address."""
    url = article.url or ""
    try:
        return urljoin(url, article.base_url or "")
    except ValueError:  # a base that is no address, such as ``http://[``
        return url


def _body(blocks: Iterable[Block], base: str) -> Iterator[str]:
    # Neighbours of one kind are one list or one quotation; other blocks stand alone.
    for role, group in groupby(blocks, key=lambda block: block.role):
        if role is Role.LIST_ITEM:
            if part := _list(group, base):
                yield part
        elif role is Role.QUOTE:
            lines = [_paragraph(block, base) for block in group]
            if quoted := "\n>\n".join(f"> {line}" for line in lines if line):
                yield quoted
        else:
            yield from filter(None, (_block(block, base) for block in group))


def _block(block: Block, base: str) -> str:
    if block.role is Role.TABLE and block.rows:
        return _table(block.rows)
    if block.role in (Role.CODE, Role.PREFORMATTED):
        return _fence(block.text)
    if block.role is Role.SUBHEADING:
        return _subheading(block, base)
    return _paragraph(block, base)


def _paragraph(block: Block, base: str) -> str:
    return _line_start(_linked(block, base))


def _subheading(block: Block, base: str) -> str:
    text = _heading_text(_linked(block, base))
    # Rank 1 is the headline's.
    rank = min(max(block.level, 2), 6)
    return f"{'#' * rank} {text}" if text else ""


def _heading_text(text: str) -> str:
    # A run of "#" at the end of a heading would be read as its closing mark.
    return re.sub(r"#(?=#*$)", r"\\#", text)


class _Item(NamedTuple):
    """An open list: what the next item has to know of the one before it."""

    level: int
    ordered: bool
    number: int
    indent: int
    """Column at which the items' marks stand."""

    @property
    def mark(self) -> str:
        return f"{self.number}. " if self.ordered else "- "


def _list(blocks: Iterable[Block], base: str) -> str:
    lines: list[str] = []
    open_items: list[_Item] = []
    for block in blocks:
        if text := _paragraph(block, base):
            item = _next_item(open_items, block)
            lines.append(f"{' ' * item.indent}{item.mark}{text}")
    return "\n".join(lines)


def _next_item(open_items: list[_Item], block: Block) -> _Item:
    """The item that ``block`` is, put on top of ``open_items``; deeper ones are closed."""
    level = max(block.level, 1)
    # The outermost list stays open: an item shallower than its first one continues it.
    while len(open_items) > 1 and open_items[-1].level > level:
        open_items.pop()
    last = open_items[-1] if open_items else None
    if last is None:
        item = _Item(level, block.ordered, 1, 0)
    elif last.level < level:
        item = _Item(level, block.ordered, 1, last.indent + len(last.mark))
    else:
        open_items.pop()
        number = last.number + 1 if last.ordered is block.ordered else 1
        item = _Item(level, block.ordered, number, last.indent)
    open_items.append(item)
    return item


def _table(rows: Sequence[Sequence[str]]) -> str:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return ""
    width = max(map(len, filled))
    # GitHub's tables cannot do without a header: the first row is it.
    lines = [_table_row([*row, *[""] * (width - len(row))]) for row in filled]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _table_row(cells: Iterable[str]) -> str:
    escaped = (_inline(cell).replace("|", r"\|") for cell in cells)
    return "|" + "".join(f" {cell} |" for cell in escaped)


def _fence(text: str) -> str:
    text = text.strip("\n")
    if not text.strip():
        return ""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _linked(block: Block, base: str) -> str:
    """The text of the block, escaped, with its links."""
    text = ""
    done = 0
    for link in sorted(block.links, key=lambda link: link.start):
        label = _escape(block.text[link.start : link.end])
        href = _href(link.href, base)
        # Links of a damaged page may overlap: Markdown has none inside another.
        if link.start < done or not label.strip() or not href:
            continue
        text += _escape(block.text[done : link.start])
        if text.endswith("!"):  # "![" would begin an image
            text = text[:-1] + r"\!"
        text += f"[{label}]({href})"
        done = link.end
    return (text + _escape(block.text[done:])).strip()


def _href(href: str, base: str) -> str:
    """The target as Markdown writes it, or nothing where there is no harmless one."""
    if not href.strip():
        return ""
    try:
        target = urljoin(base, href.strip())
        scheme = urlsplit(target).scheme
    except ValueError:  # "http://[" is no address: its text stays, its link goes
        return ""
    if scheme not in ("", "http", "https", "mailto", "tel"):
        return ""
    target = re.sub(r'[\s\x00-\x1f\x7f()<>\\`"]', lambda found: quote(found[0], safe=""), target)
    return re.sub(_ENTITY, "&amp;", target)


def _inline(text: str) -> str:
    return _escape(text).strip()


_ENTITY = r"&(?=[#]?\w+;)"
_SPECIAL = re.compile(
    rf"""
      [\\`*\[\]~]                      # emphasis, code, links, GitHub's strike-through
    | (?<![^\W_])_ | _(?![^\W_])       # emphasis too, but not inside snake_case
    | <(?=[A-Za-z/!?])                 # a tag or an address
    | {_ENTITY}
    """,
    re.VERBOSE,
)
_ASCII_SPACE = re.compile(r"[ \t\n\r\f\v]+")


def _escape(text: str) -> str:
    """Text that stands for itself anywhere but at the start of a line."""
    return _SPECIAL.sub(r"\\\g<0>", _ASCII_SPACE.sub(" ", text))


_LINE_START = re.compile(
    r"""
      (?: [#]{1,6} | [-+] ) (?=\s|$)      # heading, list
    | > | -(?=[-\s]*$)                    # quotation, rule
    | (?P<number> [0-9]{1,9}) [.)](?=\s|$)
    """,
    re.VERBOSE,
)


def _line_start(text: str) -> str:
    r"""The line, kept from being read as a heading, a list, a quotation or a rule.

    >>> print(_line_start("1. Mai"))
    1\. Mai
    """
    found = _LINE_START.match(text)
    if not found:
        return text
    # Digits cannot be escaped: the point behind them is.
    at = max(found.end("number"), 0)
    return f"{text[:at]}\\{text[at:]}"
