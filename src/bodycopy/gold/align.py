"""Whose block is whose: a page's blocks found again in another cut of the same page.

# Strategy: texts are compared by their letters and digits alone. Blocks that are the same in both
# cuts, in the same order, belong together; between them a block takes the role of the text that
# it stands in, so that a block may be cut in two, or two be joined. Pure functions, no I/O.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

__all__ = ["align_roles", "squash"]

_NOT_TEXT = re.compile(r"[\W_]+")


def squash(text: str) -> str:
    """The letters and digits of ``text`` in lower case.

    >>> squash("Don't  stop – 2 more!")
    'dontstop2more'
    """
    return _NOT_TEXT.sub("", text.lower())


def align_roles(texts: Sequence[str], blocks: Sequence[tuple[str, str]]) -> list[str]:
    """Of each block, the role in ``blocks`` (text, role; in page order), or ``""``."""
    ours = [squash(text) for text in texts]
    gold = [(squash(text), role) for text, role in blocks]
    roles = [""] * len(texts)
    matcher = SequenceMatcher(None, ours, [text for text, _ in gold], autojunk=False)
    row = entry = 0
    for start, gold_start, size in matcher.get_matching_blocks():
        _align_gap(ours, gold, range(row, start), range(entry, gold_start), roles)
        for step in range(size):
            roles[start + step] = gold[gold_start + step][1] if ours[start + step] else ""
        row, entry = start + size, gold_start + size
    return roles


def _align_gap(
    ours: Sequence[str],
    gold: Sequence[tuple[str, str]],
    rows: range,
    entries: range,
    roles: list[str],
) -> None:
    """Blocks that were cut otherwise: the role of the gold text that a block stands in."""
    spans: list[tuple[int, str]] = []
    rest = ""
    for entry in entries:
        text, role = gold[entry]
        spans.append((len(rest), role))
        rest += text
    starts = [start for start, _ in spans]
    at = 0
    for row in rows:
        text = ours[row]
        found = rest.find(text, at) if text else -1
        if found < 0:
            continue
        at = found + len(text)
        chars: Counter[str] = Counter()
        for index in range(bisect_right(starts, found) - 1, bisect_right(starts, at - 1)):
            end = starts[index + 1] if index + 1 < len(starts) else len(rest)
            chars[spans[index][1]] += min(end, at) - max(starts[index], found)
        role, most = chars.most_common(1)[0]
        if most >= 0.75 * len(text):
            roles[row] = role
