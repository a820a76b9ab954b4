"""What a caller may choose, in one frozen place."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bodycopy.article import PageType
from bodycopy.errors import UsageError
from bodycopy.site_profile import SiteProfile

__all__ = ["CEILINGS", "Options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices of the caller. An option changes what it names and nothing else.

    Raises ``UsageError`` for a value that cannot be meant.
    """

    balance: float = 0.0
    """From -1 (precision: only blocks that are surely body) to 1 (recall: whatever may be body);
    0 takes what is more likely body than not. ``confidence`` speaks of 0."""

    min_chars: int = 120
    """Characters of body text below which the page is ``too_short`` to be an article."""

    languages: Collection[str] = ()
    """BCP 47 tags of the languages expected; a page in another gets the verdict ``language``.
    ``pt`` takes in ``pt-BR`` (RFC 4647, basic filtering). A page whose language is not found
    passes. Empty: any language."""

    page_types: Collection[str] = ()
    """Page types expected (``article``, ``liveblog`` ...); a page of another gets the verdict
    ``index`` or ``page_type``. Empty: any page that has a main text, a shop's shelf or a section's
    list of teasers among them."""

    tables: bool = True
    """Leave the tables of the article in its body; else they are in ``dropped``."""

    images: bool = True
    """Give the images of the article; their captions stand in ``dropped`` in both cases."""

    links: bool = True
    """Keep the links inside the blocks; their text stays in both cases."""

    comments: bool = True
    """Look for the comments under the article, or the posts of a forum's thread."""

    dateline_in_text: bool = False
    """Leave the dateline at the front of the first paragraph; it is a field in both cases."""

    standfirst_in_text: bool = True
    """Let ``text`` open with the standfirst; it is a field in both cases."""

    news_fields: bool = True
    """Look for authors, agencies, dateline, dates, section, topics, access, images, embeds and
    corrections. Without them a page takes little more than half the time; datelines, credits and
    captions that only their finders tell from paragraphs then stay in the body."""

    profile: SiteProfile | None = None
    """What recurs on the pages of the site: such lines are left out of the body."""

    max_bytes: int = 32 << 20
    """Bytes of a page that are read, characters where it is given as text; what follows is not.
    The longest of 4,390 pages of the web has 5.3 MB."""

    max_nodes: int = 250_000
    """Elements, texts and comments of a page that are read; what follows is not. The fullest of
    those pages has 22,000 tags."""

    max_depth: int = 1_000
    """Elements inside each other; the text of deeper ones is taken as that of the one around them.
    On those pages: 54."""

    max_attributes: int = 1_000
    """Attributes of an element that are read; the others are not. On those pages: 397."""

    max_blocks: int = 30_000
    """Blocks of text of a page, lines or sentences of a flattened text; what follows is left out.
    On those pages: 6,220."""

    max_data_chars: int = 4_000_000
    """Characters of a script's data that are read, and of all JSON-LD; a longer script is left out
    whole. On those pages: 1.1 million, and 0.8 million."""

    max_seconds: float | None = None
    """Seconds that a page may take; the clock is looked at between the stages. ``None``: it is
    never looked at, and a page gives the same record whatever the machine is busy with."""

    def __post_init__(self) -> None:
        _check_balance(self.balance)
        _check_limits(self)
        if type(self.min_chars) is not int or self.min_chars < 0:
            raise UsageError(f"min_chars must be a number from 0, not {self.min_chars!r}")
        for name in _SWITCHES:
            value = getattr(self, name)
            if type(value) is not bool:
                raise UsageError(f"{name} must be True or False, not {value!r}")
        if self.profile is not None and not isinstance(self.profile, SiteProfile):
            raise UsageError(f"profile must be a SiteProfile or None, not {self.profile!r}")
        # A tuple, whatever the caller collected them in: options can be compared and hashed.
        object.__setattr__(self, "languages", _language_tags(self.languages))
        object.__setattr__(self, "page_types", _page_types(self.page_types))


_SWITCHES = (
    "tables",
    "images",
    "links",
    "comments",
    "dateline_in_text",
    "standfirst_in_text",
    "news_fields",
)


# Where more would not fit: the scan counts in 32 bits, and a node takes some hundred bytes.
CEILINGS = {
    "max_bytes": 1 << 28,
    "max_nodes": 1 << 23,
    "max_depth": 1 << 23,
    "max_attributes": 1 << 16,
    "max_blocks": 1 << 23,
    "max_data_chars": 1 << 28,
}


def _check_limits(options: Options) -> None:
    for name, most in CEILINGS.items():
        value = getattr(options, name)
        if type(value) is not int or not 1 <= value <= most:
            raise UsageError(f"{name} must be a number from 1 to {most}, not {value!r}")
    seconds = options.max_seconds
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    # `not ... > 0`, so that a NaN is refused as well.
    if seconds is not None and (not is_number or not seconds > 0):
        raise UsageError(f"max_seconds must be a number above 0 or None, not {seconds!r}")


def _check_balance(balance: float) -> None:
    is_number = isinstance(balance, int | float) and not isinstance(balance, bool)
    # `not ... <= 1`, so that a NaN is refused as well.
    if not is_number or not -1 <= balance <= 1:
        raise UsageError(f"balance must be a number from -1 to 1, not {balance!r}")


# The longest tag of RFC 5646's examples has 35 characters.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


def _language_tags(tags: object) -> tuple[str, ...]:
    """The tags, each once; in their order."""
    if isinstance(tags, str) or not isinstance(tags, Collection):
        raise UsageError(f"languages must be a collection of BCP 47 tags, not {tags!r}")
    for tag in tags:
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise UsageError(f"languages holds {tag!r}, which is no BCP 47 tag")
    return tuple(dict.fromkeys(tags))


def _page_types(names: object) -> tuple[PageType, ...]:
    """The types, each once; in their order."""
    if isinstance(names, str) or not isinstance(names, Collection):
        raise UsageError(f"page_types must be a collection of page types, not {names!r}")
    known = [str(kind) for kind in PageType]
    for name in names:
        if name not in known:
            raise UsageError(f"page_types holds {name!r}; there are {', '.join(known)}")
    return tuple(dict.fromkeys(PageType(name) for name in names))
