"""Bytes to text, and which rule decided.

The rules in order: byte order mark, charset of the Content-Type header, charset that the
markup declares, undeclared but valid UTF-8, detector, windows-1252. Labels and names are
those of the WHATWG Encoding standard (``iso-8859-1`` means windows-1252).
"""

# Strategy: UTF-8 checks itself, so the bytes are tried as UTF-8 once, at the speed of C, and
# every declaration is held against the outcome: one that the bytes refute is passed over and
# the next rule decides. Nothing here walks over single bytes in Python.

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import webencodings

from bodycopy.article import Encoding
from bodycopy.native import ctext

__all__ = [
    "Decoded",
    "byte_order_mark",
    "decode",
    "first_bytes",
    "prescan",
    "unmarked_utf16",
]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, always encodable as UTF-8, and how it was read."""

    markup: bytes | str
    """The text as the parser takes it: clean UTF-8 as it came, but for its mark; else ``str``."""
    encoding: Encoding

    @property
    def text(self) -> str:
        """The text, decoded anew each time where it is bytes: the parser does not need it."""
        return self.markup if isinstance(self.markup, str) else self.markup.decode()


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    r"""The text of a page; never raises. ``content_type`` is the HTTP header's value.

    A declaration that the bytes refute does not count, and the next rule decides: UTF-8 with
    more broken than well-formed characters, another encoding over well-formed non-ASCII
    UTF-8, an encoding that most of the non-ASCII bytes do not fit. The few bad bytes of an
    otherwise well-formed page become U+FFFD.

    >>> decode(b"<meta charset=koi8-r>\xd7\xc5\xd3\xd4\xc9").text[-5:]
    'вести'
    >>> decode(b"caf\xc3\xa9", "text/html; charset=ISO-8859-1").encoding
    Encoding(name='utf-8', source='utf8')
    """
    marked = byte_order_mark(data)
    if marked == "utf-8":
        data = data[3:]
    elif marked:
        return _decoded(data[2:].decode(marked, "replace"), marked, "bom")
    elif wide := unmarked_utf16(data):
        source = "content_type" if _header_charset(content_type) == wide else "detector"
        return _decoded(data.decode(wide, "replace"), wide, source)
    markup = _as_utf8(data)
    if marked and markup is not None:
        return _decoded(markup, marked, "bom")
    is_utf8 = markup is not None and not _is_iso_2022_jp(data, markup)
    for name, source in _declarations(data, content_type):
        if name == "utf-8":
            reading = markup if is_utf8 else None
        else:
            reading = _as_declared(data, name, markup)
        if reading is not None:
            return _decoded(reading, name, source)
    if markup is not None and is_utf8:
        return _decoded(markup, "utf-8", "utf8")
    return _detected(data)


def _is_iso_2022_jp(data: bytes, utf8: bytes | str) -> bool:
    """Its bytes are ASCII; the shifts are all that shows it, and no text in UTF-8 has them."""
    return utf8.isascii() and b"\x1b$" in data and bool(_ISO_2022_JP.search(data))


# A byte that begins a character of UTF-8, with fewer behind it than it asks for.
_CUT_CHARACTER = re.compile(
    rb"(?:[\xc0-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xff][\x80-\xbf]{0,2})\Z"
)


def first_bytes(data: bytes, n: int) -> bytes:
    r"""The first ``n`` bytes, less the beginning of a character of UTF-8 that goes on behind them.

    So a cut does not make well-formed text out to be another encoding.

    >>> first_bytes("caf\u00e9".encode(), 4)
    b'caf'
    """
    if n >= len(data):
        return data
    begun = _CUT_CHARACTER.search(data, max(0, n - 3), n)
    return data[: begun.start() if begun else n]


def _decoded(markup: bytes | str, name: str, source: str) -> Decoded:
    return Decoded(markup, Encoding(name=name, source=source))


# --- byte order mark and UTF-16 ---------------------------------------------------------


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that the first bytes mark, or None."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if data.startswith(b"\xff\xfe"):
        return "utf-16le"
    return "utf-16be" if data.startswith(b"\xfe\xff") else None


def unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, by its NULs: every second byte of markup is one, and no other."""
    even, odd = data[0:512:2].count(0), data[1:512:2].count(0)
    # Markup is ASCII, so that nearly all high bytes are NUL; half of them allows for text.
    enough = min(len(data), 512) // 4
    if odd > enough and even * 10 < odd:
        return "utf-16le"
    return "utf-16be" if even > enough and odd * 10 < even else None


# --- reading under one encoding ---------------------------------------------------------


def _as_utf8(data: bytes) -> bytes | str | None:
    """The bytes themselves if they are UTF-8, their text if they are but for a few, else None."""
    return data if _is_utf8(data) else _if_credible(data.decode("utf-8", "replace"))


def _is_utf8(data: bytes) -> bool:
    if ctext is not None:
        clean: bool = ctext.is_utf8(data)
        return clean
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _if_credible(text: str) -> str | None:
    """The text unless more of it is broken than non-ASCII and well-formed.

    Legacy bytes read as UTF-8 have at most 0.44 well-formed characters for each broken one
    (1,132 samples of 42 languages in 25 encodings; Thai is worst), real UTF-8 pages with bad bytes
    more than one.
    """
    broken = text.count("\ufffd")
    if not broken:
        return text
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if broken <= beyond_ascii - broken else None


def _as_declared(data: bytes, name: str, utf8: bytes | str | None) -> bytes | str | None:
    """The bytes read as ``name``, or None where they refute it; ``utf8`` is their UTF-8 reading."""
    if name.startswith("utf-16"):
        return None  # unmarked UTF-16 was found by its NULs before: this is not
    if utf8 is None:
        return _if_credible(_read(data, name))
    if not utf8.isascii():
        return None  # text in another encoding is never well-formed UTF-8 by chance
    if name == "replacement":
        return "\ufffd" if data else ""
    # The other encodings read ASCII as ASCII, but for the shifts of ISO-2022-JP.
    return _read(data, name) if name == "iso-2022-jp" else utf8


# Python's codecs lack characters that the standard's tables have (row 13 of EUC-JP: circled
# digits, (株)); these read the same bytes and know them.
_FULLER_CODECS = {
    "gbk": "gb18030",
    "euc-jp": "euc_jis_2004",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "cp950",
}


def _read(data: bytes, name: str) -> str:
    """The bytes read as the standard's encoding ``name``, U+FFFD for what does not fit."""
    text: str = webencodings.lookup(name).codec_info.decode(data, "replace")[0]
    fuller = _FULLER_CODECS.get(name)
    if fuller and "\ufffd" in text:
        other = data.decode(fuller, "replace")
        return min(text, other, key=lambda reading: reading.count("\ufffd"))
    return text


# --- what is declared -------------------------------------------------------------------


def _declarations(data: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """``(encoding, rule)`` in order of rank; lazy, as the first one nearly always holds."""
    if name := _header_charset(content_type):
        yield name, "content_type"
    if name := prescan(data):
        yield name, "meta"


def _encoding_name(label: str) -> str | None:
    """The standard's name, in lower case, for a label; None for one it does not know.

    >>> _encoding_name(" Latin1 "), _encoding_name("utf-7")
    ('windows-1252', None)
    """
    if not label.isascii():  # webencodings raises on lone surrogates
        return None
    encoding = webencodings.lookup(label)
    return encoding.name if encoding else None


_CHARSET = re.compile(
    r"""charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r ;][^\t\n\f\r ;]*))""",
    re.IGNORECASE,
)


def _charset_parameter(value: str) -> str | None:
    """The encoding that ``text/html; charset=...`` names, in a header or a ``<meta>``."""
    match = _CHARSET.search(value)
    return _encoding_name(match[match.lastindex or 0]) if match else None


def _header_charset(content_type: str | None) -> str | None:
    # Two headers arrive joined by a comma.
    return _charset_parameter(content_type.replace(",", ";")) if content_type else None


_PRESCAN_BYTES = 1024  # what the standard has browsers look at
# 443 of 4,410 declarations in real pages begin behind that, 23 behind this.
_HEAD_BYTES = 65_536


def prescan(data: bytes) -> str | None:
    r"""The encoding that the markup declares, or None.

    First the HTML standard's prescan of the first 1,024 bytes, then the XML declaration; then
    what a parser would still meet: a ``<meta>`` in the head, outside comments and scripts,
    within 64 KiB. As the standard has it, UTF-16 stands for UTF-8 here (the declaration could
    not have been read otherwise) and x-user-defined for windows-1252.

    >>> prescan(b"<!-- <meta charset=big5> --><META CHARSET='Shift_JIS'>")
    'shift_jis'
    >>> prescan(b'<?xml version="1.0" encoding="ISO-8859-2"?><html>')
    'iso-8859-2'
    """
    start = data[:_PRESCAN_BYTES].lower()
    if name := _find_meta(start, in_parser=False) or _xml_encoding(start):
        return name
    head = data[:_HEAD_BYTES].lower()
    return _find_meta(head, in_parser=True) if b"charset" in head else None


_XML_DECLARATION = re.compile(
    rb"<\?xml[^>]*?encoding[\0- ]*=[\0- ]*(?:\"([^\"\0- ]*)\"|'([^'\0- ]*)')"
)


def _xml_encoding(start: bytes) -> str | None:
    match = _XML_DECLARATION.match(start)
    return _markup_encoding(match[1] or match[2] or b"") if match else None


# The standard's "get an attribute". Input is in lower case. Every repetition is possessive
# or ends at one byte, so that the time is linear; an attribute without its closing quote
# does not match at all, which ends the search, as running out of bytes does in the standard.
_ATTRIBUTE_PATTERN = rb"""
    [\t\n\f\r /]*+
    %b[^\t\n\f\r />] [^\t\n\f\r />=]*+ )
    (?: [\t\n\f\r ]*+ = [\t\n\f\r ]*+
        (?: " %b[^"]*+ ) " | ' %b[^']*+ ) ' | (?=>) | %b[^"'\t\n\f\r >] [^\t\n\f\r >]*+ ) )
      | (?! [\t\n\f\r ]*+ = )
    )
"""
_ATTRIBUTE = re.compile(_ATTRIBUTE_PATTERN % ((b"(",) * 4), re.VERBOSE)
_REST_OF_TAG = rb"(?: %b )*+ [\t\n\f\r /]*+ >" % (_ATTRIBUTE_PATTERN % ((b"(?:",) * 4))
_TOKEN = re.compile(
    rb"""
    < (?: !(?=--).*?-->
        | meta (?=[\t\n\f\r /]) (?P<meta> %b )
        | (?P<raw> script | style | title | textarea | noframes ) (?=[\t\n\f\r />]) %b
        | (?P<end> /head | body ) (?=[\t\n\f\r />])
        | /?[a-z][^\t\n\f\r >]*+ %b
        | (?! !--) (?: [!?] | /(?![a-z]) ) [^>]*+ >
        | (?P<cut> [a-z/!?] )
    )
    """
    % ((_REST_OF_TAG,) * 3),
    re.VERBOSE | re.DOTALL,
)


def _find_meta(markup: bytes, *, in_parser: bool) -> str | None:
    """The encoding of the first ``<meta>`` that names one, in lower-case markup.

    The prescan takes scripts and titles for markup and does not stop; a parser
    (``in_parser``) skips their content, and the head ends.
    """
    position = 0
    while token := _TOKEN.search(markup, position):
        position = token.end()
        match token.lastgroup:
            case "meta":
                if name := _meta_encoding(token["meta"]):
                    return name
            case "cut":
                return None
            case "end" if in_parser:
                return None
            case "raw" if in_parser:
                position = markup.find(b"</" + token["raw"], position)
                if position < 0:
                    return None
            case _:
                pass
    return None


def _meta_encoding(attributes: bytes) -> str | None:
    values: dict[bytes, bytes] = {}
    for name, *value in _ATTRIBUTE.findall(attributes):
        values.setdefault(name, b"".join(value))
    if b"charset" in values:
        return _markup_encoding(values[b"charset"])
    if values.get(b"http-equiv") == b"content-type":
        content = values.get(b"content", b"").decode("latin-1")
        return _standing_for(_charset_parameter(content))
    return None


def _markup_encoding(label: bytes) -> str | None:
    return _standing_for(_encoding_name(label.decode("latin-1")))


def _standing_for(name: str | None) -> str | None:
    """What a declaration in markup is taken for."""
    if name in ("utf-16le", "utf-16be"):
        return "utf-8"
    return "windows-1252" if name == "x-user-defined" else name


# --- detector ---------------------------------------------------------------------------

_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
_NOT_TEXT = re.compile(
    rb"<script.*?(?:</script|\Z)|<style.*?(?:</style|\Z)|<!--.*?(?:-->|\Z)"
    rb"|<[a-z/!?][^>]*+|&#?\w+;?|[\s>]+",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_BYTES = (65_536, 524_288)  # the second where head and scripts fill the first
_SAMPLE_BYTES = 16_384
_HIGH_BYTES = bytes(range(0x80, 0x100))


def _detected(data: bytes) -> Decoded:
    name = _guess(data)
    text = _if_credible(_read(data, name)) if name else None
    if name and text is not None:
        return _decoded(text, name, "detector")
    return _decoded(_read(data, "windows-1252"), "windows-1252", "fallback")


def _guess(data: bytes) -> str | None:
    """What the detector makes of the page's text, mended where it is known to be weak."""
    if data.isascii():
        return "iso-2022-jp"  # nothing else brings ASCII here
    from chardetng_py import EncodingDetector  # few pages need it

    sample = _sample(data)
    detector = EncodingDetector()
    detector.feed(sample, last=False)
    guess = detector.guess(tld=None, allow_utf8=False)
    name = "windows-874" if guess == "cp874" else _encoding_name(guess)
    return _second_thoughts(name, sample) if name else None


def _sample(data: bytes) -> bytes:
    """Text of the page without markup; where that is all ASCII, the bytes around what is not."""
    for size in _PAGE_BYTES:
        sample = _NOT_TEXT.sub(b" ", data[:size])[:_SAMPLE_BYTES]
        if len(sample) == _SAMPLE_BYTES:
            break
    if not sample.isascii():
        return sample
    high = re.search(rb"[\x80-\xff]", data)
    start = max(0, high.start() - _SAMPLE_BYTES // 2) if high else 0
    return data[start : start + _SAMPLE_BYTES]


# In windows-1250 they are the Hungarian letters that no other encoding has.
_HUNGARIAN_DOUBLE_ACUTE = frozenset(b"\xf5\xfb")
_A_AND_E_ACUTE = frozenset(b"\xe1\xe9")
# As windows-1252 they are à ã ä ç è: Portuguese, French and Estonian have some beside õ and û.
_NOT_HUNGARIAN = frozenset(b"\xe0\xe3\xe4\xe7\xe8")
# Polish letters that windows-1250 and Latin-2 have at the same places.
_L_STROKE, _E_OGONEK_OR_Z_DOT = 0xB3, frozenset(b"\xea\xbf")
# A with ogonek in windows-1250; in Latin-2 an s with caron, which Polish does not have.
_A_OGONEK_1250, _A_OGONEK_LATIN_2 = 0xB9, 0xB1
# The euro sign and, inside a word, oe: windows-1252 has a currency sign and 1/2 there.
_LATIN_9 = re.compile(rb"\xa4|[A-Za-z]\xbd[a-z]")
_WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")


def _second_thoughts(name: str, sample: bytes) -> str:
    """The detector's guess, or what it cannot tell without the page's top-level domain."""
    if name == "ibm866":
        # A Russian text is made of high bytes; with a few of them they are accents.
        high = len(sample) - len(sample.translate(None, _HIGH_BYTES))
        return name if high * 10 > len(sample) else "windows-1252"
    present = frozenset(sample)
    if name == "iso-8859-2" and _is_polish_1250(present):
        return "windows-1250"
    if name != "windows-1252":
        return name
    if (
        present & _HUNGARIAN_DOUBLE_ACUTE
        and present >= _A_AND_E_ACUTE
        and not present & _NOT_HUNGARIAN
    ):
        return "windows-1250"
    latin_9 = _LATIN_9.search(sample) and not _WINDOWS_ONLY.search(sample)
    return "iso-8859-15" if latin_9 else name


def _is_polish_1250(present: frozenset[int]) -> bool:
    """Whether it is Polish, and its a with ogonek stands where windows-1250 has it."""
    is_polish = _L_STROKE in present and not present.isdisjoint(_E_OGONEK_OR_Z_DOT)
    return is_polish and _A_OGONEK_1250 in present and _A_OGONEK_LATIN_2 not in present
