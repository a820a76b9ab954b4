"""CSS paths that find a block's element again in a browser's DOM."""

from __future__ import annotations

import re

from bodycopy.tape import Elements

__all__ = ["PathFinder"]

# Other names (``o:p``) would need escapes; their place among their siblings is enough.
_PLAIN = re.compile(r"[a-z][a-z0-9-]*")


class PathFinder:
    """Spells the paths of one page's elements, each step once."""

    def __init__(self, elements: Elements) -> None:
        self._tags = elements.tag
        self._parents: list[int] = elements.parent.tolist()
        self._children: list[int] = elements.child.tolist()
        self._known: dict[int, str] = {0: "body"}

    def path(self, row: int) -> str:
        """``body > div:nth-child(2) > p:nth-child(1)`` for the element in ``row``."""
        known = self._known
        steps = []
        while row not in known:
            steps.append(row)
            row = self._parents[row]
        path = known[row]
        for step in reversed(steps):
            tag = self._tags[step]
            name = tag if _PLAIN.fullmatch(tag) else "*"
            path = known[step] = f"{path} > {name}:nth-child({self._children[step]})"
        return path
