"""Promise: any JSON taken for a stored record is one, or ``InputError`` says where it is wrong.

An article that was read can be rendered in every format, whatever its numbers claim.

Bytes that are changed are no JSON for the most part, so that some changes are made to the values of
what is: one of the odd ones below is put in place of any value of the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bodycopy import Article
from bodycopy.commands.convert import read_record
from bodycopy.errors import InputError
from bodycopy.render import FORMATS, render
from fuzz.draw import Draw
from fuzz.target import Target
from fuzz.vocabulary import words_of

_MOST_CHANGES = 3
_ODD: tuple[Any, ...] = (
    None,
    True,
    "",
    " ",
    "\0",
    "\ufffe <a> & ]]> \u2028",
    "javascript:alert(1)",
    "http://[",
    "2026-13-99T25:61",
    -1,
    0,
    7,
    1 << 40,
    1 << 70,
    1.5,
    [],
    {},
    [""],
    [[]],
    {"start": -1, "end": 99, "href": ""},
    {"start": 3, "end": 1, "kind": "strong"},
    {"list": -1, "number": 0},
)


def check(data: bytes) -> None:
    """Read the bytes as a record, with some values changed, and render it."""
    draw = Draw(data)
    name = draw.choice(list(FORMATS))
    count = draw.byte() % (_MOST_CHANGES + 1)
    drawn = [(draw.byte() << 8 | draw.byte(), draw.choice(_ODD)) for _ in range(_MOST_CHANGES)]
    try:
        record = read_record(_changed(draw.rest(), drawn[:count]))
    except InputError:
        return
    record.to_dict()
    if isinstance(record, Article):
        render(record, name).encode()


def _changed(text: bytes, changes: list[tuple[int, Any]]) -> bytes:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for place, value in changes:
        places = list(_places(record))
        if places:
            parent, key = places[place % len(places)]
            parent[key] = deepcopy(value)
    return json.dumps(record).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value inside of a value, as what holds it and under which key."""
    pending = [value]
    while pending:
        parent = pending.pop()
        if isinstance(parent, dict | list):
            for key in list(parent) if isinstance(parent, dict) else range(len(parent)):
                yield parent, key
                pending.append(parent[key])


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
