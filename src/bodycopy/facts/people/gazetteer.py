"""Places that news is filed from: one signal among others, never proof."""

from __future__ import annotations

from functools import cache

from bodycopy.word_lists import read_rows

__all__ = ["is_city", "is_region", "place_suffix"]


@cache
def _names(kind: str) -> dict[str, str]:
    """Spelling in lower case to spelling."""
    return {
        name.casefold(): name
        for found, names in read_rows("places.tsv")
        if found == kind
        for name in names.split("|")
    }


def is_city(name: str) -> bool:
    """Whether a name, in any case, is a city's that the list knows."""
    return name.casefold() in _names("city")


def is_region(name: str) -> bool:
    """Whether a name, in any case, is a country's or a state's that the list knows."""
    return name.casefold() in _names("region")


def place_suffix(text: str) -> str | None:
    """The longest known city or country that ``text`` ends with, in scripts without spaces."""
    cities, regions = _names("city"), _names("region")
    for start in range(max(0, len(text) - 10), len(text) - 1):
        if text[start:] in cities or text[start:] in regions:
            return text[start:]
    return None
