"""The records: what a page becomes. This module imports nothing but the roles and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

import msgspec

from bodycopy.errors import InputError
from bodycopy.roles import Role

__all__ = [
    "SCHEMA_VERSION",
    "Access",
    "Article",
    "Block",
    "Comment",
    "Dateline",
    "Embed",
    "Encoding",
    "Image",
    "Limit",
    "Link",
    "ListItem",
    "LiveUpdate",
    "Mark",
    "MarkKind",
    "PageType",
    "Publisher",
    "Reason",
    "Timestamp",
    "Verdict",
    "json_schema",
]

SCHEMA_VERSION = 1


class PageType(StrEnum):
    """What kind of page it is."""

    ARTICLE = "article"
    LIVEBLOG = "liveblog"
    MEDIA = "media"
    INDEX = "index"
    STUB = "stub"
    ERROR = "error"
    OTHER = "other"


class Reason(StrEnum):
    """Why a page gave no article: a closed set."""

    EMPTY = "empty"
    """No visible text at all: an empty input or a shell that scripts would fill."""
    NOT_HTML = "not_html"
    """The bytes are something else: a PDF, an image, JSON, a compressed stream."""
    TOO_SHORT = "too_short"
    """There is text, but too little of it can be an article."""
    NO_BODY = "no_body"
    """There is text enough, but none of it reads as the body of an article."""
    INDEX = "index"
    """A front page, section, search result or tag page: teasers of many articles."""
    CONSENT_WALL = "consent_wall"
    """The page asks for consent and holds no article."""
    PAYWALL = "paywall"
    """The page asks for a subscription or log-in and holds no more than a teaser."""
    ERROR_PAGE = "error_page"
    """The server's "not found" or "forbidden", whatever its status said."""
    PAGE_TYPE = "page_type"
    """The page is of another type than the caller expects; ``page_type`` says of which."""
    LANGUAGE = "language"
    """The page is in another language than the caller expects; ``language`` says in which."""
    LIMIT = "limit"
    """The time that the caller gives a page was over before it was known what its blocks are."""


class Limit(StrEnum):
    """What bounds the work on a page, by the name of the option that sets it."""

    BYTES = "max_bytes"
    NODES = "max_nodes"
    DEPTH = "max_depth"
    ATTRIBUTES = "max_attributes"
    BLOCKS = "max_blocks"
    DATA = "max_data_chars"
    SECONDS = "max_seconds"

    @property
    def cuts_text(self) -> bool:
        """Whether text is missing where it is passed, and not only what stands around it.

        Text that stands too deep is kept, as text of the element around it.
        """
        return self not in (Limit.DEPTH, Limit.ATTRIBUTES, Limit.DATA)


class Access(StrEnum):
    """What the page declares about who may read it."""

    FREE = "free"
    METERED = "metered"
    PAID = "paid"


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen, compared by value."""


class Encoding(_Record, frozen=True):
    """How the bytes became text: the codec, and which rule decided.

    ``source`` is ``bom``, ``content_type``, ``meta``, ``utf8`` (undeclared and well-formed
    UTF-8), ``detector``, ``fallback``, or ``str`` where the caller gave text. A declaration
    that the bytes refute is passed over, and ``source`` names the rule that decided in its
    place: UTF-8 under a ``charset=iso-8859-1`` header gives ``meta`` where the page's meta
    says utf-8, else ``utf8``.
    """

    name: str
    source: str


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link inside a block: ``text[start:end]`` points to ``href`` (as written on the page)."""

    start: int
    end: int
    href: str


class MarkKind(StrEnum):
    """How a range of a block's text is set."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    DELETED = "deleted"
    BREAK = "break"
    """A line ends here: an empty range, behind which the text has a space."""


class Mark(msgspec.Struct, frozen=True, gc=False):
    """``text[start:end]`` of a block is set as ``kind`` says.

    The marks of a block are in order of their start, a longer one before those inside it. Two
    of one kind neither touch nor overlap; those of different kinds, and links, may cross.
    """

    start: int
    end: int
    kind: MarkKind


class ListItem(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where an item of a list belongs.

    ``list`` is the same number for all items of one list of the page, and another for every
    other list, one that is nested in it included. ``number`` is the number that a browser
    prints in front of an item of an ordered list (from 1, or as ``start``, ``reversed`` and
    ``value`` say). ``continued`` is true of every block of an item but its first.
    """

    list: int
    number: int | None = None
    continued: bool = False


class Block(_Record, frozen=True, omit_defaults=True, gc=False):
    """One block of the page's text.

    ``index`` is its row on the tape (0 is the page's first block); ``span`` is the number
    of tape rows that it covers: 1, or more for a table, whose cells are rows of the tape.
    ``path`` is a CSS selector that finds its element in a browser's DOM (empty where there
    is none, as for a body out of JSON-LD). ``score`` is the labeller's probability of ``role``.
    ``level`` is the rank of a heading (1 to 6) or the nesting of a list item (1 is outermost);
    ``ordered`` says that the item's list is, ``item`` which list that is.

    ``links`` and ``marks`` are ranges over ``text``. A table's ``text`` has a line for every one
    of its ``rows``, with tabs between cells; ``header_cells`` are those of ``rows``, as
    ``(row, column)`` from 0, that head a row or a column. ``citation`` tells whom or what a quote
    quotes: the line under it, where that is no block of the body, or else the address that its
    markup gives. It is no part of ``text``; of a quote of several blocks the last one has it.
    """

    role: Role
    text: str
    index: int
    path: str = ""
    score: float = 0.0
    span: int = 1
    level: int = 0
    ordered: bool = False
    item: ListItem | None = None
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    header_cells: tuple[tuple[int, int], ...] = ()
    citation: str | None = None


class Dateline(_Record, frozen=True):
    """The place line that opens the body, as printed, and its places."""

    text: str
    places: tuple[str, ...] = ()


class Timestamp(_Record, frozen=True):
    """A date as precisely as the page gives it: ISO 8601, the raw string and where it stood."""

    value: str
    raw: str
    source: str


class Image(_Record, frozen=True):
    """An image of the article proper; ``lead`` where it opens the article.

    ``caption`` is without the credit; ``credit`` keeps its label and sign (``Foto:``, ``©``)
    and loses enclosing brackets. ``url`` is as written on the page.
    """

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    lead: bool = False


class Publisher(_Record, frozen=True):
    """Who publishes the page."""

    name: str | None = None
    url: str | None = None


class Embed(_Record, frozen=True):
    """Third-party content; ``withheld`` where a consent box stands in for it."""

    kind: str | None = None
    provider: str | None = None
    withheld: bool = False


class LiveUpdate(_Record, frozen=True):
    """One entry of a liveblog."""

    time: str | None = None
    headline: str | None = None
    body: tuple[Block, ...] = ()


class Comment(_Record, frozen=True):
    """What a reader wrote: a comment under the article, or a post of a forum's thread.

    ``time`` is as displayed, ``date_published`` ISO 8601 where the page gives it so or the
    displayed time can be read without doubt. ``depth`` is 0 for what answers the article or
    opens the thread, 1 for a reply to that ...; the replies to a comment follow it. The blocks
    of ``body`` stand in the article's ``body`` or ``dropped`` as well, under the same
    ``index``: here their role says what kind of block they are by their markup, there what
    they are to the article. Their ``score`` is that of the latter.
    """

    author: str | None = None
    time: str | None = None
    date_published: str | None = None
    depth: int = 0
    body: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The blocks in order, joined by blank lines."""
        return "\n\n".join(block.text for block in self.body)


class Article(_Record, frozen=True, tag="article", tag_field="kind"):
    """The article as the newsroom wrote it, and everything else that stood on its page.

    Fields whose value the page does not give (or whose finder does not exist yet) are
    ``None`` or empty. ``body`` and ``dropped`` together hold every block of the page:
    headline, byline and captions are in ``dropped`` with their role, their text is in the
    fields. ``base_url`` is the page's ``<base href>``, against which its links are to be
    resolved where it is given. ``sources`` says for each field found where it was found
    (``jsonld:headline``, ``meta:og:title``, ``dom:h1`` ...), ``raw`` how it stood there, where
    that differs from the value; dates carry both themselves. ``comments`` are those under the
    article; on a forum's page, ``posts`` are those of its thread, the opening one first.
    ``standfirst_in_text`` says whether ``text`` opens with the standfirst, as the caller chose.
    ``truncated`` says that this is not all of the article: the page shows a part of it, breaks off,
    or passes a limit behind which text is not read; ``cut_by`` names all limits that it passes, by
    their options.
    """

    url: str | None = None
    base_url: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    language: str | None = None
    publisher: Publisher | None = None
    page_type: PageType = PageType.ARTICLE
    page_type_probability: float | None = None
    confidence: float | None = None
    kicker: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    standfirst_in_text: bool = True
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    source_line: str | None = None
    dateline: Dateline | None = None
    date_published: Timestamp | None = None
    date_modified: Timestamp | None = None
    section: str | None = None
    topics: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    embeds: tuple[Embed, ...] = ()
    corrections: tuple[str, ...] = ()
    access: Access | None = None
    truncated: bool = False
    cut_by: tuple[Limit, ...] = ()
    live_updates: tuple[LiveUpdate, ...] = ()
    comments: tuple[Comment, ...] = ()
    posts: tuple[Comment, ...] = ()
    dropped: tuple[Block, ...] = ()
    sources: Mapping[str, str] = {}
    raw: Mapping[str, str] = {}
    encoding: Encoding | None = None
    schema_version: int = SCHEMA_VERSION

    # The functions of these names in bodycopy.render. Records import nothing of what is made
    # of them; ``bodycopy`` itself, which every import of this module runs, makes them methods.
    to_text: ClassVar[Callable[..., str]]
    to_markdown: ClassVar[Callable[..., str]]
    to_html: ClassVar[Callable[..., str]]
    to_jsonld: ClassVar[Callable[..., str]]
    to_ninjs: ClassVar[Callable[..., str]]
    to_tei: ClassVar[Callable[..., str]]
    to_csv_row: ClassVar[Callable[..., str]]

    def __bool__(self) -> bool:
        """An article is true; a verdict is false."""
        return True

    @property
    def text(self) -> str:
        """Standfirst (if any, and not to stand apart) and body blocks, joined by blank lines."""
        head = (self.standfirst,) if self.standfirst and self.standfirst_in_text else ()
        return "\n\n".join((*head, *(block.text for block in self.body)))

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON types, with its ``text`` and ``schema_version``."""
        record: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return record | {"text": self.text}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The article that ``to_dict`` wrote.

        Raises ``InputError`` where the record does not fit, with the place of the fault.
        """
        return _convert(record, cls)


class Verdict(_Record, frozen=True, tag="verdict", tag_field="kind"):
    """Why there is no article. Falsy; ``text`` is always empty.

    ``detail`` is for people; ``dropped`` has every block of the page with its role; ``cut_by``
    names the limits that the page passes, by their options.
    """

    reason: Reason
    detail: str = ""
    page_type: PageType = PageType.OTHER
    url: str | None = None
    language: str | None = None
    dropped: tuple[Block, ...] = ()
    cut_by: tuple[Limit, ...] = ()
    encoding: Encoding | None = None
    schema_version: int = SCHEMA_VERSION

    def __bool__(self) -> bool:
        """A verdict is false; an article is true."""
        return False

    @property
    def text(self) -> str:
        """Always empty: there is no article."""
        return ""

    def to_dict(self) -> dict[str, Any]:
        """The verdict as plain JSON types, with an empty ``text`` and ``schema_version``."""
        record: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return record | {"text": ""}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The verdict that ``to_dict`` wrote; raises ``InputError`` where it does not fit."""
        return _convert(record, cls)


R = TypeVar("R", bound=_Record)


def _convert(record: Mapping[str, Any], cls: type[R]) -> R:
    version = record.get("schema_version")
    if version != SCHEMA_VERSION:
        raise InputError(f"schema_version {version!r}, this bodycopy reads {SCHEMA_VERSION}")
    try:
        return msgspec.convert(record, cls)
    except msgspec.ValidationError as error:
        raise InputError(str(error)) from error


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what ``Article.to_dict`` and ``Verdict.to_dict`` return."""
    from inspect import cleandoc  # not needed to read a page

    (article, verdict), components = msgspec.json.schema_components(
        (Article, Verdict), ref_template="#/$defs/{name}"
    )
    for name in ("Article", "Verdict"):
        components[name]["properties"]["text"] = {"type": "string"}
    for component in components.values():
        # Python 3.13 and later keep docstrings without their indentation.
        if "description" in component:
            component["description"] = cleandoc(component["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bodycopy record",
        "anyOf": [article, verdict],
        "$defs": components,
    }
