"""Whatever the README and the docs show as code does what they say."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from tests.docs_blocks import PYTHON, SHELL, SHOWN, blocks_of
from tests.warcs import packed, record
from tools.write_examples import EXAMPLES, examples

import bodycopy
from authored import NAMES, PAGES, source

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS]


def name_of(path: Path) -> str:
    """The page as tests name it."""
    return str(path.relative_to(ROOT))


def cases() -> list[tuple[Path, str]]:
    """Each page with code, and once more for each package that some of it needs."""
    found = []
    for path in WRITTEN:
        blocks = [block for block in blocks_of(path) if not block.not_run]
        found += [(path, needs) for needs in sorted({block.needs for block in blocks})]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scratch folder as the pages of the docs have it at hand."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in NAMES:
        (pages / f"{name}.html").write_bytes(source(name))
    (tmp_path / "page.html").write_bytes(source("de_regional_daily"))
    (tmp_path / "liveblog.html").write_bytes(source("en_liveblog"))
    text = (ROOT / "tests" / "texts" / "de_regional_daily.txt").read_bytes()
    (tmp_path / "scraped.txt").write_bytes(text)
    discussions = PAGES.parent / "discussions"
    (tmp_path / "comments.html").write_bytes((discussions / "nested_comments.html").read_bytes())
    (tmp_path / "thread.html").write_bytes((discussions / "forum_thread.html").read_bytes())
    crawl = [packed(record(number, source(name)), "gzip") for number, name in enumerate(NAMES)]
    (tmp_path / "CC-NEWS-20260101000000-00001.warc.gz").write_bytes(b"".join(crawl))
    return tmp_path


@pytest.mark.parametrize(
    ("path", "needs"), [pytest.param(*case, id=f"{name_of(case[0])}-{case[1]}") for case in cases()]
)
def test_the_code_of_a_page_runs(path: Path, needs: str, folder: Path) -> None:
    """Block after block, in a scratch folder, as a reader would paste it."""
    if needs and importlib.util.find_spec(needs) is None:
        pytest.skip(f"needs {needs}")
    tools = folder / ".bin"
    tools.mkdir()
    command = tools / "bodycopy"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bodycopy "$@"\n')
    command.chmod(0o755)
    package = Path(bodycopy.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", ROOT / "tests" / "docs_runner.py", path, needs],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(package),
            "NO_COLOR": "1",
            "COLUMNS": "100",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_every_block_says_what_it_is(path: Path) -> None:
    """A block in a language that nobody knows would never be run, and nobody would notice."""
    known = {*PYTHON, *SHELL, *SHOWN}
    unknown = [
        f"line {block.line}: {block.language!r}"
        for block in blocks_of(path)
        if block.language not in known
    ]
    assert unknown == []


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_links_to_files_lead_somewhere(path: Path) -> None:
    """Pages and pictures of the repository that a page points to are there."""
    links = re.findall(
        r"\]\((\w[\w./-]*|\.\./[\w./-]+)(?:#[\w-]+)?\)", path.read_text(encoding="utf-8")
    )
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_examples_are_what_the_package_gives() -> None:
    """The six pages beside their articles are as they would be written now: ``make examples``."""
    assert EXAMPLES.read_text(encoding="utf-8") == examples()


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("docs/howto/options.md", [field.name for field in fields(bodycopy.Options)]),
        ("docs/explanation/verdicts.md", list(bodycopy.Reason)),
        ("docs/explanation/roles.md", list(bodycopy.Role)),
        ("README.md", list(bodycopy.Reason)),
    ],
)
def test_tables_of_closed_sets_are_whole(page: str, names: list[str]) -> None:
    """A new option, reason or role is not there until the page that lists them has it."""
    written = set(re.findall(r"`([a-z_]+)`", (ROOT / page).read_text(encoding="utf-8")))
    assert [name for name in map(str, names) if name not in written] == []
