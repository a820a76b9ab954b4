"""Days counted into days, months or years, whichever is legible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

__all__ = ["timeline"]

# Columns that a chart shows side by side.
_MOST_DAYS, _MOST_MONTHS = 62, 60
# Of the articles: what is left outside at either end, where wrong dates are.
_OUTSIDE = 0.01


def timeline(days: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Counts by day, month or year, without gaps between the first and the last.

    ``days`` are ISO dates, whole or cut to a month or year. A handful of articles far from
    all others are counted as earlier or later, so that they do not stretch the scale.
    """
    counted = {day: count for day, count in days.items() if _is_date(day)}
    if not counted:
        return ()
    low, high = _bounds(counted)
    length, steps = _scale(low, high)
    shown: Counter[str] = Counter()
    for day, count in counted.items():
        shown[day[:length]] += count
    inside = list(steps)
    earlier = sum(count for label, count in shown.items() if label < inside[0])
    later = sum(count for label, count in shown.items() if label > inside[-1])
    rows = [(label, shown[label]) for label in inside]
    if earlier:
        rows.insert(0, ("earlier", earlier))
    if later:
        rows.append(("later", later))
    return tuple(rows)


def _is_date(day: str) -> bool:
    try:
        date.fromisoformat(f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10])
    except ValueError:
        return False
    return True


def _bounds(days: Mapping[str, int]) -> tuple[str, str]:
    """The days between which all but a few of the articles lie."""
    ordered = sorted(days)
    left = _OUTSIDE * sum(days.values())
    low, high = 0, len(ordered) - 1
    held = 0.0
    while low < high and (held := held + days[ordered[low]]) <= left:
        low += 1
    held = 0.0
    while high > low and (held := held + days[ordered[high]]) <= left:
        high -= 1
    return ordered[low], ordered[high]


def _scale(low: str, high: str) -> tuple[int, Iterator[str]]:
    """Characters of a label, and all labels from low to high."""
    if len(low) == len(high) == 10:
        first, last = date.fromisoformat(low).toordinal(), date.fromisoformat(high).toordinal()
        if last - first < _MOST_DAYS:
            return 10, (date.fromordinal(day).isoformat() for day in range(first, last + 1))
    if len(low) >= 7 and len(high) >= 7:
        begin, end = (12 * int(day[:4]) + int(day[5:7]) - 1 for day in (low, high))
        if end - begin < _MOST_MONTHS:
            months = range(begin, end + 1)
            return 7, (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months)
    return 4, (f"{year:04d}" for year in range(int(low[:4]), int(high[:4]) + 1))
