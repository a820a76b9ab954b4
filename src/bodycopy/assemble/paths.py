"""CSS paths that find a block's element again in a browser's DOM."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from bodycopy.native import ctext
from bodycopy.tape import Elements

__all__ = ["spell_paths"]

# Other names (``o:p``) would need escapes; their place among their siblings is enough.
_PLAIN = re.compile(r"[a-z][a-z0-9-]*")
# Some 150 nested elements. Pages nest 10 to 40 deep; on those that nest by the thousand, all
# paths together would take memory by the square of that.
_MAX_CHARS = 3000


def spell_paths(elements: Elements, rows: NDArray[np.int32]) -> list[str]:
    """The path of each of the elements in ``rows``.

    Like ``body > div:nth-child(2) > p:nth-child(1)``; empty where the element stands too
    deep for a path of 3,000 characters, and for a text, which has no elements.
    """
    if ctext is None:
        return _spell_paths(elements, rows)
    paths: list[str] = ctext.spell_paths(
        elements.tag, elements.parent, elements.child, rows, _MAX_CHARS
    )
    return paths


def _spell_paths(elements: Elements, rows: NDArray[np.int32]) -> list[str]:
    tags = elements.tag
    parents: list[int] = elements.parent.tolist()
    children: list[int] = elements.child.tolist()
    wanted = {0}
    for row in rows.tolist():
        while row not in wanted:
            wanted.add(row)
            row = parents[row]
    # The root of a flattened text has no name, for text has no elements.
    paths = {0: "body" if tags[0] else ""}
    plain: dict[str, str] = {}
    for row in sorted(wanted)[1:]:
        tag = tags[row]
        if tag not in plain:
            plain[tag] = tag if _PLAIN.fullmatch(tag) else "*"
        above = paths[parents[row]]
        if 0 < len(above) < _MAX_CHARS:
            paths[row] = f"{above} > {plain[tag]}:nth-child({children[row]})"
        else:
            paths[row] = ""
    return [paths[row] for row in rows.tolist()]
