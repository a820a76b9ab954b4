"""bodycopy in a pipeline of the real datatrove, between its WARC reader and JSONL writer."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from tests.warcs import packed, record, url

from bodycopy import UsageError, extract

pytest.importorskip("datatrove", reason="needs datatrove: make test-datatrove")
pytest.importorskip("magic", reason="datatrove's WARC reader needs python-magic and libmagic")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter
from tests.authored import NAMES, source

from bodycopy.compat.datatrove import BodycopyExtractor

# Of datatrove and what it imports, not of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


def lines(folder: Path) -> list[dict[str, Any]]:
    """What a JSONL writer wrote."""
    return [
        json.loads(line)
        for path in sorted(folder.rglob("*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).splitlines()
    ]


def test_a_pipeline_from_warc_to_json_lines(tmp_path: Path) -> None:
    """Articles go on with text and metadata, the rest to the exclusion writer with a reason."""
    folder = tmp_path / "in"
    folder.mkdir()
    pages = [packed(record(number, source(name)), "gzip") for number, name in enumerate(NAMES)]
    (folder / "in.warc.gz").write_bytes(b"".join(pages))
    LocalPipelineExecutor(
        pipeline=[
            WarcReader(str(folder)),
            BodycopyExtractor(exclusion_writer=JsonlWriter(str(tmp_path / "excluded"))),
            JsonlWriter(str(tmp_path / "out")),
        ],
        logging_dir=str(tmp_path / "logs"),
    ).run()
    expected = {
        url(number): extract(source(name).decode(), url=url(number))
        for number, name in enumerate(NAMES)
        if is_utf8(source(name))  # datatrove decodes the others in its own way
    }
    found = {line["metadata"]["url"]: line for line in lines(tmp_path / "out")}
    others = {line["metadata"]["url"]: line for line in lines(tmp_path / "excluded")}
    assert len(found) + len(others) == len(NAMES)
    for address, one in expected.items():
        if one:
            assert found[address]["text"] == one.text
            metadata = found[address]["metadata"]
            assert metadata["headline"] == one.to_dict()["headline"]
            assert metadata["language"] == one.language
            assert metadata["date"], "what the reader found stays"
        else:
            assert others[address]["metadata"]["bodycopy_reason"] == one.to_dict()["reason"]


def is_utf8(data: bytes) -> bool:
    """The bytes are text as they stand."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class Crashing(BodycopyExtractor):
    """Dies of pages that ask for it."""

    def extract_record(self, text: str, url: str | None) -> tuple[str, dict[str, Any]]:
        """What the block gives, unless the page is a trap."""
        import os
        import time

        if "CRASH" in text:
            os._exit(3)
        if "HANG" in text:
            time.sleep(600)
        return super().extract_record(text, url)


def test_a_page_that_crashes_or_hangs_costs_that_page() -> None:
    """Its document is dropped with the reason in the statistics; the next one is read."""
    page = source("en_blog").decode()
    texts = [page, "CRASH", page, "HANG", page]
    documents = [Document(text=text, id=str(number)) for number, text in enumerate(texts)]
    block = Crashing(timeout=5)
    assert [document.id for document in block.run(documents)] == ["0", "2", "4"]
    assert block.stats["dropped_crash"].total == 1
    assert block.stats["dropped_timeout"].total == 1


def test_fields_are_those_that_were_asked_for() -> None:
    """Only these become metadata; a name unknown is told at once."""
    block = BodycopyExtractor(fields=("headline",))
    _, found = block.extract_record(source("en_blog").decode(), None)
    assert list(found) == ["headline"]
    with pytest.raises(UsageError, match="no field 'autor'"):
        BodycopyExtractor(fields=("autor",))
