"""Dates as the formats want them."""

from __future__ import annotations

import re
from datetime import datetime

__all__ = ["iso_8601", "rfc_3339"]


def iso_8601(value: str | None) -> str | None:
    """A date, with its time and offset as far as they are known; none for what is no date.

    >>> iso_8601("2026-11-22T09:30+0100"), iso_8601("2026-11"), iso_8601("yesterday")
    ('2026-11-22T09:30:00+01:00', '2026-11', None)
    """
    value = (value or "").strip()
    if _YEAR_OR_MONTH.fullmatch(value):
        return value
    moment = _moment(value)
    if moment is None:
        return None
    return _spelt(moment) if len(value) > _DATE else moment.date().isoformat()


def rfc_3339(value: str | None) -> str | None:
    """A date with its time and offset; none where one of them is missing.

    >>> rfc_3339("2026-11-22T09:30Z"), rfc_3339("2026-11-22T09:30"), rfc_3339("2026-11-22")
    ('2026-11-22T09:30:00+00:00', None, None)
    """
    moment = _moment((value or "").strip())
    if moment is None or moment.tzinfo is None:
        return None
    return _spelt(moment)


def _spelt(moment: datetime) -> str:
    # HTML has no more than three digits of a second.
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


_DATE = len("2026-11-22")
_YEAR_OR_MONTH = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?")
_MOMENT = re.compile(
    r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:?[0-9]{2}(:?[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)


def _moment(value: str) -> datetime | None:
    if not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:  # the 31st of February
        return None
