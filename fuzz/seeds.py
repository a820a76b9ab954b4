"""Where a run begins: inputs made of the authored pages and texts of ``tests/``, and a few lines.

``python -m fuzz.seeds TARGET FOLDER`` writes them, anew for each run; ``corpus/`` holds only what
runs have found beside them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import bodycopy
from bodycopy.gold import gold_page
from bodycopy.scan import scan

__all__ = ["seeds"]

_TESTS = Path(__file__).resolve().parents[1] / "tests"
_LINES = {
    "dates": (
        "3. Mai 2024, 15.47 Uhr MESZ",
        "Опубликовано 3 мая 2024 г. в 9:05",
        "Updated 4:05 p.m. ET, March 4, 2026",
        "2026-03-04T05:06:07.123+01:00",
        "Fri May 03 15:47:42 CEST 2024",
        "令和7年5月3日 午後3時15分",
        "二〇二四年十二月三日",
        "2024년 5월 3일 오전 9:05",
        "۱۴ اردیبهشت ۱۴۰۳، ۱۲:۳۰",
        "3 พฤษภาคม 2567 09:05 น.",
        "Thứ sáu, 3 tháng 5, 2024 | 10:15",
        "1714743600",
        "/2024/05/03/ferry-stops",
        "03/05/2024 5/3/24",
    ),
    "people": (
        "Von Ada Berg und Bo Lind, Redakteur | 3.12.2024",
        "By Ada Berg in Oslo, The Associated Press",
        "Text: Ada Berg Foto: Bo Lind",
        "MEXICO CITY (AP) — The economy grew by one per cent, the bank said on Tuesday.",
        "Minsk (dpa) - Die Fähre fährt im Winter nicht, sagte die Stadt am Dienstag.",
        "新华社北京4月24日电（记者王小明）市政府二十四日宣布，冬季停运渡轮。",
        "(서울=연합뉴스) 홍길동 기자 = 시는 화요일 겨울 동안 나룻배를 운행하지 않는다고 밝혔다.",
        "【北京時事】市は二十四日、冬の間は渡し船を運休すると発表した。",
        "記者王小明／台北報導 市府週二宣布，渡輪冬季停駛，行人請改走公路橋。",
        "The bridge is open again. (dpa/tmn)",
        "O’Neil, van der Meer & Partner / RND",
        "ÉMILE ZOLA ET MARIE-LOU PETIT, AFP",
    ),
    "references": (
        "&amp;&amp &notit;&notin;&no; &#65;&#x42;&#X43; &#0;&#xD800;&#x110000; &#x80;&#150;",
        "&ampx &amp=1 &copy=2 &frac12x &nGt; &CounterClockwiseContourIntegral;",
    ),
}


def seeds(target: str) -> Iterator[bytes]:
    """The inputs that a run of the target begins with."""
    choices = bytes(_CHOICES[target])
    for content in _CONTENTS[target]():
        yield choices + content


# Bytes that each target draws in front of its input.
_CHOICES = {
    "decode": 1,
    "scan": 1,
    "references": 0,
    "jsonld": 1,
    "dates": 2,
    "people": 3,
    "text": 9,
    "page": 8,
    "warc": 5,
    "rows": 3,
    "stored": 11,
    "gold": 0,
}


def _pages() -> Iterator[bytes]:
    for path in sorted(_TESTS.glob("pages/*/source.html")):
        yield path.read_bytes()


def _parts() -> Iterator[bytes]:
    """Pieces of pages: of what is whole there is enough in a few kilobytes."""
    for page in _pages():
        start = max(0, page.find(b"<body"))
        yield page[:3000]
        yield page[start : start + 6000]


def _texts() -> Iterator[bytes]:
    for path in sorted(_TESTS.glob("texts/*.txt")):
        yield path.read_bytes()[:6000]


def _scripts() -> Iterator[bytes]:
    for page in _pages():
        head = scan(page).head
        for text in (*head.jsonld, *(data for _, data in head.data)):
            yield text.encode()
    yield b'[{"@type": "Article", "headline": "She said "no", and went.",}, // x\n {name: undefined'


def _lines(name: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (line.encode() for line in _LINES[name])


def _records() -> Iterator[bytes]:
    """WARC records, one, two and three in a file."""
    kinds = (
        (b"warcinfo", b"application/warc-fields", b"software: x\r\n"),
        (b"response", b"application/http;msgtype=response", _response(b"<p>Ferry stops")),
        (b"request", b"application/http;msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        (b"conversion", b"text/plain", b"The ferry stops."),
        (b"revisit", b"application/http;msgtype=response", _response(b"")),
        (b"resource", b"text/html", b"<p>Ferry"),
    )
    files = [_record(*kind) for kind in kinds]
    yield from files
    yield files[0] + files[1]
    yield b"".join(files)


def _response(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body


def _record(kind: bytes, content_type: bytes, block: bytes) -> bytes:
    return (
        b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: https://paper.example/1\r\n"
        b"WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:test:1>\r\nContent-Type: "
        + content_type
        + b"\r\nContent-Length: %d\r\n\r\n" % len(block)
        + block
        + b"\r\n\r\n"
    )


def _rows() -> Iterator[bytes]:
    yield b'{"html": "<p>Ferry", "url": "https://paper.example/"}\n\n{"text": "x"}\n{"html": 7}\n'
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>Fe\r\n1\r\nr\r\n0\r\n\r\n"
    yield b"x.tar" + bytes(95) + b"0000644\0" * 3 + b"00000000005\0" + bytes(137) + b"ustar\x0000"


def _stored() -> Iterator[bytes]:
    for page in _pages():
        record = bodycopy.extract(page).to_dict()
        for key in ("dropped", "sources", "raw"):
            record.pop(key, None)
        if "body" in record:
            record["body"] = record["body"][:4]
        yield json.dumps(record, ensure_ascii=False).encode()


def _gold() -> Iterator[bytes]:
    for page in _pages():
        yield gold_page(bodycopy.extract(page), html="<p>Ferry").to_json()


_CONTENTS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "decode": lambda: (page[:2000] for page in _pages()),
    "scan": _parts,
    "references": _lines("references"),
    "jsonld": _scripts,
    "dates": _lines("dates"),
    "people": _lines("people"),
    "text": _texts,
    "page": _pages,
    "warc": _records,
    "rows": _rows,
    "stored": _stored,
    "gold": _gold,
}


def _main(target: str, folder: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        Path(folder, sha256(seed).hexdigest()[:16]).write_bytes(seed)


if __name__ == "__main__":
    _main(*sys.argv[1:])
