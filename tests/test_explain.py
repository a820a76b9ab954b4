"""The explanation: what became of every block, readable with and without colour."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bodycopy import Article, Role, Verdict
from bodycopy.explain import explain
from records import NO_STREET, STREET, articles, block, verdicts

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def test_every_block_in_page_order() -> None:
    """Body and dropped blocks are merged into the order of the page; bars tell them apart."""
    lines = explain(STREET, width=60).splitlines()
    assert lines[:9] == [
        "0 ┊ navigation  .99   Home",
        "1 │ headline    1.0 Street reopens after four years",
        "2 │ byline      .97 By Ada Example",
        "3 │ caption     .90 The street on Monday",
        "4 ┃ paragraph   .98 The first bus came at six.",
        "5 ┊ ad_label    .88   Advertisement",
        "6 ┃ subheading  .91 What it cost",
        "7 ┃ paragraph  ?.44 Eleven million, says the city.",
        "8 ┊ legal       .70   All rights reserved",
    ]


def test_fields_counts_and_closing_line() -> None:
    """Below the blocks: fields and where they were found, counts by role, the record in short."""
    lines = explain(STREET, width=66).splitlines()
    assert lines[10:] == [
        "headline    Street reopens after four years                 dom:h1",
        "standfirst  Buses run again on Monday. The shops have",
        "            waited for it.",
        "authors     Ada Example",
        "",
        "┃ body     3 paragraph 2 · subheading 1",
        "│ header   2 headline 1 · byline 1",
        "│ beside   1 caption 1",
        "┊ left out 3 ad_label 1 · navigation 1 · legal 1",
        "",
        "article · 130 characters · en · utf-8 by meta",
    ]


def test_what_the_options_leave_out_is_shown_as_left_out() -> None:
    """A table that the caller does not want has no solid bar, and is counted with the rest."""
    table = block(Role.TABLE, "1911\t1.2 metres", 9)
    record = msgspec.structs.replace(STREET, dropped=(*STREET.dropped, table))
    lines = explain(record, width=60).splitlines()
    assert re.match(r"9 ┊ table +\S+   1911", lines[9])
    assert "┊ left out 4 table 1 · ad_label 1 · navigation 1 · legal 1" in lines


def test_verdict_is_the_last_line() -> None:
    """Where there is no article, the blocks are shown all the same, and then why."""
    lines = explain(NO_STREET, width=60).splitlines()
    assert lines[0] == "0 ┊ consent .95   We value your privacy"
    assert lines[-1] == "no article: too_short: 41 characters"


def test_color_adds_nothing_but_color() -> None:
    """With the escape codes taken out, the coloured explanation is the plain one."""
    plain, colored = explain(STREET, width=60), explain(STREET, width=60, color=True)
    assert ESCAPE.search(colored)
    stripped = [ESCAPE.sub("", line).rstrip() for line in colored.splitlines()]
    assert stripped == plain.splitlines()


def test_color_is_the_callers_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line has looked at NO_COLOR already: ``--color always`` means it."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[32m" in explain(STREET, width=60, color=True)


@pytest.mark.parametrize(
    "text",
    [
        "市議会は火曜日の夜、南地区の新しい自転車道に関する決定を延期した。" * 3,
        "أجّل مجلس المدينة قراره بشأن مسارات الدراجات الجديدة في الحي الجنوبي " * 3,
        "नगर परिषद ने मंगलवार शाम को दक्षिणी जिले में नए साइकिल मार्गों पर " * 3,
    ],
)
def test_wide_and_right_to_left_text_is_cut_to_the_width(text: str) -> None:
    """Letters of two cells and letters of none are counted as the terminal counts them."""
    line = explain(Article(body=(block("paragraph", text),)), width=50).splitlines()[0]
    assert line.startswith("0 ┃ paragraph")
    assert line.endswith("…")
    assert 48 <= cell_len(line) <= 50


def test_page_cannot_steer_the_terminal() -> None:
    """Escape sequences, line breaks and direction marks of the page are not passed on."""
    text = "a\x1b[31mred\x07\n\u202ereversed\x9b2J"
    shown = explain(Article(body=(block("paragraph", text),)), width=60)
    assert shown.splitlines()[0].endswith("a[31mred reversed2J")


@given(articles | verdicts, st.integers(40, 120))
def test_any_record_can_be_explained(record: Article | Verdict, width: int) -> None:
    """Whatever the record holds, no line is wider than the terminal and no block is missing."""
    lines = explain(record, width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    blocks = [*record.dropped, *(record.body if isinstance(record, Article) else ())]
    shown = [re.match(r" *(\d+) [┃│┊] [a-z_]+ +[?.\d]", line) for line in lines]
    assert sorted(int(found[1]) for found in shown if found) == sorted(b.index for b in blocks)
