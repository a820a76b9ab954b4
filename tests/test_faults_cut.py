"""Pages that are cut, at every sixty-fourth of their bytes: what is left is read, and flagged."""

from __future__ import annotations

import pytest
from tests.authored import NAMES, body_texts, rows_of, source

import bodycopy
from bodycopy import Article
from bodycopy.decode import decode
from bodycopy.scan import scan_displayed

PARTS = 64


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize("name", NAMES)
def test_a_page_cut_at_any_sixty_fourth_says_so(name: str) -> None:
    """An article of a cut page is truncated, unless its body is whole; no row is lost."""
    page = source(name)
    whole = body_texts(bodycopy.extract(page))
    for part in range(PARTS):
        record = bodycopy.extract(page[: len(page) * part // PARTS])
        rows = rows_of(record)
        assert rows == list(range(len(rows)))
        if isinstance(record, Article):
            assert record.truncated or body_texts(record) == whole, part


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize("name", NAMES)
def test_what_stands_before_the_cut_is_read_as_in_the_whole_page(name: str) -> None:
    """Row by row, but for the one that the cut goes through."""
    page = decode(source(name)).text
    whole = scan_displayed(page).texts
    for part in range(PARTS // 2, PARTS):
        # A bare "<" at the end is text.
        texts = scan_displayed(page[: len(page) * part // PARTS].rstrip("<")).texts[:-1]
        assert texts == whole[: len(texts)]
