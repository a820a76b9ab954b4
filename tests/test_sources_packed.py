"""zstd files: all their frames, and what is wrong with one said as for any file."""

from __future__ import annotations

import io

import pytest
import zstandard

from bodycopy.sources.fields import Columns
from bodycopy.sources.jsonl import JsonLines
from bodycopy.sources.packed import open_zstd
from bodycopy.sources.record import Item, Record, Refused
from bodycopy.sources.span import Span
from bodycopy.sources.tar import read_tar

LINES = [b'{"html": "<p>Ferry number %d stops"}\n' % number for number in range(2000)]


def packed(*parts: bytes) -> bytes:
    """A frame for each part."""
    return b"".join(map(zstandard.ZstdCompressor(write_checksum=True).compress, parts))


def lines_of(data: bytes) -> list[Item]:
    """The items of JSON lines."""
    return list(JsonLines(io.BytesIO(data), "x.jsonl.zst", Span(), Columns()))


def test_frames_are_read_one_behind_the_other() -> None:
    """As compressors on several threads and `cat` of two files make them."""
    data = packed(b"".join(LINES[:900]), b"", b"".join(LINES[900:]))
    assert open_zstd(io.BytesIO(data)).read() == b"".join(LINES)
    assert len(lines_of(data)) == len(LINES)


@pytest.mark.parametrize("lost", [1, 4, 200, 900])
def test_a_file_that_is_cut_says_so(lost: int) -> None:
    """Its lines up to there are read, and the loss is an item; it is not taken for the end."""
    data = packed(b"".join(LINES))[:-lost]
    *whole, last = lines_of(data)
    assert all(isinstance(item, Record) for item in whole)
    assert isinstance(last, Refused)
    assert (last.reason, last.detail) == ("corrupt_file", "the file ends inside a zstd frame")


def test_a_file_that_is_damaged_says_so() -> None:
    """A frame with a wrong byte costs itself and what stands behind it, and raises nothing."""
    data = bytearray(packed(b"".join(LINES[:900]), b" " * 5000, b"".join(LINES[900:])))
    data[-2] ^= 0xFF
    *whole, last = lines_of(bytes(data))
    assert all(isinstance(item, Record) for item in whole)
    assert isinstance(last, Refused)
    assert last.reason == "corrupt_file"


def test_no_frame_at_all_says_so() -> None:
    """Four right bytes in front of anything."""
    (item,) = lines_of(b"\x28\xb5\x2f\xfd no frame")
    assert isinstance(item, Refused)
    assert item.reason == "corrupt_file"
    (item,) = read_tar(io.BytesIO(b"\x28\xb5\x2f\xfd no frame"), "x.tar.zst")
    assert isinstance(item, Refused)
    assert item.reason == "corrupt_tar"


def test_a_line_that_nests_too_deep_is_refused() -> None:
    """The other lines of the file are read."""
    deep = b"[" * 200_000 + b"]" * 200_000 + b"\n"
    first, second, third = lines_of(LINES[0] + deep + LINES[1])
    assert isinstance(first, Record)
    assert isinstance(second, Refused)
    assert second.reason == "bad_json"
    assert isinstance(third, Record)
