"""A page with the role of every block, as a person sees it: one line of a gold file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from bodycopy.article import Article, Block, Verdict
from bodycopy.errors import InputError, UsageError
from bodycopy.roles import BODY_ROLES, ROLES, Role

__all__ = ["PAGE_TYPES", "GoldBlock", "GoldPage", "gold_page", "page_id"]

PAGE_TYPES: tuple[str, ...] = tuple(
    "article liveblog media index stub error forum documentation product service other".split()
)
"""What a gold page may be: the types that the labeller tells apart, more than a record has."""


class GoldBlock(msgspec.Struct, frozen=True):
    """One block of the page's text, and what it is."""

    text: str
    role: Role

    def __post_init__(self) -> None:
        if self.role not in _ROLES:
            raise UsageError(f"there is no role {self.role!r}; there are {', '.join(ROLES)}")


_ROLES = frozenset(ROLES)


class GoldPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page with the roles of its blocks, in the order of the page.

    ``html`` is the page as it was given, as text, and ``source_text`` what a scraper left of it:
    a page has one of them, or neither where it lies elsewhere under ``set`` and ``id``. ``url``
    is where it came from, ``language`` a BCP 47 tag (``und`` where nobody said), ``page_type``
    one of ``PAGE_TYPES``, ``notes`` is for people. Raises ``UsageError`` for a role or a type
    that does not exist, and for a page that is both HTML and flattened text.
    """

    id: str
    blocks: tuple[GoldBlock, ...]
    page_type: str
    set: str = "own"
    url: str | None = None
    language: str = "und"
    notes: str | None = None
    html: str | None = None
    source_text: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise UsageError("id is empty: give the page a name, or bodycopy.gold.page_id(html)")
        if self.page_type not in PAGE_TYPES:
            raise UsageError(
                f"there is no page_type {self.page_type!r}; there are {', '.join(PAGE_TYPES)}"
            )
        if self.html is not None and self.source_text is not None:
            raise UsageError("a page is html or source_text: leave one of them out")

    @property
    def name(self) -> str:
        """Set and id, to tell people which page is meant."""
        return f"{self.set}/{self.id}"

    @property
    def has_source(self) -> bool:
        """Whether the row carries its page, so that it can be read anew."""
        return self.html is not None or self.source_text is not None

    @property
    def body(self) -> str:
        """The blocks that are body, joined by blank lines."""
        return "\n\n".join(block.text for block in self.blocks if block.role in BODY_ROLES)

    def to_json(self) -> bytes:
        """The page as one line of a gold file, without the line break.

        Raises ``UsageError`` where its text cannot be written as UTF-8.
        """
        try:
            return msgspec.json.encode(self)
        except UnicodeEncodeError as error:
            raise UsageError(f"{self.name} holds half a character: {error}") from error

    @classmethod
    def from_json(cls, line: bytes | str) -> GoldPage:
        """The page of one line of a gold file.

        Raises ``InputError`` where the line holds none, with the place of the fault and what
        would be right there.
        """
        try:
            return _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(_explained(str(error))) from error

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> GoldPage:
        """The page of plain JSON types; raises ``InputError`` as ``from_json`` does."""
        try:
            return msgspec.convert(row, cls)
        except msgspec.ValidationError as error:
            raise InputError(_explained(str(error))) from error


def _decode(line: bytes | str) -> GoldPage:
    return _DECODER.decode(line)


_DECODER = msgspec.json.Decoder(GoldPage)


def _explained(message: str) -> str:
    """What was wrong, and for a role what is known: a closed set is best told whole."""
    if message.startswith("Invalid enum value"):
        return f"{message}; there are {', '.join(ROLES)}"
    return message


def gold_page(
    record: Article | Verdict,
    *,
    html: str | None = None,
    source_text: str | None = None,
    roles: Mapping[int, Role | str] | None = None,
    page_type: str | None = None,
    notes: str | None = None,
) -> GoldPage:
    """The page of a record with its blocks in the roles that the record gives them, but ``roles``.

    ``roles`` are corrections, by the ``index`` of a block; ``page_type`` corrects that of the
    record. Extract with ``Options(dateline_in_text=True)``: in gold a dateline inside a
    paragraph belongs to it. Raises ``UsageError`` for a role, type or index that does not exist.
    """
    blocks = sorted((*_body(record), *record.dropped), key=lambda block: block.index)
    corrected = dict(roles or {})
    unknown = corrected.keys() - {block.index for block in blocks}
    if unknown:
        raise UsageError(f"the record has no block of index {min(unknown)}")
    return GoldPage(
        id=page_id(html or source_text or record.url or ""),
        url=record.url,
        page_type=page_type or str(record.page_type),
        language=record.language or "und",
        notes=notes,
        blocks=tuple(
            GoldBlock(block.text, _role(corrected.get(block.index, block.role))) for block in blocks
        ),
        html=html,
        source_text=source_text,
    )


def _body(record: Article | Verdict) -> tuple[Block, ...]:
    return record.body if isinstance(record, Article) else ()


def _role(name: Role | str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise UsageError(f"there is no role {name!r}; there are {', '.join(ROLES)}") from error


def page_id(source: str) -> str:
    """A name for a page that has none: 16 hexadecimal digits of what it holds.

    >>> page_id("<p>Hello") == page_id("<p>Hello") != page_id("<p>hello")
    True
    """
    data = source.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=8).hexdigest()
