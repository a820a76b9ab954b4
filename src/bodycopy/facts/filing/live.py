"""The entries of a liveblog: what the page shows of them, else what its JSON-LD lists.

Strategy: an entry begins with its time, in a line of its own or before its heading, whatever
elements it is built of; the times of a liveblog run down or up. The same holds for flattened
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bodycopy.article import Block, Link, LiveUpdate
from bodycopy.facts.dates.machine import read_machine
from bodycopy.facts.jsonld import JsonLd, Node, clean_text
from bodycopy.facts.titles import squash
from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.tape import Context

__all__ = ["find_live_updates", "read_clock"]

_CLOCK = re.compile(
    r"[\[(•·|–-]?(?:(?<!\s)\s+)?(?P<h>[01]?\d|2[0-4])\s?(?:[:.：hH]|時)\s?(?P<m>[0-5]\d)(?![\d.%])"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?(?:Uhr\b|分))?",
    re.I,
)
_JOINT = " \t:-–—|•·,)]»/"
_START_CHARS = 160  # of a line that an entry begins with
_DECLARED_LEAST, _LEAST = 2, 6  # entries of a liveblog, and of one that does not say so
_LEAST_SHARE = 0.15  # of the body's blocks that begin an entry there
_MOST_TURNS = 0.2  # share of times that run against the others
_MAX_UPDATES = 2_000
_HEADING = int(Context.HEADING)


@dataclass(frozen=True, slots=True)
class _Start:
    """The line that an entry begins with."""

    row: int
    time: str
    minutes: int
    rest: str
    """What the line says behind the time."""


def find_live_updates(
    view: View, jsonld: JsonLd, headline: int | None = None
) -> tuple[LiveUpdate, ...]:
    """Time, headline and body of every entry, in page order; empty where it is no liveblog."""
    declared = [node for node in jsonld.own_articles if _is_live(node)]
    starts = _starts(view, headline)
    least = _DECLARED_LEAST if declared else _LEAST
    share = 0.0 if declared else _LEAST_SHARE
    if len(starts) >= max(least, share * len(view.body)) and _is_ordered(starts):
        return tuple(_updates(view, starts, _times(jsonld, declared)))
    nodes = [node for work in declared for node in _entries(work)]
    return tuple(_declared_update(jsonld, node) for node in nodes[:_MAX_UPDATES])


def _is_live(node: Node) -> bool:
    return bool(node.get("liveBlogUpdate")) or "LiveBlogPosting" in str(node.get("@type"))


# --- displayed -----------------------------------------------------------------------------


def read_clock(text: str) -> tuple[str, int, str] | None:
    """The time that a line begins with, its minutes since midnight, and the rest of the line.

    >>> read_clock("9h05 - The market opens"), read_clock("6:42 pm")
    (('09:05', 545, 'The market opens'), ('18:42', 1122, ''))
    >>> read_clock("18.5 million people")
    """
    match = _CLOCK.match(text)
    if match is None:
        return None
    hour, minute = int(match["h"]), int(match["m"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23:
        return None
    return f"{hour:02d}:{minute:02d}", 60 * hour + minute, text[match.end() :].lstrip(_JOINT)


def _starts(view: View, headline: int | None) -> list[_Start]:
    if not view.body:
        return []
    texts = view.tape.texts
    first = view.body[0] - 1 if headline is None else headline + 1
    times = {
        marker.row: marker.attributes["datetime"]
        for marker in view.tape.markers
        if marker.attributes.get("datetime")
    }
    starts = []
    for row in range(max(0, first), view.body[-1] + 1):
        text = texts[row]
        found = read_clock(text) if len(text) <= _START_CHARS else None
        if found is None:
            continue
        time, minutes, rest = found
        moment = read_machine(times[row]) if row in times else None
        starts.append(_Start(row, str(moment) if moment else time, minutes, rest))
    return starts[:_MAX_UPDATES]


def _is_ordered(starts: Sequence[_Start]) -> bool:
    """Whether the times run one way, but for midnights."""
    steps = [other.minutes - one.minutes for one, other in pairwise(starts)]
    ups, downs = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    return min(ups, downs) <= max(1, _MOST_TURNS * len(steps))


def _updates(view: View, starts: Sequence[_Start], times: dict[str, str]) -> Iterator[LiveUpdate]:
    ends = [start.row for start in starts[1:]] + [view.body[-1] + 1]
    for start, end in zip(starts, ends, strict=True):
        row = start.row
        title = start.rest or None
        if row + 1 < end and _is_title(view, row + 1):
            row += 1
            title = view.tape.texts[row]
        body = tuple(_block(view, r) for r in range(row + 1, end) if view.roles[r] in BODY_ROLES)
        if title is None and not body:
            continue
        known = times.get(squash(title)) if title else None
        yield LiveUpdate(
            time=known if known and "T" not in start.time else start.time, headline=title, body=body
        )


def _is_title(view: View, row: int) -> bool:
    return view.roles[row] is Role.SUBHEADING or bool(view.tape.context[row] & _HEADING)


def _block(view: View, row: int) -> Block:
    role = view.roles[row]
    return Block(
        role=role,
        text=view.tape.texts[row],
        index=row,
        score=round(view.chance(row, role), 4),
        links=tuple(Link(*link) for link in view.tape.links.get(row, ())),
    )


# --- declared -----------------------------------------------------------------------------


def _entries(work: Node) -> list[Node]:
    updates = work.get("liveBlogUpdate")
    items = updates if isinstance(updates, list) else [updates]
    return [item for item in items if isinstance(item, dict)]


def _times(jsonld: JsonLd, works: Sequence[Node]) -> dict[str, str]:
    """Squashed headlines of declared entries and their times."""
    found: dict[str, str] = {}
    for work in works:
        for node in _entries(work)[:_MAX_UPDATES]:
            title, time = jsonld.text(node, "headline"), _time(jsonld, node)
            if title and time:
                found[squash(title)] = time
    return found


def _time(jsonld: JsonLd, node: Node) -> str | None:
    raw = jsonld.raw(node, "datePublished") or jsonld.raw(node, "dateModified")
    moment = read_machine(raw) if raw else None
    return str(moment) if moment else None


def _declared_update(jsonld: JsonLd, node: Node) -> LiveUpdate:
    raw = jsonld.raw(node, "articleBody") or ""
    paragraphs = [clean_text(part) for part in raw.split("\n")]
    # Their text stands on no row of the tape.
    body = tuple(
        Block(role=Role.PARAGRAPH, text=text, index=-1, score=1.0) for text in paragraphs if text
    )
    return LiveUpdate(time=_time(jsonld, node), headline=jsonld.text(node, "headline"), body=body)
