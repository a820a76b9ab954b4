"""Pages as the labeller saw them, with roles that the test gives: no network is asked."""

from collections.abc import Mapping

import numpy as np

from bodycopy.facts.view import View
from bodycopy.roles import ROLES, Role
from bodycopy.scan import scan
from bodycopy.tape import Context, Tape

_SURE = 0.9
_PARAGRAPH_CHARS = 60


def view_of(
    html: str,
    roles: Mapping[str, Role] | None = None,
    url: str | None = None,
    types: Mapping[str, float] | None = None,
) -> View:
    """The page with ``roles`` for the blocks that begin with their keys.

    Of the rest, ``h1`` is the headline, long paragraphs are body, all else is boilerplate.
    """
    tape = scan(html)
    named = [_role(tape, row, roles or {}) for row in range(len(tape))]
    numbers = np.array([ROLES.index(role) for role in named], dtype=np.intp)
    chances = np.full((len(tape), len(ROLES)), (1 - _SURE) / (len(ROLES) - 1), dtype=np.float32)
    chances[np.arange(len(tape)), numbers] = _SURE
    return View(tape, numbers, chances, url, types or {"article": 0.9, "index": 0.1})


def headline_of(view: View) -> int | None:
    """The row of the headline."""
    return next((row for row, role in enumerate(view.roles) if role is Role.HEADLINE), None)


def _role(tape: Tape, row: int, roles: Mapping[str, Role]) -> Role:
    text = tape.texts[row]
    if tape.context[row] & np.uint32(Context.HEADING) and tape.level[row] == 1:
        return Role.HEADLINE
    for start, role in roles.items():
        if text.startswith(start):
            return role
    return Role.PARAGRAPH if len(text) >= _PARAGRAPH_CHARS else Role.BOILERPLATE
