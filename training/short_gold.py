"""Gold that stops in the middle of its article: what follows is not known to be furniture.

Some sets' gold ends where its makers' scraper stopped, while the page goes on in the same
element and the same markup. Taught as "left out", such text makes a network stop early.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from bodycopy.tape import Tape

__all__ = ["goes_on"]

# So much prose behind the gold's end is no author's note and no appeal: of the pages read, all
# with more were articles cut short, or had their comments in the element of the article.
_LEAST_CHARS = 900
_LEAST_BLOCKS = 3
_PROSE_CHARS = 80
_LINKED = 0.3


def goes_on(tape: Tape, share: NDArray[np.float32]) -> NDArray[np.intp]:
    """Rows behind the last block of the gold that may belong to the article as well.

    ``share`` is the share of each block that is gold. Empty where the gold ends with the
    article, as far as can be seen.
    """
    kept = np.flatnonzero(share >= 0.5).tolist()
    if not kept:
        return np.empty(0, np.intp)
    chars: Counter[tuple[int, str, str]] = Counter()
    for row in kept:
        chars[_markup(tape, row)] += len(tape.texts[row])
    main = chars.most_common(1)[0][0]
    behind = range(kept[-1] + 1, len(tape))
    prose = [row for row in behind if _is_prose(tape, row) and _markup(tape, row) == main]
    if len(prose) < _LEAST_BLOCKS or sum(len(tape.texts[row]) for row in prose) < _LEAST_CHARS:
        return np.empty(0, np.intp)
    return np.arange(kept[-1] + 1, prose[-1] + 1)


def _markup(tape: Tape, row: int) -> tuple[int, str, str]:
    """The element that a block's own stands in, and the tag and names of its own."""
    elements, own = tape.elements, int(tape.element[row])
    return int(elements.parent[own]), elements.tag[own], elements.attrs[own]


def _is_prose(tape: Tape, row: int) -> bool:
    size = len(tape.texts[row])
    return size >= _PROSE_CHARS and int(tape.link_chars[row]) < _LINKED * size
