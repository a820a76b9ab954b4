"""All the text of a page: for pages without an article, where a caller wants it all the same."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bodycopy.article import Article, Block, Reason, Verdict
from bodycopy.roles import BODY_ROLES, Role

__all__ = ["all_blocks", "all_text", "is_snippet"]

# Pages whose text nobody takes for an article: it tells why there is none.
_HOPELESS = frozenset(
    (
        Reason.EMPTY,
        Reason.NOT_HTML,
        Reason.CONSENT_WALL,
        Reason.ERROR_PAGE,
        Reason.PAYWALL,
        Reason.LANGUAGE,
    )
)
# Characters: what somebody types to try a function out, not a page.
_SNIPPET_CHARS = 250


def all_text(verdict: Verdict) -> Article | None:
    """An article of every block that the page displays; ``None`` where that is no text to read."""
    blocks = tuple(map(_in_body, verdict.dropped))
    if not blocks or verdict.reason in _HOPELESS:
        return None
    return Article(
        url=verdict.url,
        language=verdict.language,
        page_type=verdict.page_type,
        body=blocks,
        encoding=verdict.encoding,
    )


def is_snippet(record: Article | Verdict) -> bool:
    """Whether this is no page but a few paragraphs: a line of HTML typed to see what happens."""
    chars = sum(len(block.text) for block in record.dropped)
    return not record and 0 < chars < _SNIPPET_CHARS and all(map(_is_paragraph, record.dropped))


def all_blocks(record: Article | Verdict) -> Sequence[Block]:
    """Every block of the page in its order."""
    body = record.body if isinstance(record, Article) else ()
    return sorted((*body, *record.dropped), key=lambda block: block.index)


def _is_paragraph(block: Block) -> bool:
    # The last step of the path is the block's own element.
    return block.path.rpartition("> ")[2].partition(":")[0] == "p"


def _in_body(block: Block) -> Block:
    return block if block.role in BODY_ROLES else replace(block, role=Role.PARAGRAPH)
