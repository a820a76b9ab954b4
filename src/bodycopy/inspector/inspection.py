"""The inspection: a record, the page that it came from, and why each block became what it is."""

from __future__ import annotations

from typing import Literal

import msgspec

from bodycopy.article import Article, Verdict
from bodycopy.families import Family
from bodycopy.roles import Role

__all__ = ["Chance", "Inspection", "InspectedBlock", "Reason", "Why", "encode_inspection"]


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that spoke for a block's being body, or against it."""

    words: str
    points: float
    """What it adds to the log odds of being body: 2.3 is ten times as likely, -2.3 a tenth."""
    names: tuple[str, ...] = ()
    """The words, letters or class names that were loudest, where that can be told."""


class Chance(msgspec.Struct, frozen=True):
    """A role, and how likely the labeller takes it to be."""

    role: Role
    chance: float


class Why(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a block is what it is.

    ``decided`` says who had the last word: the ``network``; the ``rules`` behind it (words that
    are known by heart, markup, the caller's balance); a look at the whole ``page`` (a second
    copy, another article, what recurs on the site); a finder of ``fields`` (a dateline, a
    credit, a caption); or the page's ``data``, which hold the body. The reasons are those of the
    network: what spoke for and against the body, the strongest first, and last all else
    together. They start at what the average block and the page as a whole come to, ``start``, and
    sum up to the log odds of ``body``.
    """

    decided: Literal["network", "rules", "page", "fields", "data"]
    chances: tuple[Chance, ...] = ()
    """The likeliest roles as the network saw them; all of the body count as one, its likeliest."""
    body: float | None = None
    """Probability of the body as the network saw it."""
    start: float | None = None
    """Log odds; None where no reasons are told: of more blocks or lines than 3,000."""
    pro: tuple[Reason, ...] = ()
    con: tuple[Reason, ...] = ()


class InspectedBlock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of the tape: its text as it stands on the page, and what became of it."""

    index: int
    role: Role
    family: Family
    score: float
    text: str
    why: Why
    on_page: bool = True
    """False of a paragraph that only the page's data carries."""
    table: int | None = None
    """Index of the block that it is a cell of."""


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """A page or text, its record, and all that is to be seen of the way between them."""

    id: str
    """16 hexadecimal digits of what the source holds."""
    kind: Literal["html", "text"]
    record: Article | Verdict
    page: str
    """The page as it looks, as an HTML document that runs and loads nothing; the texts that
    stand on the tape are in elements with ``data-block``, the block's index."""
    blocks: tuple[InspectedBlock, ...]
    source: str
    """What was inspected, as text; empty where the bytes are none."""
    url: str | None = None


def encode_inspection(inspection: Inspection) -> bytes:
    """The inspection as JSON."""
    return msgspec.json.encode(inspection)
