"""The header of a WARC record, read by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bodycopy.sources.record import DamagedRecord

__all__ = ["ENDING", "LONGEST", "START", "BadHeader", "Header", "header_of", "parse_header"]

START = b"WARC/"
ENDING = b"\r\n\r\n"
# Bytes. Headers have a dozen lines; the longest are the addresses of some tracking pixels.
LONGEST = 64 << 10

_LENGTH = re.compile(r"[0-9]{1,18}")


class BadHeader(DamagedRecord):
    """The header is not one of a WARC record; the message says why."""

    reason = "bad_header"


@dataclass(frozen=True, slots=True)
class Header:
    """The named fields of a record, names in lower case; ``length`` is of its block."""

    fields: Mapping[str, str]
    length: int | None
    """``None`` where Content-Length is missing or no number."""

    @property
    def kind(self) -> str:
        """The WARC-Type in lower case; empty where it is missing."""
        return self.fields.get("warc-type", "").lower()


def parse_header(data: bytes) -> Header:
    """The header of ``data``, which starts with ``WARC/`` and ends with an empty line.

    Raises ``BadHeader``. A folded line continues the one before; the first of two fields of
    one name counts.
    """
    if not data.startswith(START):
        raise BadHeader(f"no WARC record starts here: {data[:16]!r}")
    if not data.endswith(ENDING):
        raise BadHeader("the header has no end")
    lines = _LINE_END.split(_FOLD.sub(" ", data.decode("utf-8", "replace")))
    pairs = (line.partition(":") for line in lines[1:])
    return header_of((name.strip(), value.strip()) for name, colon, value in pairs if colon)


# The standard asks for both characters, some writers leave one out.
_LINE_END = re.compile(r"\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")


def header_of(pairs: Iterable[tuple[str, str]]) -> Header:
    """The header with these fields, names in any case."""
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name.lower(), value)
    length = fields.get("content-length", "")
    return Header(fields, int(length) if _LENGTH.fullmatch(length) else None)
