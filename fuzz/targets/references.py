"""Promise: character references mean in text, titles and attributes what the HTML standard says.

Held against a reading of section 13.2.5.72 and on that is written down here a second time, in
Python and from the standard's own table (``html.entities.html5``); both scans agree with it.
"""

from __future__ import annotations

import re
from html.entities import html5

from bodycopy.scan import compiled, lexbor
from bodycopy.scan.pieces import visible
from fuzz.target import Target
from fuzz.vocabulary import words_of

_LONGEST = max(map(len, html5))
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_ALNUM = re.compile(r"[0-9A-Za-z]")
_NAME = re.compile(r"[0-9A-Za-z]+;?")
# What the standard takes the C1 controls for: windows-1252, where it has a character.
_C1 = {
    number: bytes([number]).decode("windows-1252")
    for number in range(0x80, 0xA0)
    if number not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def resolve(text: str, *, in_attribute: bool) -> str:
    """The text with its references replaced, by the standard."""
    out: list[str] = []
    at = 0
    while (sign := text.find("&", at)) >= 0:
        out.append(text[at:sign])
        at, character = _reference(text, sign, in_attribute)
        out.append(character)
    out.append(text[at:])
    return "".join(out)


def _reference(text: str, sign: int, in_attribute: bool) -> tuple[int, str]:
    if number := _NUMBER.match(text, sign):
        return number.end(), _numbered(int(number[1], 16) if number[1] else int(number[2]))
    word = _NAME.match(text, sign + 1)
    name = word[0][:_LONGEST] if word else ""
    while name and name not in html5:
        name = name[:-1]
    end = sign + 1 + len(name)
    follows = text[end : end + 1]
    literal = in_attribute and name[-1:] != ";" and (follows == "=" or _ALNUM.match(follows))
    if not name or literal:
        return sign + 1, "&"
    return end, html5[name]


def _numbered(number: int) -> str:
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    return _C1.get(number, chr(number))


# Signs that would end the text or the attribute, and those that the tokenizer changes.
_OTHERWISE = str.maketrans({"<": "x", "'": "x", "\0": "x", "\r": "x"})


def check(data: bytes) -> None:
    """Put the text between two bars: in preformatted text, in an attribute, in the title."""
    # int() of Python refuses more digits than these, and no page has them.
    text = re.sub(r"([0-9a-fA-F]{4000})[0-9a-fA-F]+", r"\1", data.decode("utf-8", "replace"))
    text = text.translate(_OTHERWISE)
    page = f"<title>|{text}|</title><body><pre>|{text}|</pre>"
    page += f"<img alt='|{text}|'><img alt=|{_bare(text)}|>"
    in_text = f"|{resolve(text, in_attribute=False)}|"
    for scan in (compiled.scan, lexbor.scan):
        tape = scan(page)
        assert tape.head.title == " ".join(in_text.split())
        assert tape.texts == (visible(in_text),)
        quoted, bare = (marker.attributes["alt"] for marker in tape.markers)
        assert quoted == f"|{resolve(text, in_attribute=True)}|"
        assert bare == f"|{resolve(_bare(text), in_attribute=True)}|"


def _bare(text: str) -> str:
    """The text without what ends an attribute that has no quotes."""
    return re.sub(r"[\t\n\f />\"]", "_", text)


TARGET = Target(check, words_of("references"), max_bytes=4096)
