"""When a comment was written: times in attributes, lines that tell one, how long ago."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bodycopy.facts.comments.units import Unit, before_time, has_clock, is_time
from bodycopy.facts.comments.words import is_ago, is_other_time, without_ago
from bodycopy.facts.dates.machine import read_machine
from bodycopy.facts.dates.text import read_dates
from bodycopy.facts.view import View
from bodycopy.tape import Marker

__all__ = ["read_time", "time_markers"]

_LINE_CHARS, _LABEL_CHARS = 120, 40


def time_markers(view: View) -> dict[int, list[Marker]]:
    """Markers with a time, by their row."""
    found: dict[int, list[Marker]] = defaultdict(list)
    for marker in view.tape.markers:
        if marker.attributes.get("datetime"):
            found[marker.row].append(marker)
    return found


def read_time(
    view: View,
    unit: Unit,
    outside: Sequence[int],
    author: str | None,
    markers: Mapping[int, Sequence[Marker]],
    language: str,
) -> tuple[str | None, str | None]:
    """When a comment was written, as displayed and as ISO 8601.

    ``outside`` are the unit's rows beside its text.
    """
    texts = view.tape.texts
    parent = view.tape.elements.parent
    for row in unit.rows:
        for marker in markers.get(row, ()):
            if "odified" in marker.attributes.get("itemprop", "") or marker.element < unit.element:
                continue
            moment = read_machine(marker.attributes["datetime"])
            element = marker.element
            inside = (
                row in outside
                and _stands_in(parent, view.tape.leaf[row], element)
                and view.tape.elements.tag[element] == marker.tag
            )
            told = inside and (marker.tag in _TIME_TAGS or is_time(texts[row]))
            shown = _shown(texts[row], author, language) if told else None
            value = str(moment) if moment else None
            if shown is None:
                line, day = _line(texts, outside, language)
                same = value and day and day[:10] == value[:10]
                shown = line if same else marker.attributes.get("title") or None
            return shown, value
    return _line(texts, outside, language)


def _stands_in(parent: list[int], element: int, other: int) -> bool:
    """Whether an element is the other or a few steps inside it; parents come before children."""
    for _ in range(_MAX_STEPS):
        if element <= other:
            break
        element = int(parent[element])
    return element == other


_MAX_STEPS = 30


_TIME_TAGS = ("time", "abbr")


def _line(
    texts: Sequence[str], rows: Iterable[int], language: str
) -> tuple[str | None, str | None]:
    """The first line that tells a time; one with a clock before one with a day only."""
    day: tuple[str | None, str | None] = (None, None)
    found: tuple[str | None, str | None]
    for row in rows:
        text = texts[row]
        if len(text) > _LINE_CHARS or not is_time(text) or is_other_time(text):
            continue
        dates = read_dates(text, language)
        if dates:
            found = dates[0].raw, None if dates[0].swapped else str(dates[0].moment)
        else:
            clock = text[len(before_time(text)) :]
            found = _ago_part(text) or (clock if 0 < len(clock) <= _LABEL_CHARS else None), None
        if has_clock(text) or is_ago(text):
            return found
        if day == (None, None):
            day = found
    return day


def _ago_part(text: str) -> str | None:
    """How long ago it was, as a line says behind or between other things."""
    parts = [part.strip() for part in _PARTS.split(text)]
    part = next((part for part in parts if is_ago(part)), None)
    return part[len(without_ago(part)) :] if part else None


_PARTS = re.compile(r"[·•|,–—]")


def _shown(text: str, author: str | None, language: str) -> str | None:
    """The time in a line as displayed there."""
    if len(text) > _LINE_CHARS:
        return None
    dates = read_dates(text, language)
    if dates:
        return dates[0].raw
    if author and author in text:
        text = text[text.find(author) + len(author) :]
    elif is_ago(text):
        text = text[len(without_ago(text)) :]
    text = text.strip(" \t:,;|·•–—-()")
    return text if text and len(text) <= _LABEL_CHARS else None
