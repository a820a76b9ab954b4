"""The pages and files that ``bench.faults`` puts before the tools; the same bytes every time."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.authored import PARAGRAPHS, html_of
from tests.warcs import packed, record

__all__ = ["MARK", "Page", "WarcFile", "files_that_are_no_pages", "pages", "pages_of_no_article",
           "warc_files"]  # fmt: skip

MARK = "The last word was zyxwort."
"""Ends the text of every page: a tool that gives it has not lost the end."""

# As long as a tool wants a paragraph to be that goes by the length of it.
_LAST = (
    "It was late when the meeting closed, and the rain had stopped. The mayor thanked everybody "
    "who had stayed until the end, and then the lights of the town hall went out one after the "
    f"other, as they do every week. Nobody had anything to add to the report any more. {MARK}"
)
_PLAIN = (*PARAGRAPHS, _LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report with a fault in it; what a tool should find is ``MARK``."""

    row: str
    """Of tests/faults.toml."""
    what: str
    data: bytes


def _report(*parts: str, head: str = "", last: str = f"<p>{_LAST}</p>") -> bytes:
    """The made-up report, these parts before its last paragraph."""
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = html_of(
        f"<main><article><h1>Council votes for a new footbridge</h1>{paragraphs}",
        *parts,
        last,
        "</article></main>",
        head=head,
    )
    return page.encode()


def _nested(tag: str, depth: int) -> bytes:
    """The whole of the report's text so many elements deep."""
    paragraphs = "".join(f"<p>{text}</p>" for text in _PLAIN)
    text = f"<h1>Council votes for a new footbridge</h1>{paragraphs}"
    page = html_of(
        "<main><article>", f"<{tag}>" * depth, text, f"</{tag}>" * depth, "</article></main>"
    )
    return page.encode()


def _json_ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_ATTRIBUTES = " ".join(f"data-a{number}=x" for number in range(100_000))
_TINY = "".join(f"<p>The {number}th vote was counted.</p>" for number in range(20_000))

_PAGES: Mapping[tuple[str, str], Callable[[], bytes]] = {
    ("", "the page without a fault"): _report,
    ("deep-nesting", "in 255 `div`"): lambda: _nested("div", 255),
    ("deep-nesting", "in 257 `div`"): lambda: _nested("div", 257),
    ("deep-nesting", "in 513 `div`"): lambda: _nested("div", 513),
    ("deep-nesting", "in 20,000 `div`"): lambda: _nested("div", 20_000),
    ("deep-nesting", "in 100,000 `div`"): lambda: _nested("div", 100_000),
    ("deep-nesting", "in 5,000 `span`"): lambda: _nested("span", 5_000),
    ("long-chains", "behind `<ul><li>` x 64,000"): lambda: _report(
        "<ul><li>" * 64_000 + "</ul>" * 64_000
    ),
    ("long-chains", "behind 100,000 unclosed `<b>`"): lambda: _report("<p>" + "<b>" * 100_000),
    ("tiny-paragraphs", "behind 20,000 paragraphs"): lambda: _report(
        _TINY, last=f"<p>The last vote was counted. {MARK}</p>"
    ),
    ("attributes", "behind 100,000 attributes"): lambda: _report(f"<div {_ATTRIBUTES}></div>"),
    ("bad-text", "NULs in the text"): lambda: _report("<p>The \0 vote \0\0 was counted.</p>"),
    ("bad-text", "bytes that are no UTF-8"): lambda: _report("<p>Größe und §</p>").replace(
        "§".encode(), b"\xff\xc3\xed\xa0\x80"
    ),
    ("bad-text", "`&#xD800;` and `&#0;`"): lambda: _report("<p>Half &#xD800; of it &#0;.</p>"),
    ("entities", "a billion laughs"): lambda: _report("<p>&l9;</p>").replace(
        b"<!DOCTYPE html>", f'<!DOCTYPE html [<!ENTITY l0 "lol">{_LAUGHS}]>'.encode()
    ),
    ("deep-json", "JSON-LD 100,000 deep"): lambda: _report(
        head=_json_ld('{"a":' * 100_000 + "1" + "}" * 100_000)
    ),
    ("deep-json", "4 MB of JSON-LD"): lambda: _report(
        head=_json_ld(json.dumps({"@type": "NewsArticle", "keywords": ["bridge"] * 400_000}))
    ),
    ("deep-json", "`colspan` of 2^53"): lambda: _report(
        f"<table><tr><td colspan={2**53}>Votes</td><td>9</td></tr></table>"
    ),
    ("regex-traps", "1 MB of white space"): lambda: _report("<p>a" + " \n" * 500_000 + "b</p>"),
    ("regex-traps", "1 MB of digits"): lambda: _report(f"<p>{'12' * 500_000}</p>"),
    ("regex-traps", "1 MB of `<`"): lambda: _report("<" * 1_000_000 + " "),
    ("regex-traps", "1 MB of `&`"): lambda: _report(f"<p>{'&' * 1_000_000}</p>"),
    ("regex-traps", "1 MB of `1/2/`"): lambda: _report(f"<p>{'1/2/' * 250_000}</p>"),
    ("regex-traps", "100,000 `<a >`"): lambda: _report("<a >" * 100_000),
    ("regex-traps", "a byline of 100,000 `by a`"): lambda: _report(
        f'<p class="byline">{"by a " * 100_000}</p>'
    ),
}


def pages() -> Iterator[Page]:
    """A page for every fault; the first has none."""
    for (row, what), make in _PAGES.items():
        yield Page(row=row, what=what, data=make())


def cut_page() -> tuple[bytes, str]:
    """The report cut in the middle, and a sentence that stands before the cut."""
    page = _report()
    return page[: page.index(_PLAIN[3].encode()) + 40], _PLAIN[1]


def files_that_are_no_pages() -> Mapping[str, bytes]:
    """Files of other types, as crawlers find them labelled ``text/html``."""
    story = " ".join(_PLAIN)
    noise = random.Random(7).randbytes(60_000)
    objects = f"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n2 0 obj ({story}) Tj endobj\n"
    return {
        "PDF": objects.encode() + noise + b"\n%%EOF\n",
        "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + noise + b"\xff\xd9",
        "JSON": json.dumps({"title": "Council votes", "body": story}).encode(),
        "gzip": gzip.compress(_report(), mtime=0),
        "RSS": f"<?xml version='1.0'?><rss><channel><item>{story}</item></channel></rss>".encode(),
    }


def pages_of_no_article() -> Mapping[str, bytes]:
    """Walls, log-ins, soft 404s and shells out of the tests."""
    folder = Path(__file__).resolve().parents[1] / "tests" / "no_article"
    names = sorted(folder.glob("*.html"))
    return {path.stem: path.read_bytes() for path in names if not path.stem.startswith("index_")}


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcFile:
    """A file of twelve records with a fault; ``sound`` are those that it does not touch."""

    row: str
    what: str
    data: bytes
    sound: frozenset[int]


_COUNT = 12
_HIT = 5


def _members() -> list[bytes]:
    return [packed(record(number), "gzip") for number in range(_COUNT)]


def _flipped() -> bytes:
    parts = _members()
    damaged = bytearray(parts[_HIT])
    middle = len(damaged) // 2
    damaged[middle : middle + 20] = bytes(byte ^ 0x5A for byte in damaged[middle : middle + 20])
    return b"".join((*parts[:_HIT], bytes(damaged), *parts[_HIT + 1 :]))


def _lying(length: bytes) -> bytes:
    plain = record(_HIT)
    head, _, rest = plain.partition(b"Content-Length: ")
    parts = _members()
    lie = head + b"Content-Length: " + length + rest[rest.index(b"\r\n") :]
    parts[_HIT] = packed(lie, "gzip")
    return b"".join(parts)


def _rubbish() -> bytes:
    parts = _members()
    return b"".join((*parts[:_HIT], b"\0rubbish\0\r\n\r\n", *parts[_HIT:]))


def warc_files() -> Iterator[WarcFile]:
    """Files that are damaged in one place; the first is sound."""
    everything = frozenset(range(_COUNT))
    without = everything - {_HIT}
    whole = b"".join(_members())
    cut = whole[: -len(_members()[-1]) // 2]
    yield WarcFile(row="", what="the file without a fault", data=whole, sound=everything)
    yield WarcFile(
        row="corrupt-member", what="20 bytes of a member flipped", data=_flipped(), sound=without
    )
    yield WarcFile(
        row="corrupt-member", what="rubbish between members", data=_rubbish(), sound=everything
    )
    yield WarcFile(
        row="cut-warc", what="cut in the last member", data=cut, sound=everything - {_COUNT - 1}
    )
    lies = {"10": "too short", "100000": "too long", "many": "no number", str(2**63): "2^63"}
    for length, name in lies.items():
        data = _lying(length.encode())
        what = f"Content-Length: {name}"
        yield WarcFile(row="content-length", what=what, data=data, sound=without)
