"""News agencies: whole credits in every script, never a word in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LIMIT, growth

from bodycopy.facts.people.agencies import (
    agency_of,
    agency_tail,
    named_agencies,
    read_agencies,
    strip_label,
)
from bodycopy.word_lists import read_rows


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("dpa", "dpa"),
        ("DPA", "dpa"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("dpa-infocom", "dpa"),
        ("dpa-AFX", "dpa-AFX"),
        ("dpa:241105-930-280104/1", "dpa"),
        ("AFP", "AFP"),
        ("Agence France-Presse", "AFP"),
        ("法新社", "AFP"),
        ("The Associated Press", "AP"),
        ("(Reuters)", "Reuters"),
        ("رويترز", "Reuters"),
        ("ロイター", "Reuters"),
        ("The Canadian Press", "CP"),
        ("Keystone-SDA", "SDA"),
        ("ats", "SDA"),
        ("ТАСС", "TASS"),
        ("РИА Новости", "RIA Novosti"),
        ("Укрінформ", "Ukrinform"),
        ("Anadolu Ajansı", "AA"),
        ("新华社", "Xinhua"),
        ("共同通信", "Kyodo"),
        ("時事", "Jiji"),
        ("연합뉴스", "Yonhap"),
        ("ΑΠΕ-ΜΠΕ", "ANA-MPA"),
        ("Press Trust of India", "PTI"),
        ("পিটিআই", "PTI"),
        ("واس", "SPA"),
        ("ایرنا", "IRNA"),
        ("Agência Lusa", "Lusa"),
        ("Europa Press", "Europa Press"),
        ("pa", None),
        ("ap", None),
        ("Staff", None),
        ("AFP says", None),
        ("Petra", None),
        ("Mehr", None),
        ("", None),
    ],
)
def test_a_credit_names_an_agency_as_a_whole(credit: str, agency: str | None):
    """Under any of its names; staff codes, first names and words of a language are none."""
    assert agency_of(credit) == agency


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("RND/dpa", ("dpa",)),
        ("(dpa/tmn)", ("dpa",)),
        ("dpa-infocom, dpa:241105-930-280104/1", ("dpa",)),
        ("© dpa-infocom, dpa:240516-99-53606/3 (dpa)", ("dpa",)),
        ("Quelle: sid/dpa", ("SID", "dpa")),
        ("Mit Material von AFP und Reuters", ("AFP", "Reuters")),
        ("With files from The Associated Press and Ada Berg", ("AP",)),
        ("Fuente: EFE", ("EFE",)),
        ("Par Le Phare et AFP", ("AFP",)),
        ("Källa: TT", ("TT",)),
        ("Источник: ТАСС", ("TASS",)),
        ("来源：新华社", ("Xinhua",)),
        ("출처: 연합뉴스", ("Yonhap",)),
        ("المصدر: رويترز", ("Reuters",)),
        ("AFP, MANILA", ("AFP",)),
        ("mit Agenturen", ()),
        ("The AP office is near", ()),
        ("Ada Berg", ()),
    ],
)
def test_reads_credit_lines(line: str, agencies: tuple[str, ...]):
    """Each agency once, in the order of the line."""
    assert read_agencies(line) == agencies


def test_running_text_names_no_agency():
    """A sentence about an agency is no credit, however short."""
    for text in (
        "The spokesman told Reuters on Monday that the bridge would open in May.",
        "Wie die dpa erfuhr, soll die Brücke im Mai wieder öffnen.",
        "according to AP figures",
    ):
        assert read_agencies(text) == ()


def test_a_sentence_about_contributors_is_read_only_where_it_is_a_credit():
    """It names agencies in full, between other words."""
    line = "Associated Press writer Ada Berg in Oslo contributed to this report."
    assert read_agencies(line) == ()
    assert named_agencies(line) == ("AP",)


@pytest.mark.parametrize(
    ("words", "rest", "agency"),
    [
        ("Ada Berg The Associated Press", "Ada Berg", "AP"),
        ("Ada Berg Reuters", "Ada Berg", "Reuters"),
        ("Anna Lusa", "Anna Lusa", None),
        ("Ada Berg", "Ada Berg", None),
    ],
)
def test_an_agency_may_end_a_byline(words: str, rest: str, agency: str | None):
    """Behind a whole name; somebody's family name is no agency."""
    assert agency_tail(words.split()) == (rest.split(), agency)


def test_labels_are_stripped():
    """With and without a colon, in brackets too."""
    assert strip_label("Quelle: dpa") == "dpa"
    assert strip_label("(Source: AFP)") == "AFP"
    assert strip_label("With files from Reuters") == "Reuters"
    assert strip_label("来源：新华社") == "新华社"
    assert strip_label("Ada Berg") == "Ada Berg"


def test_the_list_is_whole():
    """At least 120 agencies of many countries, three columns each, all spellings found."""
    listed = list(read_rows("newsagencies.tsv"))
    assert len(listed) >= 120
    assert len({row[0] for row in listed}) > 80
    assert all(len(row) == 3 and all(row) for row in listed)
    spellings = [name for row in listed for name in row[2].split("|")]
    assert all(name == name.strip() and len(name) > 1 for name in spellings)
    assert [name for name in spellings if agency_of(name) is None] == []


@given(st.text(max_size=300))
def test_reads_any_text(text: str):
    """No text makes it raise."""
    known = {row[1] for row in read_rows("newsagencies.tsv")}
    assert set(read_agencies(text)) <= known
    assert set(named_agencies(text)) <= known
    assert agency_tail(text.split())[0] == text.split()[: len(agency_tail(text.split())[0])]


@pytest.mark.parametrize("part", ["dpa/", "AP, ", "a", "(", " und ", "Associated "])
def test_time_grows_with_the_text(part: str):
    """Long lines are no credits."""
    assert growth(named_agencies, lambda size: part * size, 20_000) < LIMIT
