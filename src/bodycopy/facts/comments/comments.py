"""Comments under the article, and the posts of a forum's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bodycopy.article import Block, Comment
from bodycopy.facts.comments.declared import declared_comments
from bodycopy.facts.comments.parts import Parts, take_apart
from bodycopy.facts.comments.units import Unit, find_units
from bodycopy.facts.comments.words import says_comment, says_post
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.scan.inline import links_of, marks_of
from bodycopy.tape import Context

__all__ = ["Discussion", "find_discussion"]


@dataclass(frozen=True, slots=True)
class Discussion:
    """What readers wrote on the page, in page order."""

    comments: tuple[Comment, ...] = ()
    """Comments under the article."""
    posts: tuple[Comment, ...] = ()
    """Posts of a thread, the one that opens it first."""


_NOTHING = Discussion()
_FORUM_TYPES = ("discussionforumposting", "qapage")
# In no type's name but those of comments, forums and answers, in whatever case.
_SIGNS = ("omment", "OMMENT", "orum", "nswer", "QAPage", "qapage")
_MAY_BE = 0.08  # chance that the page is a forum's: of those without a thread, few have it


def find_discussion(view: View, jsonld: JsonLd, language: str | None) -> Discussion:
    """The comments or the posts that the page displays, else those that its JSON-LD lists."""
    # Most pages' data speaks of no discussion: its nodes need not be looked through.
    speaks = any(word in script for script in view.tape.head.jsonld for word in _SIGNS)
    declared = speaks and not jsonld.types.isdisjoint(_FORUM_TYPES)
    units = find_units(view, thread=declared or _forum_chance(view) >= _MAY_BE)
    opens = bool(units) and _opens_thread(view, units)
    if not opens:
        units = _without_article(view, units)
    parts = _signed(take_apart(view, units, language or "")) if units else []
    if not parts:
        found = declared_comments(jsonld, first=len(view.tape)) if speaks else ()
        return Discussion(posts=found) if declared else Discussion(comments=found)
    called = _called(view, units, says_comment, says_post)
    if not opens and (called or not (declared or _is_forum(view))):
        return Discussion(comments=tuple(_comment(view, part) for part in parts))
    opening = () if opens else _opening(view, parts[0].rows[0])
    return Discussion(posts=tuple(_comment(view, part) for part in (*opening, *parts)))


def _without_article(view: View, units: Sequence[Unit]) -> list[Unit]:
    """The units that are not the article itself, in an element named like its comments."""
    body = frozenset(view.body)
    kept = []
    for unit in units:
        own = [row for row in unit.rows if row in body]
        if not own or (own[0] != view.body[0] and not 2 * len(own) > len(body) > _FEW):
            kept.append(unit)
    return kept


_FEW = 4  # blocks of the body


def _signed(parts: list[Parts]) -> list[Parts]:
    """The parts, none where they tell neither times nor, half of them, authors.

    Boxes that are folded out, notes about papers and the like repeat as comments do.
    """
    named = sum(part.author is not None for part in parts)
    timed = sum(part.time is not None or part.moment is not None for part in parts)
    return parts if 2 * max(named, timed) >= len(parts) else []


def _forum_chance(view: View) -> float:
    return (view.page_types or {}).get("forum", 0.0)


def _is_forum(view: View) -> bool:
    chances = view.page_types or {}
    return max(chances, key=lambda name: chances[name], default="") == "forum"


def _opens_thread(view: View, units: Sequence[Unit]) -> bool:
    """Whether the body of the page is the first of the posts, not an article above them."""
    if not view.body or view.body[0] < min(unit.rows[0] for unit in units):
        return False
    if not any(view.roles[row] in BODY_ROLES for row in units[0].rows):
        return False
    return _forum_chance(view) >= _MAY_BE or _called(view, units, says_post, says_comment)


def _called(
    view: View, units: Sequence[Unit], says: Callable[[str], bool], but_not: Callable[[str], bool]
) -> bool:
    """Whether a name that units of the first kind share calls them one thing, not another."""
    attrs = view.tape.elements.attrs
    first = [unit for unit in units if unit.kind == units[0].kind]
    counts = Counter(name for unit in first for name in set(attrs[unit.element].split()))
    shared = [name for name, count in counts.items() if count >= _MOST * len(first)]
    return any(says(name) and not but_not(name) for name in shared)


_MOST = 0.6


def _opening(view: View, end: int) -> tuple[Parts, ...]:
    """The body above the first reply as a post."""
    rows = tuple(row for row in view.body if row < end)
    return (Parts(rows),) if rows else ()


# What a block is, by what it stands in; the first that holds, else a paragraph.
_KINDS = (
    (Context.PREFORMATTED, Role.PREFORMATTED),
    (Context.CODE, Role.CODE),
    (Context.QUOTE, Role.QUOTE),
    (Context.LIST, Role.LIST_ITEM),
)


def _comment(view: View, part: Parts) -> Comment:
    # Comments are often entries of a list themselves: what all their rows stand in says nothing.
    common = ~0
    for row in part.rows:
        common &= view.tape.context[row]
    return Comment(
        author=part.author,
        time=part.time,
        date_published=part.moment,
        depth=part.depth,
        body=tuple(_block(view, row, common) for row in part.rows),
    )


def _block(view: View, row: int, common: int) -> Block:
    role = view.roles[row]
    own = view.tape.context[row] & ~common
    kinds = (kind for bit, kind in _KINDS if own & int(bit))
    return Block(
        role=role if role in BODY_ROLES - {Role.LIST_ITEM} else next(kinds, Role.PARAGRAPH),
        text=view.tape.texts[row],
        index=row,
        score=round(view.chance(row, role), 4),
        links=links_of(view.tape.links.get(row, ())),
        marks=marks_of(view.tape.marks.get(row, ())),
    )
