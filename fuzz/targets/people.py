"""Promise: any line gives names, agencies, a dateline or a credit that stand in it, or none.

Nothing raises. What is cut off a text is a part of it, at the end that it claims, and something
is left behind a dateline.
"""

from __future__ import annotations

from bodycopy.facts.people.agencies import agency_of, read_agencies, strip_label
from bodycopy.facts.people.byline import read_byline, split_names
from bodycopy.facts.people.dateline import read_place_line, split_dateline
from bodycopy.facts.people.names import clean_name, is_person
from bodycopy.facts.people.source_line import is_credit_line, split_credit
from fuzz.draw import Draw
from fuzz.sound import check_strings
from fuzz.target import Target
from fuzz.vocabulary import words_of

_KNOWN = ((), ("Ada Berg",), ("Ada Berg", "Bo Lind", "王小明"))


def check(data: bytes) -> None:
    """Read the line as byline, as dateline, as credit."""
    draw = Draw(data)
    known, cut, flags = draw.choice(_KNOWN), draw.byte(), draw.byte()
    text = draw.text()
    byline = read_byline(text, known=known, cuts=(cut, 2 * cut), outlets=("ellvalleyherald",))
    check_strings(*byline.names, *byline.agencies, byline.credit)
    check_strings(*split_names(text), *read_agencies(text), agency_of(text))
    for name in byline.names:
        assert name == " ".join(name.split())
    strip_label(text).encode()
    clean_name(text).encode()
    assert is_person(text) in (True, False)
    assert is_credit_line(text) in (True, False)
    _check_datelines(text, flags)
    credit = split_credit(text, known)
    if credit is not None:
        assert credit.text
        assert 0 <= credit.start < len(text)
        assert credit.text in text[credit.start :]


def _check_datelines(text: str, flags: int) -> None:
    opening = split_dateline(
        text,
        marked=bool(flags & 1),
        expected="Storm over Oslo and Minsk" if flags & 2 else "",
        wire=bool(flags & 4),
    )
    if opening is not None:
        assert 0 < opening.end < len(text)
        assert opening.text
        assert opening.text in text[: opening.end]
        check_strings(*opening.places, *opening.agencies)
    line = read_place_line(text)
    if line is not None:
        assert line.text in text
        check_strings(*line.places, *line.agencies)


TARGET = Target(check, words_of("people"), max_bytes=2048)
