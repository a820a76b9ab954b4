"""Runs the tests of every fault and writes their table into docs/reliability.md.

``python tools/write_reliability.py`` runs all tests that carry ``@pytest.mark.fault(...)`` and no
others. A fault without a test, or with one that fails, is told, and the exit code is 1. What other
tools do with the same faults comes out of ``bench/faults.json`` (``python -m bench.faults``).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults import Fault, MarkedTest, all_faults, marked_tests  # noqa: E402

__all__ = ["PAGE", "main"]

PAGE = ROOT / "docs" / "reliability.md"
PEERS = ROOT / "bench" / "faults.json"
OPEN, CLOSE = "<!-- begin: {} -->", "<!-- end: {} -->"

Outcomes = Mapping[tuple[str, str], Counter[str]]
"""File and name of a test function to how many of its cases passed, failed, were skipped."""


def main() -> int:
    """Run the tests, write the tables, and say what is not proved."""
    faults, tests = all_faults(), marked_tests()
    outcomes = _run(sys.argv[1:])
    problems = list(_problems(faults, tests, outcomes))
    page = PAGE.read_text(encoding="utf-8")
    page = _put(page, "faults", _table(faults, tests, outcomes))
    page = _put(page, "tests", _list(faults, tests))
    page = _put(page, "peers", _peers(json.loads(PEERS.read_text(encoding="utf-8"))))
    PAGE.write_text(page, encoding="utf-8")
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _run(options: Sequence[str]) -> Outcomes:
    """Run the marked tests; ``options`` are handed on to pytest."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = ["-q", "-m", "fault", f"--junitxml={report}", "-o", "junit_family=xunit1"]
        subprocess.run(
            [sys.executable, "-m", "pytest", *command, *options, "tests"], cwd=ROOT, check=False
        )
        if not report.exists():
            raise SystemExit("pytest wrote no report")
        return _outcomes(report)


def _outcomes(report: Path) -> Outcomes:
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for case in ET.parse(report).iter("testcase"):
        path = Path(case.get("file", "")).name
        name = case.get("name", "").partition("[")[0]
        kinds = {child.tag for child in case}
        failed = not kinds.isdisjoint({"failure", "error"})
        found[path, name][
            "failed" if failed else "skipped" if "skipped" in kinds else "passed"
        ] += 1
    return found


def _counts(slug: str, tests: Iterable[MarkedTest], outcomes: Outcomes) -> Counter[str]:
    total: Counter[str] = Counter()
    for test in tests:
        if test.slug == slug:
            total.update(outcomes.get((Path(test.path).name, test.name), Counter(skipped=1)))
    return total


def _problems(
    faults: Sequence[Fault], tests: Sequence[MarkedTest], outcomes: Outcomes
) -> Iterator[str]:
    for fault in faults:
        counts = _counts(fault.slug, tests, outcomes)
        if counts["failed"]:
            yield f"{fault.slug}: {counts['failed']} cases fail"
        elif not counts["passed"]:
            yield f"{fault.slug}: no test proves it"


def _put(page: str, name: str, text: str) -> str:
    """The page with this text between the marks of that name."""
    before, opening, rest = page.partition(OPEN.format(name))
    _, closing, after = rest.partition(CLOSE.format(name))
    if not closing:
        raise SystemExit(f"{PAGE.name} has no part {name}")
    return f"{before}{opening}\n{text}\n{closing}{after}"


# --- what is written --------------------------------------------------------------------


def _table(faults: Sequence[Fault], tests: Sequence[MarkedTest], outcomes: Outcomes) -> str:
    lines = ["| comes in | must happen | tests | |", "|---|---|---:|---|"]
    for fault in faults:
        counts = _counts(fault.slug, tests, outcomes)
        functions = sum(test.slug == fault.slug for test in tests)
        proved = "✓" if counts["passed"] and not counts["failed"] else "**✗**"
        cell = f"[{functions}](#{fault.slug})"
        lines.append(f"| {fault.input} | {fault.must} | {cell} | {proved} |")
    return "\n".join(lines)


def _list(faults: Sequence[Fault], tests: Sequence[MarkedTest]) -> str:
    parts = []
    for fault in faults:
        parts.append(f"### {fault.input} {{ #{fault.slug} }}\n\n{fault.must}\n")
        own = (test for test in tests if test.slug == fault.slug)
        parts += [f"- {test.story} `{test.path}::{test.name}`" for test in own]
        parts.append("")
    return "\n".join(parts).rstrip()


_BROKEN = ("lost", "SIG", ">")


def _peers(results: Mapping[str, Any]) -> str:
    """The tables of the other tools, pages first."""
    versions = results["versions"]
    told = ", ".join(
        f"{name} {version}" for name, version in versions.items() if name != "bodycopy"
    )
    parts = [f"Versions: {told}.", ""]
    for title, rows in (("page", "pages"), ("pages read right, or wrongly taken", "counts"),
                        ("WARC file of twelve records", "warc")):  # fmt: skip
        parts += [*_matrix(title, results[rows]), ""]
    return "\n".join(parts).rstrip()


def _matrix(title: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = list(dict.fromkeys(name for row in rows for name in row["outcomes"]))
    yield f"| {title} | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for row in rows:
        cells = (row["outcomes"].get(name, "–") for name in names)
        shown = (f"**{cell}**" if cell.startswith(_BROKEN) else cell for cell in cells)
        yield f"| {_what(row)} | {' | '.join(shown)} |"


def _what(row: Mapping[str, Any]) -> str:
    return f"encoding: {row['what']}" if row["row"] == "charset" else str(row["what"])


if __name__ == "__main__":
    raise SystemExit(main())
