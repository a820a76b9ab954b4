r"""The cases of ``tests/conformance``: a page, the texts of its blocks, and why.

A file has one case behind the other::

    ### why it must be so
    <p>the page
    =>
    | a block
    | another one

``[escaped]`` before the reason: ``\0 \r \n \f \uXXXX`` stand for characters, in page and
blocks. ``[bytes]``: ``\xNN`` for bytes, and the page is decoded as ``extract`` does it.
``[without scripts]``: read as browsers do that run none. ``\n`` in a block is always a line end.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bodycopy.decode import decode

FOLDER = Path(__file__).parent / "conformance"
_ESCAPE = re.compile(rb"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([0rnf]))")
_CONTROLS = {b"0": b"\0", b"r": b"\r", b"n": b"\n", b"f": b"\f"}


class Case(NamedTuple):
    """One case: ``place`` is its file and number in it."""

    place: str
    why: str
    html: str
    texts: tuple[str, ...]
    scripting: bool


def cases() -> Iterator[Case]:
    """All of them, file by file."""
    for path in sorted(FOLDER.glob("*.txt")):
        content = path.read_bytes().decode("utf-8")
        for number, part in enumerate(re.split(r"^### ", content, flags=re.MULTILINE)[1:], 1):
            yield _case(f"{path.stem}:{number}", part)


def _case(place: str, part: str) -> Case:
    why, _, rest = part.partition("\n")
    page, arrow, blocks = ("\n" + rest).partition("\n=>\n")
    assert arrow, f"{place} has no =>"
    flag, _, reason = why.rpartition("] ")
    lines = blocks.rstrip("\n").split("\n") if blocks.strip() else []
    assert all(line.startswith("| ") for line in lines), f"{place} has a line that is no block"
    unescaped = flag in ("[escaped", "[bytes")
    data = _unescaped(page[1:]) if unescaped else page[1:].encode()
    texts = (_unescaped(line[2:]).decode() if unescaped else line[2:] for line in lines)
    return Case(
        place=place,
        why=reason,
        html=decode(data).text if flag == "[bytes" else data.decode(),
        texts=tuple(text.replace("\\n", "\n") for text in texts),
        scripting=flag != "[without scripts",
    )


def _unescaped(text: str) -> bytes:
    return _ESCAPE.sub(_character, text.encode())


def _character(match: re.Match[bytes]) -> bytes:
    point, byte, control = match.groups()
    if point:
        return chr(int(point, 16)).encode()
    return bytes([int(byte, 16)]) if byte else _CONTROLS[control]
