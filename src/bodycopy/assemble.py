"""Tape, roles and facts to one record: an article, or a verdict why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap

import numpy as np

from bodycopy.article import Article, Block, Encoding, Link, PageType, Verdict
from bodycopy.embedded import Embedded
from bodycopy.facts.page import PageFacts
from bodycopy.judge import Judgement, judge
from bodycopy.label import Labels
from bodycopy.options import Options
from bodycopy.paths import spell_paths
from bodycopy.roles import BODY_ROLES, ROLES, Role
from bodycopy.tables import join_tables
from bodycopy.tape import Context, Tape

__all__ = ["assemble"]

_NONE = Embedded()
_LEVELLED = frozenset((Role.SUBHEADING, Role.LIST_ITEM, Role.HEADLINE))
_ORDERED = int(Context.ORDERED)


def assemble(
    tape: Tape,
    labels: Labels,
    facts: PageFacts,
    *,
    embedded: Embedded = _NONE,
    url: str | None = None,
    encoding: Encoding | None = None,
    options: Options,
) -> Article | Verdict:
    """The page's record: every block of the tape is in its ``body`` or in ``dropped``.

    ``embedded`` is a body that only the page's data carries; where there is one, it is the
    body, and what the tape shows of it is left out as its second copy.
    """
    blocks = _blocks(tape, labels, facts, second_copy=bool(embedded.paragraphs))
    body = join_tables(tape, [block for block in blocks if block.role in BODY_ROLES])
    dropped = tuple(block for block in blocks if block.role not in BODY_ROLES)
    if embedded.paragraphs:
        body = _embedded_blocks(embedded.paragraphs, first=len(tape))
    judgement = judge(
        body,
        dropped,
        titles=_titles(tape, facts),
        declared_article=bool(facts.jsonld.own_articles),
        min_chars=options.min_chars,
        index_chance=labels.page_types.get("index", 0.0),
    )
    language = facts.language.value if facts.language else None
    if judgement is not None:
        return _verdict(judgement, (*body, *dropped), url, language, encoding)
    headline = _headline_index(blocks)
    kicker = (facts.headline.kicker if facts.headline else None) or _kicker(blocks, headline)
    return Article(
        url=url,
        base_url=tape.head.base or None,
        canonical_url=facts.canonical.value if facts.canonical else None,
        site_name=facts.site_name.value if facts.site_name else None,
        language=language,
        page_type=_page_type(facts, labels.page_types),
        # What the network expects of the page's blocks says nothing of a body from its data.
        confidence=None if embedded.paragraphs else round(labels.confidence, 4),
        kicker=kicker,
        headline=facts.headline.value if facts.headline else None,
        standfirst=_standfirst(blocks, headline),
        body=body,
        dropped=dropped,
        sources=_sources(facts, body=embedded.source or "dom"),
        encoding=encoding,
    )


def _blocks(tape: Tape, labels: Labels, facts: PageFacts, *, second_copy: bool) -> list[Block]:
    """Every row of the tape as a block."""
    headline = facts.headline.index if facts.headline else None
    owners: list[int] = tape.element.tolist()
    paths = spell_paths(tape.elements, owners)
    links = tape.links
    blocks = []
    columns = zip(
        tape.texts,
        labels.roles.tolist(),
        np.round(labels.scores.astype(np.float64), 4).tolist(),
        owners,
        strict=True,
    )
    for row, (text, number, score, element) in enumerate(columns):
        role = ROLES[number]
        if row == headline:
            role = Role.HEADLINE
        elif role is Role.HEADLINE or (second_copy and role in BODY_ROLES):
            role = Role.BOILERPLATE
        found = links.get(row)
        blocks.append(
            Block(
                role=role,
                text=text,
                index=row,
                path=paths[element],
                score=score,
                level=int(tape.level[row]) if role in _LEVELLED else 0,
                ordered=role is Role.LIST_ITEM and bool(tape.context[row] & _ORDERED),
                links=tuple(starmap(Link, found)) if found else (),
            )
        )
    return blocks


def _embedded_blocks(paragraphs: Sequence[str], first: int) -> tuple[Block, ...]:
    """Paragraphs that stand on no row of the tape: their rows follow its last."""
    return tuple(
        Block(role=Role.PARAGRAPH, text=text, index=first + row, score=1.0)
        for row, text in enumerate(paragraphs)
    )


def _headline_index(blocks: Sequence[Block]) -> int:
    """Row of the headline; -1 where the page displays none."""
    return next((block.index for block in blocks if block.role is Role.HEADLINE), -1)


# Characters: a body block of this length is where the article begins.
_OPENING_CHARS = 80
_SURE_OF_MORE = 0.5  # probability: most standfirsts are one block
_MAX_GAP = 2  # rows between the parts of a standfirst: a date, a share bar


def _standfirst(blocks: Sequence[Block], headline: int) -> str | None:
    """The first run of standfirst blocks behind the headline, before the body begins."""
    parts: list[Block] = []
    for block in blocks[headline + 1 :]:
        if block.role is Role.STANDFIRST:
            if not parts or block.score > _SURE_OF_MORE:
                parts.append(block)
        elif (parts and block.index > parts[-1].index + _MAX_GAP) or (
            block.role in BODY_ROLES and len(block.text) > _OPENING_CHARS
        ):
            break
    return " ".join(block.text for block in parts) or None


_KICKER_ROWS = 3
_KICKER_CHARS = 90
_LEAST_SCORE = 0.3  # of a kicker: below it, the network only found nothing better


def _kicker(blocks: Sequence[Block], headline: int) -> str | None:
    """The kicker nearest above the headline; a label further up is another box's."""
    if headline < 0:
        return None
    above = blocks[max(0, headline - _KICKER_ROWS) : headline]
    kickers = [
        block.text
        for block in above
        if block.role is Role.KICKER
        and block.score > _LEAST_SCORE
        and len(block.text) <= _KICKER_CHARS
        and not _is_count(block.text)
    ]
    return kickers[-1] if kickers else None


def _is_count(text: str) -> bool:
    """Whether the text counts something: ``1846 views``, ``5 min read``."""
    return text[0].isdigit() and text.count(" ") < 3


def _titles(tape: Tape, facts: PageFacts) -> list[str]:
    shown = [facts.headline.value] if facts.headline else []
    return [title for title in (tape.head.title, *shown) if title]


_TYPES = {str(name): name for name in PageType}
_SURE = 0.6  # below it, a page with an article is called one


def _page_type(facts: PageFacts, chances: Mapping[str, float]) -> PageType:
    """What the page declares, else what the labeller is sure of."""
    if "liveblogposting" in facts.jsonld.types:
        return PageType.LIVEBLOG
    likeliest = max(chances, key=lambda name: chances[name], default="")
    if chances.get(likeliest, 0.0) < _SURE or likeliest in _NO_ARTICLE:
        return PageType.ARTICLE
    return _TYPES.get(likeliest, PageType.OTHER)


# Pages that hold a body all the same: the verdict on them was given before.
_NO_ARTICLE = frozenset(("index", "stub", "error"))


def _sources(facts: PageFacts, *, body: str) -> dict[str, str]:
    found = {
        "headline": facts.headline,
        "canonical_url": facts.canonical,
        "site_name": facts.site_name,
        "language": facts.language,
    }
    sources = {name: fact.source for name, fact in found.items() if fact is not None}
    return sources | {"body": body}


def _verdict(
    judgement: Judgement,
    blocks: tuple[Block, ...],
    url: str | None,
    language: str | None,
    encoding: Encoding | None,
) -> Verdict:
    return Verdict(
        reason=judgement.reason,
        detail=judgement.detail,
        page_type=judgement.page_type,
        url=url,
        language=language,
        dropped=tuple(sorted(blocks, key=lambda block: block.index)),
        encoding=encoding,
    )
