"""Bytes that are no page are named by their media type; pages and texts never are."""

from __future__ import annotations

import gzip
import json
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.media_type import media_type

GERMAN = "<p>Die Bürger müssen über höhere Gebühren abstimmen, sagt der Bürgermeister.</p>"
RUSSIAN = "<p>Городской совет во вторник отложил решение о новом мосте через реку.</p>"
JAPANESE = "<p>市議会は火曜日、新しい橋の建設についての決定を延期した。</p>"


def _zip() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


@pytest.mark.fault("not-html")
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
        (b"GIF89a\1\0\1\0", "image/gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x20ftypisom\0\0\2\0", "video/mp4"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image/avif"),
        (gzip.compress(b"<html>", mtime=0), "application/gzip"),
        (b"\x28\xb5\x2f\xfd\x04\0", "application/zstd"),
        (_zip(), "application/zip"),
        (b"ID3\3\0\0", "audio/mpeg"),
        (b"wOF2\0\1\0\0", "font/woff2"),
        (json.dumps({"title": "<p>x</p>"}).encode(), "application/json"),
        (b'\xef\xbb\xbf [ {"a": 1}, {"b": 2} ]', "application/json"),
        (b'["a", "b"]', "application/json"),
        (b"{}", "application/json"),
        (b'<?xml version="1.0"?><!-- feed --><rss version="2.0">', "application/rss+xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        (b'<?xml version="1.0"?>\n<urlset xmlns="x">', "application/xml"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
        (bytes(range(256)) * 8, "application/octet-stream"),
    ],
)
def test_what_is_no_page_is_named(data: bytes, name: str) -> None:
    """Files, JSON, feeds and other binary data are named by their bytes."""
    assert media_type(data) == name


@pytest.mark.fault("not-html")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        GERMAN.encode(),
        RUSSIAN.encode("koi8-r"),
        JAPANESE.encode("iso2022_jp"),
        GERMAN.encode("utf-16"),
        GERMAN.encode("utf-16le"),
        b"<!DOCTYPE html><html><body><svg></svg>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html>',
        b"<html><body>" + b"\0a" * 90,
        b"BMW raises prices",
        b"MZ: the monthly for cellists",
        b"PK asks for patience",
        b"[Update] The council met again.",
        b"[1] A footnote comes first",
        b'["We will not build it," she said.]',
        b"{{ title }} stayed in the template",
        b"ID3 for beginners",
    ],
)
def test_pages_and_texts_are_not_refused(data: bytes) -> None:
    """Markup and plain text in any encoding, even where they begin like something else."""
    assert media_type(data) is None


_pieces = (
    b'{|}|[|]|"|\\|:|,|<|>|<?|<!--|<rss|BM|MZ|PK|%PDF-|ID3|ftyp|\0|\xff\xfe|\xef\xbb\xbf'.split(
        b"|"
    )
)


@pytest.mark.fault("not-html")
@given(st.lists(st.binary(max_size=30) | st.sampled_from(_pieces), max_size=12).map(b"".join))
def test_any_bytes_are_named_or_not(data: bytes) -> None:
    """Whatever the bytes are: no exception, and a type, if one is named, that looks like one."""
    found = media_type(data)
    assert found is None or found.count("/") == 1
    assert media_type(data) == found


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "unit", [b"<", b"<!--", b"<?x?>", b"<!--x-->", b"<!a>", b"[", b'["\\', b'{"', b'["a",', b" "]
)
def test_time_is_linear_in_near_misses(unit: bytes) -> None:
    """A megabyte that nearly is JSON or XML takes milliseconds; backtracking would take minutes."""
    start = time.perf_counter()
    media_type(unit * (2**20 // len(unit)) + b"\xe9")
    assert time.perf_counter() - start < 2
