"""Golden pages: authored pages of invented outlets, and what their newsrooms meant.

Each page proves the record, and the invariants that hold for any page: the same result
twice, body in source order, no text doubled, nothing that is not on the page, every block
of the page in the body or dropped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import bodycopy
from bodycopy import Article, Block, Verdict
from bodycopy.decode import decode
from bodycopy.roles import BODY_ROLES
from bodycopy.scan import scan

PAGES = sorted(path.parent for path in Path(__file__).parent.glob("pages/*/expected.json"))
CREDITS = ("authors", "agencies", "source_line", "dateline")
FILING = ("section", "topics", "access", "truncated")
PICTURES = ("images", "embeds", "corrections")
FIELDS = ("language", "canonical_url", "site_name", "headline", "kicker", "standfirst", "page_type")


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request: pytest.FixtureRequest) -> Path:
    """Folder of one authored page."""
    folder: Path = request.param
    return folder


def read(page: Path) -> tuple[bytes, dict[str, Any]]:
    """Source and expectation of a page."""
    return (
        (page / "source.html").read_bytes(),
        json.loads((page / "expected.json").read_text(encoding="utf-8")),
    )


def squash(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)


def blocks_of(record: Article | Verdict) -> tuple[Block, ...]:
    """All blocks in the order of the page."""
    body = record.body if isinstance(record, Article) else ()
    return tuple(sorted((*body, *record.dropped), key=lambda block: block.index))


def as_expected(block: Block) -> dict[str, Any]:
    """The block as ``expected.json`` writes it."""
    if block.rows:
        return {"role": str(block.role), "rows": [list(row) for row in block.rows]}
    return {"role": str(block.role), "text": block.text}


def whole_or_without_credits(record: Article | Verdict, text: str) -> tuple[str, ...]:
    """The block's text, and what is left without the dateline in front or the credit behind."""
    dateline = record.dateline if isinstance(record, Article) else None
    source = record.source_line if isinstance(record, Article) else None
    whole = squash(text)
    body = whole.removeprefix(squash(dateline.text)) if dateline else whole
    return (whole, body.removesuffix(squash(source)) if source else body)


def test_gives_the_expected_record(page: Path) -> None:
    """The page becomes what its newsroom meant, or the verdict that it deserves."""
    source, expected = read(page)
    record = bodycopy.extract(source)
    if expected["kind"] == "verdict":
        assert isinstance(record, Verdict)
        found = {"reason": record.reason, "page_type": record.page_type}
        assert found == {name: expected[name] for name in found}
        return
    assert isinstance(record, Article)
    body = [
        {key: value for key, value in block.items() if key != "text" or "rows" not in block}
        for block in expected["body"]
    ]
    assert [as_expected(block) for block in record.body] == body
    fields = record.to_dict()
    primary = {**fields, "language": (fields["language"] or "").partition("-")[0]}
    assert {name: primary[name] for name in FIELDS} == {name: expected[name] for name in FIELDS}
    assert {name: fields[name] for name in CREDITS} == {name: expected[name] for name in CREDITS}
    check_filing(record, expected)
    given = [name for name in PICTURES if name in expected]
    assert {name: fields[name] for name in given} == {name: expected[name] for name in given}
    assert record.encoding is not None
    assert record.to_dict()["encoding"] == expected["encoding"]


def check_filing(record: Article, expected: dict[str, Any]) -> None:
    """Dates, publisher and the like are what is expected of them; not all pages name them all."""
    fields = record.to_dict()
    found = {name: fields[name] for name in FILING}
    dates = {"date_published": record.date_published, "date_modified": record.date_modified}
    found |= {name: date.value if date else None for name, date in dates.items()}
    found["publisher"] = record.publisher.name if record.publisher else None
    found["live_updates"] = [[u.time, u.headline, len(u.body)] for u in record.live_updates]
    known = {name: expected[name] for name in found if name in expected}
    assert {name: found[name] for name in known} == known


def test_leaves_out_what_is_not_the_article(page: Path) -> None:
    """Every block that a reader would name is dropped, and no string that must not be is kept."""
    source, expected = read(page)
    record = bodycopy.extract(source)
    dropped = {squash(block.text) for block in record.dropped}
    assert [text for text in expected["dropped"] if squash(text) not in dropped] == []
    assert [text for text in expected.get("never_in_text", ()) if text in record.text] == []


def test_is_the_same_twice(page: Path) -> None:
    """The same bytes give the same record."""
    source, _ = read(page)
    assert bodycopy.extract(source) == bodycopy.extract(source)


def test_accounts_for_every_block(page: Path) -> None:
    """Body and dropped blocks together are the tape: in order, none lost, none doubled."""
    source, _ = read(page)
    tape = scan(decode(source).text)
    record = bodycopy.extract(source)
    blocks = [block for block in blocks_of(record) if block.index < len(tape)]
    rows = [row for block in blocks for row in range(block.index, block.index + block.span)]
    assert rows == list(range(len(tape)))
    for block in blocks:
        cells = " ".join(tape.texts[block.index : block.index + block.span])
        assert squash(block.text) in whole_or_without_credits(record, cells)


def test_keeps_the_order_of_the_source(page: Path) -> None:
    """The body's blocks stand in the order of the page."""
    source, _ = read(page)
    record = bodycopy.extract(source)
    body = record.body if isinstance(record, Article) else ()
    assert [block.index for block in body] == sorted(block.index for block in body)
    assert all(block.role in BODY_ROLES for block in body)


def test_doubles_no_text(page: Path) -> None:
    """A long block stands in the body no more often than the newsroom wrote it."""
    source, _ = read(page)
    record = bodycopy.extract(source)
    body = record.body if isinstance(record, Article) else ()
    often = Counter(block.text for block in body if len(block.text) > 60)
    assert [text for text, count in often.items() if count > 1] == []


def test_there_are_pages_enough() -> None:
    """The suite found its pages: German, English, French ... and those without an article."""
    assert len(PAGES) >= 16
