"""Many pages: rows, account, and what a run refuses; in this process, without workers."""

import contextlib
import errno
import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from tests.authored import NAMES, source
from tests.batches import (
    InlineEngine,
    content,
    job,
    rejected,
    report,
    rows,
    run_inline,
    write_warc,
)
from tests.warcs import packed, page, record, url

from bodycopy import Article, Block, Options, Role, UsageError, extract
from bodycopy.batch.driver import Run
from bodycopy.batch.job import Job
from bodycopy.batch.manifest import Commit, Manifest
from bodycopy.batch.outcome import Counts, Done
from bodycopy.batch.shard_run import Task
from bodycopy.commands.quantities import parse_size
from bodycopy.sinks.columns import ALL, choose, row_of
from bodycopy.sinks.jsonl import JsonLinesPart
from bodycopy.sinks.parquet import ParquetPart
from bodycopy.sinks.schema import MAPPINGS
from bodycopy.sources.record import Record


def authored_warc(path: Path, codec: str = "gzip") -> Path:
    """The authored pages, and some records that are none."""
    parts = [record(number, source(name)) for number, name in enumerate(NAMES)]
    parts.insert(3, record(90, b"a: b\r\n", kind="metadata"))
    parts.append(record(91, status="404 Not Found"))
    path.write_bytes(b"".join(packed(part, codec) for part in parts))
    return path


# rows


def test_a_row_has_what_extract_gives(tmp_path: Path) -> None:
    """Every article of the WARC is a row with its fields, its text and its provenance."""
    run_inline(tmp_path / "out", authored_warc(tmp_path / "in.warc.gz"))
    found = {row["warc_record_id"]: row for row in rows(tmp_path / "out")}
    for number, name in enumerate(NAMES):
        expected = extract(source(name), url(number), "text/html; charset=utf-8")
        row = found.get(f"<urn:test:{number}>")
        assert (row is not None) == bool(expected), name
        if row is None or not isinstance(expected, Article):
            continue
        assert (row["url"], row["text"]) == (url(number), expected.text)
        assert row["source"] == str(tmp_path / "in.warc.gz")
        assert row["warc_date"] == "2026-01-02T03:04:05Z"
        assert row["headline"] == expected.headline
        assert [block["role"] for block in row["body"]] == [one.role for one in expected.body]
        sources = {pair["key"]: pair["value"] for pair in row["sources"]}
        assert sources == dict(expected.sources)


def test_an_offset_finds_the_record_again(tmp_path: Path) -> None:
    """The bytes of the file from offset on, length long, are the record of the row."""
    path = write_warc(tmp_path / "in.warc.gz", 5)
    run_inline(tmp_path / "out", path)
    for row in rows(tmp_path / "out", ["offset", "length", "warc_record_id"]):
        stored = path.read_bytes()[row["offset"] : row["offset"] + row["length"]]
        assert row["warc_record_id"].encode() in gzip.decompress(stored)


def test_every_field_of_the_record_can_be_written(tmp_path: Path) -> None:
    """Both formats hold all columns of a full record, and give them back as they were."""
    article = extract(source("de_regional_daily"), "https://a.example/")
    assert isinstance(article, Article)
    given = Record(source="a.warc", offset=7, payload=b"", url="https://a.example/")
    for number, sink in enumerate((ParquetPart, JsonLinesPart)):
        path = tmp_path / str(number)
        part = sink(path, ALL)
        part.add(row_of(given, article, ALL), 1)
        part.close()
    (stored,) = pq.read_table(tmp_path / "0").to_pylist()
    (line,) = gzip.decompress((tmp_path / "1").read_bytes()).splitlines()
    assert tuple(stored) == tuple(json.loads(line)) == ALL
    for name, value in json.loads(line).items():
        if name in {"body", "dropped"}:  # blocks leave out what is default in JSON
            continue
        if name in MAPPINGS:
            value = [{"key": key, "value": one} for key, one in value.items()]
        assert value == stored[name] or not value, name
    assert [one["text"] for one in stored["dropped"]] == [one.text for one in article.dropped]


def test_columns_are_those_that_were_asked_for(tmp_path: Path) -> None:
    """The columns that find a row again are always there, in the order of the schema."""
    run_inline(tmp_path / "o", write_warc(tmp_path / "a.warc.gz", 2), columns=choose(["text"]))
    assert list(rows(tmp_path / "o")[0]) == ["url", "source", "offset", "text"]
    with pytest.raises(UsageError, match="no column 'autor'; there are: url, "):
        choose(["autor"])


def test_default_columns_leave_out_what_was_left_out() -> None:
    """Dropped blocks are several times the text, so that they are only there on request."""
    assert set(ALL) - set(choose(None)) == {"dropped", "raw", "standfirst_in_text"}


def test_json_lines_hold_the_same_rows(tmp_path: Path) -> None:
    """A line of JSON has the keys of the Parquet columns, and their values."""
    path = authored_warc(tmp_path / "in.warc.gz")
    run_inline(tmp_path / "a", path)
    run_inline(tmp_path / "b", path, format="jsonl")
    lines = [
        json.loads(line)
        for part in sorted((tmp_path / "b").glob("part-*.jsonl.gz"))
        for line in gzip.decompress(part.read_bytes()).splitlines()
    ]
    stored = rows(tmp_path / "a")
    assert [line["text"] for line in lines] == [row["text"] for row in stored]
    assert [line.keys() for line in lines] == [row.keys() for row in stored]
    assert [line["authors"] for line in lines] == [row["authors"] for row in stored]


# account


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_page_that_the_crawler_cut_is_truncated(tmp_path: Path, form: str) -> None:
    """WARC-Truncated says so where the page does not show it; the others are whole."""
    path = tmp_path / "in.warc"
    cut = record(1).replace(b"WARC-Type:", b"WARC-Truncated: length\r\nWARC-Type:", 1)
    path.write_bytes(record(0) + cut + record(2))
    run_inline(tmp_path / "out", path, format=form)
    if form == "parquet":
        found = [row["truncated"] for row in rows(tmp_path / "out")]
    else:
        (part,) = (tmp_path / "out").glob("part-*.jsonl.gz")
        lines = gzip.decompress(part.read_bytes()).splitlines()
        found = [bool(json.loads(line).get("truncated")) for line in lines]
    assert found == [False, True, False]


@pytest.mark.fault("accounting")
def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    """Read is the sum of articles, rejected and errored; each of the latter has its row."""
    path = authored_warc(tmp_path / "in.warc.gz")
    damaged = bytearray(path.read_bytes())
    damaged[-40] ^= 0xFF
    path.write_bytes(damaged)
    found = run_inline(tmp_path / "out", path)
    assert found.complete
    assert found.skipped == {"metadata": 1}
    assert found.read == len(NAMES) + 1
    assert sum(found.errored.values()) == 1
    others = rejected(tmp_path / "out")
    assert found.read == found.articles + len(others)
    assert len(rows(tmp_path / "out")) == found.articles
    counted: dict[str, int] = {}
    for row in others:
        counted[row["reason"]] = counted.get(row["reason"], 0) + 1
        assert row["source"] == str(path)
        assert row["offset"] is not None
    assert counted == found.rejected | found.errored
    stored = report(tmp_path / "out")
    assert stored["read"] == found.read
    assert stored["bytes_read"] == path.stat().st_size


@pytest.mark.fault("accounting")
def test_sums_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    """A shard that lost a record makes the run incomplete."""

    class Liar(InlineEngine):
        def submit(self, task: Task) -> None:
            super().submit(task)
            (done,) = self.outcomes
            assert isinstance(done, Done)
            done.counts.read += 1

    path = write_warc(tmp_path / "in.warc.gz", 3)
    found = Run(job(tmp_path / "out", path), Liar()).run()
    assert not found.complete
    assert "the sums do not add up" in found.problems


@pytest.mark.fault("crashing-page")
def test_a_mistake_of_ours_costs_its_page(tmp_path: Path) -> None:
    """An exception out of the extractor is a row with its type and place."""
    path = write_warc(tmp_path / "in.warc.gz", 5, {2: "mistake"})
    found = run_inline(tmp_path / "out", path, extractor="tests.faulty_extractor:extract")
    assert (found.articles, found.errored) == (4, {"exception_ZeroDivisionError": 1})
    (row,) = rejected(tmp_path / "out")
    assert row["detail"].startswith("a mistake of ours - at faulty_extractor.py, line ")
    assert row["url"] == url(2)


# plan


@pytest.mark.fault("same-record")
def test_parts_depend_on_the_input_alone(tmp_path: Path) -> None:
    """The same input gives the same parts, byte by byte."""
    path = write_warc(tmp_path / "in.warc.gz", 40)
    for name in ("a", "b"):
        run_inline(tmp_path / name, path, shard_size=4000)
    assert len(content(tmp_path / "a")) > 3
    assert content(tmp_path / "a") == content(tmp_path / "b")


@pytest.mark.fault("same-record")
@pytest.mark.parametrize("size", [700, 3000, 1 << 30])
def test_any_shard_size_gives_the_same_rows(tmp_path: Path, size: int) -> None:
    """Cut into few parts or many, the rows and their order are the same."""
    path = write_warc(tmp_path / "in.warc.gz", 30)
    run_inline(tmp_path / "out", path, shard_size=size)
    ids = [row["warc_record_id"] for row in rows(tmp_path / "out", ["warc_record_id"])]
    assert ids == [f"<urn:test:{number}>" for number in range(30)]


def test_a_shard_that_began_inside_of_a_page_is_done_again(tmp_path: Path) -> None:
    """A payload that looks like a WARC file misleads a shard; the one before it knows better."""
    inner = b"<p>archive</p>\r\n\r\n" + b"".join(record(number) for number in range(20, 40))
    plain = [record(0), record(1, inner), *(record(number) for number in range(2, 9))]
    path = tmp_path / "in.warc"
    path.write_bytes(b"".join(plain))
    found = run_inline(tmp_path / "out", path, shard_size=5000)
    assert found.complete
    assert found.read == 9
    ids = [row["warc_record_id"] for row in rows(tmp_path / "out") + rejected(tmp_path / "out")]
    assert sorted(ids) == [f"<urn:test:{number}>" for number in range(9)]


def test_small_files_share_a_part(tmp_path: Path) -> None:
    """A thousand small files are not a thousand parts."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02d}.html").write_bytes(page(number))
    found = run_inline(tmp_path / "out", folder, shard_size=4 * len(page(0)) + 100)
    assert (found.articles, found.shards) == (20, 5)


@pytest.mark.parametrize(
    ("text", "size"), [("4096", 4096), ("64M", 64 << 20), ("2 GiB", 2 << 30), ("10kb", 10 << 10)]
)
def test_sizes_are_written_as_people_write_them(text: str, size: int) -> None:
    """With or without a unit, in binary units."""
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "0", "many", "-5M", "1.5G", "9" * 40])
def test_what_is_no_size_is_refused(text: str) -> None:
    """The message says how to write one."""
    with pytest.raises(UsageError, match="write 64M, 2G or a number of bytes"):
        parse_size(text)


# resume


class StoppedError(Exception):
    """The run ended in the middle."""


class StopsAfter(InlineEngine):
    """Does some shards and no more."""

    def __init__(self, shards: int) -> None:
        super().__init__()
        self.left = shards

    def submit(self, task: Task) -> None:
        if not self.left:
            raise StoppedError
        self.left -= 1
        super().submit(task)


@pytest.mark.fault("killed-run")
def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    """However far it came, the end is that of a run that was never stopped."""
    path = write_warc(tmp_path / "in.warc.gz", 40)
    run_inline(tmp_path / "whole", path, shard_size=4000)
    for shards in (0, 1, 3):
        out = tmp_path / str(shards)
        with pytest.raises(StoppedError):
            Run(job(out, path, shard_size=4000), StopsAfter(shards)).run()
        stopped = report(out)
        assert (stopped["complete"], stopped["shards_done"]) == (False, shards)
        assert run_inline(out, path, shard_size=4000, resume=True).complete
        assert content(out) == content(tmp_path / "whole")


def test_a_run_that_is_complete_stays_so(tmp_path: Path) -> None:
    """To go on with it does nothing, and says what there is."""
    path = write_warc(tmp_path / "in.warc.gz", 5)
    first = run_inline(tmp_path / "out", path)
    before = content(tmp_path / "out")
    again = run_inline(tmp_path / "out", path, resume=True)
    assert (again.complete, again.read, again.articles) == (True, first.read, first.articles)
    assert content(tmp_path / "out") == before


def test_a_folder_with_a_run_is_not_overwritten(tmp_path: Path) -> None:
    """Without --resume it is refused, as is a folder with parts of something else."""
    path = write_warc(tmp_path / "in.warc.gz", 2)
    run_inline(tmp_path / "out", path)
    with pytest.raises(UsageError, match="holds a run already"):
        run_inline(tmp_path / "out", path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "part-0.parquet").touch()
    with pytest.raises(UsageError, match="holds parts of something else"):
        run_inline(tmp_path / "other", path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"options": Options(min_chars=5)}, "another min chars: 120, not 5"),
        ({"format": "jsonl"}, "another format"),
        ({"columns": choose(["text"])}, "another columns"),
    ],
)
def test_another_job_cannot_go_on_with_a_run(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    """Half of the parts would be of one kind and half of another."""
    path = write_warc(tmp_path / "in.warc.gz", 2)
    run_inline(tmp_path / "out", path)
    with pytest.raises(UsageError, match=message):
        run_inline(tmp_path / "out", path, resume=True, **change)


def test_an_input_that_changed_cannot_be_gone_on_with(tmp_path: Path) -> None:
    """Offsets of the one would be taken for offsets of the other."""
    path = write_warc(tmp_path / "in.warc.gz", 3)
    run_inline(tmp_path / "out", path)
    write_warc(path, 4)
    with pytest.raises(UsageError, match="the input has changed"):
        run_inline(tmp_path / "out", path, resume=True)


@pytest.mark.fault("failing-disk")
def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second is refused while the first is there."""
    path = write_warc(tmp_path / "in.warc.gz", 2)
    run = Run(job(tmp_path / "out", path), InlineEngine())
    with pytest.raises(UsageError, match="another run writes to"):
        Run(job(tmp_path / "out", path), InlineEngine(), resume=True)
    assert run.run().complete


@pytest.mark.fault("killed-run")
def test_a_torn_line_of_the_manifest_is_no_line(tmp_path: Path) -> None:
    """What was being written when the machine stopped is cut off, at whatever byte."""
    path = tmp_path / "manifest"
    whole = Manifest(path)
    for index in range(3):
        whole.add(Commit(index=index, counts=Counts(read=index)))
    whole.close()
    data = path.read_bytes()
    second = data.index(b"\n", data.index(b"\n") + 1) + 1
    for end in range(second, len(data)):
        path.write_bytes(data[:end])
        torn = Manifest(path)
        assert sorted(torn.commits) == [0, 1], end
        torn.add(Commit(index=2, counts=Counts(read=2)))
        torn.close()
        assert path.read_bytes() == data


@pytest.mark.fault("failing-disk")
@pytest.mark.parametrize("function", ["commit", "write_whole", "merge_rejected"])
def test_a_full_disk_stops_the_run_and_no_more(
    tmp_path: Path, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the disk runs full, the run goes on from there when there is room."""
    path = write_warc(tmp_path / "in.warc.gz", 20)
    run_inline(tmp_path / "whole", path, shard_size=4000)
    calls = []

    def full(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) % 3 == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(*arguments)

    original = getattr(__import__("bodycopy.batch.driver", fromlist=["x"]), function)
    monkeypatch.setattr(f"bodycopy.batch.driver.{function}", full)
    found = None
    while found is None:
        with contextlib.suppress(OSError):
            found = run_inline(tmp_path / "out", path, shard_size=4000, resume=True)
    assert found.complete
    assert len(calls) > 1
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.fault("failing-disk")
def test_a_disk_that_fails_at_the_sync_commits_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part whose bytes may not be on the disk has no name and no line in the manifest."""

    def broken(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = write_warc(tmp_path / "in.warc.gz", 5)
    monkeypatch.setattr("bodycopy.sinks.parquet.sync_file", broken)
    with pytest.raises(OSError, match="Input/output"):
        run_inline(tmp_path / "out", path)
    monkeypatch.undo()
    assert not list((tmp_path / "out").glob("part-*"))
    assert not list(tmp_path.rglob("*.tmp"))
    assert run_inline(tmp_path / "out", path, resume=True).articles == 5


def test_a_job_travels_as_json(tmp_path: Path) -> None:
    """What a worker gets is what the driver meant."""
    given = job(tmp_path / "out", "a", "b", shard_size=7)
    assert msgspec.json.decode(msgspec.json.encode(given), type=Job) == given


def test_blocks_keep_their_links() -> None:
    """A row holds the parts of a block as plain values."""
    block = Block(role=Role.PARAGRAPH, text="Read on.", index=0)
    article = Article(body=(block,))
    given = Record(source="a", offset=0, payload=b"")
    assert row_of(given, article, ("text", "body")) == {
        "text": "Read on.",
        "body": ({"role": "paragraph", "text": "Read on.", "index": 0},),
    }
