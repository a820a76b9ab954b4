"""Promise: any line is a gold page, or ``InputError`` says where it is none.

What was read, written and read again is the same page.
"""

from __future__ import annotations

from bodycopy.errors import InputError
from bodycopy.gold import GoldPage
from fuzz.target import Target
from fuzz.vocabulary import words_of


def check(data: bytes) -> None:
    """Read the bytes as a line of a gold file."""
    try:
        page = GoldPage.from_json(data)
    except InputError:
        return
    assert GoldPage.from_json(page.to_json()) == page
    page.body.encode()
    page.name.encode()


TARGET = Target(
    check,
    (
        *words_of("json"),
        b'"set":"x","id":"1"',
        b'"blocks":[{"text":"Ferry","role":"paragraph"}]',
        b'"page_type":"forum"',
        b'"html":"<p>Ferry"',
        b'"source_text":"Ferry"',
    ),
)
