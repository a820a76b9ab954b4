"""The text that a scraper left of one page, where the shared data is at hand."""

import json
from pathlib import Path

import pytest

import bodycopy
from bench.sets import MissingPagesError, shared_dir

try:
    FOLDER = shared_dir() / "data" / "text"
except MissingPagesError:
    FOLDER = Path("/nowhere")
TEXTS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.skipif(not TEXTS, reason="no shared texts beside the repository")
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_gives_its_expected_record(path: Path) -> None:
    """Every field, every paragraph, every role of what was left out."""
    record = bodycopy.extract_text(path.read_bytes())
    wanted = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert isinstance(record, bodycopy.Article)
    for field in ("language", "kicker", "headline", "source_line", "section"):
        assert getattr(record, field) == wanted[field]
    assert [{"caption": image.caption} for image in record.images] == wanted["images"]
    assert record.dateline is not None
    assert record.dateline.text == wanted["dateline"]["text"]
    assert list(record.dateline.places) == wanted["dateline"]["places"]
    assert list(record.agencies) == wanted["agencies"]
    assert list(record.topics) == wanted["topics"]
    embeds = [{"provider": e.provider, "withheld": e.withheld} for e in record.embeds]
    assert embeds == wanted["embeds"]
    body = [block.text for block in record.body]
    assert len(body) == len(wanted["body_starts"])
    assert all(map(str.startswith, body, wanted["body_starts"]))
    assert all(map(str.endswith, body, wanted["body_ends"]))
    assert [text for text in wanted["never_in_text"] if text in record.text] == []
    for text, role in wanted["dropped_roles"].items():
        named = {block.role.value for block in record.dropped if block.text.startswith(text)}
        assert named == {role}, text
