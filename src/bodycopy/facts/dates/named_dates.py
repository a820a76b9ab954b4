"""Dates with the name of a month: its day and year stand before it, behind it or both."""

from __future__ import annotations

import re
from typing import NamedTuple

from bodycopy.facts.dates.moment import Moment, from_persian, gregorian_year
from bodycopy.facts.dates.words import (
    month_of,
    persian_month_of,
)

__all__ = ["Span", "full_year", "moment_of", "named_dates"]


class Span(NamedTuple):
    """A day that was read at ``text[start:end]``."""

    start: int
    end: int
    moment: Moment
    swapped: Moment | None = None


_TOKEN = re.compile(r"\d++|[^\s\d,/|()\[\]<>:;·•–—\-\"“”]++")


def moment_of(year: int, month: int, day: int | None) -> Moment | None:
    """The moment, of whatever calendar, where there is such a day."""
    if 1300 <= year <= 1450 and day:
        found = from_persian(year, month, day)
        moment = Moment(*found) if found else None
    else:
        moment = Moment(gregorian_year(year), month, day)
    return moment if moment and moment.is_possible else None


def full_year(year: str) -> int:
    """The year that two digits stand for: the web is younger than 1970."""
    return int(year) if len(year) > 2 else int(year) + (2000 if int(year) < 70 else 1900)


# --- dates with the name of a month ------------------------------------------------------

_FILLERS = 2  # words between a month and its number: "de", "of the", "año"
_FILLER_CHARS = 6
_GAP_CHARS = 4
# A number that is no year: the hour of a time, a count.
_GOES_ON = re.compile(r"[:h%]|\.\d|\s?(?:[ap]\.?\s?m\b|uhr)", re.I)


def named_dates(text: str, language: str, taken: list[Span]) -> list[Span]:
    """The days around names of months, but for those that overlap ``taken``."""
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    numbers = [word[0].isdigit() for word, _, _ in tokens]
    spans = []
    end = 0
    for index, (word, start, stop) in enumerate(tokens):
        if numbers[index] or start < end or len(word) < 2:
            continue
        if not any(numbers[max(0, index - _FILLERS - 1) : index + _FILLERS + 3]):
            continue
        month, stop = _month_at(tokens, index, language)
        persian = persian_month_of(word) if month is None and word[0] >= "\u0600" else None
        if month is None and persian is None:
            continue
        if any(span.start < stop and start < span.end for span in taken):
            continue
        found = _around(
            text, tokens, index, stop, month or persian or 0, persian is not None, language
        )
        if found and found.start >= end:
            spans.append(found)
            end = found.end
    return spans


_Token = tuple[str, int, int]


def _month_at(tokens: list[_Token], index: int, language: str) -> tuple[int | None, int]:
    """The month named by a token, or by it and the next, and where its name ends."""
    word, _, stop = tokens[index]
    if index + 1 < len(tokens) and not tokens[index + 1][0][0].isdigit():
        both = month_of(f"{word} {tokens[index + 1][0]}", language)
        if both is not None:
            return both, tokens[index + 1][2]
    return month_of(word, language), stop


def _around(
    text: str,
    tokens: list[_Token],
    index: int,
    stop: int,
    month: int,
    persian: bool,
    language: str,
) -> Span | None:
    """The date around the name of a month: its numbers stand before it, behind it or both."""
    left = _number(text, tokens, index, -1, language)
    while index + 1 < len(tokens) and tokens[index + 1][1] < stop:
        index += 1
    right = _number(text, tokens, index, +1, language)
    orders: list[tuple[int | None, int | None]] = []
    if right is not None and left is not None:
        orders += [(left, right), (right, left)]
    if right is not None:
        orders.append((right, _number(text, tokens, right, +1, language)))
    if left is not None:
        orders.append((left, _number(text, tokens, left, -1, language)))
    for day, year in orders:
        if day is None or year is None:
            continue
        found = _dated(text, tokens, day, year, month, persian)
        if found:
            first = min(tokens[day][1], tokens[year][1], tokens[index][1])
            last = max(tokens[day][2], tokens[year][2], stop)
            return Span(first, last, found)
    if right is not None and len(tokens[right][0]) == 4 and left is None:
        moment = moment_of(int(tokens[right][0]), month, None)
        if moment and not persian:
            return Span(tokens[index][1], tokens[right][2], moment)
    return None


def _number(text: str, tokens: list[_Token], index: int, step: int, language: str) -> int | None:
    """The token of the next number before or behind a token, but for short words between."""
    place = index
    for _ in range(_FILLERS + 1):
        near, place = place, place + step
        if not 0 <= place < len(tokens):
            return None
        one, two = (near, place) if step > 0 else (place, near)
        if tokens[two][1] - tokens[one][2] > _GAP_CHARS:
            return None
        word = tokens[place][0]
        if word[0].isdigit():
            # The minutes of a time are no day.
            start = tokens[place][1]
            timed = text[start - 1 : start] == ":" and text[start - 2 : start - 1].isdigit()
            return place if len(word) <= 4 and not timed else None
        if len(word) > _FILLER_CHARS or month_of(word, language):
            return None
    return None


def _dated(
    text: str, tokens: list[_Token], day: int, year: int, month: int, persian: bool
) -> Moment | None:
    days, years = tokens[day][0], tokens[year][0]
    if len(days) > 2 or len(years) not in (2, 4):
        return None
    if len(years) == 2:
        # "3 May 24", not "3 May 14:20" nor "May 3, 10 am".
        first, end = tokens[year][1:]
        if year < day or text[first - 1] not in " -'’/." or _GOES_ON.match(text, end):
            return None
    number = full_year(years)
    if persian:
        found = from_persian(number, month, int(days))
        return Moment(*found) if found else None
    return moment_of(number, month, int(days))
