"""Dates as papers print them, in the language of the page.

Strategy: numbers are read by their form (``3.5.2024``, ``2024年5月3日``); names of months are
looked up in a table of all languages of CLDR (``data/months.tsv``), and the numbers beside
one are its day and its year, in whatever order the language has them. A library does not do
here: dateparser takes half a second to import and milliseconds for a line, dateutil knows
English only, Babel has the names and no parser.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bodycopy.facts.dates.moment import (
    Moment,
    gregorian_year,
    possible_offset,
    possible_second,
)
from bodycopy.facts.dates.named_dates import Span, full_year, moment_of, named_dates
from bodycopy.facts.dates.words import (
    half_of_day,
    kind_words,
    zone_offset,
)

__all__ = ["Shown", "read_dates"]


class Shown(NamedTuple):
    """A date in a text."""

    moment: Moment
    raw: str
    kind: str = ""
    """``published``, ``modified`` or ``other`` by the words beside it; empty without any."""
    swapped: Moment | None = None
    """The other reading of ``3/5/2024``, where both are possible."""


# Characters: a line with a date is shorter; in longer ones the date stands at an end.
_MAX_CHARS = 400

_ZEROS = (
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0,
    0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10,
)  # fmt: skip
_TO_ASCII = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
_TO_ASCII |= {ord("："): ":", ord("／"): "/", ord("．"): ".", 0xA0: " ", 0x200E: " ", 0x200F: " "}

_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<era>令和|平成|昭和|民國|民国)?\s?(?P<y>\d{4}|(?<=[和成國国\s])\d{1,3})\s?"
    r"(?:(?P<sep>[-/.–•|])\s?|[年년]\s?)(?P<m>\d{1,2})\s?(?:(?P=sep)|[月월])\s?(?P<d>\d{1,2})"
    r"(?!\d)\s?[日일]?"
)
_YEAR_LAST = re.compile(
    r"(?<![\d.,/])(?P<a>\d{1,2})(?:\s?(?P<sep>[./|-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?"
    r"|\s(?:tháng|thg)\s(?P<c>\d{1,2})(?:,|\snăm|,\snăm)?\s)"
    r"(?P<y>\d{4}(?![\d:])|\d{2}(?=\d\d:\d|(?![./-]?\d)))"
)
# Elements whose texts touch: "3 de mayo de 2024|21:25", "Apr 04|2013", "3 May 2024|Ada".
_GLUED = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?=\d\d:\d\d)"
    r"|(?<=[^\W\d][. ])(?:0[1-9]|[12]\d|3[01])(?=(?:19|20)\d\d(?!\d))"
)
# Digits that the numbers of two elements make together, and what parts those of a date.
_RUN = re.compile(r"\d{6}")
_PARTED = re.compile(r"\d\s?[-/.–•|年년]")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})(?:"
    r"\s?[時시点點时]\s?(?:(?P<m1>\d{1,2})\s?[分분]?)?"
    r"|(?:\s?[:.]\s?|\s?[hH]\s?)(?P<m2>\d{2})(?!\d)(?:[:.](?P<s>\d{2})(?!\d))?"
    r"|\s?[hH](?![^\W\d_])"
    r"|(?=\s?(?:[apAP]\.?\s?[mM]\b|[uU]hr))"
    r")"
)
_HALF = re.compile(r"\s?([aApP])\.?\s?[mM]\b\.?")
_ZONE = re.compile(
    r"\s?(?:[uU]hr\s?)?\(?(?:(?:UTC|GMT)\s?(?P<sign>[+\-−])\s?(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?"
    r"|(?P<iso>[+-]\d{2}):?(?P<iso_m>\d{2})(?!\d)|(?P<name>[A-Z]{3,4}|МСК|мск)\b|(?P<z>Z)\b)"
)
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=[年月日])")
_DIGIT = {numeral: digit for digit, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}


def read_dates(
    text: str, language: str = "", *, month_first: bool = False, named_only: bool = False
) -> list[Shown]:
    """The dates in a line of text, in order.

    ``language`` is the page's (BCP 47). ``month_first`` is how ``3/5/2024`` is read where
    both readings are possible; ``named_only`` reads none without the name of a month.

    >>> [str(shown.moment) for shown in read_dates("3. Mai 2024, 15.47 Uhr MESZ", "de")]
    ['2024-05-03T15:47+02:00']
    >>> [(str(s.moment), s.kind) for s in read_dates("Опубликовано 3 мая 2024 г. в 9:05", "ru")]
    [('2024-05-03T09:05', 'published')]
    """
    raw = text[:_MAX_CHARS]
    if _RUN.search(raw):
        raw = _GLUED.sub(r"\g<0> ", raw)
    text = raw if raw.isascii() else raw.translate(_TO_ASCII)
    if "年" in text or "月" in text:
        plain = _NUMERALS.sub(_as_digits, text)
        raw, text = (raw, text) if plain == text else (plain, plain)
    spans = [] if named_only else _numeric(text, month_first)
    spans += named_dates(text, language.partition("-")[0].lower(), spans)
    spans.sort()
    return _shown(raw, text, spans) if spans else []


def _as_digits(match: re.Match[str]) -> str:
    """``二〇二四`` is 2024, ``十二`` 12."""
    numerals = match[0]
    if "十" in numerals:
        tens, _, ones = numerals.partition("十")
        return str(_DIGIT.get(tens[-1:], 1) * 10 + _DIGIT.get(ones[-1:], 0))
    return "".join(str(_DIGIT[numeral]) for numeral in numerals)


def _numeric(text: str, month_first: bool) -> list[Span]:
    spans: list[Span] = []
    if _PARTED.search(text) is None and "thg" not in text and "tháng" not in text:
        return spans
    for match in _YEAR_FIRST.finditer(text):
        year = gregorian_year(int(match["y"]), match["era"]) if match["era"] else int(match["y"])
        moment = moment_of(year, int(match["m"]), int(match["d"]))
        if moment:
            spans.append(Span(match.start(), match.end(), moment))
    for match in _YEAR_LAST.finditer(text):
        if any(span.start < match.end() and match.start() < span.end for span in spans):
            continue
        a, b = int(match["a"]), int(match["b"] or match["c"])
        year = full_year(match["y"])
        day_first, other = moment_of(year, b, a), moment_of(year, a, b)
        if month_first and match["sep"] == "/":
            day_first, other = other, day_first
        moment = day_first or other
        if moment:
            swapped = other if day_first and match["sep"] else None
            spans.append(Span(match.start(), match.end(), moment, swapped))
    return spans


# --- times and words beside a date -----------------------------------------------------

_REACH = 48  # characters behind a date that may tell its time
_REACH_BEFORE = 24
_MAX_GAP = 24
_TRAILING = 14


def _shown(raw: str, text: str, spans: list[Span]) -> list[Shown]:
    words = kind_words(text)
    trailing = bool(words) and words[0][0] >= spans[0].end and words[-1][0] >= spans[-1].end
    found: list[Shown] = []
    previous = 0
    for place, span in enumerate(spans):
        following = spans[place + 1].start if place + 1 < len(spans) else len(text)
        end, clocks = _clocks(text, span, following, words)
        start = span.start
        if not clocks or clocks[0][0]:
            before = _clock_before(text, previous, span)
            if before:
                start, clock = before
                clocks.insert(0, ("", clock, end))
        kind = _kind(words, previous, start, end, following, trailing)
        if not clocks or clocks[0][0]:
            found.append(Shown(span.moment, raw[start : span.end].strip(), kind, span.swapped))
        for own_kind, clock, clock_end in clocks:
            moment = clock.on(span.moment)
            if moment.is_possible:
                swapped = clock.on(span.swapped) if span.swapped else None
                found.append(Shown(moment, raw[start:clock_end].strip(), own_kind or kind, swapped))
        previous = end
    return found


class _Clock(NamedTuple):
    """A time of day."""

    hour: int
    minute: int
    second: str | None
    offset: str | None

    def on(self, day: Moment) -> Moment:
        """The moment at this time on a day."""
        return day._replace(
            hour=self.hour, minute=self.minute, second=self.second, offset=self.offset
        )


def _clocks(
    text: str, span: Span, following: int, words: list[tuple[int, int, str]]
) -> tuple[int, list[tuple[str, _Clock, int]]]:
    """Times behind a date, with the kind that a word before one gives it, and where they end."""
    found: list[tuple[str, _Clock, int]] = []
    if span.moment.day is None:
        return span.end, found
    end = span.end
    while True:
        match = _CLOCK.search(text, end, min(following, end + _REACH))
        if match is None or match.start() - end > _MAX_GAP:
            return end, found
        kinds = [kind for start, stop, kind in words if end <= start and stop <= match.start()]
        if found and not kinds:
            return end, found
        clock, end = _clock(text, match, end)
        if clock is None:
            return span.end if not found else found[-1][2], found
        found.append((kinds[-1] if kinds else "", clock, end))


def _clock_before(text: str, previous: int, span: Span) -> tuple[int, _Clock] | None:
    """The time that stands before a date, and where it starts."""
    start = max(previous, span.start - _REACH_BEFORE)
    last = None
    for match in _CLOCK.finditer(text, start, span.start):
        last = match
    if last is None or (":" not in last[0] and "." not in last[0] and "時" not in last[0]):
        return None
    clock, end = _clock(text, last, start)
    letters = sum(map(str.isalpha, text[end : span.start]))
    return (last.start(), clock) if clock is not None and letters < 6 else None


def _clock(text: str, match: re.Match[str], floor: int) -> tuple[_Clock | None, int]:
    """Hour, minute, second and zone of a time, and where it ends."""
    hour, minute, end = int(match["h"]), int(match["m1"] or match["m2"] or 0), match.end()
    half = _HALF.match(text, end)
    if half:
        period: str | None = half[1].lower() + "m"
        end = half.end()
    else:
        around = text[max(floor, match.start() - 5) : match.start()] + "\n" + text[end : end + 6]
        period = None if around.isascii() else half_of_day(around)
    if hour > 24 or minute > 59 or (period and hour > 12 and period == "am"):
        return None, end
    if period == "pm" and hour < 12:
        hour += 12
    elif period == "am" and hour == 12:
        hour = 0
    zone = _ZONE.match(text, end)
    offset = _offset(zone) if zone else None
    if zone and offset:
        end = zone.end()
    return _Clock(hour % 24, minute, possible_second(match["s"]), offset), end


def _offset(zone: re.Match[str]) -> str | None:
    if zone["h"]:
        return possible_offset(zone["sign"], zone["h"], zone["m"])
    if zone["iso"]:
        return possible_offset(zone["iso"][0], zone["iso"][1:], zone["iso_m"])
    return "Z" if zone["z"] else zone_offset(zone["name"])


def _kind(
    words: list[tuple[int, int, str]],
    previous: int,
    start: int,
    end: int,
    following: int,
    trailing: bool,
) -> str:
    """What the words beside a date say that it is of."""
    if trailing:
        behind = [k for s, _, k in words if end <= s <= min(following, end + _TRAILING)]
        return behind[0] if behind else ""
    before = [k for s, e, k in words if previous <= s and e <= start and start - e <= _MAX_GAP]
    return before[-1] if before else ""
