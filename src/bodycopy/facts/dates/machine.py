"""Dates as machines write them: ISO 8601 and what passes for it, RFC 2822, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bodycopy.facts.dates.moment import Moment, possible_offset, possible_second
from bodycopy.facts.dates.text import read_dates
from bodycopy.facts.dates.words import month_of, zone_offset

__all__ = ["read_machine", "read_url"]

_ISO = re.compile(
    r"\s*(?P<y>\d{4})(?:-(?P<m>\d{1,2})-(?P<d>\d{1,2})|/(?P<m1>\d{1,2})/(?P<d1>\d{1,2})"
    r"|\.(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})|(?P<m2>\d{2})(?P<d2>\d{2}))"
    r"(?:(?:T|\s*,?\s+|-(?=\d{2}:))?(?P<H>\d{1,2})"
    r"(?:-(?P<M1>\d{2})-(?P<S1>\d{2})(?!\d)"
    r"|(?:[:h](?P<M>\d{2})|(?P<M2>\d{2}))(?::?(?P<S>\d{1,2})(?!\d)(?:[.,:](?P<F>\d{1,9}))?)?))?"
    r"\s*(?P<zone>[Zz]\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?(?!\d)|[A-Za-z]{3,4}\b)?"
)
_MONTH_ONLY = re.compile(r"\s*(?P<y>\d{4})-(?P<m>\d{2})\s*\Z")
# Java's Date.toString(): Fri May 03 15:47:42 CEST 2024
_JAVA = re.compile(
    r"\s*[A-Z][a-z]{2} (?P<md>[A-Z][a-z]{2} \d{1,2}) (?P<time>\d{2}:\d{2}:\d{2})"
    r" (?P<zone>[A-Z]{1,4}(?:[+-]\d{2}:\d{2})?) (?P<y>\d{4})\s*\Z"
)
_SECONDS = re.compile(r"\s*(\d{10})(\d{3})?\s*\Z")
_MAX_CHARS = 80  # a date is shorter, whatever form it has


def read_machine(text: str, language: str = "", *, month_first: bool = True) -> Moment | None:
    """The moment that a machine-written date means, None where it is none.

    What is in no machine form is read as printed text; ``3/5/2024`` there is the American
    way, unless ``month_first`` is off.

    >>> str(read_machine("2024-05-03 15:47:42.389 +0200"))
    '2024-05-03T15:47:42.389+02:00'
    >>> str(read_machine("Fri, 03 May 2024 15:47:42 GMT")), str(read_machine("20240503"))
    ('2024-05-03T15:47:42+00:00', '2024-05-03')
    """
    text = text[:_MAX_CHARS]
    match = _SECONDS.match(text)
    if match:
        return _from_seconds(int(match[1]))
    match = _ISO.match(text)
    if match:
        moment = _from_iso(match)
        return moment if moment.is_possible else None
    match = _MONTH_ONLY.match(text)
    if match:
        moment = Moment(int(match["y"]), int(match["m"]))
        return moment if moment.is_possible else None
    match = _JAVA.match(text)
    if match:
        text = f"{match['md']}, {match['y']} {match['time']} {match['zone']}"
    found = read_dates(text, language, month_first=month_first)
    return found[0].moment if found else None


def _from_iso(match: re.Match[str]) -> Moment:
    year = int(match["y"])
    month = int(match["m"] or match["m1"] or match["m2"] or match["m3"])
    day = int(match["d"] or match["d1"] or match["d2"] or match["d3"])
    if match["H"] is None:
        return Moment(year, month, day)
    second = (match["S"] or match["S1"] or "").zfill(2) if match["S"] or match["S1"] else None
    second = possible_second(second)
    if second and match["F"]:
        second += f".{match['F']}"
    minute = int(match["M"] or match["M1"] or match["M2"])
    return Moment(year, month, day, int(match["H"]), minute, second, _zone(match["zone"]))


def _zone(zone: str | None) -> str | None:
    if not zone:
        return None
    if zone in "Zz":
        return "Z"
    digits = re.search(r"([+\-−])(\d{1,2}):?(\d{2})?\Z", zone)
    if digits is None:
        return zone_offset(zone)
    return possible_offset(digits[1], digits[2], digits[3])


def _from_seconds(seconds: int) -> Moment | None:
    time = datetime.fromtimestamp(seconds, UTC)
    moment = Moment(
        time.year, time.month, time.day, time.hour, time.minute, f"{time.second:02d}", "Z"
    )
    return moment if moment.is_possible else None


# --- addresses ----------------------------------------------------------------------------

_URL_DAY = re.compile(
    r"[/_.=-](?P<y>(?:19[89]|20[0-4])\d)[/_.-](?P<m>0?[1-9]|1[0-2]|[a-z]{3,9})"
    r"[/_.-](?P<d>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|\Z)",
    re.I,
)
_URL_COMPACT = re.compile(
    r"(?<!\d)(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?:(?!\d)|(?=\d{6}(?!\d)))"
)
_URL_COMPACT_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-4]\d)(?!\d)"
)
_URL_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])[.-](?P<m>0[1-9]|1[0-2])[.-](?P<y>20[0-4]\d)(?!\d)"
)
# What each of them has: most addresses have none.
_URL_YEAR = re.compile(r"19[89]\d|20[0-4]\d")
_URL_MONTH = re.compile(r"/(?P<y>(?:19[89]|20[0-4])\d)[/-](?P<m>0?[1-9]|1[0-2])(?=[/])")


def read_url(url: str) -> Moment | None:
    """The day, or the month, that an address files its page under.

    >>> str(read_url("https://x.example/world/2024/05/03/rain")), read_url("https://x.example/1999")
    ('2024-05-03', None)
    """
    # An archive's address has its own date before the address of the page.
    path = url[:2048].rpartition("//")[2]
    if _URL_YEAR.search(path) is None:
        return None
    for pattern in (_URL_DAY, _URL_COMPACT, _URL_DAY_FIRST, _URL_COMPACT_DAY_FIRST):
        for match in pattern.finditer(path):
            month = match["m"].lower()
            number = month_of(month, "en") or 0 if month.isalpha() else int(month)
            moment = Moment(int(match["y"]), number, int(match["d"]))
            if number and moment.is_possible:
                return moment
    match_month = _URL_MONTH.search(path)
    if match_month is None:
        return None
    return Moment(int(match_month["y"]), int(match_month["m"]))
