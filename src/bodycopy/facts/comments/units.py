"""Where on the page each comment or post stands: the elements, or stretches of rows, of them.

Strategy: what a template repeats has a name. Each word of a class or id is tried as the
selector of the posts (``li`` + ``comment``); the best one is that whose elements hold text
and one time each, the outermost of equals. Posts that have no element of their own are cut
apart where their lines with a time stand.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np

from bodycopy.facts.comments.words import is_ago, is_other_time, says_comment, says_form, says_post
from bodycopy.facts.plain_tape import PlainElements, PlainTape
from bodycopy.facts.view import View
from bodycopy.roles import ROLES, Role
from bodycopy.tape import Context

__all__ = ["Unit", "before_time", "find_units", "has_clock", "is_seed", "is_time"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A comment or post: ``rows`` are its own, without those of the replies inside it."""

    element: int
    """The element that holds it; several units share one where they have none of their own."""
    rows: tuple[int, ...]
    kind: int = 0
    """Units of one kind have their names in common."""


_SEED_BYTES = 25
_LINKED = 0.5


def is_seed(view: View, row: int) -> bool:
    """Whether a row may be what somebody wrote: no label, no button, no link."""
    text = view.tape.texts[row]
    return (
        len(text.encode()) >= _SEED_BYTES
        and view.tape.link_chars[row] < _LINKED * len(text)
        and not (len(text) <= _LINE_CHARS and is_time(text))
    )


_FORM = int(Context.FORM)
_COMMENT = ROLES.index(Role.COMMENT)


_LINE_CHARS = 120
_TIME = re.compile(
    r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}([./-])\d{1,2}\1\d{2}"
    r"|[月월]\s?\d{1,2}\s?[日일]"
)


def is_time(text: str) -> bool:
    """Whether a short line tells a time, as far as its form shows.

    >>> is_time("Ada, 9:05 pm"), is_time("Posted by Ada on 01/13/08"), is_time("12 replies")
    (True, True, False)
    """
    if _DIGIT.search(text) is None:
        return is_ago(text)
    return _TIME.search(text) is not None or is_ago(text)


_DIGIT = re.compile(r"\d")


_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?![\d.])|\d\s?[ap]\.?m\b", re.I)


def has_clock(text: str) -> bool:
    """Whether a line that tells a time tells it to the minute."""
    return _CLOCK.search(text) is not None


def before_time(text: str) -> str:
    """What a line says before its time; all of it where it tells none in numbers.

    >>> before_time("Ada, 9:05 pm")
    'Ada, '
    """
    match = _TIME.search(text)
    return text[: match.start()] if match else text


_MAX_KINDS = 3


def find_units(view: View, *, thread: bool) -> list[Unit]:
    """The comments and posts of a page in page order; none where nothing repeats.

    ``thread`` says that the page is a forum's: there, text of the body counts as posts' text.
    """
    labelled = np.flatnonzero(view.numbers == _COMMENT).tolist()
    said = [row for row in labelled if is_seed(view, row)]
    if not thread:
        # What stands in the form for a new comment; forums may hold a whole thread in one.
        said = [row for row in said if not view.tape.context[row] & _FORM]
    if not said and not thread:
        return []
    # Among comments, the labeller takes a few for the body; the article above them is not asked.
    near = range(len(view.tape)) if thread else range(said[0] - _BEFORE, said[-1] + _BEHIND)
    written = [row for row in view.body if row in near and is_seed(view, row)]
    page = _Page(view, said, written)
    found: dict[int, int] = {}
    left = sorted({*said, *written})
    for kind in range(_MAX_KINDS):
        best = page.best_selector(left, thread=thread)
        if not best:
            break
        found = dict.fromkeys(best, kind) | found
        covered = page.covered(found)
        left = [row for row in left if not covered[row]]
    if not found:
        return page.flat_units(said if not thread else left)
    return page.with_lines_beside(page.nested_units(found))


Selector = tuple[str, str]
"""Tag and a word of the names."""


class _Page:
    """A page's elements with what stands in them counted."""

    def __init__(self, view: View, said: Sequence[int], written: Sequence[int]) -> None:
        self.view = view
        self.tape: PlainTape = view.tape
        self.first: list[int] = view.tape.elements.first
        self.end: list[int] = view.tape.elements.end
        self.parent: list[int] = view.tape.elements.parent
        self.element: list[int] = view.tape.element
        self.sums: list[int] = []
        chars = [0] * len(view.tape)
        for row in said:
            chars[row] = len(view.tape.texts[row])
        self.said = _sums(chars)
        seeds = (*said, *written)
        span = range(min(seeds) - _BEFORE, max(seeds) + _BEHIND) if seeds else range(0)
        self.marked = _sums(_marked_times(self.tape, span))
        self.lines = lines = _time_lines(self.tape, span)
        self.days = _sums(map(bool, lines))
        self.clocks = _sums(kind > 1 for kind in lines)
        # A post's own time is told the best: in attributes, else to the minute. A day alone
        # may be that on which its writer joined.
        self.signs = (self.marked, self.clocks, self.days)

    def best_selector(self, seeds: Sequence[int], *, thread: bool) -> list[int]:
        """The elements of the selector that fits best around the seeds; none where none does."""
        if not seeds:
            return []
        chars = [0] * len(self.tape)
        for row in seeds:
            chars[row] = len(self.tape.texts[row])
        self.sums = _sums(chars)
        best: list[int] = []
        best_score = _NO_FIT
        for (_, word), elements in self._selectors(seeds).items():
            score = self._score(word, elements, thread=thread)
            if not score[0]:
                continue
            inner = score[1] < 0 and score[1] == best_score[1]
            if score[0] > best_score[0] * _EQUAL or (
                score[0] * _EQUAL >= best_score[0] and (score[1] > best_score[1] or inner)
            ):
                best, best_score = elements, score
        return self._all_like(best) if best else []

    def _selectors(self, seeds: Iterable[int]) -> dict[Selector, list[int]]:
        """Elements around the seeds by their selectors, in page order."""
        elements = self.tape.elements
        seen: set[int] = {0}
        for row in seeds:
            element = self.element[row]
            while element not in seen:
                seen.add(element)
                element = self.parent[element]
        found: dict[Selector, list[int]] = {}
        for element in sorted(seen)[1:]:
            for word in _names(elements, element):
                found.setdefault((elements.tag[element], word), []).append(element)
        return found

    def _score(self, word: str, elements: Sequence[int], *, thread: bool) -> tuple[float, int]:
        """How well the elements fit as posts, and how many rows they have; (0, 0): not at all."""
        named = says_comment(word) and not says_form(word)
        if len(elements) < 2 and not named:
            return _NO_FIT
        value, count, timed, texts, said, rows = 0.0, 0, 0, 0, 0, 0
        for element, nested in _with_nested(elements, self.end, self.first):
            chars = self._own(self.sums, element, nested)
            if not chars:
                continue
            times = next(filter(None, (self._own(s, element, nested) for s in self.signs)), 0)
            value += _FIT.get(times, _MISFIT)
            count += 1
            timed += 1 <= times <= 2
            texts += chars
            said += self._own(self.said, element, nested)
            rows += self.end[element] - self.first[element]
        if not count or value < _LEAST_FIT * count:
            return _NO_FIT
        if count < 2:
            return (value, -rows) if named and timed and rows <= _SINGLE_ROWS else _NO_FIT
        if timed < _TIMED * count and not (named and texts >= _UNTIMED_CHARS * count):
            return _NO_FIT
        allowed = named or said >= _SAID * texts or (thread and says_post(word))
        return (value, rows) if allowed else _NO_FIT

    def _own(self, sums: Sequence[int], element: int, nested: Sequence[int]) -> int:
        total = sums[self.end[element]] - sums[self.first[element]]
        return total - sum(sums[self.end[other]] - sums[self.first[other]] for other in nested)

    def _all_like(self, some: Sequence[int]) -> list[int]:
        """The elements, and those of the same selector beside them that hold short texts only."""
        elements = self.tape.elements
        tag = elements.tag[some[0]]
        shared = frozenset.intersection(*(frozenset(_names(elements, e)) for e in some))
        top = _common(self.parent, some[0], some[-1])
        if top == some[0]:
            return list(some)
        found = set(some)
        parents = {self.parent[element] for element in some}
        for element in range(top + 1, len(self.parent)):
            if self.first[element] >= self.end[top]:
                break
            if element in found or elements.tag[element] != tag or not elements.attrs[element]:
                continue
            names = frozenset(_names(elements, element))
            # The post that opens a thread may lack the name that its replies have.
            opens = self.parent[element] in parents and self._is_post(element) and names & shared
            if shared <= names or opens:
                found.add(element)
        return sorted(found)

    def _is_post(self, element: int) -> bool:
        first, end = self.first[element], self.end[element]
        times = next(filter(None, (sums[end] - sums[first] for sums in self.signs)), 0)
        return self.sums[end] > self.sums[first] and times in (1, 2)

    def covered(self, elements: Iterable[int]) -> list[bool]:
        """Which rows stand in one of the elements."""
        steps = [0] * (len(self.tape) + 1)
        for element in elements:
            steps[self.first[element]] += 1
            steps[self.end[element]] -= 1
        return [depth > 0 for depth in accumulate(steps)]

    def nested_units(self, kinds: Mapping[int, int]) -> list[Unit]:
        """The units of the elements, each with its own rows."""
        rows: dict[int, list[int]] = {element: [] for element in sorted(kinds)}
        stack: list[int] = []
        upcoming = deque(rows)
        for row in range(len(self.tape)):
            while upcoming and self.first[upcoming[0]] <= row:
                element = upcoming.popleft()
                while stack and self.end[stack[-1]] <= self.first[element]:
                    stack.pop()
                stack.append(element)
            while stack and self.end[stack[-1]] <= row:
                stack.pop()
            if stack:
                rows[stack[-1]].append(row)
        return [Unit(element, tuple(own), kinds[element]) for element, own in rows.items() if own]

    def flat_units(self, seeds: Sequence[int]) -> list[Unit]:
        """Stretches of rows, each with one line that tells a time."""
        if len(seeds) < 2:
            return []
        best: list[int] = []
        span = range(max(0, seeds[0] - _NEAR), min(len(self.tape), seeds[-1] + _NEAR))
        for anchors in self._anchors(span):
            if len(anchors) > len(best):
                best = anchors
        if len(best) < 2:
            return []
        top = _common(self.parent, self.element[best[0]], self.element[best[-1]])
        known = frozenset(seeds)
        footers = known.isdisjoint(range(best[-1] + 1, best[-1] + _NEAR))
        if footers:
            first = max(self.first[top], best[0] - _NEAR)
            starts = [row for row in range(first, best[0]) if row in known]
            cuts = [starts[0] if starts else best[0], *(row + 1 for row in best)]
        else:
            last = [row + 1 for row in seeds if best[-1] < row < self.end[top]]
            cuts = [*best, max(last, default=best[-1] + 1)]
        return [Unit(top, tuple(range(start, end))) for start, end in pairwise(cuts) if start < end]

    def with_lines_beside(self, units: list[Unit]) -> list[Unit]:
        """The units with the lines between them, where their times stand there."""
        if len(units) < 2 or any(self._tells_time(row) for unit in units for row in unit.rows):
            return units
        ends = [unit.rows[-1] + 1 for unit in units]
        starts = [unit.rows[0] for unit in units]
        gaps = [range(end, start) for end, start in zip(ends, starts[1:], strict=False)]
        timed = sum(any(map(self._tells_time, gap)) for gap in gaps if len(gap) <= _NEAR)
        if 2 * timed < len(gaps):
            return units
        before = range(max(0, starts[0] - 2), starts[0])
        if any(map(self._tells_time, before)):
            beside = [before, *gaps]
        else:
            beside = [*gaps, range(ends[-1], min(ends[-1] + 2, len(self.tape)))]
        return [
            replace(unit, rows=tuple(sorted({*unit.rows, *gap}))) if len(gap) <= _NEAR else unit
            for unit, gap in zip(units, beside, strict=True)
        ]

    def _tells_time(self, row: int) -> bool:
        return self.lines[row] > 0 or self.marked[row + 1] > self.marked[row]

    def _anchors(self, span: range) -> Iterator[list[int]]:
        """Rows that tell a time, by the tag and names of their elements."""
        found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        elements = self.tape.elements
        for row in span:
            text = self.tape.texts[row]
            if len(text) <= _LINE_CHARS and is_time(text) and self.view.roles[row] is Role.COMMENT:
                element = self.element[row]
                key = (elements.tag[element], tuple(_names(elements, element)))
                found.setdefault(key, []).append(row)
        return iter(found.values())


# What a unit with so many times in it is worth: one is a post's own; a second may be that of
# its last change; more are those of several posts, or of the people that it quotes.
_FIT = {0: 0.5, 1: 1.0, 2: 0.85}
_MISFIT = 0.2
_LEAST_FIT = 0.45
_SAID = 0.5
_EQUAL = 1.15
_SINGLE_ROWS = 12
_TIMED = 0.5
_UNTIMED_CHARS = 40
_NO_FIT = (0.0, 0)
_NEAR = 4  # rows
# Rows of the first post's header, and of the last one's footer.
_BEFORE, _BEHIND = 12, 4


def _sums(values: Iterable[int]) -> list[int]:
    return [0, *accumulate(values)]


def _marked_times(tape: PlainTape, span: range) -> list[int]:
    """How many times in attributes stand at each row, one after the other the same once."""
    counts = [0] * len(tape)
    last = ""
    for marker in tape.markers:
        time = marker.attributes.get("datetime")
        if time and marker.row in span and marker.row < len(counts) and time != last:
            counts[marker.row] += 1
            last = time
    return counts


def _time_lines(tape: PlainTape, span: range) -> list[int]:
    """For each row: 1 where it is a line that tells a day, 2 where it tells a clock time."""
    lines = [0] * len(tape)
    for row in range(max(0, span.start), min(span.stop, len(lines))):
        text = tape.texts[row]
        if len(text) <= _LINE_CHARS and is_time(text) and not is_other_time(text):
            lines[row] = 2 if has_clock(text) or is_ago(text) else 1
    return lines


_DIGITS = re.compile(r"\d+")
_MAX_NAMES = 24


def _names(elements: PlainElements, element: int) -> Iterator[str]:
    """Words of an element's names, numbers left out."""
    attrs = elements.attrs[element]
    if not attrs:
        return
    words = attrs.split(None, _MAX_NAMES)[:_MAX_NAMES]
    yield from dict.fromkeys(
        _DIGITS.sub("", word) if any(map(str.isdigit, word)) else word for word in words
    )


def _with_nested(
    elements: Sequence[int], end: Sequence[int], first: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    """Each element with the outermost of the others inside it."""
    nested: dict[int, list[int]] = {element: [] for element in elements}
    stack: list[int] = []
    for element in elements:
        while stack and end[stack[-1]] <= first[element]:
            stack.pop()
        if stack:
            nested[stack[-1]].append(element)
        stack.append(element)
    return iter(nested.items())


def _common(parent: Sequence[int], one: int, two: int) -> int:
    """The nearest element around both; parents stand before children."""
    while one != two:
        if one > two:
            one = parent[one]
        else:
            two = parent[two]
    return one
