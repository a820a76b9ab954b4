"""The bench of the news fields: what counts as the same value, what a page scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import fields
from bench.field_gold import HALVES, FieldPage, load_field_pages
from bench.field_scores import Match, match, summarise
from bench.field_tools import FieldTool, fields_of, load_field_tools
from bench.peers import OURS
from bodycopy.article import Article, Block, Dateline, Image, Reason, Timestamp, Verdict
from bodycopy.roles import Role


def page(name: str = "1", url: str = "https://harbour-courier.example/1", **gold: Any) -> FieldPage:
    """A page of an invented outlet with some gold."""
    return FieldPage(set="fundus", id=name, url=url, html=b"<p>x", gold=gold)


@pytest.mark.parametrize(
    ("field", "given", "gold"),
    [
        ("headline", "Rain is back : again", "Rain is back: again"),
        ("authors", "ANN  MOE", "Ann Moe"),
        ("credits", "Ann Moe/dpa", "Foto: Ann Moe/dpa"),
        ("credits", "© AFP", "AFP"),
        ("credits", "Photo by Ann Moe", "Ann Moe"),
        ("credits", "写真：時事", "時事"),
        ("date_published", "2024-05-03", "2024-05-03T21:00:00+02:00"),
        ("date_published", "2024-05-03T23:30:00Z", "2024-05-04T01:30:00+02:00"),
        ("corrections", "one two three four five six seven eight nine ten eleven twelve thirteen",
         "one two three four five six seven eight nine ten eleven twelve"),
    ],
)  # fmt: skip
def test_takes_two_spellings_for_one_value(field: str, given: str, gold: str) -> None:
    """White space, case, a credit's label and a moment's offset do not make another value."""
    assert match(field, [given], [gold]) == Match(1, 1, 1)


@pytest.mark.parametrize(
    ("field", "given", "gold"),
    [
        ("headline", "Rain is back", "Rain is back again"),
        ("authors", "Ann", "Ann Moe"),
        ("credits", "dpa", "AFP"),
        ("date_published", "2024-05-03", "2024-05-04T12:00:00+02:00"),
        ("standfirst", "Foto: Ann Moe", "Ann Moe"),
    ],
)
def test_tells_other_values_apart(field: str, given: str, gold: str) -> None:
    """A part of a value is not the value, and labels belong to credits alone."""
    assert match(field, [given], [gold]).right == 0


def test_uses_each_gold_value_once() -> None:
    """A name that is given twice is right once."""
    assert match("authors", ["Ann Moe", "Ann Moe"], ["Ann Moe", "Bo Lee"]) == Match(1, 2, 2)


def test_nothing_against_nothing_is_right() -> None:
    """A page without the field counts as exact where nothing is given, and has F1 1."""
    assert match("topics", [], []).exact
    assert match("topics", [], []).f1 == 1.0
    assert match("topics", ["Rain"], []).f1 == 0.0


def test_sums_up_single_values_by_exact_pages_and_lists_by_f1() -> None:
    """The score of a headline is all or nothing, that of authors is the page's F1."""
    found = [Match(1, 1, 1), Match(1, 1, 2), Match(0, 0, 0)]
    assert summarise("headline", found)["score"] == pytest.approx(2 / 3)
    assert summarise("authors", found)["score"] == pytest.approx((1 + 2 / 3 + 1) / 3)
    assert summarise("authors", found)["recall"] == pytest.approx(2 / 3)
    assert summarise("authors", found)["with"] == 2


def test_reads_every_field_of_a_record() -> None:
    """Records give the fields under the names of the gold; a verdict only its page type."""
    record = Article(
        headline="Rain",
        authors=("Ann Moe",),
        dateline=Dateline(text="Oslo (dpa) -", places=("Oslo",)),
        date_published=Timestamp(value="2024-05-03", raw="3. Mai", source="dom:time"),
        body=(Block(role=Role.SUBHEADING, text="More rain", index=3),),
        images=(Image(caption="A pier.", credit="Foto: dpa"), Image(url="b.jpg")),
        language="de-AT",
        truncated=True,
    )
    found = fields_of(record)
    assert found["subheadings"] == ("More rain",)
    assert (found["captions"], found["credits"]) == (("A pier.",), ("Foto: dpa",))
    assert (found["dateline"], found["dateline_places"]) == (("Oslo (dpa) -",), ("Oslo",))
    assert (found["date_published"], found["date_modified"]) == (("2024-05-03",), ())
    assert (found["language"], found["truncated"]) == (("de",), ("yes",))
    verdict = fields_of(Verdict(reason=Reason.EMPTY))
    assert verdict["page_type"] == ("other",)
    assert verdict["headline"] == ()


def test_judges_only_fields_that_tool_and_gold_know() -> None:
    """A tool that never gives kickers is not blamed for them."""
    tool = FieldTool("peer", lambda _: {"headline": ("Rain",)})
    rows = list(fields.judge([page(headline=("Rain",), kicker=("Weather",))], [tool]))
    assert [(row.field, row.match.exact) for row in rows] == [("headline", True)]


def test_a_peer_that_raises_gives_nothing() -> None:
    """A peer's exception costs it the page; ours ends the run."""

    def fails(_: FieldPage) -> fields.Mapping[str, fields.Values]:
        raise ValueError("no title")

    pages = [page(headline=("Rain",))]
    rows = list(fields.judge(pages, [FieldTool("peer", fails)]))
    assert [row.given for row in rows] == [()]
    assert list(fields.exceptions(rows)) == [
        "peer raised on 1 pages, so on fundus/1: ValueError: no title"
    ]
    with pytest.raises(ValueError, match="no title"):
        list(fields.judge(pages, [FieldTool(OURS, fails)]))


def test_shows_what_differs() -> None:
    """A disagreement names the page and the values that only one side has."""
    tool = FieldTool(OURS, lambda _: {"authors": ("Ann Moe", "Staff")})
    rows = list(fields.judge([page("7", authors=("Ann Moe", "Bo Lee"))], [tool]))
    lines = list(fields.disagreements(rows, "authors", 10))
    assert lines[0].startswith("fundus/7")
    assert lines[1:] == ["    ours: Staff", "    gold: Bo Lee", "authors: 1 pages disagree"]


def test_tables_have_a_line_for_each_field_and_tool() -> None:
    """Score, both halves, precision and recall stand in one line."""
    tool = FieldTool(OURS, lambda _: {"headline": ("Rain",)})
    rows = list(fields.judge([page(headline=("Rain",))], [tool]))
    (table,) = fields.tables(fields.scores(rows))
    assert table.title == "fundus: fields"
    assert table.rows[0][:5] == ("headline", OURS, "1", "1", "1.000")


def test_halves_keep_a_publisher_together() -> None:
    """All pages of one domain are in the same half, and neither half is empty."""
    one = page(url="https://news.harbour-courier.example/a").half
    assert page(url="https://www.harbour-courier.example/b").half == one
    assert {page(url=f"https://outlet-{n}.example/").half for n in range(20)} == set(HALVES)


def test_finds_only_tools_that_exist() -> None:
    """A name that is no tool is named as missing."""
    tools, missing = load_field_tools([OURS, "scissors"])
    assert [tool.name for tool in tools] == [OURS]
    assert "scissors" in missing


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one page by hand and one as its set's makers describe it."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    pages, gold = tmp_path / "data" / "pages", tmp_path / "data" / "gold"
    pages.mkdir(parents=True)
    gold.mkdir()
    row = {
        "id": "a",
        "url": "https://harbour-courier.example/a",
        "html": b"<title>Rain</title><h1>Rain is back in town</h1><p>It rained.",
        "title": "Rain is back in town",
        "authors": ["Ann Moe and Bo Lee"],
        "date": "2024-05-03",
    }
    for name in ("fundus", "wcxb"):
        parquet.write_table(pyarrow.Table.from_pylist([row]), pages / f"{name}.parquet")
    by_hand = {
        "id": "a", "page_type": "article", "language": "en", "kicker": None,
        "headline": "Rain is back in town", "standfirst": None, "byline": ["Ann Moe"],
        "agencies": ["dpa"], "source_line": None,
        "dateline": {"text": "Oslo -", "places": ["Oslo"]},
        "date_published": "2024-05-03", "date_modified": None, "section": None, "topics": [],
        "subheadings": [], "images": [{"caption": "A pier.", "credit": None}],
        "corrections": [], "access": "free", "truncated": False,
        "liveblog": {"entries": 3, "first_time": None, "last_time": None},
    }  # fmt: skip
    (gold / "fields_a.jsonl").write_text(json.dumps(by_hand) + "\n", encoding="utf-8")
    monkeypatch.setenv("BODYCOPY_SHARED", str(tmp_path))
    return tmp_path


def test_loads_gold_by_hand_and_by_makers(shared: Path) -> None:
    """By hand an empty field is known to be empty; what makers left out is unknown."""
    by_hand, by_makers = load_field_pages(["fundus", "wcxb"])
    assert by_hand.gold["kicker"] == ()
    assert by_hand.gold["authors"] == ("Ann Moe",)
    assert by_hand.gold["captions"] == ("A pier.",)
    assert by_hand.gold["live_entries"] == ("3",)
    assert by_hand.gold["dateline_places"] == ("Oslo",)
    assert by_makers.gold["authors"] == ("Ann Moe", "Bo Lee")
    assert "kicker" not in by_makers.gold


def test_the_command_checks_floors(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It prints the tables, and its status says whether a floor broke."""
    floors = shared / "floors.json"
    wanted = {"fundus fields": {"kicker": {"min": 1.0}, "agencies": {"min": 1.0}}}
    floors.write_text(json.dumps({"sample_slack": 0, "floors": wanted}), encoding="utf-8")
    out = shared / "out.json"
    options = ["--sets", "fundus", "--check", str(floors), "--json", str(out)]
    assert fields.main([*options, "--show", "agencies"]) == 1
    printed = capsys.readouterr()
    assert "agencies: 1 pages disagree" in printed.out
    assert "1 of 2 floors hold" in printed.err
    assert json.loads(out.read_text())["fundus"]["kicker"][OURS]["score"] == 1.0


def test_the_command_names_a_missing_set(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A set that is not there ends the command with its name."""
    assert fields.main(["--sets", "moon"]) == 2
    assert "moon" in capsys.readouterr().err
