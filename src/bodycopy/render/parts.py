"""The body as a reader sees it: its blocks, lists that nest, quotations, and the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from msgspec.structs import replace

from bodycopy.article import Article, Block, Image, Link, Mark
from bodycopy.render.show import Show
from bodycopy.roles import Role

__all__ = ["Figure", "Item", "ItemList", "Part", "Quotation", "body_parts", "is_table", "parts"]


@dataclass(slots=True)
class Item:
    """An entry of a list: its blocks, and the lists inside of it. ``number`` is as printed."""

    number: int | None
    parts: list[Block | ItemList] = field(default_factory=list)


@dataclass(slots=True)
class ItemList:
    """A list; ``level`` counts from 1, which is the outermost one."""

    ordered: bool
    level: int
    items: list[Item] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the items; where none is known, they count on from the one before."""
        numbers: list[int] = []
        for item in self.items:
            following = numbers[-1] + 1 if numbers else 1
            numbers.append(following if item.number is None else item.number)
        return numbers


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quotes that follow each other, and whom or what they quote, where that is known."""

    blocks: tuple[Block, ...]
    citation: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """An image of the article."""

    image: Image


Part = Block | ItemList | Quotation | Figure


def parts(article: Article, show: Show) -> Iterator[Part]:
    """The body of the article from its first part to its last, without empty blocks.

    Figures stand where their captions stood on the page; without that, a lead image stands
    first and others last.
    """
    figures = _figures(article) if show.images else []
    for part, index in _grouped(article.body, show):
        while figures and figures[-1][0] < index:
            yield Figure(figures.pop()[1])
        yield part
    for _, image in reversed(figures):
        yield Figure(image)


def body_parts(blocks: Iterable[Block], show: Show) -> Iterator[Part]:
    """The parts that blocks make, of a comment or another text beside the article."""
    return (part for part, _ in _grouped(blocks, show))


def is_table(block: Block) -> bool:
    """Whether the block has cells to show; of a table without any only the text is known."""
    return block.role is Role.TABLE and any(cell.strip() for row in block.rows for cell in row)


def _says(block: Block) -> bool:
    return bool(block.text.strip()) or is_table(block)


def _grouped(blocks: Iterable[Block], show: Show) -> Iterator[tuple[Part, int]]:
    """Parts, each with the index of its first block."""
    # Neighbours of one kind are one list or one quotation; other blocks stand alone. A table
    # that is not shown parts the lists around it all the same.
    for role, group in groupby(filter(_says, blocks), key=lambda block: block.role):
        if role is Role.TABLE and not show.tables:
            continue
        members = list(group)
        if role is Role.LIST_ITEM:
            yield from ((part, members[0].index) for part in _lists(members))
        elif role is Role.QUOTE:
            yield from ((part, part.blocks[0].index) for part in _quotations(members))
        elif role is Role.TABLE:
            yield from ((block, block.index) for block in _tables(members))
        else:
            yield from ((block, block.index) for block in members)


def _quotations(blocks: Iterable[Block]) -> Iterator[Quotation]:
    """One for the blocks of an element, or, where none is known, for what follows each other.

    The citation stands at the last block of what it belongs to.
    """
    members: list[Block] = []
    for block in blocks:
        if members and _ends_quotation(members[-1], block):
            yield Quotation(tuple(members), members[-1].citation)
            members = []
        members.append(block)
    if members:
        yield Quotation(tuple(members), members[-1].citation)


def _ends_quotation(last: Block, following: Block) -> bool:
    same_element = _around(last, "blockquote") == _around(following, "blockquote")
    return bool(last.citation) or not same_element


def _around(block: Block, tag: str) -> str:
    """The path of the innermost element of that tag around a block; nothing without one."""
    path = f" {block.path}"
    around, element, inside = path.rpartition(f" {tag}")
    return around + element + inside.partition(" ")[0] if element else ""


def _tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same, parts of one table joined: between them stood cells that are not of the body."""
    for table, group in groupby(blocks, key=lambda block: _around(block, "table")):
        members = list(group)
        if table and len(members) > 1 and all(map(is_table, members)):
            yield _joined(members)
        else:
            yield from members


def _joined(blocks: Sequence[Block]) -> Block:
    links: list[Link] = []
    marks: list[Mark] = []
    heads: list[tuple[int, int]] = []
    chars = rows = 0
    for block in blocks:
        links += (Link(one.start + chars, one.end + chars, one.href) for one in block.links)
        marks += (Mark(one.start + chars, one.end + chars, one.kind) for one in block.marks)
        heads += ((row + rows, column) for row, column in block.header_cells)
        chars += len(block.text) + 1
        rows += len(block.rows)
    return replace(
        blocks[0],
        text="\n".join(block.text for block in blocks),
        rows=tuple(chain.from_iterable(block.rows for block in blocks)),
        links=tuple(links),
        marks=tuple(marks),
        header_cells=tuple(heads),
    )


@dataclass(slots=True)
class _Open:
    """A list that the next item may belong to."""

    level: int
    key: object
    list: ItemList


def _lists(blocks: Iterable[Block]) -> list[ItemList]:
    """Items as the lists that they make; a list inside an item is one of the item's parts."""
    outermost: list[ItemList] = []
    opened: list[_Open] = []
    for block in blocks:
        level = max(block.level, 1)
        # The outermost list stays open: an item shallower than its first one continues it.
        while len(opened) > 1 and opened[-1].level > level:
            opened.pop()
        if not opened or (opened[-1].level < level and len(opened) < _DEEPEST):
            _open_list(outermost, opened, block, level)
        elif opened[-1].key != _key(block):
            opened.pop()
            _open_list(outermost, opened, block, level)
        opened[-1].level = min(opened[-1].level, level)
        _add(opened[-1].list, block)
    return outermost


# Readers of Markdown stop at some twenty elements inside each other, two of which are a list.
_DEEPEST = 8


def _key(block: Block) -> object:
    """What the items of one list share: its number, or that they are numbered or not."""
    return block.item.list if block.item else (block.ordered,)


def _open_list(outermost: list[ItemList], opened: list[_Open], block: Block, level: int) -> None:
    new = ItemList(block.ordered, len(opened) + 1)
    if opened:
        opened[-1].list.items[-1].parts.append(new)
    else:
        outermost.append(new)
    opened.append(_Open(level, _key(block), new))


def _add(to: ItemList, block: Block) -> None:
    if to.items and block.item and block.item.continued:
        to.items[-1].parts.append(block)
    else:
        to.items.append(Item(block.item.number if block.item else None, [block]))


_ALIKE = 12  # characters that a caption and the block it was found in begin with
_FEW = 4  # blocks that begin so and are looked at: captions of a gallery repeat


def _figures(article: Article) -> list[tuple[float, Image]]:
    """Images with the index of the block they stand in front of, the last one first."""
    captions: defaultdict[str, list[Block]] = defaultdict(list)
    for block in article.dropped:
        if block.role is Role.CAPTION:
            captions[block.text[:_ALIKE]].append(block)
    placed = [(_place(image, captions), image) for image in article.images]
    return sorted(placed, key=lambda figure: figure[0])[::-1]


def _place(image: Image, captions: defaultdict[str, list[Block]]) -> float:
    caption = image.caption or ""
    alike: Sequence[Block] = captions.get(caption[:_ALIKE], ()) if caption else ()
    for block in alike[:_FEW]:
        if block.text.startswith(caption):
            return block.index
    return -1 if image.lead else float("inf")
