"""The table of faults in the docs names every row and every test that carries its mark."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults import all_faults, marked_tests

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
STALE = "make reliability writes it anew"


def test_every_mark_names_a_row() -> None:
    """A slug that is misspelt would prove nothing."""
    known = {fault.slug for fault in all_faults()}
    assert {test.slug for test in marked_tests()} <= known


def test_every_row_has_tests_with_a_story() -> None:
    """No promise without proof, and no proof without a sentence."""
    tests = marked_tests()
    assert {fault.slug for fault in all_faults()} == {test.slug for test in tests}
    assert all(test.story.endswith(".") for test in tests)


def test_the_docs_name_every_row() -> None:
    """What comes in and what must happen stand there as in the table of faults."""
    for fault in all_faults():
        assert f"| {fault.input} | {fault.must} |" in PAGE, STALE
    assert "**✗**" not in PAGE


def test_the_docs_name_every_test() -> None:
    """Each with its story, below its row, and none that is gone."""
    listed = {line for line in PAGE.splitlines() if line.startswith("- ") and "::test_" in line}
    marked = {f"- {test.story} `{test.path}::{test.name}`" for test in marked_tests()}
    assert listed == marked, STALE


def test_the_docs_have_what_other_tools_did() -> None:
    """As it was measured, with the versions; ours loses nothing in silence."""
    results = json.loads((ROOT / "bench" / "faults.json").read_text(encoding="utf-8"))
    for name, version in results["versions"].items():
        assert name == "bodycopy" or f"{name} {version}" in PAGE, STALE
    for row in (*results["pages"], *results["counts"], *results["warc"]):
        assert row["what"] in PAGE, STALE
        assert not row["outcomes"].get("bodycopy", "").startswith(("lost", "SIG", ">"))
