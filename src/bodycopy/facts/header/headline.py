"""The headline: the displayed title, without its kicker and without the name of the site.

Strategy: what the page declares (JSON-LD, og:title, <title> ...) and what it displays
(its headings) are compared by their letters. A heading that says the same as a declared
title is the headline, and where they differ by a part at one end, that part is the name
of the site (on the declared side) or the kicker (on the displayed side).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from bodycopy.facts.found import Found
from bodycopy.facts.head import meta_value, page_urls
from bodycopy.facts.header.kicker import Evidence, split_kicker
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.titles import domain_names, fold, prefix_end, squash, strip_names
from bodycopy.tape import Head

__all__ = ["Candidate", "Headline", "find_headline"]


class Candidate(Struct, frozen=True):
    """A displayed block that may be the headline."""

    text: str
    rank: int
    """1 to 6 for ``h1`` to ``h6``; 0 for a block that is no heading element."""
    index: int
    """Its row on the tape."""
    score: float = 0.0
    """The labeller's probability that it is the headline; 0 where nobody asked."""
    lead: int = 0
    """Characters at the front that an inline element of their own sets apart; 0 for none."""
    called: bool = False
    """Whether that element is called a kicker."""
    aside: bool = False
    """Whether it stands in a menu or a breadcrumb."""
    heading: int = -1
    """Row in ``elements`` of the heading element that it stands in; -1 for none."""


@dataclass(frozen=True, slots=True)
class Headline(Found):
    """The headline, and what stood in the same block before it."""

    kicker: str | None = None
    index: int | None = None
    """Row of the headline block on the tape; None where the page does not display it."""


class _Shown(NamedTuple):
    """A displayed block, its text on one line, and its letters."""

    candidate: Candidate
    text: str
    squashed: str
    joined: bool = False
    """Made of two rows of the tape."""


class _Title(NamedTuple):
    """A title with its squashed form; ``raw`` is as declared, ``text`` without site names."""

    source: str
    raw: str
    text: str
    squashed: str


# Blocks of the page that are looked at: the headline stands before the long tail of teasers.
_MAX_CANDIDATES = 60
# The longest real headlines have some 300 characters; longer blocks are paragraphs.
_MAX_CHARS = 500
# Two letters may agree by chance; `Sport` is a section before it is a headline.
_MIN_SQUASHED = 6

# An h2 that repeats og:title or the JSON-LD headline is there to be read, while an h1 that
# differs from it may be written for search engines and set invisible: newsrooms do that.
_RANK = {1: 0.40, 2: 0.30, 3: 0.10}
_RANK_OF_OTHERS = 0.05
_SAME_H1, _SAME_OTHER = 1.0, 1.2
# <title> is written for search engines too, and says less of what is displayed.
_ONLY_TITLE = 0.2
_SCORE_WEIGHT = 1.2
# Where a block says a declared title to the letter, no other needs to resemble it.
_SURE = 0.8
# Of a copy in the breadcrumb, where the page repeats it as its headline.
_ASIDE = 0.3
# Agreement from which a block is the declared title in other words; an h1 needs less.
_AGREES, _H1_AGREES = 0.55, 0.3
# A lone h1 of some length is the headline even where nothing declared agrees with it.
_LONE_H1, _LONE_H1_CHARS = 0.7, 15


def find_headline(
    head: Head,
    jsonld: JsonLd,
    candidates: Sequence[Candidate],
    url: str | None = None,
    opening: int | None = None,
) -> Headline | None:
    """The headline of the page, or None where it neither displays nor declares one.

    ``candidates`` are blocks in page order; ``opening`` is the row where the text begins. The
    displayed form wins where it agrees with what is declared; else the labeller's score
    decides, then the declared title.
    """
    declared = list(_declared(head, jsonld, url))
    shown = list(_shown(candidates))
    shown += _joined(shown, declared)
    best = _best(shown, declared)
    if best is None:
        return _only_declared(declared)
    if best.candidate.aside and opening is not None:
        best = _below_trail(best, shown, opening) or best
    evidence = Evidence(
        declared=[title.text for title in declared if title.source != "title"],
        spellings=[block.text for block in shown if block.squashed == best.squashed]
        + [title.text for title in declared if title.squashed == best.squashed],
        lead=best.candidate.lead,
        called=best.candidate.called,
        french=head.lang.lower().startswith("fr"),
    )
    kicker, headline = split_kicker(best.text, evidence)
    headline = _without_end(headline, declared)
    rank, raw, index = best.candidate.rank, best.candidate.text, best.candidate.index
    if best.joined and kicker:
        index += 1  # the kicker fills the first row, the headline the second
    return Headline(headline, f"dom:h{rank}" if rank else "dom:block", raw, kicker, index)


def _only_declared(declared: list[_Title]) -> Headline | None:
    """The first declared title, without a section behind it that another one does without."""
    if not declared:
        return None
    title = declared[0]
    for other in declared[1:]:
        rest = title.squashed.removeprefix(other.squashed)
        if len(other.squashed) >= _MIN_SQUASHED and 0 < len(rest) * 4 < len(other.squashed):
            title = other
            break
    return Headline(title.text, title.source, title.raw)


_BELOW_ROWS = 20
_BELOW_CHARS = 15


def _below_trail(trail: _Shown, shown: list[_Shown], opening: int) -> _Shown | None:
    """The heading between a title in the breadcrumb and the text: the headline in other words.

    The last entry of a breadcrumb is the page's title as search engines shall show it. Of
    a heading in several rows the last one is it, for the rows above are its kicker.
    """
    start = trail.candidate.index
    found: _Shown | None = None
    for block in shown:
        candidate = block.candidate
        if block.joined or candidate.aside or candidate.rank not in (1, 2):
            continue
        if not start < candidate.index < min(opening, start + _BELOW_ROWS):
            continue
        if found is not None and found.candidate.heading != candidate.heading:
            break
        found = block
    return found if found and len(found.text) >= _BELOW_CHARS else None


def _without_end(headline: str, declared: list[_Title]) -> str:
    """The headline without what a bar sets off at its end, where a declared title has it so."""
    front = headline.rpartition("|")[0].strip()
    squashed = squash(front)
    if len(squashed) >= _MIN_SQUASHED and any(title.squashed == squashed for title in declared):
        return front
    if len(declared) == 1 and len(declared[0].squashed) >= _MIN_ALONE:
        return _without_deck(headline, declared[0])
    return headline


_MIN_ALONE = 20
_MIN_DECK = 15


def _without_deck(headline: str, title: _Title) -> str:
    """The headline without a second line in its heading that no declared title has."""
    letters = squash(headline)
    if not letters.startswith(title.squashed) or len(letters) < len(title.squashed) + _MIN_DECK:
        return headline
    end = prefix_end(headline, len(title.squashed))
    while end < len(headline) and not headline[end].isspace():
        end += 1
    goes_on = headline[end - 1] in _GOING_ON or not headline[end:].strip()[:1].isupper()
    return headline if goes_on else headline[:end].strip()


_GOING_ON = frozenset(":;,-–—|/")


def _shown(candidates: Sequence[Candidate]) -> Iterator[_Shown]:
    for candidate in candidates[:_MAX_CANDIDATES]:
        if candidate.text and len(candidate.text) <= _MAX_CHARS:
            text = fold(candidate.text)
            yield _Shown(candidate, text, squash(text))


def _declared(head: Head, jsonld: JsonLd, url: str | None) -> Iterator[_Title]:
    """The titles that the page declares, without site names, the most reliable first."""
    names = _site_names(head, jsonld, url)
    seen: set[str] = set()
    told: set[str] = set()
    for source, raw in _claims(head, jsonld):
        if raw in told:
            continue
        told.add(raw)
        text = strip_names(fold(raw), names)
        squashed = squash(text)
        if squashed and squashed not in seen and not _is_site(squashed, names):
            seen.add(squashed)
            yield _Title(source, raw, text, squashed)


def _is_site(squashed: str, names: list[str]) -> bool:
    """A whole title that is the name of its site, with or without an article before it."""
    return any(
        squashed == name
        or (len(name) > 3 and squashed.endswith(name) and len(squashed) <= len(name) + 3)
        for name in names
    )


def _claims(head: Head, jsonld: JsonLd) -> Iterator[tuple[str, str]]:
    for node in jsonld.own_articles[:3]:
        text = jsonld.text(node, "headline") or jsonld.text(node, "name")
        if text:
            yield "jsonld:headline", text
    for name in ("og:title", "headline", "twitter:title", "dc.title", "dcterms.title"):
        found = meta_value(head, name)
        if found:
            yield f"meta:{name}", found[1]
    if head.title:
        yield "title", head.title


def _site_names(head: Head, jsonld: JsonLd, url: str | None) -> list[str]:
    names = list(domain_names(*page_urls(head, url)))
    found = [meta_value(head, "og:site_name"), meta_value(head, "application-name")]
    names += [squash(value[1]) for value in found if value]
    for node in jsonld.own_articles[:3]:
        publisher = jsonld.resolve(node.get("publisher"))
        names.append(squash((jsonld.text(publisher, "name") if publisher else None) or ""))
    return [name for name in names if len(name) > 1]


def _joined(shown: list[_Shown], declared: list[_Title]) -> list[_Shown]:
    """Neighbouring blocks of one rank that only together say what is declared."""
    wanted = {title.squashed for title in declared}
    found = []
    for one, two in pairwise(shown):
        first, second = one.candidate, two.candidate
        neighbours = first.rank == second.rank and first.index + 1 == second.index
        if neighbours and one.squashed and two.squashed and one.squashed + two.squashed in wanted:
            text = f"{one.text} {two.text}"
            score = max(first.score, second.score)
            both = replace(first, text=text, lead=0, score=score)
            found.append(_Shown(both, text, one.squashed + two.squashed, joined=True))
    return found


def _best(shown: list[_Shown], declared: list[_Title]) -> _Shown | None:
    agreements = [_agreement(block, declared) for block in shown]
    if max(agreements, default=0.0) < _SURE:
        agreements = [
            max(agreement, _resemblance(block, declared))
            for block, agreement in zip(shown, agreements, strict=True)
        ]
    lone = sum(1 for block in shown if block.candidate.rank == 1) == 1
    best: _Shown | None = None
    best_score = 0.0
    for block, agreement in zip(shown, agreements, strict=True):
        rank, score = block.candidate.rank, block.candidate.score
        if lone and rank == 1 and len(block.text) >= _LONE_H1_CHARS:
            agreement = max(agreement, _LONE_H1)
        enough = _H1_AGREES if rank == 1 else _AGREES
        if agreement < enough and score < 0.5:
            continue
        total = agreement + _RANK.get(rank, _RANK_OF_OTHERS) + _SCORE_WEIGHT * score
        total -= _ASIDE * block.candidate.aside
        if total > best_score:
            best, best_score = block, total
    return best


def _agreement(block: _Shown, declared: list[_Title]) -> float:
    """From 0 to 1.2: whether the block says what a declared title says, or a part of it."""
    rank, shown = block.candidate.rank, block.squashed
    if len(shown) < _MIN_SQUASHED:
        named = any(t.squashed == shown and t.source != "title" for t in declared)
        return _SAME_H1 if named else 0.0
    return max((_said(rank, shown, title) for title in declared), default=0.0)


def _said(rank: int, shown: str, title: _Title) -> float:
    likeness = _likeness(rank, shown, title)
    return likeness - _ONLY_TITLE if likeness and title.source == "title" else likeness


def _likeness(rank: int, shown: str, title: _Title) -> float:
    same = _SAME_H1 if rank == 1 or title.source == "title" else _SAME_OTHER
    wanted = title.squashed
    if shown == wanted:
        return same
    if len(wanted) >= _MIN_SQUASHED and len(wanted) * 5 >= len(shown) * 2:
        if shown.endswith(wanted):
            return same - 0.05
        if shown.startswith(wanted):
            return _SAME_H1 - 0.1
    if len(shown) * 5 >= len(wanted) * 2 and (wanted.startswith(shown) or wanted.endswith(shown)):
        return _SAME_H1 - 0.15
    return 0.0


def _resemblance(block: _Shown, declared: list[_Title]) -> float:
    """Share of letter triples (Dice) that a heading of rank 1 or 2 has in common with a title.

    Works in every script, with or without spaces between words.
    """
    if not 0 < block.candidate.rank <= 2:
        return 0.0
    triples = _triples(block.squashed)
    best = 0.0
    for title in declared:
        others = _triples(title.squashed)
        best = max(best, 2 * len(triples & others) / (len(triples) + len(others) or 1))
    return best if block.candidate.rank == 1 else best * 0.8


def _triples(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}
