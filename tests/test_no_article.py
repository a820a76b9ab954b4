"""Pages that servers send in an article's place: a verdict says what they are."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import bodycopy
from bodycopy import Options, PageType, Reason, Verdict

PAGES = Path(__file__).parent / "no_article"
REASONS = {
    "consent_wall": {Reason.CONSENT_WALL},
    "login": {Reason.TOO_SHORT, Reason.NO_BODY, Reason.PAYWALL},
    "soft_404": {Reason.ERROR_PAGE},
    "shell": {Reason.EMPTY, Reason.NO_BODY, Reason.ERROR_PAGE},
}
"""By the first words of a page's name. A log-in is known by what it lacks: a body."""
INSTEAD = sorted(path.stem for path in PAGES.glob("*.html") if not path.stem.startswith("index_"))
FRONTS = sorted(path.stem for path in PAGES.glob("index_*.html"))


def page(name: str) -> bytes:
    """An invented page that holds no article."""
    return (PAGES / f"{name}.html").read_bytes()


def test_there_are_pages_of_every_kind() -> None:
    """In several languages each."""
    kinds = [name.rpartition("_")[0] for name in INSTEAD]
    assert set(kinds) == set(REASONS)
    assert min(kinds.count(kind) for kind in REASONS) >= 3


@pytest.mark.fault("no-article")
@pytest.mark.parametrize("name", INSTEAD)
def test_a_page_in_an_articles_place_is_none(name: str) -> None:
    """Walls, log-ins, soft 404s and shells in eight languages: a reason, and an empty text."""
    verdict = bodycopy.extract(page(name))
    assert isinstance(verdict, Verdict)
    assert verdict.reason in REASONS[name.rpartition("_")[0]]
    assert verdict.text == ""
    assert verdict.detail


@pytest.mark.fault("no-article")
@pytest.mark.parametrize("name", FRONTS)
def test_a_front_page_says_that_it_is_one(name: str) -> None:
    """A list of teasers is called an index, and who wants articles alone gets a verdict."""
    assert bodycopy.extract(page(name)).page_type is PageType.INDEX
    wanted = Options(page_types=("article", "liveblog"))
    verdict = bodycopy.extract(page(name), options=wanted)
    assert isinstance(verdict, Verdict)
    assert verdict.reason is Reason.INDEX


@pytest.mark.fault("no-article")
@pytest.mark.parametrize("name", [*INSTEAD, *FRONTS])
def test_no_text_is_invented(name: str) -> None:
    """Every block, kept or left out, has its words from the page."""
    record = bodycopy.extract(page(name))
    body = () if isinstance(record, Verdict) else record.body
    shown = "".join(re.sub("<[^>]*>", "", unescape(page(name).decode())).split())
    for block in (*body, *record.dropped):
        assert "".join(block.text.split()) in shown
