"""Tape, roles and facts to one record: an article, or a verdict why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from bodycopy.article import Article, Block, Encoding, LiveUpdate, Publisher, Verdict
from bodycopy.assemble.embedded import Embedded
from bodycopy.assemble.judge import Judgement, judge
from bodycopy.assemble.lists import ListPlaces
from bodycopy.assemble.paths import spell_paths
from bodycopy.assemble.quotes import find_citation
from bodycopy.assemble.tables import join_tables
from bodycopy.facts.comments.comments import Discussion
from bodycopy.facts.filing.filing import Filing
from bodycopy.facts.found import Found, Names
from bodycopy.facts.page import PageFacts
from bodycopy.label import Labels
from bodycopy.options import Options
from bodycopy.roles import BODY_ROLES, ROLES, Role
from bodycopy.scan.inline import cut_block, links_of, marks_of
from bodycopy.tape import Context, Tape

__all__ = ["assemble"]

_NONE = Embedded()
_LEVELLED = frozenset((Role.SUBHEADING, Role.LIST_ITEM, Role.HEADLINE))
_ORDERED = int(Context.ORDERED)
# A name of the module is found faster than a member of an enumeration.
_QUOTE, _LIST_ITEM = Role.QUOTE, Role.LIST_ITEM


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
    _trim(blocks, facts.people.cuts, dateline=options.dateline_in_text)
    _cite(tape, blocks, facts)
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
        page_types=labels.page_types,
    )
    language = facts.language.value if facts.language else None
    if judgement is not None:
        return _verdict(judgement, (*body, *dropped), url, language, encoding)
    people, filing, pictures = facts.people, facts.filing, facts.pictures
    discussion = facts.discussion() if options.comments else Discussion()
    return Article(
        url=url,
        base_url=tape.head.base or None,
        canonical_url=_value(facts.canonical),
        site_name=_value(facts.site_name),
        publisher=_publisher(filing),
        language=language,
        page_type=filing.page_type,
        page_type_probability=filing.page_type_chance,
        # What the network expects of the page's blocks says nothing of a body from its data.
        confidence=None if embedded.paragraphs else round(labels.confidence, 4),
        kicker=_value(facts.header.kicker),
        headline=_value(facts.header.headline),
        standfirst=_value(facts.header.standfirst),
        authors=people.authors.values if people.authors else (),
        agencies=people.agencies.values if people.agencies else (),
        source_line=_value(people.source_line),
        dateline=people.dateline,
        date_published=filing.date_published,
        date_modified=filing.date_modified,
        section=_value(filing.section),
        topics=filing.topics.values if filing.topics else (),
        body=body,
        images=pictures.images,
        embeds=pictures.embeds,
        corrections=pictures.corrections,
        access=filing.access,
        truncated=filing.truncated or tape.truncated,
        live_updates=_live_updates(filing.live_updates, blocks),
        comments=discussion.comments,
        posts=discussion.posts,
        dropped=dropped,
        sources=_sources(facts, body=embedded.source or "dom"),
        raw=_raw(facts),
        encoding=encoding,
    )


def _value(found: Found | None) -> str | None:
    return found.value if found else None


def _publisher(filing: Filing) -> Publisher | None:
    if filing.publisher is None and filing.publisher_url is None:
        return None
    return Publisher(name=_value(filing.publisher), url=filing.publisher_url)


def _live_updates(updates: Sequence[LiveUpdate], blocks: Sequence[Block]) -> tuple[LiveUpdate, ...]:
    """The entries of a liveblog, made of the record's own blocks where they are displayed."""

    def own(block: Block) -> Block:
        return blocks[block.index] if block.index >= 0 else block

    return tuple(
        replace(
            update,
            body=tuple(block for block in map(own, update.body) if block.role in BODY_ROLES),
        )
        for update in updates
    )


def _blocks(tape: Tape, labels: Labels, facts: PageFacts, *, second_copy: bool) -> list[Block]:
    """Every row of the tape as a block."""
    roles = _roles(labels, facts.roles, second_copy=second_copy)
    levels = _levels(facts.view.tape.level, roles)
    links = {row: links_of(found) for row, found in tape.links.items()}
    columns = zip(
        range(len(roles)),
        roles,
        tape.texts,
        spell_paths(tape.elements, tape.element),
        np.round(labels.scores.astype(np.float64), 4).tolist(),
        levels,
        strict=True,
    )
    linked = links.get
    # What few blocks have is put on them afterwards: this runs once for every block.
    blocks = [
        Block(
            role=role,
            text=text,
            index=row,
            path=path,
            score=score,
            level=level,
            links=linked(row, ()),
        )
        for row, role, text, path, score, level in columns
    ]
    _list(tape, blocks, (row for row, role in enumerate(roles) if role is _LIST_ITEM))
    for row, marks in tape.marks.items():
        blocks[row] = replace(blocks[row], marks=marks_of(marks))
    return blocks


def _roles(labels: Labels, known: Mapping[int, Role], *, second_copy: bool) -> list[Role]:
    """The role of every row: what the finders know of it before what the labeller thinks."""
    roles = [ROLES[number] for number in labels.roles.tolist()]
    for row, role in known.items():
        roles[row] = role
    if second_copy:
        return [Role.BOILERPLATE if role in BODY_ROLES else role for role in roles]
    return roles


def _levels(written: Sequence[int], roles: Sequence[Role]) -> list[int]:
    """The rank of headings and list items; 0 for all other rows."""
    return [
        level if level and role in _LEVELLED else 0
        for level, role in zip(written, roles, strict=True)
    ]


def _list(tape: Tape, blocks: list[Block], rows: Iterable[int]) -> None:
    """Tell of list items where they belong."""
    lists = ListPlaces(tape)
    for row in rows:
        ordered = bool(tape.context[row] & _ORDERED)
        blocks[row] = replace(blocks[row], ordered=ordered, item=lists.item(row))


def _trim(blocks: list[Block], cuts: Mapping[int, tuple[int, int]], *, dateline: bool) -> None:
    """Leave of each body block what is body: its dateline and credit are fields.

    ``dateline`` says whether the dateline stays.
    """
    for row, (start, end) in cuts.items():
        block = blocks[row]
        start = 0 if dateline else start
        if block.role in BODY_ROLES:
            blocks[row] = cut_block(block, start, end)


def _cite(tape: Tape, blocks: list[Block], facts: PageFacts) -> None:
    """Tell of each quote whom or what it quotes."""
    quotes = [block.index for block in blocks if block.role is _QUOTE]
    if not quotes:
        return
    images = facts.pictures.images
    printed = {text for image in images for text in (image.caption, image.credit) if text}
    for row in quotes:
        citation = find_citation(tape, blocks, row, printed)
        if citation is not None:
            blocks[row] = replace(blocks[row], citation=citation)


def _embedded_blocks(paragraphs: Sequence[str], first: int) -> tuple[Block, ...]:
    """Paragraphs that stand on no row of the tape: their rows follow its last."""
    return tuple(
        Block(role=Role.PARAGRAPH, text=text, index=first + row, score=1.0)
        for row, text in enumerate(paragraphs)
    )


def _titles(tape: Tape, facts: PageFacts) -> list[str]:
    shown = [facts.header.headline.value] if facts.header.headline else []
    return [title for title in (tape.head.title, *shown) if title]


def _found(facts: PageFacts) -> dict[str, Found | Names]:
    """The fields that were found, by name."""
    found = {
        "kicker": facts.header.kicker,
        "headline": facts.header.headline,
        "standfirst": facts.header.standfirst,
        "canonical_url": facts.canonical,
        "site_name": facts.site_name,
        "publisher": facts.filing.publisher,
        "language": facts.language,
        "authors": facts.people.authors,
        "agencies": facts.people.agencies,
        "source_line": facts.people.source_line,
        "section": facts.filing.section,
        "topics": facts.filing.topics,
    }
    return {name: fact for name, fact in found.items() if fact is not None}


def _sources(facts: PageFacts, *, body: str) -> dict[str, str]:
    return {name: fact.source for name, fact in _found(facts).items()} | {"body": body}


def _raw(facts: PageFacts) -> dict[str, str]:
    """How the fields stood on the page, where that is not how they are given."""
    return {
        name: fact.raw
        for name, fact in _found(facts).items()
        if fact.raw and fact.raw != (fact.value if isinstance(fact, Found) else None)
    }


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
