"""An option changes what it names and nothing else; one that cannot be meant is refused."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bodycopy
from authored import NAMES, blocks_of, body_texts, report, rows_of, source
from bench.metrics import word_score
from bench.sets import MissingPagesError, load_pages
from bodycopy import Article, Options, Reason, Role, UsageError, Verdict
from bodycopy.commands.option_arguments import add_option_arguments, options_from

DISCUSSIONS = Path(__file__).parent / "discussions"
TEXTS = Path(__file__).parent / "texts"

CELLS = (
    ("Bridge", "Built", "Width"),
    ("Mill footbridge", "1911", "1.2 metres"),
    ("New footbridge", "2027", "3.5 metres"),
)
TABLE = (
    "<table>"
    + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in CELLS)
    + "</table>"
)
LINKED = '<p>The drawings are <a href="/drawings">on show in the town hall</a> until Friday.</p>'
FIGURE = (
    '<figure><img src="/pier.jpg"><figcaption>The old pier in the flood. Photo: Ann Moe'
    "</figcaption></figure>"
)
WITH_ALL = report(TABLE, LINKED, FIGURE)

PAGES: tuple[bytes, ...] = (
    *map(source, NAMES),
    WITH_ALL.encode(),
    *(path.read_bytes() for path in sorted(DISCUSSIONS.glob("*.html"))),
)
pages = st.sampled_from(PAGES)


def article(page: bytes | str, **choices: Any) -> Article:
    """The page's article under these options."""
    record = bodycopy.extract(page, options=Options(**choices))
    assert isinstance(record, Article)
    return record


# --- what can be meant -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("balance", 1.01),
        ("balance", -2),
        ("balance", float("nan")),
        ("balance", True),
        ("balance", "0"),
        ("balance", None),
        ("min_chars", True),
        ("languages", "de"),
        ("languages", None),
        ("languages", [""]),
        ("languages", ["de_AT"]),
        ("languages", ["d-x"]),
        ("languages", [b"de"]),
        ("languages", ["d" * 10_000]),
        ("tables", 1),
        ("images", "no"),
        ("links", None),
        ("comments", 0),
        ("dateline_in_text", "yes"),
        ("standfirst_in_text", 0.0),
        ("news_fields", []),
        ("profile", {}),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, value: object) -> None:
    """The mistake is told where the options are made, not a million pages later."""
    with pytest.raises(UsageError, match=name):
        Options(**{name: value})  # type: ignore[arg-type]


def test_languages_may_be_collected_in_anything() -> None:
    """A list, a set and a tuple of tags are the same choice, and can be hashed."""
    assert Options(languages=["de", "fr", "de"]) == Options(languages=("de", "fr"))
    assert hash(Options(languages={"de"})) == hash(Options(languages=("de",)))


# --- an option changes what it names ---------------------------------------------------

SWITCHED = {
    "tables": {"body", "dropped", "live_updates", "posts"},
    "images": {"images"},
    "links": {"body", "dropped", "live_updates", "comments", "posts"},
    "standfirst_in_text": {"standfirst_in_text"},
    "comments": {"comments", "posts"},
}
"""Each switch, and the fields of the record that it may change."""

subsets = st.sets(st.sampled_from(sorted(SWITCHED)))


@given(pages, subsets)
def test_switches_change_what_they_name_and_nothing_else(page: bytes, off: set[str]) -> None:
    """Whatever is switched off together: every other field is the same."""
    full = bodycopy.extract(page)
    chosen = bodycopy.extract(page, options=Options(**dict.fromkeys(off, False)))
    if isinstance(full, Verdict):
        assert isinstance(chosen, Verdict)
        assert (chosen.reason, chosen.detail) == (full.reason, full.detail)
        return
    assert isinstance(chosen, Article)
    touched = {field for name in off for field in SWITCHED[name]}
    for name in Article.__struct_fields__:
        if name not in touched:
            assert getattr(chosen, name) == getattr(full, name), name


@given(pages, subsets)
def test_switches_lose_no_block(page: bytes, off: set[str]) -> None:
    """What leaves the body is in dropped, with its role and its text as before."""
    full = bodycopy.extract(page)
    chosen = bodycopy.extract(page, options=Options(**dict.fromkeys(off, False)))
    assert rows_of(chosen) == rows_of(full)
    assert [(block.role, block.text) for block in blocks_of(chosen)] == [
        (block.role, block.text) for block in blocks_of(full)
    ]


def test_without_tables_they_are_left_out_as_tables() -> None:
    """The text loses the table alone, and the record says where it went."""
    full, chosen = article(WITH_ALL), article(WITH_ALL, tables=False)
    [table] = [block for block in full.body if block.role is Role.TABLE]
    assert table.rows == CELLS
    assert body_texts(chosen) == [text for text in body_texts(full) if text != table.text]
    assert table in chosen.dropped


def test_a_page_of_tables_is_too_short_without_them() -> None:
    """What stays has to be an article by itself: nobody gets one without text."""
    rows = "".join(
        f"<tr><td>{team} scored {number} goals in the second half of the season, more than in "
        f"the whole of the last.</td><td>{number}</td></tr>"
        for number, team in enumerate(("Ell United", "Tarn Rovers", "Harz Athletic", "Bote 09"))
    )
    page = report().replace("<p>", "<table><tr><td>").replace("</p>", f"</td></tr>{rows}</table>")
    full = article(page, min_chars=1)
    assert {block.role for block in full.body} == {Role.TABLE}
    verdict = bodycopy.extract(page, options=Options(tables=False, min_chars=0))
    assert isinstance(verdict, Verdict)
    assert verdict.reason is Reason.TOO_SHORT
    assert rows_of(verdict) == rows_of(full)


def test_without_images_their_captions_stay_out_of_the_text() -> None:
    """The picture goes, and its caption does not become a paragraph."""
    full, chosen = article(WITH_ALL), article(WITH_ALL, images=False)
    assert [image.url for image in full.images] == ["/pier.jpg"]
    assert chosen.images == ()
    assert chosen.text == full.text


def test_without_links_their_text_stays() -> None:
    """No block has a link any more, and none another text; a verdict's blocks neither."""
    full, chosen = article(WITH_ALL), article(WITH_ALL, links=False)
    assert any(block.links for block in full.body)
    assert not any(block.links for block in blocks_of(chosen))
    assert chosen.text == full.text
    front = source("en_index_page")
    assert any(block.links for block in blocks_of(bodycopy.extract(front)))
    verdict = bodycopy.extract(front, options=Options(links=False))
    assert not any(block.links for block in blocks_of(verdict))


def test_the_standfirst_may_stand_apart() -> None:
    """The text is the body alone, also when the record is stored and read again."""
    full = article(source("fr_chapeau"))
    apart = article(source("fr_chapeau"), standfirst_in_text=False)
    assert full.standfirst
    assert apart.standfirst == full.standfirst
    assert full.text == f"{full.standfirst}\n\n{apart.text}"
    assert apart.to_dict()["text"] == apart.text
    assert Article.from_dict(apart.to_dict()).text == apart.text


@given(pages)
def test_the_dateline_option_moves_the_dateline_alone(page: bytes) -> None:
    """Block by block, the text is the same but for a place line at its front."""
    full = bodycopy.extract(page)
    chosen = bodycopy.extract(page, options=Options(dateline_in_text=True))
    assert type(chosen) is type(full)
    for with_it, without in zip(body_texts(chosen), body_texts(full), strict=True):
        assert with_it.endswith(without)


# --- languages -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "is_expected"),
    [
        (("de",), True),
        (("DE",), True),
        (("fr", "de"), True),
        (("fr",), False),
        (("de-AT",), False),
    ],
)
def test_another_language_is_a_verdict(expected: tuple[str, ...], is_expected: bool) -> None:
    """A page in a language that was not asked for says in which it is, and loses no block."""
    page = source("de_regional_daily")
    full = article(page)
    record = bodycopy.extract(page, options=Options(languages=expected))
    assert full.language == "de"
    if is_expected:
        assert record == full
        return
    assert isinstance(record, Verdict)
    assert record.reason is Reason.LANGUAGE
    assert record.language == "de"
    assert record.detail.startswith("de, expected: ")
    assert blocks_of(record) == blocks_of(full)


def test_a_tag_takes_in_its_kinds() -> None:
    """``pt`` asks for Portuguese of any country, ``pt-BR`` for that of Brazil alone."""
    brazil = source("pt_jsonld_body")
    plain = brazil.replace(b"pt-BR", b"pt")
    assert [article(page).language for page in (brazil, plain)] == ["pt-BR", "pt"]
    for tag, expected in {
        "pt": [True, True],
        "pt-BR": [True, False],
        "ptx": [False, False],
    }.items():
        options = Options(languages=(tag,))
        passed = [bool(bodycopy.extract(page, options=options)) for page in (brazil, plain)]
        assert passed == expected


def test_a_verdict_keeps_its_own_reason() -> None:
    """An error page in another language is an error page."""
    page = source("en_soft_404")
    record = bodycopy.extract(page, options=Options(languages=("de",)))
    assert record == bodycopy.extract(page)


# --- balance ---------------------------------------------------------------------------

DIAL = (-1.0, -0.5, 0.0, 0.5, 1.0)


def test_the_middle_of_the_dial_is_the_default() -> None:
    """Nothing changes for who does not touch it."""
    for page in PAGES:
        assert bodycopy.extract(page, options=Options(balance=0)) == bodycopy.extract(page)


def test_more_recall_is_more_text() -> None:
    """Over all pages together every step of the dial adds text, and takes none away."""
    chars = [
        sum(len(bodycopy.extract(page, options=Options(balance=step)).text) for page in PAGES)
        for step in DIAL
    ]
    assert chars == sorted(chars)
    assert chars[0] < chars[2] < chars[-1]


@given(pages, st.floats(-1, 1))
def test_no_position_of_the_dial_loses_a_block(page: bytes, balance: float) -> None:
    """Every row is in the body or in dropped, wherever the threshold is."""
    record = bodycopy.extract(page, options=Options(balance=balance))
    rows = rows_of(record)
    assert rows == list(range(len(rows)))


def test_flattened_text_has_the_same_dial() -> None:
    """Lines have a probability of body as blocks have."""
    for path in sorted(TEXTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        default = bodycopy.extract_text(text)
        assert bodycopy.extract_text(text, options=Options(balance=0)) == default
        sizes = [
            len(bodycopy.extract_text(text, options=Options(balance=step, min_chars=0)).text)
            for step in DIAL
        ]
        assert sizes == sorted(sizes)


# --- flags -----------------------------------------------------------------------------


def flags(*arguments: str) -> Options:
    """The options that a command line asks for."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_option_arguments(parser)
    return options_from(parser.parse_args(arguments))


def test_no_flags_are_the_defaults() -> None:
    """The command does what the function does."""
    assert flags() == Options()


@pytest.mark.parametrize(
    ("arguments", "choices"),
    [
        (("--balance", "-0.5"), {"balance": -0.5}),
        (("--min-chars", "7"), {"min_chars": 7}),
        (("--languages", "de, pt-BR"), {"languages": ("de", "pt-BR")}),
        (("--page-types", "article,liveblog"), {"page_types": ("article", "liveblog")}),
        (("--no-tables",), {"tables": False}),
        (("--no-images",), {"images": False}),
        (("--no-links",), {"links": False}),
        (("--no-comments",), {"comments": False}),
        (("--dateline-in-text",), {"dateline_in_text": True}),
        (("--no-standfirst-in-text",), {"standfirst_in_text": False}),
        (("--no-news-fields",), {"news_fields": False}),
        (("--max-bytes", "9"), {"max_bytes": 9}),
        (("--max-nodes", "9"), {"max_nodes": 9}),
        (("--max-depth", "9"), {"max_depth": 9}),
        (("--max-attributes", "9"), {"max_attributes": 9}),
        (("--max-blocks", "9"), {"max_blocks": 9}),
        (("--max-data-chars", "9"), {"max_data_chars": 9}),
        (("--max-seconds", "0.5"), {"max_seconds": 0.5}),
    ],
)
def test_every_flag_is_an_option(arguments: tuple[str, ...], choices: dict[str, Any]) -> None:
    """A flag sets the option of its name and no other."""
    assert flags(*arguments) == Options(**choices)


def test_every_option_has_a_flag() -> None:
    """But for the profile of a site, which is an object."""
    parser = argparse.ArgumentParser()
    add_option_arguments(parser)
    names = {field.name for field in fields(Options)} - {"profile"}
    assert names <= set(vars(parser.parse_args([])))


# --- pages beside the repository ---------------------------------------------------------


def test_the_dial_trades_precision_for_recall() -> None:
    """On a sample of labelled pages, each step to the right loses precision and gains recall."""
    pytest.importorskip("pyarrow", reason="pyarrow reads the page sets")
    try:
        labelled = [page for page in load_pages(("fundus", "newspaper", "wcxb"), 25) if page.body]
    except MissingPagesError as error:
        pytest.skip(str(error))
    precision, recall = [], []
    for step in DIAL:
        options = Options(balance=step, min_chars=0, news_fields=False, comments=False)
        scores = [
            word_score(bodycopy.extract(page.html, page.url, options=options).text, page.body)
            for page in labelled
        ]
        # Of pages that give a text at every step: no text has no precision.
        precision.append([score.precision for score in scores])
        recall.append(mean(score.recall for score in scores))
    found = [place for place in range(len(labelled)) if all(step[place] for step in precision)]
    means = [mean(step[place] for place in found) for step in precision]
    assert len(found) > 60
    assert means == sorted(means, reverse=True)
    assert recall == sorted(recall)
