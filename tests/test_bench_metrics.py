import json
from pathlib import Path

import pytest

from bench import metrics
from bench.accounting import faults
from bench.field_tools import fields_of
from bench.floors import Floor, broken, load_floors
from bench.gold import Gold
from bench.metrics import PRF, Counts
from bench.overlap import address
from bench.peers import Tool, composed
from bench.report import NUMBERS
from bench.run import run
from bench.sets import BODY_ONLY, SETS, Convention, Page, declared_language
from bench.summary import ALL, by_set
from bodycopy.article import Article, Block, Image, Reason, Verdict
from bodycopy.roles import Role

FIELDS = set(fields_of(Article()))


def page(number: int, **known: object) -> Page:
    """A made-up page of the fundus convention (standfirst and body)."""
    defaults = {"set": "fundus", "type": "article", "language": "en", "url": "", "html": b"<p>"}
    return Page(**{**defaults, "id": str(number), **known})


def tool(name: str, answers: dict[bytes, str]) -> Tool:
    """A tool that answers from a table, and raises KeyError where it has no answer."""
    return Tool(name=name, version="0", run=lambda html: answers.get(html, ""))


def test_words_are_lower_case_runs_of_word_characters():
    """Punctuation splits, case folds, digits and letters stay together."""
    assert metrics.words("It's 3pm – «Größe»!") == ["it", "s", "3pm", "größe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都は、", ["東", "京", "都", "は"]),
        ("スーパー。", ["ス", "ー", "パ", "ー"]),
        ("北京ABC股", ["北", "京", "abc", "股"]),
        ("한국어 뉴스", ["한국어", "뉴스"]),
    ],
)
def test_words_of_unspaced_scripts_are_single_characters(text, expected):
    """Chinese and Japanese split into characters, Korean (written with spaces) does not."""
    assert metrics.words(text) == expected


def test_thai_splits_into_its_base_letters():
    """Thai has no spaces between words either; no clause may become one long word."""
    assert all(len(word) == 1 for word in metrics.words("ภาษาไทย"))
    assert len(metrics.words("ภาษาไทย")) >= 6


def test_word_score_counts_each_word_as_often_as_both_have_it():
    """Given a a b c (4), wanted a b b d e (5): a and b once each, so 2/4 and 2/5."""
    score = metrics.word_score("A a b. c", "a b b d e")
    assert score == pytest.approx(PRF(0.5, 0.4, 4 / 9))


def test_word_score_of_a_page_without_gold_text():
    """Nothing wanted: silence is perfect, any text is worth nothing (as in WCXB)."""
    assert metrics.word_score(" ", "") == (1, 1, 1)
    assert metrics.word_score("menu", "") == (0, 0, 0)
    assert metrics.word_score("", "body") == (0, 0, 0)


def test_shingles_of_one_page_are_shares_of_all_shingles():
    """1-2-3-4-5 against 0-1-2-3-4: one shared 4-gram, one too many, one missed."""
    assert metrics.shingle_counts("1 2 3 4 5", "0 1 2 3 4") == pytest.approx((1 / 3,) * 3 + (0,))


def test_shingles_keep_case_and_take_a_short_text_whole():
    """Fewer than four words are one shingle; the makers keep upper and lower case apart."""
    assert metrics.shingle_counts("two words", "two words") == Counts(1, 0, 0)
    assert metrics.shingle_counts("Two words", "two words") == Counts(0, 0.5, 0.5)


def test_shingles_are_a_multiset():
    """A sentence given twice is right once and too much once, with the joint between."""
    once, twice = "a b c d", "a b c d a b c d"  # abcd bcda cdab dabc abcd
    assert metrics.shingle_counts(twice, once) == pytest.approx((1 / 5, 4 / 5, 0, 0))


def test_shingle_score_averages_before_it_takes_the_harmonic_mean():
    """An empty text has no precision but a recall of 0: P (1 + .5) / 2, R (1 + .5 + 0) / 3."""
    found = metrics.shingle_score(
        [Counts(1, 0, 0), Counts(1 / 3, 1 / 3, 1 / 3), Counts(0, 0, 1), Counts(0, 0, 0)]
    )
    assert found == pytest.approx(PRF(0.75, 0.5, 0.6))


def test_snippets_fold_white_space_but_keep_case():
    """As in trafilatura's evaluation: line breaks do not count, capitals do."""
    counts = metrics.snippet_counts("The\n end. READ MORE", ["The end.", "Gone"], ["Read more"])
    assert counts == Counts(tp=1, fp=0, fn=1, tn=1)


def test_snippet_scores_sum_over_pages_first():
    """3 of 5 wanted and 1 of 5 unwanted found: P 3/4, R 3/5, accuracy 7/10, F1 6/9."""
    scores = metrics.snippet_scores([Counts(3, 0, 0, 2), Counts(0, 1, 2, 2)])
    assert scores == pytest.approx((3 / 4, 3 / 5, 7 / 10, 2 / 3))
    assert metrics.snippet_scores([]) == (0, 0, 0, 0)


def test_snippet_share_folds_case_and_skips_pages_without_snippets():
    """As in WCXB, but a page without snippets has no share instead of a share of 1."""
    assert metrics.snippet_share("One TWO", ["one two", "one  two", "three"]) == pytest.approx(
        1 / 3
    )
    assert metrics.snippet_share("One", []) is None


def test_noise_that_is_also_a_word_of_the_article_proves_nothing():
    """The body says "share": only the other two strings count, and one of them is in."""
    body = "They share the money."
    text = f"{body} Read also: Rich people"
    assert metrics.noise_found(text, ["Share", "read also", "Newsletter"], body) == (1, 2)


def test_phrases_are_whole_words_without_punctuation():
    """A quote mark or line break more does not hide a phrase; part of a word is not one."""
    phrases = metrics.phrase("»Das ist\n alles«, sagte er.")
    assert metrics.contains(phrases, '"das ist alles"')
    assert not metrics.contains(phrases, "all")
    assert not metrics.contains(phrases, "…")


def test_a_chinese_phrase_is_found_inside_a_clause():
    """There are no word ends in Chinese that could be asked for."""
    assert metrics.contains(metrics.phrase("阅读更多：今日新闻"), "更多")


def test_all_tools_see_a_page_before_the_next_and_take_turns_to_be_first():
    """Drift of the machine must not favour the tool that always runs first."""
    tools = [tool(name, {}) for name in "abc"]
    rows = list(run([page(1), page(2), page(3), page(4)], tools))
    assert "".join(row.tool for row in rows) == "abcbcacababc"
    assert [row.page for row in rows[:4]] == ["fundus/1"] * 3 + ["fundus/2"]


def test_an_exception_is_an_empty_text_that_is_counted():
    """A peer that raises scores 0 on the page, and the summary says how often it raised."""

    def fail(html: bytes) -> str:
        raise RecursionError("too deep")

    rows = list(run([page(1, body="a b")], [Tool(name="x", version="0", run=fail)]))
    assert rows[0].error == "RecursionError: too deep"
    assert rows[0].word == (0, 0, 0)
    summary = by_set(rows)["fundus"]["x"]
    assert (summary["errors"], summary["empty"], summary["word_f1"]) == (1, 1, 0)


def test_a_summary_means_over_the_pages_that_have_the_gold():
    """One page has a body, both have noise: 1 of 3 noise strings, word F1 of one page only."""
    pages = [
        page(1, html=b"1", body="a b", gold=Gold(body_first="a", body_noise=("ad", "more"))),
        page(2, html=b"2", gold=Gold(body_first="z", body_noise=("ad",))),
    ]
    rows = list(run(pages, [tool("x", {b"1": "a b ad", b"2": "c"})]))
    summary = by_set(rows)["fundus"]["x"]
    assert summary["body_pages"] == 1
    assert summary["word_f1"] == pytest.approx(0.8)
    assert summary["noise_share"] == pytest.approx(1 / 3)
    assert summary["first_share"] == 0.5
    assert "snippet_f1" not in summary


def test_times_are_compared_with_the_peers_that_ran():
    """The quotient to resiliparse is there, the one to a peer that did not run is not."""
    rows = list(run([page(1)], [tool("resiliparse", {}), tool("x", {})]))
    summary = by_set(rows)[ALL]
    assert summary["resiliparse"]["times_resiliparse"] == 1
    assert summary["x"]["times_resiliparse"] > 0
    assert "times_trafilatura_fast" not in summary["x"]


def test_our_text_follows_the_convention_of_the_set():
    """Headline, standfirst and captions are joined where a set's gold has them."""
    article = Article(
        headline="Head",
        standfirst="Stand",
        body=(Block(role=Role.PARAGRAPH, text="Body", index=2),),
        images=(Image(caption="Caption"), Image()),
    )
    everything = Convention(headline=True, standfirst=True, captions=True)
    assert composed(article, everything) == "Head\n\nStand\n\nBody\n\nCaption"
    assert composed(article, BODY_ONLY) == "Body"
    assert composed(Verdict(reason=Reason.EMPTY), everything) == ""


def test_the_declared_language_is_the_primary_tag():
    """Region and case go, attributes around it do not matter, nonsense gives nothing."""
    assert declared_language(b"<!doctype html><HTML xmlns='x' xml:lang=\"PT-br\">") == "pt"
    assert declared_language(b"<html data-lang='en'><body>") == ""
    assert declared_language(b"<html lang='english'>") == ""


def test_a_bare_host_is_no_address_that_two_pages_could_share():
    """Some sets give only the site of a page."""
    assert address("http://www.example.org/") == ""
    assert address("https://example.org/a/") == address("http://www.example.org/a#b")


def test_floors_are_held_against_our_tool_only_on_sets_that_ran():
    """One floor holds, one is broken, one number is missing, one set did not run."""
    floors = [
        Floor(group="fundus", number="word_f1", bound=0.9, kind="min"),
        Floor(group="fundus", number="noise_share", bound=0.1, kind="max"),
        Floor(group="fundus", number="mean_ms", bound=5, kind="max"),
        Floor(group="wcxb", number="word_f1", bound=0.9, kind="min"),
    ]
    found = {"fundus": {"bodycopy": {"word_f1": 0.91, "noise_share": 0.2}}}
    lines, held = broken(floors, found)
    assert held == 3
    assert lines == [
        "fundus: noise_share is 0.2, max is 0.1",
        "fundus: mean_ms was not measured for bodycopy",
    ]


def test_a_sampled_run_gets_the_slack_that_the_file_names(tmp_path: Path):
    """Ten per cent easier in both directions; a whole run gets none."""
    path = tmp_path / "floors.json"
    sets = {"fundus": {"word_f1": {"min": 0.9}, "mean_ms": {"max": 2}}}
    path.write_text(json.dumps({"sample_slack": 0.1, "floors": sets}))
    assert [floor.bound for floor in load_floors(path, sampled=False)] == [0.9, 2]
    assert [floor.bound for floor in load_floors(path, sampled=True)] == pytest.approx([0.81, 2.2])


def test_a_floor_with_an_unknown_bound_is_refused(tmp_path: Path):
    """A typing error must not turn a floor off."""
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"floors": {"fundus": {"word_f1": {"mni": 0.9}}}}))
    with pytest.raises(ValueError, match=r"'mni' - at floors\.fundus\.word_f1"):
        load_floors(path, sampled=False)


def test_the_floors_of_the_repository_can_be_read():
    """The file that CI checks names sets and numbers that exist: a typo would hold nothing."""
    floors = load_floors(Path(__file__).parents[1] / "bench" / "floors.json", sampled=True)
    assert floors
    assert {floor.group.split()[0] for floor in floors} <= {*SETS, ALL}
    of_fields = {floor.number for floor in floors if floor.group.endswith(" fields")}
    assert of_fields <= FIELDS
    assert {floor.number for floor in floors if floor.number not in of_fields} <= NUMBERS


def blocks(*rows: tuple[int, int]) -> tuple[Block, ...]:
    """Blocks of the given index and span."""
    return tuple(Block(role=Role.PARAGRAPH, text="x", index=i, span=s, path="p") for i, s in rows)


def test_an_account_adds_up_where_each_row_stands_once():
    """Body and dropped tile the tape, a table of three rows among them."""
    article = Article(body=blocks((1, 1), (2, 3)), dropped=blocks((0, 1), (5, 1)))
    assert faults(article, 6) == []
    assert faults(article) == []


@pytest.mark.parametrize(
    ("body", "dropped", "fault"),
    [
        (blocks((0, 1), (1, 2)), blocks((2, 1), (3, 1)), "1 rows stand twice"),
        (blocks((0, 1)), blocks((2, 1), (3, 1)), "1 rows of 4 are missing, the first is 1"),
        (blocks((0, 1), (1, 1)), blocks((2, 4)), "2 rows are beyond the tape's 4"),
        (blocks((1, 1), (0, 1)), blocks((2, 2)), "the body is not in the order of the page"),
        (blocks((0, 1), (1, 0)), blocks((1, 3)), "a block covers no row"),
    ],
)
def test_a_broken_account_says_what_is_wrong(body, dropped, fault):
    """Doubled, lost, invented, moved: each has its sentence."""
    assert fault in faults(Article(body=body, dropped=dropped), 4)


def test_a_body_out_of_the_pages_data_stands_behind_the_tape():
    """Its blocks have no path and follow the last row; a block with a path may not."""
    dropped = blocks((0, 1))
    unplaced = tuple(Block(role=Role.PARAGRAPH, text="x", index=row) for row in (1, 2))
    assert faults(Article(body=unplaced, dropped=dropped), 1) == []
    lost = Block(role=Role.PARAGRAPH, text="x", index=1, path="p")
    assert faults(Article(body=(lost,), dropped=dropped), 1) == ["1 rows are beyond the tape's 1"]


def test_a_verdict_is_accounted_for_too():
    """A page without an article has all its blocks in dropped."""
    verdict = Verdict(reason=Reason.NO_BODY, dropped=blocks((0, 1), (1, 1)))
    assert faults(verdict, 2) == []
    assert faults(verdict, 3) == ["1 rows of 3 are missing, the first is 2"]
