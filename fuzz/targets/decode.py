"""Promise: any bytes, under any Content-Type, become text that is valid UTF-8; nothing raises.

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
from fuzz.vocabulary import words_of

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


TARGET = Target(check, (*words_of("decode"), *words_of("references")))
