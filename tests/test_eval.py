"""``bodycopy eval``: what is counted, what is said of it, and what it exits with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

import bodycopy
from authored import PARAGRAPHS, html_of
from bench import metrics
from bodycopy import Options, UsageError
from bodycopy.cli import main
from bodycopy.gold import GoldBlock, GoldPage, append_gold, gold_page
from bodycopy.gold import words as package_words
from bodycopy.gold.evaluate import NOT_FOUND, given_roles, score_page
from bodycopy.gold.run import evaluate
from bodycopy.gold.tables import evaluation_tables

PAGES = Path(__file__).parent / "pages"
TEXTS = Path(__file__).parent / "texts"
KEEPING_DATELINES = Options(dateline_in_text=True)


def agreed(name: str) -> GoldPage:
    """An authored page in the very roles that the extractor gives it."""
    html = (PAGES / name / "source.html").read_text(encoding="utf-8")
    url = f"https://{name}.example/story"
    return gold_page(bodycopy.extract(html, url, options=KEEPING_DATELINES), html=html)


def corrected(page: GoldPage, place: int, role: str) -> GoldPage:
    """The page with another role for the block of the body at ``place``."""
    at = [row for row, block in enumerate(page.blocks) if block.role == "paragraph"][place]
    blocks = list(page.blocks)
    blocks[at] = GoldBlock(blocks[at].text, bodycopy.Role(role))
    return msgspec.structs.replace(page, blocks=tuple(blocks))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three pages, one with a correction, a row without its page, and one that was replaced."""
    path = tmp_path / "gold.jsonl"
    wrong = corrected(agreed("en_broadsheet"), 1, "caption")
    append_gold(path, corrected(wrong, 0, "teaser"))
    append_gold(path, agreed("de_regional_daily"))
    append_gold(path, wrong)
    append_gold(path, agreed("de_consent_wall"))
    append_gold(path, GoldPage(id="elsewhere", blocks=(), page_type="index", set="shared"))
    return path


def test_there_is_one_word_f1() -> None:
    """The benchmark's and the command's are the same function."""
    assert metrics.word_score is package_words.word_score
    assert metrics.words is package_words.words


def test_a_page_in_its_own_roles_scores_one() -> None:
    """Every block is found again, first and last words included; so is a verdict's page."""
    score = score_page(agreed("de_regional_daily"))
    assert (score.f1, score.first, score.last, score.reason) == (1, True, True, None)
    assert all(gold == given for gold, given in score.roles)
    wall = score_page(agreed("de_consent_wall"))
    assert (wall.f1, wall.first, wall.reason) == (1, None, "consent_wall")


def test_a_correction_costs_its_words() -> None:
    """A paragraph that should be a caption: recall stays whole, precision pays its words."""
    page = corrected(agreed("en_broadsheet"), 1, "caption")
    score = score_page(page)
    assert score.recall == 1
    assert score.precision == pytest.approx(score.gold_words / score.given_words)
    assert [pair for pair in score.roles if pair[0] != pair[1]] == [("caption", "paragraph")]


def test_flattened_text_is_read_as_text() -> None:
    """``source_text`` goes through ``extract_text``, in the row's language."""
    text = (TEXTS / "de_regional_daily.txt").read_text(encoding="utf-8")
    record = bodycopy.extract_text(text, language="de", options=KEEPING_DATELINES)
    page = gold_page(record, source_text=text)
    assert score_page(page).f1 == 1
    assert page.language == "de"


def test_a_row_without_page_cannot_be_scored() -> None:
    """Asked for alone, it says what it lacks."""
    with pytest.raises(UsageError, match="shared/x carries neither html nor source_text"):
        score_page(GoldPage(id="x", blocks=(), page_type="index", set="shared"))


ONE, TWO, THREE = PARAGRAPHS[:3]


@pytest.mark.parametrize(
    ("texts", "blocks", "expected"),
    [
        # the same cut, though a dash came and a line went
        ([ONE, TWO], [(ONE, "quote"), ("–", "ad"), (TWO, "paragraph")], ["quote", "paragraph"]),
        ([ONE, "gone", TWO], [(ONE, "quote"), (TWO, "code")], ["quote", "", "code"]),
        # joined, and cut in two
        ([ONE, TWO], [(f"{ONE} {TWO}", "paragraph")], ["paragraph", "paragraph"]),
        ([f"{ONE} {TWO}"], [(ONE, "quote"), (TWO, "quote")], ["quote"]),
        # cut, and a piece in the middle is read no more
        ([f"{ONE} {TWO} {THREE}"], [(ONE, "quote"), (THREE, "quote")], ["quote"]),
        # a label that came to a text
        ([ONE, TWO], [(f"Opinion {ONE}", "teaser"), (TWO, "quote")], ["teaser", "quote"]),
        # nothing of it left
        ([ONE], [(THREE, "paragraph")], [""]),
        ([ONE], [], [""]),
        ([], [(ONE, "paragraph")], []),
    ],
)
def test_blocks_are_found_again_in_another_cut(
    texts: list[str], blocks: list[tuple[str, str]], expected: list[str]
) -> None:
    """Changes in how a page is cut into blocks do not turn right roles into wrong ones."""
    assert given_roles(texts, blocks) == expected


def test_of_blocks_with_the_same_words_the_order_tells() -> None:
    """The first "Read more" is a teaser's, the second the share bar's."""
    texts = ["Read more", ONE, "Read more"]
    blocks = [("Read more", "teaser"), (ONE, "paragraph"), ("Read more", "share")]
    assert given_roles(texts, blocks) == ["teaser", "paragraph", "share"]


def test_rows_are_accounted_for(file: Path) -> None:
    """Five rows: three scored, one replaced by a later one, one named as without its page."""
    steps: list[tuple[int, int]] = []
    found = evaluate(file, progress=lambda done, total: steps.append((done, total)))
    assert (found.rows, len(found.pages), found.replaced) == (5, 3, 1)
    assert found.without_page == ("shared/elsewhere",)
    assert steps == [(done, 5) for done in range(1, 6)]


def test_figures_are_means_and_counts(file: Path) -> None:
    """Overall, by language and by type; by role with what was taken for what."""
    found = evaluate(file)
    assert found.overall.f1 == pytest.approx(sum(page.f1 for page in found.pages) / 3)
    assert (found.overall.verdicts, found.overall.first) == (1, 1)
    assert {group.name: group.pages for group in found.by_language} == {"de": 2, "en": 1}
    assert sum(group.pages for group in found.by_page_type) == 3
    assert [(c.gold, c.given, c.blocks) for c in found.confusions] == [("caption", "paragraph", 1)]
    caption = next(role for role in found.roles if role.role == "caption")
    assert caption.right == caption.given == caption.gold - 1
    assert [(v.reason, v.right) for v in found.verdicts] == [("consent_wall", True)]
    assert found.worst(1)[0].language == "en-GB"
    assert found.not_found == 0


def test_blocks_that_are_nowhere_are_counted_and_called_so(tmp_path: Path) -> None:
    """A gold block that is not on the page is a miss of its role, and no other's fault."""
    page = agreed("en_broadsheet")
    invented = GoldBlock("Nobody has ever seen these words on it", bodycopy.Role.QUOTE)
    append_gold(tmp_path / "x", msgspec.structs.replace(page, blocks=(invented, *page.blocks)))
    found = evaluate(tmp_path / "x")
    assert found.not_found == 1
    assert (found.confusions[0].gold, found.confusions[0].given) == ("quote", NOT_FOUND)
    assert "1 block of the gold not found on their pages" in evaluation_tables(found)


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    code = main(["eval", *map(str, arguments)])
    said = capfd.readouterr()
    return code, said.out, said.err


def test_tables_say_it_all(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Rows left out, words of the body, roles, mistakes, verdicts, and on request the worst."""
    code, out, err = run(capfd, file, "--worst", "1")
    assert (code, err) == (0, "")
    assert "5 rows, 3 pages scored" in out
    assert "1 row replaced by a later one of the same name" in out
    assert "1 row without html or source_text, not scored: shared/elsewhere" in out
    for title in ("Words of the body", "Roles of blocks", "Most often mistaken", "Lowest word F1"):
        assert title in out
    assert "consent_wall  no body either" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(("by", "row"), [("language", "de "), ("page_type", "article ")])
def test_tables_by_language_and_by_type(
    file: Path, capfd: pytest.CaptureFixture[str], by: str, row: str
) -> None:
    """A row for each, under that of all."""
    _, out, _ = run(capfd, file, "--by", by)
    assert any(line.startswith(row) for line in out.splitlines())
    assert any(line.startswith("all ") for line in out.splitlines())
    assert "Roles of blocks" not in out


def test_json_has_every_page(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What the tables sum up is there by page, too."""
    code, out, _ = run(capfd, file, "--json")
    found = json.loads(out)
    assert code == 0
    assert [page["language"] for page in found["pages"]] == ["de", "en-GB", "de"]
    assert found["without_page"] == ["shared/elsewhere"]
    assert found["overall"]["pages"] == 3


def test_a_floor_for_somebodys_ci(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The tables are printed either way; below the floor the exit code says so."""
    assert run(capfd, file, "--min-f1", "0.5")[0] == 0
    code, out, err = run(capfd, file, "--min-f1", "1")
    assert code == 3
    assert "Words of the body" in out
    assert err.startswith("bodycopy: word F1 is 0.9")
    assert err.endswith("below 1.0\n")


def test_options_are_heeded(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The flags of ``extract`` can be tried on gold: no German page is an article then."""
    _, out, _ = run(capfd, file, "--languages", "en")
    assert re.search(r"/story +language +a body\n", out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--worst", "-1"), "--worst is a number of pages from 0, not -1"),
        (("--min-f1", "95"), "--min-f1 is a share from 0 to 1, not 95.0"),
        (("--by", "site"), "argument --by: invalid choice: 'site'"),
    ],
)
def test_what_cannot_be_meant(
    file: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    """One line, exit code 2."""
    code, out, err = run(capfd, file, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_a_file_with_nothing_to_score_is_no_pass(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither an empty one nor one of rows without pages: a floor must not hold by that."""
    path = tmp_path / "gold.jsonl"
    path.touch()
    code, _, err = run(capfd, path, "--min-f1", "0.9")
    assert (code, err) == (2, f"bodycopy: {path} has no rows: there is nothing to score\n")
    append_gold(path, GoldPage(id="x", blocks=(), page_type="index"))
    code, _, err = run(capfd, path)
    assert code == 2
    assert f"none of the 1 rows of {path} carries its page" in err


def test_a_bad_row_ends_the_run(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With its line, what is wrong and what is known, and no figures that leave it out."""
    with file.open("a", encoding="utf-8") as lines:
        lines.write('{"id": "y", "page_type": "news", "blocks": []}\n')
    code, out, err = run(capfd, file)
    assert (code, out) == (1, "")
    assert f"{file}:6: there is no page_type 'news'; there are article" in err


def test_a_page_of_many_equal_blocks_is_matched_soon() -> None:
    """20,000 times the same line, which the gold has as often: no block is compared with all."""
    html = html_of("<p>Read more</p>" * 20_000)
    page = gold_page(bodycopy.extract(html, options=KEEPING_DATELINES), html=html)
    assert len(page.blocks) > 10_000
    assert {given for _, given in score_page(page).roles} == {page.blocks[9].role}
