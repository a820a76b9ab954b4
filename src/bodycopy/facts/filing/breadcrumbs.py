"""The breadcrumb: the levels between the front page and the article, displayed or declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.titles import squash
from bodycopy.facts.view import View
from bodycopy.word_lists import read_rows

__all__ = ["MAX_LEVELS", "declared_trail", "displayed_trail", "is_home", "names_trail"]

MAX_LEVELS = 8
_DEEPEST = 5  # levels of a breadcrumb; with more it is a menu under that name
_LEVEL_CHARS = 60  # longer ones are headlines
_JOINTS = re.compile(r"(?:(?<!\s)\s+)?[»›>→|•·⟩❯/]+\s*|(?<!\s)\s+[-–—]\s+")
_EDGES = " \t»›>→|•·⟩❯/<«‹:-–—"
_NAMES = ("rumb", "rootline", "ariane", "krume", "miga", "percorso")


@cache
def _home_words() -> frozenset[str]:
    return frozenset(squash(word) for _, word in read_rows("home_words.tsv"))


def is_home(name: str) -> bool:
    """Whether a level is the front page, or the label of the breadcrumb.

    >>> is_home("Strona główna"), is_home("Sport")
    (True, False)
    """
    return squash(name) in _home_words()


def names_trail(attrs: str) -> bool:
    """Whether an element of these attributes is called a breadcrumb."""
    # Written out, for it is asked of many elements.
    return (
        "rumb" in attrs or "rootline" in attrs or "ariane" in attrs
        or "krume" in attrs or "miga" in attrs or "percorso" in attrs
    )  # fmt: skip


# --- declared ----------------------------------------------------------------------------


def declared_trail(jsonld: JsonLd, titles: Iterable[str] = ()) -> tuple[str, ...]:
    """Levels of the longest ``BreadcrumbList``, without the front page and the article itself.

    ``titles`` are what the article and its site are called.
    """
    trails = (_trail(jsonld, node) for node in jsonld.of_type("breadcrumblist"))
    return max((_without(trail, titles) for trail in trails), key=len, default=())


def _trail(jsonld: JsonLd, node: object) -> list[str]:
    items = node.get("itemListElement") if isinstance(node, dict) else None
    names: list[str] = []
    for item in (items if isinstance(items, list) else [items])[: 2 * MAX_LEVELS]:
        if not isinstance(item, dict):
            continue
        inner = item.get("item")
        name = jsonld.text(item, "name")
        if name is None and isinstance(inner, dict):
            name = jsonld.text(inner, "name")
        address = inner.get("@id") if isinstance(inner, dict) else inner
        if name and not (isinstance(address, str) and _is_root(address)):
            names.append(name)
    return names


def _is_root(address: str) -> bool:
    """Whether an address is that of a site's front page."""
    if not address or len(address) > 2048:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def _without(names: Iterable[str], titles: Iterable[str]) -> tuple[str, ...]:
    """The levels that are neither front page nor title."""
    taken = [squash(title) for title in titles if title]
    return tuple(
        name
        for name in names
        if len(name) <= _LEVEL_CHARS
        and any(map(str.isalnum, name))
        and not is_home(name)
        and not any(_is_same(squash(name), title) for title in taken)
    )


_CUT_CHARS = 15  # of a title: breadcrumbs shorten it


def _is_same(name: str, title: str) -> bool:
    return name == title or (len(name) >= _CUT_CHARS and title.startswith(name))


# --- displayed -----------------------------------------------------------------------------


def displayed_trail(
    view: View, headline: int | None, titles: Iterable[str] = ()
) -> tuple[str, ...]:
    """Levels of the breadcrumb that the page shows over the body, nearest to the headline."""
    titles = [title for title in titles if title]
    anchor = headline if headline is not None else 0
    last = max(anchor, view.body[0] if view.body else 0)
    boxes = [rows for rows in _boxes(view, last) if rows.start <= last]
    for rows in sorted(boxes, key=lambda rows: abs(rows.start - anchor)):
        trail = _without(_linked(level for row in rows for level in _levels(view, row)), titles)
        if 0 < len(trail) <= _DEEPEST:
            return trail
    return _above(view, headline, titles)


def _boxes(view: View, last: int) -> Iterator[range]:
    """Rows of the elements down to a row that are called a breadcrumb; outermost only."""
    elements, leaf = view.tape.elements, view.tape.leaf
    attrs = elements.attrs[: leaf[last] + 1] if last < len(leaf) else elements.attrs
    everything = "\0".join(attrs)  # searched at once: most elements have other names
    row = place = end = 0
    for found in sorted(where for name in _NAMES for where in _places(everything, name)):
        row += everything.count("\0", place, found)
        place = found
        first, last = elements.first[row], elements.end[row]
        if first >= end and 0 < last - first <= 2 * MAX_LEVELS:
            yield range(first, last)
            end = last


def _places(text: str, name: str) -> Iterator[int]:
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + len(name))


_Level = tuple[str, bool]
"""A level and whether it is a link."""


def _levels(view: View, row: int) -> list[_Level]:
    """The levels that stand in a row: its links, or its parts between arrows."""
    text = view.tape.texts[row]
    links = view.tape.links.get(row)
    if links and len(links) <= 2 * MAX_LEVELS:
        names = [(text[start:end], True) for start, end, href in links if not _is_root(href)]
        names += [(name, False) for name in _JOINTS.split(text[links[-1][1] :])]
    else:
        names = [(name, False) for name in _JOINTS.split(text[:_ROW_CHARS])]
    return [(name, linked) for name, linked in ((n.strip(_EDGES), k) for n, k in names) if name]


_ROW_CHARS = 400


def _linked(levels: Iterable[_Level]) -> list[str]:
    """The levels without the page itself, which is the one that is no link."""
    found = list(levels)
    if any(linked for _, linked in found) and not found[-1][1]:
        found.pop()
    return [name for name, _ in found if not name.endswith(":")]


_ROWS_ABOVE = 5


def _above(view: View, headline: int | None, titles: list[str]) -> tuple[str, ...]:
    """Levels right above the headline: links between arrows, or one before the title's copy."""
    if headline is None:
        return ()
    title = squash(view.tape.texts[headline])
    for row in range(headline - 1, max(-1, headline - 1 - _ROWS_ABOVE), -1):
        if _is_trail(view, row):
            return _without(_linked(_levels(view, row)), titles)
        if row - 1 in view.tape.links and _is_same(squash(view.tape.texts[row]), title):
            return _without(_linked(_levels(view, row - 1)), titles)
    return ()


_ONLY_JOINT = re.compile(r"\s*[»›>→/⟩❯]{1,3}\s*")


def _is_trail(view: View, row: int) -> bool:
    """Whether a row is links with arrows or slashes between them."""
    links = view.tape.links.get(row, ())
    text = view.tape.texts[row]
    return 1 < len(links) <= MAX_LEVELS and all(
        _ONLY_JOINT.fullmatch(text, one[1], other[0]) for one, other in pairwise(links)
    )
