"""Where on a page its own credits stand: around the headline and below the body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role

__all__ = ["Zone", "find_zone"]

ABOVE = 8  # rows above the headline: section, author picture, date
_BEHIND = 14  # rows below the body: credit line, author box
_OPENING_CHARS = 80  # a body block of this length is where the text begins
# What follows one of these below the body belongs to other stories.
_ELSEWHERE = frozenset((Role.RELATED, Role.TEASER, Role.COMMENT, Role.LEGAL, Role.NAVIGATION))
_STORIES = frozenset((Role.RELATED, Role.TEASER))


@dataclass(frozen=True)
class Zone:
    """Rows of the page's own credits."""

    start: int
    title: int
    """Row of the headline, or that of the first long block where no headline is displayed."""
    first: int
    """Row of the first long block of the body."""
    last: int
    """Row of the last block of the body."""
    own: int
    """Behind the last row before other stories begin: bylines below are theirs."""
    end: int
    """Behind the last row that may hold a source line."""

    @cached_property
    def header(self) -> range:
        """Rows around the headline, up to the first long block of the body."""
        return range(self.start, self.first)

    @cached_property
    def tail(self) -> range:
        """Rows below the body."""
        return range(self.last + 1, self.end)


def find_zone(view: View, headline: int | None) -> Zone | None:
    """The zone of a page; None where it has no body."""
    if not view.body:
        return None
    texts, size = view.tape.texts, len(view.tape)
    body = [row for row in view.body if headline is None or row > headline] or list(view.body)
    first = next((row for row in body if len(texts[row]) > _OPENING_CHARS), body[0])
    last = body[-1]
    title = first if headline is None else min(headline, first)
    start = max(0, title - ABOVE)
    end = min(size, last + 1 + _BEHIND)
    strangers = [row for row in range(last + 1, end) if view.roles[row] in _ELSEWHERE]
    stories = [row for row in strangers if view.roles[row] in _STORIES]
    # One such block may be a mistake of the labeller's.
    end = strangers[2] if len(strangers) > 2 else end
    own = min(end, stories[1]) if len(stories) > 1 else end
    return Zone(start, title, first, last, own, end)


def is_body(view: View, row: int) -> bool:
    """Whether a row is of the body."""
    return view.roles[row] in BODY_ROLES
