"""What the caller chose not to have, taken out of a finished record.

# Strategy: the page is read and judged whole, and only then is left out what is not wanted:
# so no choice changes anything but what it names. What leaves the body goes to ``dropped``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from msgspec.structs import replace

from bodycopy.article import Article, Block, Comment, LiveUpdate, PageType, Reason, Verdict
from bodycopy.assemble.judge import weight
from bodycopy.options import Options
from bodycopy.roles import Role

__all__ = ["select"]

Record = Article | Verdict


def select(record: Record, options: Options) -> Record:
    """The record with what the options ask for; the same one where they leave nothing out."""
    if isinstance(record, Article) and _is_foreign(record.language, options.languages):
        record = _refused_language(record, options.languages)
    if isinstance(record, Article) and options.page_types:
        record = _expected_type(record, options.page_types)
    if isinstance(record, Article):
        record = _selected(record, options)
    if not options.links:
        record = _without_links(record)
    return record


def _selected(article: Article, options: Options) -> Record:
    if not options.standfirst_in_text:
        article = replace(article, standfirst_in_text=False)
    if not options.images:
        article = replace(article, images=())
    return article if options.tables else _without_tables(article, options.min_chars)


# --- page types ------------------------------------------------------------------------


def _expected_type(article: Article, expected: Collection[str]) -> Record:
    if article.page_type in expected:
        return article
    reason = Reason.INDEX if article.page_type is PageType.INDEX else Reason.PAGE_TYPE
    return _verdict(article, reason, f"{article.page_type}, expected: {', '.join(expected)}")


# --- languages -------------------------------------------------------------------------


def _is_foreign(language: str | None, expected: Collection[str]) -> bool:
    return bool(language and expected) and not any(_matches(language, tag) for tag in expected)


def _matches(language: str | None, expected: str) -> bool:
    """Whether a tag is the one expected, or one of its kinds (RFC 4647, basic filtering).

    >>> _matches("pt-BR", "pt"), _matches("pt", "pt-BR"), _matches("de-AT", "DE")
    (True, False, True)
    """
    return f"{language}-".lower().startswith(f"{expected}-".lower())


def _refused_language(article: Article, expected: Collection[str]) -> Verdict:
    detail = f"{article.language}, expected: {', '.join(expected)}"
    return _verdict(article, Reason.LANGUAGE, detail)


def _verdict(article: Article, reason: Reason, detail: str) -> Verdict:
    """The verdict on a page that was an article before; all its blocks are left out."""
    return Verdict(
        reason=reason,
        detail=detail,
        page_type=article.page_type,
        url=article.url,
        language=article.language,
        dropped=_in_order(article.body, article.dropped),
        encoding=article.encoding,
    )


def _in_order(*parts: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks of all parts in the order of the page."""
    return tuple(sorted((block for part in parts for block in part), key=lambda one: one.index))


# --- tables ----------------------------------------------------------------------------


def _without_tables(article: Article, min_chars: int) -> Record:
    tables = [block for block in article.body if block.role is Role.TABLE]
    if not tables:
        return article
    body = _no_tables(article.body)
    chars = sum(weight(block.text) for block in body)
    if chars < max(min_chars, 1):
        detail = f"{chars} characters of body text beside its tables, {min_chars} are the least"
        return _verdict(article, Reason.TOO_SHORT, detail)
    return replace(
        article,
        body=body,
        dropped=_in_order(article.dropped, tables),
        live_updates=_each_body(article.live_updates, _no_tables),
        posts=_each_body(article.posts, _no_tables),
    )


def _no_tables(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.role is not Role.TABLE)


# --- links -----------------------------------------------------------------------------


def _without_links(record: Record) -> Record:
    dropped = _no_links(record.dropped)
    if isinstance(record, Verdict):
        return replace(record, dropped=dropped)
    return replace(
        record,
        body=_no_links(record.body),
        dropped=dropped,
        live_updates=_each_body(record.live_updates, _no_links),
        comments=_each_body(record.comments, _no_links),
        posts=_each_body(record.posts, _no_links),
    )


def _no_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(block, links=()) if block.links else block for block in blocks)


# --- parts -----------------------------------------------------------------------------


Part = TypeVar("Part", LiveUpdate, Comment)


def _each_body(
    parts: tuple[Part, ...], change: Callable[[tuple[Block, ...]], tuple[Block, ...]]
) -> tuple[Part, ...]:
    return tuple(replace(part, body=change(part.body)) for part in parts)
