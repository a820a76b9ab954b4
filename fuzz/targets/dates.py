"""Promise: any line of text, in any language, gives dates that exist, or none; nothing raises.

Each is ISO 8601, and its raw string stands in the text.
"""

from __future__ import annotations

from datetime import datetime

from bodycopy.facts.dates.machine import read_machine, read_url
from bodycopy.facts.dates.moment import Moment, agree
from bodycopy.facts.dates.text import read_dates
from fuzz.draw import Draw
from fuzz.target import Target
from fuzz.vocabulary import words_of

_LANGUAGES = ("", "en", "de", "ru", "ja", "zh-TW", "ko", "fa", "th", "vi", "ar", "pt-BR", "hu")


def check(data: bytes) -> None:
    """Read the line as printed, as a machine's date, and as an address."""
    draw = Draw(data)
    language, flags = draw.choice(_LANGUAGES), draw.byte()
    text = draw.text()
    month_first, named_only = bool(flags & 1), bool(flags & 2)
    for shown in read_dates(text, language, month_first=month_first, named_only=named_only):
        _check_moment(shown.moment)
        assert shown.kind in {"", "published", "modified", "other"}
        # Chinese numerals are read as digits, and two elements that touch are set apart.
        if "年" not in text and "月" not in text:
            assert "".join(shown.raw.split()) in "".join(text.split())
        if shown.swapped is not None:
            _check_moment(shown.swapped)
    for moment in (
        read_machine(text, language, month_first=month_first),
        read_url(text),
        read_url(f"https://paper.example/{text}"),
    ):
        if moment is not None:
            _check_moment(moment)


def _check_moment(moment: Moment) -> None:
    assert moment.is_possible
    assert agree(moment, moment)
    written = str(moment)
    datetime.fromisoformat(written if moment.day is not None else f"{written}-01")


TARGET = Target(check, words_of("dates"), max_bytes=2048)
