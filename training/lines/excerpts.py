"""Short texts: the first paragraphs of an article with a little of what stands around them.

What people paste, and what scrapers of article elements leave, is a tenth as long as a page
and has next to no furniture: a network that is shown whole pages only takes the last line of
such a text for the first of what follows an article.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from bodycopy.roles import HEADER_ROLES, ROLES, Role

__all__ = ["EXCERPT", "excerpt"]

EXCERPT = "excerpt"

_FEWEST, _MOST = 2, 9
"""Paragraphs."""
_HEADER = frozenset(ROLES.index(role) for role in (*HEADER_ROLES, Role.CAPTION))


def excerpt(texts: Sequence[str], target: Sequence[int], kept: Sequence[bool], name: str) -> str:
    """Some lines of a page in their order; empty where it has too few paragraphs.

    ``target`` has a number for each block, those below ``len(ROLES)`` being roles, negative
    ones unknown; ``kept`` says which are body. The same ``name`` gives the same choice.
    """
    dice = random.Random(name)
    body = [row for row, is_body in enumerate(kept) if is_body]
    if len(body) < _FEWEST:
        return ""
    taken = set(body[: dice.randint(_FEWEST, _MOST)])
    header = {row for row, role in enumerate(target) if role in _HEADER and row < max(taken)}
    if dice.random() < 0.8:
        taken |= header
    share = dice.choice((0.0, 0.02, 0.05, 0.1, 0.3))
    rest = [row for row, role in enumerate(target) if role >= 0 and not kept[row]]
    taken |= {row for row in rest if dice.random() < share}
    gap = dice.choice(("\n", "\n\n"))
    return gap.join(texts[row] for row in sorted(taken))
