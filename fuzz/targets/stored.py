"""Promise: any JSON taken for a stored record is one, or ``InputError`` says where it is wrong.

An article that was read can be rendered in every format, whatever its numbers claim.
"""

from __future__ import annotations

from bodycopy import Article
from bodycopy.commands.convert import read_record
from bodycopy.errors import InputError
from bodycopy.render import FORMATS, render
from fuzz.draw import Draw
from fuzz.target import Target
from fuzz.vocabulary import words_of


def check(data: bytes) -> None:
    """Read the bytes as a record and render it."""
    draw = Draw(data)
    formats = list(FORMATS)
    name = draw.choice(formats)
    try:
        record = read_record(draw.rest())
    except InputError:
        return
    record.to_dict()
    if isinstance(record, Article):
        render(record, name).encode()


TARGET = Target(
    check,
    (
        *words_of("json"),
        b'"kind":"article"',
        b'"kind":"verdict"',
        b'"schema_version":1',
        b'"body":[{"role":"paragraph","text":"Ferry","index":0}]',
        b'"role":"table","rows":[["a","b"],["c"]],"header_cells":[[0,9]]',
        b'"role":"list_item","level":3,"ordered":true,"item":{"list":1,"number":-2}',
        b'"links":[{"start":0,"end":99,"href":"x"}]',
        b'"marks":[{"start":5,"end":2,"kind":"strong"}]',
        b'"role":"subheading","level":99',
        b'"date_published":{"value":"2026-99","raw":"","source":""}',
        b'"live_updates":[{"time":"x","body":[]}]',
        b'"\\ud800"',
        b"-9223372036854775808",
    ),
)
