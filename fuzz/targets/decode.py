"""Promise: any bytes, under any Content-Type, become text that can be written as UTF-8; nothing raises.

The record says which encoding and which rule; the same bytes give the same text; UTF-8 with
letters beyond ASCII is read as what it is, whatever is declared over it; and the text written as
UTF-8 with its mark is read back unchanged.
"""

from __future__ import annotations

import webencodings

from bodycopy.decode import decode, prescan
from bodycopy.media_type import media_type
from fuzz.draw import Draw
from fuzz.target import Target
from fuzz.vocabulary import REFERENCES

_SOURCES = frozenset("bom content_type meta utf8 detector fallback".split())
_HEADERS = (
    None,
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=iso-8859-1",
    'text/html; charset="shift_jis"',
    "text/html;charset=gb2312",
    "text/html; charset=utf-16le",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=replacement",
    "text/html; charset='",
    "charset=utf-99; charset=koi8-r",
)
_LABELS = (
    "utf-8 utf-16 utf-16le utf-16be latin1 windows-1252 windows-1250 windows-1251 windows-874 koi8-r "
    "koi8-u ibm866 macintosh shift_jis euc-jp iso-2022-jp gbk gb18030 big5 euc-kr iso-8859-15 "
    "iso-8859-8-i x-user-defined replacement hz-gb-2312 utf-7 unicode csisolatin5"
).split()


def check(data: bytes) -> None:
    """Decode the bytes under one of some headers, or one that they bring."""
    draw = Draw(data)
    number = draw.byte() % (len(_HEADERS) + 1)
    page = draw.rest()
    if number < len(_HEADERS):
        header = _HEADERS[number]
    else:
        line, _, page = page.partition(b"\n")
        header = line.decode("latin-1")
    found = decode(page, header)
    text = found.text
    text.encode()
    assert webencodings.lookup(found.encoding.name) is not None
    assert found.encoding.source in _SOURCES
    assert decode(page, header) == found
    if isinstance(found.markup, bytes):
        assert found.markup == page.removeprefix(b"\xef\xbb\xbf")
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text
    _check_utf8_wins(page, text)
    declared = prescan(page)
    assert declared is None or webencodings.lookup(declared) is not None
    kind = media_type(page)
    assert kind is None or "/" in kind


def _check_utf8_wins(page: bytes, text: str) -> None:
    try:
        plain = page.decode()
    except UnicodeDecodeError:
        return
    # With NULs in it, it may be UTF-16 as well.
    if not page.isascii() and b"\0" not in page:
        assert text == plain.removeprefix("\ufeff")


TARGET = Target(
    check,
    (
        *(f"<meta charset={label}>".encode() for label in _LABELS),
        *(f" charset='{label}'".encode() for label in _LABELS),
        b"<meta http-equiv=content-type content='text/html; charset=",
        b"<meta ",
        b"<!--",
        b"-->",
        b"<script>",
        b"</script>",
        b"<title>",
        b"</head>",
        b"<body>",
        b"charset",
        b"=",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\x1b$B",
        b"\x1b(B",
        b"\x00<",
        b"<\x00",
        "вести".encode("koi8-r"),
        "вести".encode("windows-1251"),
        "新聞記者".encode("shift_jis"),
        "新聞記者".encode("euc-jp"),
        "新闻".encode("gbk"),
        "新聞".encode("big5"),
        "뉴스".encode("euc-kr"),
        "é à ü".encode("latin-1"),
        "ő ű".encode("windows-1250"),
        "ข่าว".encode("cp874"),
        "é ü 新聞".encode(),
        b"\xa4\xbd",
        b"%PDF-1.7",
        b'{"a":',
        b"<?xml version=1?>",
        b"<rss ",
        *REFERENCES[:4],
    ),
)
