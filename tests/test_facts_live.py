"""Liveblogs: time, headline and body of every entry."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import html_of, tape_of
from tests.growth import LIMIT, growth
from tests.views import headline_of, view_of

from bodycopy.article import LiveUpdate
from bodycopy.facts.filing.live import find_live_updates, read_clock
from bodycopy.facts.jsonld import JsonLd
from bodycopy.roles import Role

TEXT = "The water at the old mill has risen by a hand's breadth since noon, says the warden."
TIMES = ("18:42", "18:05", "17:20", "16:10", "14:35", "13:15", "12:00")


def updates(html: str, roles: dict[str, Role] | None = None) -> tuple[LiveUpdate, ...]:
    """The entries of a page."""
    view = view_of(html, roles)
    return find_live_updates(view, JsonLd(view.tape.head.jsonld), headline_of(view))


def entries(pattern: str, times: tuple[str, ...] = TIMES) -> str:
    """Entries by a pattern of time, title and text."""
    parts = [pattern.format(time=t, title=f"Title {n}", text=TEXT) for n, t in enumerate(times)]
    return html_of("<h1>Flood at Ell: live</h1>", f"<p>{TEXT}</p>", *parts)


@pytest.mark.parametrize(
    "pattern",
    [
        "<article><p>{time}</p><h2>{title}</h2><p>{text}</p></article>",
        "<div><p><b>{time}</b> - {title}</p></div><p>{text}</p>",
        "<h3>{time} Uhr: {title}</h3><p>{text}</p><p>{text}</p>",
        "<section><div><time datetime='2024-05-03T{time}:00+01:00'>{time}</time></div>"
        "<h3>{title}</h3><p>{text}</p></section>",
    ],
)
def test_entries_begin_with_their_time(pattern: str):
    """In any markup: their title stands behind it or below."""
    found = updates(entries(pattern), {"Title": Role.SUBHEADING})
    assert [update.headline for update in found] == [f"Title {n}" for n in range(len(TIMES))]
    assert all(time in (update.time or "") for update, time in zip(found, TIMES, strict=True))
    assert {block.text for update in found for block in update.body} == {TEXT}


def test_entries_without_titles_have_none():
    """Their text is their body, at its row of the tape."""
    found = updates(entries("<p>{time}</p><p>{text}</p>"))
    assert [update.headline for update in found] == [None] * len(TIMES)
    assert [block.index for update in found for block in update.body] == list(range(3, 17, 2))


def test_a_few_times_are_no_liveblog():
    """Nor many that run in no order: a programme, a table of departures."""
    assert updates(entries("<p>{time} - {title}</p><p>{text}</p>", TIMES[:4])) == ()
    mixed = ("18:42", "12:00", "17:20", "09:10", "14:35", "08:15", "19:00", "07:00")
    assert updates(entries("<p>{time} - {title}</p><p>{text}</p>", mixed)) == ()


def declared(*entries: object) -> str:
    """A script with a liveblog."""
    node = {"@type": "LiveBlogPosting", "headline": "x", "liveBlogUpdate": list(entries)}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_declared_entries_count_where_none_is_displayed():
    """With paragraphs that stand on no row of the tape."""
    first = {
        "@type": "BlogPosting",
        "headline": "Sea wall &amp; pier give way",
        "datePublished": "2023-10-27T18:42:00+01:00",
        "articleBody": "Forty metres are gone.\n\nNobody is missing.",
    }
    found = updates(html_of("<h1>Live</h1>", f"<p>{TEXT}</p>", head=declared(first, "junk")))
    (update,) = found
    assert (update.time, update.headline) == (
        "2023-10-27T18:42:00+01:00",
        "Sea wall & pier give way",
    )
    assert [(b.text, b.index) for b in update.body] == [
        ("Forty metres are gone.", -1),
        ("Nobody is missing.", -1),
    ]


def test_declared_times_are_more_precise_than_displayed_ones():
    """Matched by headline."""
    node = {"headline": "Title 0", "datePublished": "2023-10-27T18:42:07+01:00"}
    html = entries("<p>{time}</p><h2>{title}</h2><p>{text}</p>").replace(
        "</head>", declared(node) + "</head>"
    )
    found = updates(html, {"Title": Role.SUBHEADING})
    assert [update.time for update in found[:2]] == ["2023-10-27T18:42:07+01:00", "18:05"]


def test_the_authored_liveblog_has_nine_entries():
    """Nine times in its times' elements, newest first."""
    tape = tape_of("en_liveblog")
    times = [marker for marker in tape.markers if marker.tag == "time"]
    assert len(times) == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9h05 - The market opens", ("09:05", "The market opens")),
        ("[14.20 Uhr] Sirens", ("14:20", "Sirens")),
        ("6:42 pm", ("18:42", "")),
        ("12:10 a.m. | Dark", ("00:10", "Dark")),
        ("21:00Ann Example", ("21:00", "Ann Example")),
        ("18時05分 停電", ("18:05", "停電")),
        ("18.5 million people", None),
        ("24:30", None),
        ("2:1 for the visitors", None),
        ("10.25% more", None),
        ("", None),
    ],
)
def test_clocks_are_told_from_numbers(text: str, expected: tuple[str, str] | None):
    """At the front of a line."""
    found = read_clock(text)
    assert (None if found is None else (found[0], found[2])) == expected


@given(st.lists(st.text(max_size=30), max_size=12), st.text(max_size=30))
def test_no_page_makes_it_raise(lines: list[str], value: str):
    """Whatever stands in lines and data; every entry has something to say."""
    html = html_of(
        "<h1>Live</h1>",
        *(f"<p>{line}</p><p>{TEXT}</p>" for line in lines),
        head=declared({"headline": value, "datePublished": [value]}, value),
    )
    for update in updates(html):
        assert update.headline is None or update.headline
        assert update.time is None or update.time


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("unit", ["12:30 ", "1", "[ ", " ", "12.12."])
def test_lines_of_any_length_are_read_in_linear_time(unit: str):
    """Eight times the line takes about eight times as long, or less."""
    assert growth(read_clock, lambda size: unit * size, 80_000) < LIMIT
