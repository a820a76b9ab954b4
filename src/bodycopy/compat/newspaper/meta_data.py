"""The metas of a page as nested dictionaries: ``og:image:width`` → ``["og"]["image"]["width"]``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["nested"]

# Parts of a name: what is deeper is one part. Dictionaries in dictionaries without end would
# end the program that prints them.
_DEEPEST = 8


def nested(metas: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The contents by name, parts of a name between colons; numbers as ``int``.

    A name that has a content and goes on as well keeps the content as ``identifier``.

    >>> nested([("og:image", "a.jpg"), ("og:image:width", "640"), ("robots", "index")])
    {'og': {'image': {'identifier': 'a.jpg', 'width': 640}}, 'robots': 'index'}
    """
    data: dict[str, Any] = {}
    for name, content in metas:
        *path, last = name.split(":", _DEEPEST)
        place = data
        for part in path:
            inside = place.get(part, {})
            if not isinstance(inside, dict):
                inside = {"identifier": inside}
            place[part] = inside
            place = inside
        value = int(content) if content.isdecimal() and len(content) < 19 else content
        if isinstance(place.get(last), dict):
            place[last]["identifier"] = value
        else:
            place[last] = value
    return data
