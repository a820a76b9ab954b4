"""How near the extractor comes to what a person said of a page: one page's score."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from bodycopy.article import Article, Verdict
from bodycopy.errors import UsageError
from bodycopy.gold.align import align_roles, squash
from bodycopy.gold.page import GoldPage
from bodycopy.gold.words import contains, phrase, word_score, words
from bodycopy.options import Options
from bodycopy.pipeline import extract, extract_text

__all__ = ["NOT_FOUND", "PageScore", "given_roles", "score_page"]

NOT_FOUND = "not_found"
"""In the place of a role: the block is on no page that the extractor saw."""


class PageScore(msgspec.Struct, frozen=True, kw_only=True):
    """What the extractor made of a gold page; shares are from 0 to 1.

    ``precision``, ``recall`` and ``f1`` are of the words of the body, as ``gold.words.word_score``
    counts them. ``first`` and ``last`` say whether the body has the first and the last eight
    words of the gold body; ``None`` where the gold has no body. ``reason`` and ``detail`` are
    those of a verdict. ``roles`` are the roles that gold and extractor gave each block of the
    gold that has letters or digits, as ``(gold, given)``; ``given`` may be ``NOT_FOUND``.
    """

    name: str
    url: str | None
    language: str
    page_type: str
    precision: float
    recall: float
    f1: float
    first: bool | None
    last: bool | None
    gold_words: int
    given_words: int
    reason: str | None
    detail: str
    roles: tuple[tuple[str, str], ...]


_DEFAULTS = Options()


def score_page(page: GoldPage, options: Options = _DEFAULTS) -> PageScore:
    """The score of what ``extract``, or ``extract_text``, gives for the page.

    Of the options, ``dateline_in_text`` is always on: to gold a dateline is part of its
    paragraph. Raises ``UsageError`` for a page that carries neither HTML nor text.
    """
    record = _extract(page, replace(options, dateline_in_text=True))
    given = "\n\n".join(block.text for block in record.body) if isinstance(record, Article) else ""
    score = word_score(given, page.body)
    expected, said = words(page.body), phrase(given)
    return PageScore(
        name=page.name,
        url=page.url,
        language=page.language,
        page_type=page.page_type,
        precision=score.precision,
        recall=score.recall,
        f1=score.f1,
        first=contains(said, " ".join(expected[:_ENDS])) if expected else None,
        last=contains(said, " ".join(expected[-_ENDS:])) if expected else None,
        gold_words=len(expected),
        given_words=len(words(given)),
        reason=record.reason.value if isinstance(record, Verdict) else None,
        detail=record.detail if isinstance(record, Verdict) else "",
        roles=tuple(_role_pairs(page, record)),
    )


_ENDS = 8  # words: fewer stand in other places of the page as well


def _extract(page: GoldPage, options: Options) -> Article | Verdict:
    if page.html is not None:
        return extract(page.html, page.url, options=options)
    if page.source_text is not None:
        language = page.language if page.language != "und" else None
        return extract_text(page.source_text, page.url, language, options)
    raise UsageError(f"{page.name} carries neither html nor source_text: there is nothing to read")


def _role_pairs(page: GoldPage, record: Article | Verdict) -> Iterator[tuple[str, str]]:
    body = record.body if isinstance(record, Article) else ()
    ours = sorted((*body, *record.dropped), key=lambda block: block.index)
    given = given_roles(
        [block.text for block in page.blocks], [(block.text, str(block.role)) for block in ours]
    )
    for block, role in zip(page.blocks, given, strict=True):
        if squash(block.text):  # a lone dash or bullet is no block in every cut of a page
            yield str(block.role), role or NOT_FOUND


def given_roles(texts: Sequence[str], blocks: Sequence[tuple[str, str]]) -> list[str]:
    """Of each text, the role of the block that it is or stands in, or ``""``.

    ``texts`` and ``blocks`` (text, role) are two cuts of one page, each in its order. Where a
    text was cut into several blocks, or its words changed a little, the blocks between those of
    its neighbours tell.
    """
    if [squash(text) for text in texts] == [squash(text) for text, _ in blocks]:
        return [role for _, role in blocks]
    numbered = [(text, str(row)) for row, (text, _) in enumerate(blocks)]
    rows = [int(found) if found else -1 for found in align_roles(texts, numbered)]
    roles = [blocks[row][1] if row >= 0 else "" for row in rows]
    known = [place for place, row in enumerate(rows) if row >= 0]
    for place, text in enumerate(texts):
        if rows[place] < 0:
            roles[place] = _role_nearby(text, blocks, _between(rows, known, place))
    return roles


def _between(rows: Sequence[int], known: Sequence[int], place: int) -> range:
    """The blocks from that of the text's last known neighbour to that of the next, or some of them.

    ``known`` are the places whose blocks are known.
    """
    at = bisect_left(known, place)
    first = rows[known[at - 1]] if at else 0
    # Without an end in sight a few are enough: a text is not cut into dozens.
    last = rows[known[at]] if at < len(known) else first + _FAR
    return range(first, min(last, first + _FAR) + 1)


_FAR = 40
_MOSTLY = 0.5
_ALIKE = 0.65


def _role_nearby(text: str, blocks: Sequence[tuple[str, str]], rows: range) -> str:
    """The role of the blocks that make up the text, else of the one that is most like it."""
    whole, own = squash(text), Counter(words(text))
    parts: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for other, role in blocks[rows.start : rows.stop]:
        part = squash(other)
        if part and part in whole:
            parts[role] += len(part)
        theirs = Counter(words(other))
        most = max(own.total(), theirs.total())
        alike[role] = max(alike[role], round(100 * (own & theirs).total() / most) if most else 0)
    if whole and parts.total() >= _MOSTLY * len(whole):
        return parts.most_common(1)[0][0]
    role, percent = alike.most_common(1)[0] if alike else ("", 0)
    return role if percent >= 100 * _ALIKE else ""
