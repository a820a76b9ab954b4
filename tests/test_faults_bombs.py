"""What is small on disk and huge in memory: read up to the limit, in processes of their own."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from tests.warcs import packed, page, read, record

import bodycopy
from bodycopy import Reason, Verdict
from bodycopy.sources.record import Record
from bodycopy.sources.warc_block import LARGEST

HTML = ("Content-Type", "text/html; charset=utf-8")
MIB = 1 << 20
# Kilobytes beyond what the process takes before it reads: the body, its pieces, and the page of it.
ROOM = 4 * LARGEST // 1024

READ = """
import io, sys
from pathlib import Path
from bodycopy.sources.span import Span
from bodycopy.sources.warc import WarcReader
from bodycopy.sources.window import Window

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])

before = peak()
path = Path(sys.argv[1])
with path.open("rb") as file:
    window = Window(file, path.stat().st_size)
    for item in WarcReader(window, path.name, Span(), "auto", True):
        payload = getattr(item, "payload", None)
        size = -1 if payload is None else len(payload)
        print(type(item).__name__, getattr(item, "reason", ""), size)
        del item, payload
print(peak() - before)
"""


def read_apart(path: Path) -> tuple[list[str], int]:
    """What a fresh process reads of a WARC file, and how many kilobytes that took at its peak."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True
    )
    *items, grown = done.stdout.splitlines()
    return items, int(grown)


def zeros_in_zstd(size: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """A frame of so many zeros, between these bytes, made a piece at a time."""
    compressor = zstandard.ZstdCompressor().compressobj()
    piece = bytes(MIB)
    parts = [compressor.compress(before)]
    parts += [compressor.compress(piece) for _ in range(size // MIB)]
    return b"".join((*parts, compressor.compress(after), compressor.flush()))


@pytest.mark.fault("bombs")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_body_of_gigabytes_costs_the_limit(tmp_path: Path) -> None:
    """1.5 GiB of zeros in a body of zstd: 64 MiB are unpacked, and the next record is read."""
    bomb = zeros_in_zstd(1536 * MIB)
    assert len(bomb) < 200_000
    path = tmp_path / "bomb.warc"
    path.write_bytes(record(0, bomb, [HTML, ("Content-Encoding", "zstd")]) + record(1))
    items, grown = read_apart(path)
    assert items == [f"Record  {LARGEST}", f"Record  {len(page(1))}"]
    assert grown < ROOM


@pytest.mark.fault("bombs")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("codec", ["plain", "zstd"])
def test_a_record_of_half_a_gigabyte_is_passed_by(codec: str, tmp_path: Path) -> None:
    """It has its row, costs next to no memory, and the record behind it is read."""
    plain = record(0, b"")
    start, _, rest = plain.partition(b"Content-Length: ")
    head = start + b"Content-Length: %d" % (512 * MIB) + rest[rest.index(b"\r\n") :]
    head = head[: head.index(b"\r\n\r\n") + 4]
    path = tmp_path / ("film.warc" if codec == "plain" else "film.warc.zst")
    with path.open("wb") as file:
        if codec == "plain":
            file.write(head)
            file.seek(512 * MIB, os.SEEK_CUR)  # a hole: takes no room on the disk
            file.write(b"\r\n\r\n")
        else:
            file.write(zeros_in_zstd(512 * MIB, head, b"\r\n\r\n"))
        file.write(packed(record(1), codec))
    items, grown = read_apart(path)
    assert items == ["Refused too_large -1", f"Record  {len(page(1))}"]
    assert grown < ROOM


PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=1),
    "zstd": zstandard.compress,
}


@pytest.mark.fault("bombs")
@pytest.mark.parametrize("outer", PACK)
@pytest.mark.parametrize("inner", PACK)
def test_a_body_that_is_packed_twice_is_unpacked_twice(inner: str, outer: str) -> None:
    """As its header says, in the order in which it was packed."""
    body = PACK[outer](PACK[inner](page(1)))
    (item,) = read(record(1, body, [HTML, ("Content-Encoding", f"{inner}, {outer}")]))
    assert isinstance(item, Record)
    assert item.payload == page(1)


@pytest.mark.fault("bombs")
@pytest.mark.parametrize("coding", PACK)
def test_a_bomb_in_a_bomb_stops_at_the_limit(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed twice, a few hundred bytes would be gigabytes: each step stops."""
    monkeypatch.setattr("bodycopy.sources.warc_block.LARGEST", MIB)
    body = PACK[coding](PACK[coding](bytes(64 * MIB)))
    (item,) = read(record(1, body, [HTML, ("Content-Encoding", f"{coding}, {coding}")]))
    assert isinstance(item, Record)
    assert len(item.payload) <= MIB
    assert item.is_cut or len(item.payload) < MIB


@pytest.mark.fault("bombs")
@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_extract_unpacks_nothing(coding: str) -> None:
    """A packed body that reaches the library is no HTML, and stays packed."""
    verdict = bodycopy.extract(PACK[coding](bytes(64 * MIB)))
    assert isinstance(verdict, Verdict)
    assert (verdict.reason, verdict.detail) == (
        Reason.NOT_HTML,
        f"the bytes are application/{coding}",
    )
