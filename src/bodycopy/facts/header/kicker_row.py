"""The kicker in a block of its own, above the headline.

# Strategy: the labeller's word counts where the text can be a kicker at all. A label that only
# says the section is the section, unless it is marked up as kicker; several links are a path
# through the site. A short line that shares the headline's own element is a kicker whatever
# the labeller took it for.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bodycopy.facts.head import meta_value, page_urls
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.titles import squash
from bodycopy.facts.view import View
from bodycopy.lexicon import Hint, token_hints
from bodycopy.roles import Role

__all__ = ["find_kicker_row", "heading_of", "strip_end"]

_ROWS = 3
_CHARS = 90
_LEAST_CHANCE = 0.3  # below it, the network only found nothing better
_BOX_CHARS = 60
_BOX_ROWS = 8  # more, and it is the article's box, not the header's
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBERS = re.compile(r"\d+")
_END = re.compile(r"[\s:|/·•–—-]+\Z")
# Labels that say how the page is made, in the spellings of many languages.
_LIVE = frozenset(
    "live liveblog liveticker livestream livefeed updated update breaking breakingnews exclusive"
    " direct endirect envivo diretta aovivo nažywo онлайн 속보 速報".split()
)


def find_kicker_row(view: View, jsonld: JsonLd, headline: int) -> int | None:
    """The row of the kicker nearest above the headline; a label further up is another box's."""
    sections: frozenset[str] | None = None
    for row in range(headline - 1, max(-1, headline - _ROWS - 1), -1):
        text = view.tape.texts[row]
        within = row == headline - 1 and _is_in_heading(view, row, headline)
        if not (within or _is_likely(view, row, headline)) or not _can_be(view, row, text):
            continue
        if within or _is_called(view, row):
            return row
        if sections is None:
            sections = _sections(view, jsonld)
        if squash(text) not in sections:
            return row
    return None


def strip_end(text: str) -> str:
    """The kicker without the sign that leads over to the headline."""
    return _END.sub("", text)


def _is_likely(view: View, row: int, headline: int) -> bool:
    role = view.roles[row]
    if role is Role.KICKER:
        return view.chance(row, role) > _LEAST_CHANCE
    return row == headline - 1 and role in _MISTAKEN and _shares_box(view, row, headline)


# What the labeller takes kickers for.
_MISTAKEN = frozenset((Role.NAVIGATION, Role.TOPIC_NAV, Role.BOILERPLATE, Role.SUBHEADING))


def _shares_box(view: View, row: int, headline: int) -> bool:
    """Whether a short line without a link opens the small box that the headline stands in."""
    tape = view.tape
    if tape.link_chars[row] or len(tape.texts[row]) > _BOX_CHARS:
        return False
    elements = tape.elements
    box = elements.parent[tape.element[headline]]
    first, end = elements.first[box], elements.end[box]
    return box > 0 and first == row and end - first <= _BOX_ROWS


def _is_in_heading(view: View, row: int, headline: int) -> bool:
    """Whether row and headline are parts of one heading."""
    tape = view.tape
    if not tape.level[row] or tape.level[row] != tape.level[headline]:
        return False
    return heading_of(view, tape.leaf[row]) == heading_of(view, tape.leaf[headline])


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def heading_of(view: View, element: int) -> int:
    """The heading around an element, or the element itself where there is none."""
    elements = view.tape.elements
    at = element
    for _ in range(6):
        if at <= 0:
            break
        if elements.tag[at] in _HEADINGS:
            return at
        at = elements.parent[at]
    return element


def _can_be(view: View, row: int, text: str) -> bool:
    """Whether a text can be a kicker: no count, no date, no path of links, no mere label."""
    if len(text) > _CHARS or len(_LETTERS.findall(text)) < 2:
        return False
    if len(view.tape.links.get(row, ())) > 1 or squash(text) in _LIVE:
        return False
    if text[0].isdigit() and text.count(" ") < 3:
        return False
    return len(_NUMBERS.findall(text)) < 3


def _is_called(view: View, row: int) -> bool:
    """Whether the page names it a kicker."""
    elements = view.tape.elements
    element = view.tape.leaf[row]
    for _ in range(3):
        if element <= 0 or elements.end[element] - elements.first[element] > 1:
            return False
        if token_hints(elements.attrs[element]) & Hint.KICKER:
            return True
        element = elements.parent[element]
    return False


def _sections(view: View, jsonld: JsonLd) -> frozenset[str]:
    """The sections that the page is filed under, squashed."""
    head = view.tape.head
    found = meta_value(head, "article:section", "section", "og:section", "parsely-section")
    names: list[object] = [found[1]] if found else []
    for node in jsonld.own_articles[:2]:
        value = node.get("articleSection")
        names += [name for name in (value if isinstance(value, list) else [value]) if name]
    for node in jsonld.of_type("breadcrumblist"):
        items = node.get("itemListElement")
        for item in (items if isinstance(items, list) else [])[:8]:
            names.append(_item_name(item))
    for url in page_urls(head, view.url):
        names += _path(url)[:-1]
    parts = [part for name in names if isinstance(name, str) for part in (name, *name.split(","))]
    return frozenset(squash(part) for part in parts) - {""}


def _item_name(item: object) -> object:
    if not isinstance(item, dict):
        return None
    inner = item.get("item")
    return item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)


def _path(url: str) -> list[str]:
    try:
        return urlsplit(url).path.strip("/").split("/")
    except ValueError:
        return []
