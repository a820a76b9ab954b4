"""Screens of the finders: what is passed over early would have given nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.facts.dates import machine
from bodycopy.facts.people import dateline
from bodycopy.facts.people.words import has_digit
from bodycopy.facts.pictures import credit_rules
from bodycopy.facts.pictures.credit_rules import introductions, words_of
from bodycopy.facts.titles import SEPARATOR
from bodycopy.lines import marks
from bodycopy.lines.marks import read_inline

ANY = re.compile("")
FIRST = re.compile(r"\(\?=\[[^\]]*\]\)\(\?:")


def unscreened(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The pattern without the characters that it is told to begin with."""
    assert len(FIRST.findall(pattern.pattern)) == 1
    return re.compile(FIRST.sub("(?:", pattern.pattern), pattern.flags)


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[object, ...]]:
    """Where a pattern finds what."""
    return [(match.span(), match.lastgroup, match.groups()) for match in pattern.finditer(text)]


@given(st.one_of(st.text(), st.text("aZ0 .,:;-–—―−_|｜│¦ㅣ»«：։·•=()[]/\n\u0627", max_size=60)))
def test_separators_and_terminators_are_found_wherever_they_are(text: str) -> None:
    """To be told their first characters takes no match from the patterns."""
    for pattern in (SEPARATOR, dateline._TERMINATOR):
        assert spans(pattern, text) == spans(unscreened(pattern), text)


@pytest.mark.parametrize("phrase", sorted(words_of("by")))
def test_every_introduction_of_a_credit_has_one_of_the_stems(phrase: str) -> None:
    """Each phrase passes the screen in each case, and is found."""
    for spelled in (phrase, phrase.upper(), phrase.title(), phrase.replace("i", "İ")):
        text = f"The pier. {spelled} Ann Moe"
        if introductions().search(text):
            folded = text.casefold()
            assert any(stem in folded for stem in credit_rules._by_stems())
    assert introductions().search(f"{phrase} Ann Moe")


@given(st.text("ab *_`[]()!'\\/.:x\n", max_size=60))
def test_lines_without_signs_are_read_as_others_are(text: str) -> None:
    """A line that has no sign of a mark is what the whole reader makes of it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marks, "_SIGN", ANY)
        whole = read_inline(text)
    assert read_inline(text) == whole


@given(
    st.lists(
        st.sampled_from("2024 1999 1985 20 19 05 3 may 20240503 03052024 / - . _ //a ?".split()),
        max_size=9,
    ).map("".join)
)
def test_addresses_without_a_year_file_their_page_under_no_day(url: str) -> None:
    """What has no year in it would have given no day."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(machine, "_URL_YEAR", ANY)
        whole = machine.read_url(url)
    assert machine.read_url(url) == whole


@given(st.text())
def test_digits_are_those_of_python(text: str) -> None:
    """Digits of all scripts count, and superscripts."""
    assert has_digit(text) == any(map(str.isdigit, text))
    assert has_digit(f"{text}²")
