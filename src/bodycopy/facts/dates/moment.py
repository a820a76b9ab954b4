"""A moment as precisely as a page gives it, and the calendars that pages count in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

__all__ = [
    "Moment",
    "agree",
    "from_persian",
    "gregorian_year",
    "possible_offset",
    "possible_second",
]

# Archives go back to the first papers; behind the last year there is no news yet.
_FIRST_YEAR, _LAST_YEAR = 1600, 2100
# Hours: the largest distance between two clocks that tell the same moment.
_WIDEST_ZONES = 26
# Hours: the clocks of Kiribati.
_LARGEST_OFFSET = 14


class Moment(NamedTuple):
    """A point in time; what the page does not give is ``None``. Ordered as time goes."""

    year: int
    month: int
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    second: str | None = None
    """Seconds with their fraction, as written."""
    offset: str | None = None
    """``Z`` or ``+02:00``."""

    @property
    def is_possible(self) -> bool:
        """Whether there is such a day and time, and newspapers at that time."""
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR or (self.hour or 0) > 23 or self.minute > 59:
            return False
        # What computers write for "never".
        if (self.year, self.month, self.day) == (1970, 1, 1):
            return False
        try:
            date(self.year, self.month, 1 if self.day is None else self.day)
        except ValueError:
            return False
        return True

    def __str__(self) -> str:
        """ISO 8601."""
        text = f"{self.year:04d}-{self.month:02d}"
        if self.day is None:
            return text
        text += f"-{self.day:02d}"
        if self.hour is None:
            return text
        text += f"T{self.hour:02d}:{self.minute:02d}"
        if self.second is not None:
            text += f":{self.second}"
        return text + (self.offset or "")

    @property
    def precision(self) -> int:
        """0 for a month, 1 for a day, 2 for a time, 3 for a time with its zone."""
        if self.day is None:
            return 0
        if self.hour is None:
            return 1
        return 3 if self.offset else 2

    @property
    def local_day(self) -> date:
        """The day on the page's own clock; the first of a month."""
        return date(self.year, self.month, self.day or 1)

    @property
    def hours(self) -> float:
        """Hours since the first day of year 1, in UTC where the zone is known."""
        hours = self.local_day.toordinal() * 24 + (self.hour or 0) + self.minute / 60
        if self.offset and self.offset != "Z":
            sign = -1 if self.offset[0] == "-" else 1
            hours -= sign * (int(self.offset[1:3]) + int(self.offset[4:6]) / 60)
        return hours


def agree(one: Moment, other: Moment) -> bool:
    """Whether two moments may be the same, told by different clocks or less precisely.

    >>> agree(Moment(2024, 5, 4), Moment(2024, 5, 3, 22, 30, offset="Z"))
    True
    >>> agree(Moment(2024, 5, 4), Moment(2024, 5, 2))
    False
    """
    if one[:3] == other[:3]:
        return True
    if one.day is None or other.day is None:
        return one[:2] == other[:2]
    if abs(one.year - other.year) > 1:
        return False
    if abs((one.local_day - other.local_day) / timedelta(days=1)) > 1:
        return False
    if one.hour is None or other.hour is None:
        # A day beside a time in UTC: the day may have begun or ended there already.
        timed = one if one.hour is not None else other
        return one.hour is not other.hour and timed.offset in ("Z", "+00:00")
    if one.offset and other.offset:
        return abs(one.hours - other.hours) < 0.1
    return abs(one.hours - other.hours) <= _WIDEST_ZONES / 2


def possible_offset(sign: str, hours: str, minutes: str | None) -> str | None:
    """The offset as ISO 8601 writes it, None where no zone has it.

    >>> possible_offset("+", "5", "30"), possible_offset("−", "03", None)
    ('+05:30', '-03:00')
    >>> possible_offset("+", "15", "")
    """
    if int(hours) > _LARGEST_OFFSET or int(minutes or 0) > 59:
        return None
    return f"{'+' if sign == '+' else '-'}{int(hours):02d}:{int(minutes or 0):02d}"


def possible_second(second: str | None) -> str | None:
    """Two digits of a second, and its fraction, as written; None where no minute has it."""
    return second if second and int(second[:2]) < 60 else None


# First year of each era less one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}


def gregorian_year(year: int, era: str = "") -> int:
    """The year as others count it: of an era, or of the Buddhist count.

    >>> gregorian_year(7, "令和"), gregorian_year(2567), gregorian_year(2024)
    (2025, 2024, 2024)
    """
    if era:
        return year + _ERAS[era]
    # Thai, Lao and Khmer papers count from the Buddha's death, 543 years earlier.
    return year - 543 if 2400 < year < 2643 else year


def from_persian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Gregorian year, month and day of a day of the solar Hijri calendar.

    Leap years by the 33-year cycle, right from 1343 to 1472 (1964 to 2093).

    >>> from_persian(1403, 2, 14), from_persian(1403, 12, 30), from_persian(1404, 1, 1)
    ((2024, 5, 3), (2025, 3, 20), (2025, 3, 21))
    """
    if not (1200 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    leaps = (8 * year + 21) // 33
    days = (month - 1) * 31 - max(0, month - 7) + day - 1
    # 1 Farvardin 1 was 19 March 622 in the Julian calendar, day 226895 of the Gregorian one.
    found = date.fromordinal(226895 + 365 * (year - 1) + leaps + days)
    return found.year, found.month, found.day
