"""What stands where in a comment: who wrote it, when, and its text.

Strategy: the comments of a page are of one make, so that what each place in them holds is
told by all of them together. The text stands where most of the characters do; the author
where short texts differ from comment to comment and a name says so; labels are what every
comment repeats.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bodycopy.facts.comments.times import read_time, time_markers
from bodycopy.facts.comments.units import Unit, before_time, is_time
from bodycopy.facts.comments.words import (
    cut_lead,
    cut_tail,
    is_ago,
    leads_on,
    says_about,
    says_author,
    without_ago,
)
from bodycopy.facts.dates.text import read_dates
from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role
from bodycopy.tape import Context

__all__ = ["Parts", "take_apart"]


@dataclass(frozen=True, slots=True)
class Parts:
    """A comment: ``rows`` hold its text."""

    rows: tuple[int, ...]
    depth: int = 0
    author: str | None = None
    time: str | None = None
    """As displayed."""
    moment: str | None = None
    """ISO 8601."""


Place = tuple[str, ...]
"""Tags and names of the elements from the comment down to a row."""


def take_apart(view: View, units: Sequence[Unit], language: str = "") -> list[Parts]:
    """The parts of every unit, those left out that hold no text."""
    markers = time_markers(view)
    parts: dict[int, Parts] = {}
    for make in _makes(view, units):
        for unit in make.units:
            rows = make.text_rows(unit)
            if rows:
                author = make.author(unit)
                outside = make.outside(unit)
                time, moment = read_time(view, unit, outside, author, markers, language)
                parts[unit.rows[0]] = Parts(rows, author=author, time=time, moment=moment)
    return [
        replace(parts[unit.rows[0]], depth=depth)
        for unit, depth in _with_depths(view, [u for u in units if u.rows[0] in parts])
    ]


def _with_depths(view: View, units: Sequence[Unit]) -> Iterator[tuple[Unit, int]]:
    """The units with how many others stand around each, or what their names say of that."""
    end = view.tape.elements.end
    attrs = view.tape.elements.attrs
    stated = [_LEVEL.search(attrs[unit.element]) for unit in units]
    lowest = min((int(match[1]) for match in stated if match), default=0)
    stack: list[int] = []
    for unit, match in zip(units, stated, strict=True):
        while stack and int(end[stack[-1]]) <= unit.rows[0]:
            stack.pop()
        apart = bool(stack) and stack[-1] != unit.element
        yield unit, max(len(stack) if apart else 0, int(match[1]) - lowest if match else 0)
        if not stack or apart:
            stack.append(unit.element)


_LEVEL = re.compile(r"(?:depth|level|lvl|indent)[-_]{0,2}(\d{1,2})(?!\d)", re.I)


def _makes(view: View, units: Sequence[Unit]) -> Iterator[_Make]:
    """The units by what repeats them: answers and the comments below them differ in make."""
    for kind in dict.fromkeys(unit.kind for unit in units):
        yield _Make(view, [unit for unit in units if unit.kind == kind])


_TEXT_ROLES = BODY_ROLES | {Role.COMMENT}
_BUTTON = int(Context.BUTTON)
_LABEL_CHARS = 40
_LINKED = 0.8
_SHARE = 0.6
_SPREAD = 1.4
_MAX_LEVELS = 30
_REPEATED = 6
_MOST = 0.6


class _Make:
    """What the units of a page have in common."""

    def __init__(self, view: View, units: Sequence[Unit]) -> None:
        self.view = view
        self.tape = view.tape
        self.parent: list[int] = view.tape.elements.parent
        self.element: list[int] = view.tape.element
        self.leaf: list[int] = view.tape.leaf
        self.links: list[int] = view.tape.link_chars
        self._keys: dict[int, str] = {}
        self.units = units
        repeated = self._repeated()
        some, most = max(3, len(units) // _REPEATED), max(3.0, _MOST * len(units))
        # What the template says, not the writers; somebody may well have written half of it.
        self.constants = frozenset(text for text, count in repeated.items() if count > most)
        self.labels = self.constants | {
            text for text, count in repeated.items() if count >= some and len(text) <= _LABEL_CHARS
        }
        self.chains = {row: self._chain(row, unit.element) for unit in units for row in unit.rows}
        self.weights = {row: self._weight(row) for unit in units for row in unit.rows}
        self.apart, self.inside = self._text()
        self._places: dict[int, Place] = {}
        self._names: dict[int, str | None] = {}
        self.author_places = self._author_places()

    def _repeated(self) -> Counter[str]:
        """Short texts and how many units have them."""
        return Counter(
            text
            for unit in self.units
            for text in {self.tape.texts[row] for row in unit.rows}
            if len(text) <= _LINE_CHARS
        )

    def _key(self, element: int) -> str:
        key = self._keys.get(element)
        if key is None:
            elements = self.tape.elements
            names = (
                name
                for name in elements.attrs[element].split()[:12]
                if not any(map(str.isdigit, name))
            )
            key = self._keys[element] = " ".join((elements.tag[element], *names))
        return key

    def _chain(self, row: int, top: int) -> list[int]:
        """Elements from below ``top`` down to the row's innermost."""
        chain: list[int] = []
        element = self.leaf[row]
        while element > top and len(chain) < _MAX_LEVELS:
            chain.append(element)
            element = self.parent[element]
        chain.reverse()
        return chain

    def _weight(self, row: int) -> int:
        """Characters of a row that may be text of a comment."""
        text = self.tape.texts[row]
        if text in self.labels or self.links[row] > _LINKED * len(text):
            return 0
        if len(text) <= _LINE_CHARS and is_time(text):
            return 0
        return len(text) if self.view.roles[row] in _TEXT_ROLES else len(text) // 4

    def _text(self) -> tuple[bool, frozenset[int]]:
        """Whether the texts stand apart, and the rows that stand where they do.

        The way down to them is taken as far as most of the characters go together.
        """
        rows = {unit.rows[0]: list(unit.rows) for unit in self.units}
        weights = self.weights
        total = sum(weights.values())
        for level in range(_MAX_LEVELS):
            chars: dict[str, int] = defaultdict(int)
            for row in (row for own in rows.values() for row in own):
                key = self._container(row, level)
                if key and weights[row]:
                    chars[key] += weights[row]
            if not chars:
                return level > 0, frozenset(row for own in rows.values() for row in own)
            best = max(chars, key=lambda key: chars[key])
            inner = {unit: self._below(own, level, best) for unit, own in rows.items()}
            held = {self.chains[row][level] for own in inner.values() for row in own}
            kept = sum(weights[row] for own in inner.values() for row in own)
            count = sum(map(bool, inner.values()))
            if kept < _SHARE * total or len(held) > _SPREAD * count:
                return level > 0, frozenset(row for own in rows.values() for row in own)
            rows = inner
        return True, frozenset(row for own in rows.values() for row in own)

    def _container(self, row: int, level: int) -> str | None:
        """The element around the row at a level below its unit, if it can hold a whole text."""
        chain = self.chains[row]
        if level >= len(chain):
            return None
        key = self._key(chain[level])
        inline = chain[level] > self.element[row]
        return None if key in _PHRASES or (inline and not key.startswith("span ")) else key

    def _below(self, rows: Sequence[int], level: int, best: str) -> list[int]:
        """A unit's rows in its elements of the key, or else in the one that is most like it."""
        keys = [(row, self._container(row, level)) for row in rows]
        for fits in (best.__eq__, partial(_alike, best), partial(_same_tag, best)):
            chars: dict[int, int] = defaultdict(int)
            for row, key in keys:
                if key and fits(key):
                    chars[self.chains[row][level]] += self.weights[row]
            if not chars:
                continue
            heaviest = max(chars, key=lambda element: chars[element])
            same = self._key(heaviest) == best
            wanted = {element for element, count in chars.items() if count} if same else set()
            wanted.add(heaviest)
            return [row for row, key in keys if key and self.chains[row][level] in wanted]
        return []

    def text_rows(self, unit: Unit) -> tuple[int, ...]:
        """The rows of what was written."""
        inside = [row for row in unit.rows if row in self.inside]
        skipped = frozenset() if self.apart else self._header_rows(unit)
        written = [row for row in inside if row not in skipped and self._is_text(row)]
        said = [row for row in written if self.tape.texts[row] not in self.labels]
        return tuple(said or (written if self.apart else ()))

    def outside(self, unit: Unit) -> list[int]:
        """The unit's rows beside its text."""
        return [row for row in unit.rows if not (self.apart and row in self.inside)]

    def _is_text(self, row: int) -> bool:
        text = self.tape.texts[row]
        if int(self.tape.context[row]) & _BUTTON:
            return False
        if len(text) <= _LABEL_CHARS and self.links[row] > _LINKED * len(text):
            return self.view.roles[row] in BODY_ROLES
        return not any(map(_is_signature, self._place(row)))

    def _header_rows(self, unit: Unit) -> frozenset[int]:
        """Rows of author and time where they stand beside the text in one element."""
        author = self._author_row(unit)
        short = [
            row
            for row in unit.rows
            if len(self.tape.texts[row]) <= _LINE_CHARS and is_time(self.tape.texts[row])
        ]
        return frozenset((*(author[:1] if author else ()), *short[:1]))

    # --- author --------------------------------------------------------------------------

    def _place(self, row: int) -> Place:
        place = self._places.get(row)
        if place is None:
            place = self._places[row] = tuple(map(self._key, self.chains[row]))
        return place

    def _author_places(self) -> dict[Place, float]:
        """Places outside the text that may hold the author, with how likely they do."""
        names: dict[Place, list[str]] = defaultdict(list)
        linked: Counter[Place] = Counter()
        order: dict[Place, float] = defaultdict(float)
        timed: Counter[Place] = Counter()
        for unit in self.units:
            seen: set[Place] = set()
            for position, row in enumerate(unit.rows):
                place = self._place(row)
                if place in seen or (self.apart and row in self.inside):
                    continue
                name = self._name(row)
                if name is None:
                    continue
                seen.add(place)
                names[place].append(name)
                linked[place] += row in self.tape.links
                order[place] += position
                timed[place] += is_time(self.tape.texts[row])
        scores = {}
        for place, found in names.items():
            called = any(says_author(key) and not says_about(key) for key in place[-2:])
            cover = len(found) / len(self.units)
            if cover < _LEAST_COVER and not called:
                continue
            scores[place] = (
                0.5 * cover
                + 1.5 * called
                + 0.3 * says_author(" ".join(place))
                + 0.5 * (len(set(found)) > 1)
                + 0.4 * linked[place] / len(found)
                - 0.02 * min(20.0, order[place] / len(found))
                - 0.2 * timed[place] / len(found)
                - 0.8 * says_about(" ".join(place[-2:]))
            )
        return scores

    def _author_row(self, unit: Unit) -> tuple[int, str] | None:
        """The row that names the author, and the name."""
        best: tuple[int, str] | None = None
        best_score = _LEAST_SCORE
        for row in unit.rows[:_MAX_ROWS]:
            score = self.author_places.get(self._place(row), 0.0)
            if score > best_score and not (self.apart and row in self.inside):
                name = self._name(row)
                if name is not None:
                    best, best_score = (row, name), score
        return best

    def author(self, unit: Unit) -> str | None:
        """Who wrote it."""
        row = self._author_row(unit)
        return row[1] if row else None

    def _name(self, row: int) -> str | None:
        if row not in self._names:
            self._names[row] = self._read_name(row)
        return self._names[row]

    def _read_name(self, row: int) -> str | None:
        """The name in a row: that of its first link, or what is left without its time."""
        text = self.tape.texts[row]
        if len(text) > _LINE_CHARS:
            return None
        if text in self.constants:
            return None
        for start, end, _ in self.tape.links.get(row, ()):
            name = None if is_time(text[start:end]) else _clean(text[start:end])
            if name and name not in self.constants:
                return name
        return _clean(text)


_MAX_ROWS = 200
_LEAST_SCORE = 0.25


def _same_tag(one: str, other: str) -> bool:
    return one.partition(" ")[0] == other.partition(" ")[0]


# Elements that hold a paragraph, not a text of several.
_PHRASES = frozenset(
    "p span li blockquote pre h1 h2 h3 h4 h5 h6 ul ol b strong em i a q cite".split()
)


def _alike(one: str, other: str) -> bool:
    """Whether two keys have the tag and, where both have names, a name in common."""
    if one == other:
        return True
    tag, *names = one.split()
    other_tag, *other_names = other.split()
    return tag == other_tag and not set(names).isdisjoint(other_names)


_LEAST_COVER = 0.4
_LINE_CHARS = 120
_NAME_CHARS = 50
_MAX_WORDS = 6


def _clean(text: str) -> str | None:
    """A name without what stands around it; None where no name is left."""
    if any(map(str.isdigit, text)):
        text = _without_time(text)
    name = cut_tail(cut_lead(text.strip().partition(" (")[0]))
    if not name or leads_on(name) or len(name) > _NAME_CHARS or name.count(" ") >= _MAX_WORDS:
        return None
    if is_time(name) or ":" in name or name[-1] in "?!":
        return None
    return name if any(map(str.isalpha, name)) else None


def _without_time(text: str) -> str:
    """What stands before the time in a line, or behind it."""
    shown = read_dates(text)
    start = text.find(shown[0].raw) if shown else -1
    if start < 0:
        return without_ago(text) if is_ago(text) else before_time(text)
    return text[len(shown[0].raw) :] if start < 2 else text[:start]


def _is_signature(key: str) -> bool:
    return "signature" in key or any(
        name in ("sig", "sig-content", "postsignature") for name in key.split()
    )
