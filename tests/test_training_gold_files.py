"""Gold files teach: their rows become examples like those of the page sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("tldextract")

import bodycopy
from bodycopy.gold import GoldPage, append_gold, gold_page
from bodycopy.roles import ROLES
from training.gold_files import joined, load_gold_examples

PAGES = Path(__file__).parent / "pages"
URL = "https://www.example.com/1"


def row(name: str = "de_regional_daily", url: str | None = URL, **roles: str) -> GoldPage:
    """An authored page with the extractor's roles, but for its first paragraph's."""
    html = (PAGES / name / "source.html").read_text(encoding="utf-8")
    record = bodycopy.extract(html, url, options=bodycopy.Options(dateline_in_text=True))
    corrections = {record.body[0].index: roles["first"]} if roles else {}
    return gold_page(record, html=html, roles=corrections)


def test_a_correction_is_a_target(tmp_path: Path) -> None:
    """Every block has the role of its row, the corrected one too."""
    page = row(first="teaser")
    append_gold(tmp_path / "gold.jsonl", page)
    (example,) = load_gold_examples([tmp_path / "gold.jsonl"]).examples
    said = dict(zip(example.texts, np.array(ROLES)[example.target].tolist(), strict=True))
    meant = {block.text: str(block.role) for block in page.blocks}
    assert example.fits
    assert {text: said[text] for text in meant if text in said} == {
        text: role for text, role in meant.items() if text in said
    }
    assert "teaser" in said.values()
    assert example.own_labels
    assert example.convention == "roles"


def test_folds_are_of_sites_or_of_pages(tmp_path: Path) -> None:
    """Pages of one site stay together; one without address stands alone."""
    path = tmp_path / "gold.jsonl"
    append_gold(path, row())
    append_gold(path, row("en_broadsheet", "https://sport.example.com/2"))
    append_gold(path, row("fr_chapeau", None))
    append_gold(path, row("pl_portal", None))
    groups = [example.group for example in load_gold_examples([path]).examples]
    assert groups[:2] == ["example.com"] * 2
    assert len({"", *groups}) == 4


def test_a_charset_that_the_page_declares_is_past(tmp_path: Path) -> None:
    """A row holds text: its letters are not read again as windows-1252."""
    html = '<meta charset="windows-1252"><p>Die Brücke bleibt für Fußgänger geöffnet.</p>'
    append_gold(tmp_path / "gold.jsonl", gold_page(bodycopy.extract(html), html=html))
    (example,) = load_gold_examples([tmp_path / "gold.jsonl"]).examples
    assert example.texts == ("Die Brücke bleibt für Fußgänger geöffnet.",)


def test_rows_that_cannot_teach_are_named_and_later_rows_count(tmp_path: Path) -> None:
    """Flattened text and rows without a page are passed over; a row corrects an earlier one."""
    path, other = tmp_path / "gold.jsonl", tmp_path / "more.jsonl"
    append_gold(path, row())
    append_gold(path, GoldPage(id="x", blocks=(), page_type="index"))
    append_gold(path, GoldPage(id="y", blocks=(), page_type="index", source_text="A line."))
    append_gold(other, row(first="ad"))
    found = load_gold_examples([path, other])
    assert found.passed_over == ("own/x", "own/y")
    assert len(found.examples) == 1
    assert ROLES.index(bodycopy.Role.AD) in found.examples[0].target


def test_a_row_takes_the_place_of_a_page_of_its_name(tmp_path: Path) -> None:
    """Whoever corrects a page of the sets does not teach it twice."""
    append_gold(tmp_path / "gold.jsonl", row())
    gold = load_gold_examples([tmp_path / "gold.jsonl"])
    assert joined(gold.examples, gold) == list(gold.examples)
