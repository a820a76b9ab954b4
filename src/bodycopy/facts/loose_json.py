"""JSON as pages carry it: strict JSON at full speed, and repair where that fails.

Strategy: ``msgspec`` reads what is valid. What is not goes through one pass over its
tokens that writes valid JSON whatever it reads: strings with bare quotes and control
characters, trailing and missing commas, comments and CDATA marks, bare words, brackets
that do not match, several values in a row, and an end that is missing.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import msgspec

from bodycopy.article import Limit
from bodycopy.options import Options

__all__ = ["MAX_CHARS", "MAX_DEPTH", "decode", "repair", "without_nul"]

# The longest script on some 4,000 pages of news, blogs and shops had 841,000 characters.
MAX_CHARS = Options().max_data_chars
# Decoders recurse, and Python 3.11 stops all recursion at 1,000; real pages stay below 30.
MAX_DEPTH = 400

# What follows the quote that ends a string. Any other quote was left bare inside it:
# `"He said "no", and went."`
_END = r"""(?:
    \s*+(?:[:}\]]|//|/\*|\Z|,\s*+(?:["'{}\[\],\d-]|true|false|null|//|/\*|\Z))
  | [^\S\n]*+\n\s*+"[\w@:-]{1,40}"\s*+:
)"""
_TOKEN = re.compile(
    rf"""
      "(?P<string>(?:[^"\\]|\\.|"(?!{_END}))*+)(?:"|\\?\Z)
    | '(?P<single>(?:[^'\\]|\\.|'(?!{_END}))*+)(?:'|\\?\Z)
    | (?P<mark>[{{}}\[\],:])
    | (?P<skip>\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|<!--|-->|<!\[CDATA\[|;)
    | (?P<word>[^\s"'{{}}\[\],:;][^\s"{{}}\[\],:;]*+)
    | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(
    r"(?:true|false|null|-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?)\Z"
)
_BAD_ESCAPE = re.compile(r"""\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.?))""", re.DOTALL)
# Behind an even number of backslashes: `\\u0000` is a backslash and five letters.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*+)\\u0000")
_CLOSER = {"{": "}", "[": "]"}


def decode(text: str, max_chars: int = MAX_CHARS, passed: set[Limit] | None = None) -> list[Any]:
    """The values in ``text``: one where it is valid JSON, any number where it had to be repaired.

    Empty for text that is longer than ``max_chars``. Values may nest deeper than ``MAX_DEPTH``,
    but not so deep that the decoder runs out of stack: then there are none. In both cases
    ``Limit.DATA`` is added to ``passed``. Halves of characters become U+FFFD. Never raises.
    """
    if not text or text.isspace():
        return []
    values = _decode(without_nul(text)) if len(text) <= max_chars else None
    if values is None and passed is not None:
        passed.add(Limit.DATA)
    return values or []


def _decode(text: str) -> list[Any] | None:
    """The values; None where they nest too deep."""
    try:
        return [msgspec.json.decode(text)]
    except RecursionError:
        return None
    except (msgspec.DecodeError, UnicodeError):
        return _decode_repaired(text)


def without_nul(text: str) -> str:
    r"""The JSON without the NULs that its strings spell out: HTML has no such character either.

    >>> without_nul(r'{"a": "b\u0000c", "d": "\\u0000"}')
    '{"a": "bc", "d": "\\\\u0000"}'
    """
    return _NUL.sub(r"\1", text) if "\\u0000" in text else text


def _decode_repaired(text: str) -> list[Any] | None:
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    repaired = repair(text)
    if repaired is None:
        return None
    values = json.loads(_HALF.sub(_whole, repaired), strict=False)
    return [value for value in values if isinstance(value, dict | list)]


# Half of a character, escaped: msgspec refuses it, json would hand it on, and nobody can write it.
_HALF = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def _whole(escape: re.Match[str]) -> str:
    return "\\ufffd" if escape["half"] else escape[0]


def repair(text: str) -> str | None:
    """A JSON array with the values in ``text``; None where they nest too deep."""
    writer = _Writer()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "mark":
            writer.mark(match["mark"])
        elif kind == "string" or kind == "single":
            writer.value(_quoted(match[kind]))
        elif kind == "word":
            writer.word(match["word"])
        if len(writer.open) > MAX_DEPTH:
            return None
    return writer.finish()


def _quoted(content: str) -> str:
    """A JSON string with this content, whose bare quotes and bad escapes are mended."""
    if '"' in content:
        content = re.sub(r'(\\.)|"', lambda m: m[1] or '\\"', content, flags=re.DOTALL)
    if "\\" in content:
        content = _BAD_ESCAPE.sub(lambda m: "\\" + m[1] if m[1] else m[2], content)
    return f'"{content}"'


class _Writer:
    """Takes tokens in any order and keeps what it has written valid."""

    def __init__(self) -> None:
        self.out: list[str] = ["["]
        self.open: list[str] = ["["]

    @property
    def _last(self) -> str:
        return self.out[-1]

    def _wants_key(self) -> bool:
        return self.open[-1] == "{" and self._last in ("{", ",")

    def _after_key(self) -> bool:
        """A string stands where a key belongs, and its colon has not come."""
        return self.open[-1] == "{" and self._last[0] == '"' and self.out[-2] in ("{", ",")

    def _end_member(self) -> None:
        """Give a key without a value one, and drop a comma that nothing follows."""
        if self._after_key():
            self.out.append(":")
        if self._last == ":":
            self.out.append("null")
        elif self._last == ",":
            self.out.pop()

    def _before_value(self) -> None:
        if self._after_key():
            self.out.append(":")
        elif self._last not in ("{", "[", ",", ":"):
            self.mark(",")

    def value(self, token: str) -> None:
        self._before_value()
        if self._wants_key() and token[0] != '"':
            self.out += ['""', ":"]
        self.out.append(token)

    def word(self, token: str) -> None:
        self._before_value()
        self.value(token if _WORD.match(token) and not self._wants_key() else json.dumps(token))

    def mark(self, token: str) -> None:
        if token in "{[":
            self.value(token)
            self.open.append(token)
        elif token in "}]":
            self._close(token)
        elif token == ":":
            if self._after_key():
                self.out.append(token)
        elif self._last not in ("{", "[", ","):
            self._end_member()
            self.out.append(token)

    def _close(self, token: str) -> None:
        """Close up to the bracket that fits; a closer that fits none is dropped."""
        opener = "{" if token == "}" else "["
        if opener not in self.open[1:]:
            return
        while self._close_innermost() != opener:
            pass

    def _close_innermost(self) -> str:
        self._end_member()
        opener = self.open.pop()
        self.out.append(_CLOSER[opener])
        return opener

    def finish(self) -> str:
        while self.open:
            self._close_innermost()
        return "".join(self.out)
