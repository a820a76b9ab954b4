"""What the parts of an article are written with: the choices, and where its links lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

from bodycopy.article import Article, Block
from bodycopy.render.address import base_of
from bodycopy.render.inline import Inline, inline, table_cells
from bodycopy.render.show import Show

__all__ = ["Page"]


class Page(NamedTuple):
    """An article's page while it is written."""

    show: Show
    base: str
    """What relative addresses are relative to."""
    address: Callable[[str], str]
    """Where a link or an image leads; nothing where that is not to be shown."""

    @classmethod
    def of(cls, article: Article, show: Show, address: Callable[[str, str], str]) -> Self:
        """The page of an article; ``address`` takes what the page says, and its base."""
        base = base_of(article)
        return cls(show, base, lambda href: address(href, base))

    def inline(self, block: Block) -> Inline:
        """The text of a block, with links and marks as far as they are shown."""
        return inline(block, self.show, self.address)

    def cells(self, block: Block) -> Sequence[Sequence[Inline]]:
        """The same of the cells of a table, row by row."""
        return table_cells(block, self.show, self.address)
