"""Limits: what passes one is cut, and the record says by which; time grows with the input."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain

import pytest

import bodycopy
from authored import NAMES, source
from bench.growth_shapes import SHAPES, Shape
from bench.scans import differences
from bodycopy import Article, Limit, Options, Reason, UsageError, Verdict
from bodycopy import pipeline as pipeline_module
from bodycopy.decode import decode
from bodycopy.scan import lexbor as lexbor_scan
from bodycopy.scan import scan
from bodycopy.scan.taming import tame
from bodycopy.tape import Tape
from both_scans import BUILT, SCANS, built
from growth import LIMIT, growth

if BUILT:
    from bodycopy.scan import compiled as compiled_scan

SENTENCE = "The council voted on Tuesday to keep the ferry running until the end of May. "
# No two alike: the second copy of a text is no body.
PARAGRAPHS = [f"On day {number} they met again. {SENTENCE * 3}" for number in range(8)]
PAGE = f"<article><h1>Ferry stays until May</h1><p>{'<p>'.join(PARAGRAPHS)}</article>"

# --- each limit, and the record that it gives --------------------------------------------


DATA = f"<script type=application/ld+json>{json.dumps({'@type': 'Thing', 'a': 'b' * 100})}</script>"


PASSING: dict[Limit, tuple[str, Options]] = {
    Limit.BYTES: (PAGE, Options(max_bytes=1500)),
    Limit.NODES: (PAGE, Options(max_nodes=14)),
    Limit.DEPTH: (f"<div><div><div>{PAGE}", Options(max_depth=3)),
    Limit.ATTRIBUTES: (f"<p a b c d>one</p>{PAGE}", Options(max_attributes=3)),
    Limit.BLOCKS: (PAGE, Options(max_blocks=5)),
    Limit.DATA: (DATA + PAGE, Options(max_data_chars=50)),
}


@pytest.mark.fault("limits")
@pytest.mark.parametrize("limit", PASSING)
def test_passing_a_limit_gives_an_article_that_names_it(limit: Limit) -> None:
    """What is left is an article; it is truncated where text is missing."""
    page, options = PASSING[limit]
    record = bodycopy.extract(page, options=options)
    assert isinstance(record, Article)
    assert record.cut_by == (limit,)
    whole = bodycopy.extract(page)
    assert isinstance(whole, Article)
    assert (whole.cut_by, whole.truncated) == ((), False)
    assert record.truncated == limit.cuts_text
    assert (len(record.text) < len(whole.text)) == limit.cuts_text


@pytest.mark.fault("limits")
def test_several_limits_are_all_named() -> None:
    """In the order of the options, each once."""
    page = f"<p a b c d>one</p>{PAGE}"
    record = bodycopy.extract(page, options=Options(max_blocks=5, max_attributes=2, max_depth=1))
    assert record.cut_by == (Limit.DEPTH, Limit.ATTRIBUTES, Limit.BLOCKS)


@pytest.mark.fault("limits")
def test_verdict_on_a_cut_page_names_the_limit() -> None:
    """Too little is left for an article, and the verdict says why there may be more."""
    verdict = bodycopy.extract(PAGE, options=Options(max_bytes=40))
    assert isinstance(verdict, Verdict)
    assert verdict.cut_by == (Limit.BYTES,)
    assert verdict.to_dict()["cut_by"] == ["max_bytes"]


def test_record_with_limits_is_read_back() -> None:
    """They are names of options in JSON, and records from before there were any can be read."""
    record = bodycopy.extract(PAGE, options=Options(max_blocks=5))
    assert isinstance(record, Article)
    stored = record.to_dict()
    assert stored["cut_by"] == ["max_blocks"]
    assert Article.from_dict(stored) == record
    del stored["cut_by"]
    assert Article.from_dict(stored).cut_by == ()


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis"])
def test_cut_between_bytes_leaves_the_encoding(encoding: str) -> None:
    """Wherever the limit falls, inside of a character too, the encoding is that of the page."""
    page = f"<meta charset={encoding}><p>" + "市議会は火曜日、渡し船を続けることを決めた。" * 40
    raw = page.encode(encoding)
    expected = bodycopy.extract(raw).encoding
    for size in range(len(raw) - 9, len(raw)):
        record = bodycopy.extract(raw, options=Options(max_bytes=size))
        assert record.encoding == expected
        assert record.cut_by == (Limit.BYTES,)


@pytest.mark.fault("limits")
def test_lines_of_a_text_are_counted() -> None:
    """A flattened text has the same limits: bytes, and blocks."""
    text = "\n\n".join(f"{number}. {SENTENCE * 3}" for number in range(40))
    record = bodycopy.extract_text(text, options=Options(max_blocks=10))
    assert isinstance(record, Article)
    assert (record.cut_by, record.truncated) == ((Limit.BLOCKS,), True)
    assert len((*record.body, *record.dropped)) <= 10
    short = bodycopy.extract_text(text, options=Options(max_bytes=1000))
    assert short.cut_by == (Limit.BYTES,)


@pytest.mark.fault("limits")
def test_sentences_of_a_text_on_one_line_are_counted() -> None:
    """They are its blocks."""
    text = "The council voted to keep the ferry running. " * 100
    record = bodycopy.extract_text(text, options=Options(max_blocks=10))
    assert record.cut_by == (Limit.BLOCKS,)


@pytest.mark.fault("deep-json")
@pytest.mark.parametrize(
    "script",
    [
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[" * 100_000,
        json.dumps([{"@type": "Thing"}] * 6_000),
        '{"@graph":' * 500 + '{"@type":"NewsArticle"}' + "}" * 500,
    ],
    ids=["deep", "open", "wide", "graphs"],
)
def test_json_that_runs_away_is_left_and_told(script: str) -> None:
    """Nested a hundred thousand deep, or of thousands of things: the page is read all the same."""
    page = f'<script type="application/ld+json">{script}</script>{PAGE}'
    record = bodycopy.extract(page)
    assert isinstance(record, Article)
    assert (record.cut_by, record.truncated) == ((Limit.DATA,), False)


@pytest.mark.fault("limits")
def test_body_in_data_has_the_limits_of_a_page() -> None:
    """An article that only JSON-LD carries is cut at as many blocks."""
    body = "\n".join([SENTENCE] * 60)
    node = json.dumps({"@type": "NewsArticle", "headline": "Ferry", "articleBody": body})
    page = f"<script type=application/ld+json>{node}</script><p>Loading"
    record = bodycopy.extract(page, options=Options(max_blocks=20))
    assert isinstance(record, Article)
    assert (len(record.body), record.cut_by) == (20, (Limit.BLOCKS,))


# --- time --------------------------------------------------------------------------------


class Clock:
    """A deadline that is over when it was asked so many times."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def __call__(self, seconds: float | None) -> Clock:
        return self

    def is_over(self) -> bool:
        self.looks -= 1
        return self.looks < 0


@pytest.mark.fault("limits")
@pytest.mark.parametrize(
    ("looks", "stage"), [(0, "scanned"), (1, "measured"), (2, "labelled")], ids=str
)
def test_time_that_is_over_early_gives_a_verdict(
    looks: int, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is known what the blocks are there is no article, and the verdict says so."""
    monkeypatch.setattr(pipeline_module, "Deadline", Clock(looks))
    verdict = bodycopy.extract(PAGE, "https://post.example/1", options=Options(max_seconds=2))
    assert isinstance(verdict, Verdict)
    assert (verdict.reason, verdict.cut_by) == (Reason.LIMIT, (Limit.SECONDS,))
    assert verdict.detail == f"max_seconds=2 were over before the page was {stage}"
    assert verdict.url == "https://post.example/1"


@pytest.mark.fault("limits")
@pytest.mark.parametrize("looks", [3, 4])
def test_time_that_is_over_late_gives_the_body(looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headline and body are there; what would have taken more time is not, and that is told."""
    page = PAGE.replace("</h1>", "</h1><p class=byline>By Ann Writer</p>")
    whole = bodycopy.extract(page)
    monkeypatch.setattr(pipeline_module, "Deadline", Clock(looks))
    record = bodycopy.extract(page, options=Options(max_seconds=2))
    assert isinstance(record, Article)
    assert isinstance(whole, Article)
    assert (record.truncated, record.cut_by) == (True, (Limit.SECONDS,))
    assert (record.headline, record.text) == (whole.headline, whole.text)


@pytest.mark.fault("limits")
@pytest.mark.parametrize(("looks", "kind"), [(0, Verdict), (1, Verdict), (2, Article)])
def test_time_of_a_text_is_looked_at(
    looks: int, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flattened text has fewer stages, and the same two outcomes."""
    monkeypatch.setattr(pipeline_module, "Deadline", Clock(looks))
    record = bodycopy.extract_text("\n\n".join([SENTENCE * 3] * 5), options=Options(max_seconds=2))
    assert isinstance(record, kind)
    assert record.cut_by == (Limit.SECONDS,)


@pytest.mark.fault("same-record")
def test_clock_is_not_looked_at_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``max_seconds`` the record cannot depend on how busy the machine is."""

    def look() -> float:
        raise AssertionError("looked at the clock")

    monkeypatch.setattr("bodycopy.deadline.monotonic", look)
    assert bodycopy.extract(PAGE)
    with pytest.raises(AssertionError, match="clock"):
        bodycopy.extract(PAGE, options=Options(max_seconds=9))


@pytest.mark.fault("limits")
def test_seconds_pass() -> None:
    """A real clock: no page is read in a billionth of a second, a small one in an hour."""
    assert not bodycopy.extract(PAGE, options=Options(max_seconds=1e-9))
    assert bodycopy.extract(PAGE, options=Options(max_seconds=3600)).cut_by == ()


@pytest.mark.parametrize("limit", [limit for limit in Limit if limit is not Limit.SECONDS])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, "9", None, 1 << 40])
def test_limits_that_cannot_be_meant_are_refused(limit: Limit, value: object) -> None:
    """The message names the option and its range."""
    with pytest.raises(UsageError, match=f"{limit} must be a number from 1 to"):
        Options(**{limit.value: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, -1.0, True, "9", float("nan")])
def test_seconds_that_cannot_be_meant_are_refused(value: object) -> None:
    """No time at all is as wrong as no number."""
    with pytest.raises(UsageError, match="max_seconds must be a number above 0"):
        Options(max_seconds=value)  # type: ignore[arg-type]


@pytest.mark.fault("limits")
def test_every_limit_is_an_option() -> None:
    """The name that a record tells is the name to raise."""
    assert {limit.value for limit in Limit} == {
        name for name in Options.__dataclass_fields__ if name.startswith("max_")
    }


# --- depth -------------------------------------------------------------------------------

UNITS = ("<div>", "<span>", "<ul><li>", "<table><tbody><tr><td>", "<blockquote>", "<b>")
DEPTHS = (1, 2, 5, 10, 100, 255, 256, 257, 511, 512, 513, 1_000, 2_000, 5_000, 20_000, 100_000)


def found_at(depth: int, unit: str, read: Callable[[str], Tape]) -> None:
    """The marker is a text of its own at that depth, and behind it the page goes on."""
    tags = unit.count("<")
    page = f"<p>before</p>{unit * -(-depth // tags)}<p>marker</p>"
    tape = read(page)
    assert tape.texts == ("before", "marker"), (unit, depth)
    # Formatting elements are taken up again by the paragraph, inside of it.
    deep = (depth if unit == "<b>" else depth // tags * tags) > 1_000 + tags
    if deep:
        assert tape.cut_by == (Limit.DEPTH,) or unit == "<b>", (unit, depth)
    elif depth < 900:
        assert tape.cut_by == (), (unit, depth)


@pytest.mark.fault("deep-nesting")
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("scan_module", SCANS)
def test_marker_is_found_at_every_depth(scan_module: object, unit: str) -> None:
    """From 1 to 100,000 elements inside each other, in both scans; told from 1,000 on."""
    for depth in DEPTHS:
        found_at(depth, unit, scan_module.scan)  # type: ignore[attr-defined]


@pytest.mark.fault("deep-nesting")
@pytest.mark.parametrize("unit", UNITS)
def test_marker_is_found_at_any_depth_in_between(unit: str) -> None:
    """No depth is special but those that are told."""
    for depth in chain(range(1, 300), range(300, 2_000, 7), range(995, 1_010)):
        found_at(depth, unit, scan)


@pytest.mark.fault("deep-nesting")
@pytest.mark.parametrize("unit", UNITS)
def test_text_of_deep_markup_is_in_the_record(unit: str) -> None:
    """The whole way: whatever becomes of such a page, its text is there, and the depth is told."""
    for depth in (10, 300, 1_500, 30_000):
        record = bodycopy.extract(f"{PAGE}{unit * depth}<p>{SENTENCE}marker")
        body = record.body if isinstance(record, Article) else ()
        texts = [block.text for block in (*body, *record.dropped)]
        assert any(text.endswith("marker") for text in texts), (unit, depth)
        assert bool(record.cut_by) == (depth > 1_000) or unit.count("<") > 1, (unit, depth)


# --- both scans --------------------------------------------------------------------------


@built
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "options",
    [Options(max_depth=4), Options(max_blocks=9), Options(max_attributes=1), Options(max_depth=1)],
    ids=["depth", "blocks", "attributes", "no depth"],
)
def test_both_scans_are_cut_alike(name: str, options: Options) -> None:
    """The same tape at a limit, and the same word on what was passed."""
    page = decode(source(name)).text
    ours = compiled_scan.scan(page, options=options)
    theirs = lexbor_scan.scan(page, options=options)
    assert list(differences(ours, theirs)) == []
    assert ours.cut_by == theirs.cut_by


@pytest.mark.parametrize(
    "page",
    [
        f"{PAGE}{'<p><b>x</b>' * 60}",
        f"{PAGE}<p {' '.join(f'a{number}=1' for number in range(400))}>x",
        f"{PAGE}<p data-a='{'b>' * 3000}'>x",
    ],
    ids=["styles", "attributes", "long value"],
)
def test_pages_that_lexbor_reads_in_time_are_handed_on(page: str) -> None:
    """Not a copy: they are not even read."""
    passed: set[Limit] = set()
    assert tame(page, Options(), passed) is page
    assert passed == set()


def test_text_stays_where_tags_are_left_out() -> None:
    """Markup that lexbor takes too long for, with text in between that a reader would miss."""
    opened = "".join(f"<p><b id={number}>w{number} " for number in range(3_000))
    for page in (
        "".join(f"<div>w{number} " for number in range(6_000)),
        opened,
        f"<select>{'<option>one</option>' * 6_000}</select><p>w1",
    ):
        passed: set[Limit] = set()
        tamed = tame(page, Options(), passed)
        assert isinstance(tamed, bytes)
        assert tamed.count(b"w") == page.count("w")
        ours = " ".join(scan(page).texts).split()
        theirs = " ".join(lexbor_scan.scan(page).texts).split()
        assert ours == theirs


# --- what drives lexbor into quadratic time ----------------------------------------------

TAMED = (
    "<div>",
    "<ul><li>",
    "<div><p>x<span>y",
    "<p><b id={}>x</p>",
    "<option>one</option>",
    " a{}=1",
)


@pytest.mark.fault("long-chains")
@pytest.mark.parametrize("unit", TAMED)
@pytest.mark.parametrize("scan_module", SCANS)
def test_scan_takes_linear_time(scan_module: object, unit: str) -> None:
    """Where lexbor alone takes the square of a page's length, neither scan does."""

    def make(units: int) -> str:
        opening = {" ": "<p", "<o": "<select>"}.get(unit[:1] if unit[0] == " " else unit[:2], "")
        return PAGE + opening + "".join(unit.format(number) for number in range(units)) + ">"

    job: Callable[[str], object] = scan_module.scan  # type: ignore[attr-defined]
    assert growth(job, make, 16_000) < LIMIT


# --- every shape -------------------------------------------------------------------------


@pytest.mark.fault("long-chains")
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_time_grows_with_the_input(shape: Shape) -> None:
    """Eight times a page of any shape, eight times the time; ``bench.growth`` goes to 16 MB."""
    job = bodycopy.extract_text if shape.text else bodycopy.extract
    assert growth(job, shape.make, 80_000) < LIMIT
