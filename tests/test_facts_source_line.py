"""Source lines: credits at the end of a text, and what only stands in brackets there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LIMIT, growth

from bodycopy.facts.people.source_line import is_credit_line, opens_editors, split_credit

SENTENCE = "The footbridge over the Ell is open again."


@pytest.mark.parametrize(
    "credit",
    [
        "(dpa)",
        "(dpa/tmn)",
        "(ats/nxp)",
        "(ANSA).",
        "(Reuters)",
        "(mit Agenturen)",
        "(kas)",
        "(APA/red)",
        "[AFP]",
        "（共同）",
        "(بترا)",
        "(PAP)",
        "(ТАСС)",
        "(Quelle: dpa)",
        "EFE",
        "/ ab",
        "srf/hosb",
        "DM",
    ],
)
def test_cuts_the_credit_off_the_last_sentence(credit: str):
    """Agencies, initials, the paper's letters: as printed."""
    found = split_credit(f"{SENTENCE} {credit}")
    if credit == "(mit Agenturen)":
        assert found is None  # names nobody
        return
    assert found is not None
    assert (found.text, found.start) == (credit, len(SENTENCE))


@pytest.mark.parametrize(
    "end",
    [
        "(for now)",
        "(sic)",
        "(42)",
        "(Ada Berg, 42)",
        "(see page 3)",
        "(SPD)",
        "He lives in the USA.",
        "and so on",
        "",
    ],
)
def test_keeps_other_brackets(end: str):
    """Remarks, ages, parties and the text's own words stay."""
    assert split_credit(f"{SENTENCE} {end}".strip()) is None


def test_the_authors_may_sign_at_the_end():
    """With place and date, in brackets; only persons who are known to be the authors."""
    text = f"{SENTENCE} (Ada Berg aus Oslo, 3.5.2024)"
    assert split_credit(text) is None
    found = split_credit(text, ("Ada Berg",))
    assert found is not None
    assert found.text == "(Ada Berg aus Oslo, 3.5.2024)"
    assert text[: found.start] == SENTENCE


@pytest.mark.parametrize(
    "line",
    [
        "dpa",
        "(dr/spot)",
        "RND/dpa",
        "SDA/sep",
        "Quelle: Ellbote",
        "Źródło: Kurier nad Ellą",
        "Fuente: EFE",
        "Källa: TT",
        "来源：新华网",
        "출처: 연합뉴스",
        "Mit Material von AFP",
        "dpa, AFP",
    ],
)
def test_knows_credit_lines(line: str):
    """A block that is nothing but a credit."""
    assert is_credit_line(line)


@pytest.mark.parametrize("line", ["Two", "for now", "Ada Berg", "", ".", "The bridge is open", "3"])
def test_knows_what_is_none(line: str):
    """Short blocks of other kinds."""
    assert not is_credit_line(line)


def test_editors_are_no_source():
    """Lines that credit editors and photographers, but not those that name a source."""
    assert opens_editors("（责任编辑：梁以安）"[1:])
    assert opens_editors("Foto: Ada Berg")
    assert opens_editors("Edited by: Ada Berg")
    assert not opens_editors("Quelle: dpa")
    assert not opens_editors("来源：新华网")


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=10), max_size=2))
def test_reads_any_text(text: str, names: list[str]):
    """No text makes it raise, and what it cuts is the text's end."""
    found = split_credit(text, tuple(names))
    assert found is None or 0 <= found.start < len(text)
    assert is_credit_line(text) in (True, False)


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("part", ["(", "(dpa) ", ". a/", ".” ", " ", "a/", "【"])
def test_time_does_not_grow_with_the_text(part: str):
    """Only the end of a text is looked at."""
    assert growth(split_credit, lambda size: part * size, 40_000) < LIMIT
