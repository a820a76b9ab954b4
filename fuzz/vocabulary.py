"""Words of the formats that pages are made of, as bytes to be put into inputs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["words_of"]

_FOLDER = Path(__file__).parent / "dictionaries"
_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|(.))")
_CONTROLS = {b"0": b"\0", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


@cache
def words_of(name: str) -> tuple[bytes, ...]:
    """The words of a file in ``dictionaries``: one a line in quotes, with escapes as in C."""
    lines = (_FOLDER / f"{name}.dict").read_bytes().split(b"\n")
    return tuple(_ESCAPE.sub(_character, line[1:-1]) for line in lines if line.startswith(b'"'))


def _character(match: re.Match[bytes]) -> bytes:
    number, sign = match.groups()
    return bytes([int(number, 16)]) if number else _CONTROLS.get(sign, sign)
