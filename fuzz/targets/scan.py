"""Promise: any bytes or text give a tape, from both scans the same one; nothing raises.

The tape's columns fit each other (``fuzz.sound.check_tape``), scripts are the same ones, the
bytes of a text give the tape of that text. Where the two scans differ, the page has markup that
``docs/scan.md`` lists. On a checked build every access of the compiled scan outside of a buffer
ends the run.
"""

from __future__ import annotations

from bench.scans import differences
from bodycopy.scan import compiled, lexbor
from bodycopy.tape import Tape
from fuzz.draw import Draw
from fuzz.listed_differences import listed_difference
from fuzz.sound import check_tape
from fuzz.target import Target
from fuzz.vocabulary import words_of


def check(data: bytes) -> None:
    """Scan the bytes as they are, and the text of them, with both."""
    draw = Draw(data)
    scripting = not draw.flag()
    page = draw.rest()
    text = page.decode("utf-8", "replace")
    ours = compiled.scan(page, scripting=scripting)
    check_tape(ours)
    _check_same(compiled.scan(text, scripting=scripting), ours, text)
    theirs = lexbor.scan(text, scripting=scripting)
    check_tape(theirs)
    if listed_difference(text) is None:
        _check_same(ours, theirs, text)
        assert compiled.scripts(page) == lexbor.scripts(text)


def _check_same(ours: Tape, theirs: Tape, text: str) -> None:
    found = list(differences(ours, theirs))
    assert not found, (found, ours.texts, theirs.texts, text)


TARGET = Target(check, (*words_of("html"), *words_of("references")), max_bytes=8192)
