"""Everything but WARC that pages are read from: files, folders, tar, JSON lines, Parquet."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from tests.batches import rejected, rows, run_inline, write_warc
from tests.warcs import page, url

from bodycopy import UsageError
from bodycopy.sources.fields import Columns
from bodycopy.sources.jsonl import JsonLines
from bodycopy.sources.kind import Kind, kind_of
from bodycopy.sources.record import Item, Record, Refused
from bodycopy.sources.span import Span
from bodycopy.sources.window import Window


def texts(folder: Path) -> list[str]:
    """The headlines of a run, in the order of its rows."""
    return [row["headline"] for row in rows(folder)]


def headlines(*numbers: int) -> list[str]:
    """What the invented pages are called."""
    return [f"Footbridge, report {number}" for number in numbers]


# files, folders, lists


def test_a_folder_gives_its_pages_in_order(tmp_path: Path) -> None:
    """Pages below it in sorted order; hidden files and those of other kinds are left out."""
    for name in ("b/1.html", "a.htm", "b/2.html.gz", ".git/x.html", "_old.html", "style.css"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        number = int(path.name[0]) if path.name[0].isdigit() else 0
        data = page(number)
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = run_inline(tmp_path / "out", tmp_path / "in")
    assert texts(tmp_path / "out") == headlines(0, 1, 2)
    assert (found.read, found.ignored_files) == (3, 1)


def test_patterns_lists_and_files_mix(tmp_path: Path) -> None:
    """A glob, a list of paths and a file by name; what is named twice is read once."""
    for number in range(4):
        (tmp_path / f"{number}.html").write_bytes(page(number))
    listed = tmp_path / "list"
    listed.write_text(f"# comment\n{tmp_path}/3.html\n\n{tmp_path}/0.html\n")
    run_inline(tmp_path / "out", tmp_path / "[01].html", f"@{listed}", tmp_path / "2.html")
    assert texts(tmp_path / "out") == headlines(0, 1, 3, 2)


def test_a_list_may_be_packed_and_lack_its_prefix(tmp_path: Path) -> None:
    """As crawls publish their lists: gzipped, with paths below some address."""
    write_warc(tmp_path / "a.warc.gz", 2)
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(b"a.warc.gz\n"))
    paths = f"@{tmp_path / 'warc.paths.gz'}"
    assert run_inline(tmp_path / "out", paths, base=f"{tmp_path}/").articles == 2


def test_flattened_text_goes_through_its_own_door(tmp_path: Path) -> None:
    """A .txt is no HTML: its signs stand for themselves."""
    lines = ["Council votes for a footbridge", *["The price of a < b rose again. " * 8] * 5]
    (tmp_path / "a.txt").write_text("\n\n".join(lines))
    run_inline(tmp_path / "out", tmp_path / "a.txt")
    (row,) = rows(tmp_path / "out")
    assert "a < b rose" in row["text"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"WARC/1.0\r\n", Kind.WARC),
        (gzip.compress(b"WARC/1.1\r\n", mtime=0), Kind.WARC),
        (b"\x28\xb5\x2f\xfd", Kind.WARC),
        (b"PAR1\x15", Kind.PARQUET),
        (b' {"html": ', Kind.JSONL),
        (b"<!DOCTYPE html>", Kind.HTML),
        (gzip.compress(b"<html>", mtime=0), Kind.HTML),
        (b"\x1f\x8b broken", Kind.HTML),
        (b"", Kind.HTML),
    ],
)
def test_a_file_without_a_telling_name_is_told_by_its_head(head: bytes, kind: Kind) -> None:
    """Its first bytes say what it is; what nothing says is taken for a page."""
    assert kind_of("crawl-20260101", head) is kind


@pytest.mark.fault("record-kinds")
@pytest.mark.parametrize("name", ["x.arc", "x.ARC.gz", "crawl"])
def test_arc_is_refused_with_what_to_do(name: str) -> None:
    """By its name or its first bytes, before the run begins."""
    with pytest.raises(UsageError, match="ARC file, the format before WARC: convert it"):
        kind_of(name, gzip.compress(b"filedesc://x.arc 0.0.0.0"))


@pytest.mark.parametrize("name", ["nowhere", "*.html", "empty", "memory://nowhere/a.html"])
def test_an_input_without_files_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing error must not look like an empty corpus."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="does not exist, or holds no files"):
        run_inline(tmp_path / "out", name)


@pytest.mark.fault("bombs")
def test_a_file_over_the_limit_has_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read into memory to find that out."""
    monkeypatch.setattr("bodycopy.sources.html_file.LARGEST", 1000)
    (tmp_path / "a.html").write_bytes(bytes(5000))
    assert run_inline(tmp_path / "out", tmp_path / "a.html").rejected == {"too_large": 1}


# addresses


def test_any_address_of_fsspec_is_read(tmp_path: Path) -> None:
    """Files, folders and patterns on a file system in memory, cut into shards as on disk."""
    files = fsspec.filesystem("memory")
    warc = write_warc(tmp_path / "in.warc.gz", 20)
    with files.open("/crawl/in.warc.gz", "wb") as file:
        file.write(warc.read_bytes())
    with files.open("/crawl/more/99.html", "wb") as file:
        file.write(page(99))
    for number, name in enumerate(("memory://crawl", "memory://crawl/**")):
        out = tmp_path / str(number)
        found = run_inline(out, name, shard_size=4000)
        assert (found.read, found.shards > 3) == (21, True)
        assert texts(out) == headlines(*range(20), 99)
        assert rows(out)[0]["source"] == "memory:///crawl/in.warc.gz"


def test_an_address_that_nobody_opens_is_refused(tmp_path: Path) -> None:
    """The message says why, and no folder is left behind."""
    with pytest.raises(UsageError, match="nosuch://x cannot be opened: Protocol not known"):
        run_inline(tmp_path / "out", "nosuch://x")
    assert not (tmp_path / "out").exists()


# tar


def tar_of(pages: dict[str, bytes], mode: str = "w") -> bytes:
    """A tar of files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as tar:  # type: ignore[call-overload]
        for name, data in pages.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return stream.getvalue()


PAGES = {"x/0.html": page(0), "logo.png": b"\x89PNG", "x/1.html": page(1), "x/2": page(2)}


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tar.xz", "tar.zst"])
def test_a_tar_gives_its_pages(ending: str, tmp_path: Path) -> None:
    """Plain or compressed; the name in the tar is the address; other files are skipped."""
    mode = {"tar.gz": "w:gz", "tar.xz": "w:xz"}.get(ending, "w")
    data = tar_of(PAGES, mode)
    path = tmp_path / f"in.{ending}"
    path.write_bytes(zstandard.compress(data) if ending == "tar.zst" else data)
    found = run_inline(tmp_path / "out", path)
    assert texts(tmp_path / "out") == headlines(0, 1, 2)
    assert [row["url"] for row in rows(tmp_path / "out")] == ["x/0.html", "x/1.html", "x/2"]
    assert found.skipped == {"other_file": 1}
    if ending == "tar":
        row = rows(tmp_path / "out")[1]
        assert data[row["offset"] :][: row["length"]] == page(1)


@pytest.mark.fault("corrupt-member")
@pytest.mark.parametrize("ending", ["tar", "tar.gz"])
def test_a_tar_that_is_cut_gives_what_is_whole(ending: str, tmp_path: Path) -> None:
    """Its damage has a row; nothing is made up."""
    data = tar_of(PAGES, "w:gz" if ending == "tar.gz" else "w")
    keep = data.index(b"x/2") + 600 if ending == "tar" else len(data) - 60
    (tmp_path / f"in.{ending}").write_bytes(data[:keep])
    found = run_inline(tmp_path / "out", tmp_path / f"in.{ending}")
    assert texts(tmp_path / "out") in (headlines(), headlines(0), headlines(0, 1))
    assert found.errored == {"corrupt_tar": 1}


# rows


LINES = b"".join(
    json.dumps({"html": page(number).decode(), "url": url(number)}).encode() + b"\n"
    for number in range(6)
)


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "jsonl.gz", "jsonl.zst"])
def test_json_lines_give_their_pages(ending: str, tmp_path: Path) -> None:
    """Plain or compressed, in one shard or several."""
    pack: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstandard.compress}
    data = pack.get(ending.rpartition(".")[2], bytes)(LINES)
    (tmp_path / f"in.{ending}").write_bytes(data)
    run_inline(tmp_path / "out", tmp_path / f"in.{ending}", shard_size=2000)
    assert texts(tmp_path / "out") == headlines(*range(6))
    assert [row["url"] for row in rows(tmp_path / "out")] == [url(n) for n in range(6)]
    row = rows(tmp_path / "out")[3]
    assert LINES[row["offset"] :].startswith(b'{"html": "<!DOCTYPE html>')
    assert url(3) in LINES[row["offset"] :].split(b"\n")[0].decode()


def test_lines_that_are_cut_anywhere_are_read_once() -> None:
    """For every place to cut the file at, the two halves hold every line once."""
    lines = b'{"html":"a"}\n\n{"html":"bb"}\n{"html":"ccc"}'

    def read(span: Span) -> list[Item]:
        return list(JsonLines(io.BytesIO(lines), "x", span, Columns()))

    whole = read(Span())
    assert len(whole) == 3
    for cut in range(len(lines) + 1):
        left, right = Span(0, cut), Span(cut, len(lines), exact=cut == 0)
        assert read(left) + read(right) == whole, cut
        assert left.following == right.first or cut == 0


@pytest.mark.fault("corrupt-member")
@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        (b"{broken", "bad_json", "malformed"),
        (b"[1]", "bad_json", "no object"),
        (b"{}", "bad_row", "column 'html' is missing"),
        (b'{"html": null}', "bad_row", "column 'html' is NoneType"),
        (b'{"html": "\xff"}', "bad_json", ""),
    ],
)
def test_a_bad_line_costs_itself(line: bytes, reason: str, detail: str) -> None:
    """Its neighbours are read, and it has its place and reason."""
    data = b'{"html":"a"}\n' + line + b'\n{"html":"b"}\n'
    first, bad, last = JsonLines(io.BytesIO(data), "x", Span(), Columns())
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(bad, Refused)
    assert (bad.reason, bad.offset, bad.errored) == (reason, 13, True)
    assert detail in bad.detail


def test_parquet_gives_its_pages(tmp_path: Path) -> None:
    """HTML as text or bytes out of a named column; offsets are rows of the file."""
    table = pa.table(
        {"raw": [page(number) for number in range(9)], "link": [url(n) for n in range(9)]}
    )
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=2)
    found = run_inline(
        tmp_path / "out",
        tmp_path / "in.parquet",
        shard_size=100,
        html_column="raw",
        url_column="link",
    )
    assert found.shards == 5
    assert texts(tmp_path / "out") == headlines(*range(9))
    assert [row["offset"] for row in rows(tmp_path / "out")] == list(range(9))
    assert rows(tmp_path / "out")[8]["url"] == url(8)


def test_a_text_column_goes_through_the_text_door(tmp_path: Path) -> None:
    """What somebody scraped is read as text, whatever signs are in it."""
    text = "Council votes\n\n" + "\n\n".join(["The price of a < b rose again. " * 8] * 5)
    pq.write_table(pa.table({"text": [text, None]}), tmp_path / "in.parquet")
    found = run_inline(tmp_path / "out", tmp_path / "in.parquet", text_column="text")
    assert "a < b rose" in rows(tmp_path / "out")[0]["text"]
    assert found.errored == {"bad_row": 1}
    (row,) = rejected(tmp_path / "out")
    assert (row["offset"], row["detail"]) == (1, "column 'text' is NoneType")


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """Before the run begins."""
    (tmp_path / "in.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(UsageError, match=r"in\.parquet cannot be read"):
        run_inline(tmp_path / "out", tmp_path / "in.parquet")


# the window


class Counting(io.BytesIO):
    """A file that counts the bytes that are read from it."""

    count = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.count += len(data)
        return data


def test_a_window_reads_a_file_once() -> None:
    """Forward in steps with looks back, it reads hardly more than the file holds."""
    data = bytes(range(256)) * 40_000
    file = Counting(data)
    window = Window(file, len(data))
    for position in range(0, len(data), 5000):
        assert window.read(position, 6000) == data[position : position + 6000]
    assert file.count < 1.2 * len(data)


def test_a_window_finds_across_its_seams() -> None:
    """A needle is found wherever it stands."""
    size = 3 << 20
    for place in (0, (1 << 20) - 2, (1 << 20) - 1, 1 << 20, (2 << 20) + 5, size - 4):
        data = bytes(place) + b"WARC" + bytes(size - place - 4)
        assert Window(io.BytesIO(data), size).find(b"WARC", 0) == place
        assert Window(io.BytesIO(data), size).find(b"WARC", place + 1) == -1


def test_a_file_that_shrinks_ends_where_it_ends() -> None:
    """A size that was told wrong is not waited for."""
    window = Window(io.BytesIO(b"abc"), 100)
    assert window.read(0, 50) == b"abc"
    assert window.read(3, 50) == b""
    assert window.find(b"x", 0) == -1
