"""One article, once: second copies of its text, and further articles on the page, are no body.

The network looks at a block and its neighbours. Whether a text has been said before, or
another article has begun, is seen only from the whole page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bodycopy.features import Features
from bodycopy.label import Labels
from bodycopy.roles import BODY_ROLES, ROLES, Role
from bodycopy.tape import Context, Elements, Tape

__all__ = ["keep_one_article"]

Rows = NDArray[np.intp]

# Characters: lines of dialogue and entries of lists may stand twice by right.
_COPY_CHARS = 40
# What programs and tables repeat, they repeat on purpose.
_PROSE = BODY_ROLES - {Role.CODE, Role.PREFORMATTED, Role.TABLE}
_PROSE_NUMBERS = np.array([role in _PROSE for role in ROLES])


def keep_one_article(tape: Tape, features: Features, labels: Labels) -> Labels:
    """The labels, with only the article under the page's headline as body, each text once."""
    roles = labels.roles.copy()
    roles[_other_articles(tape, features, labels)] = ROLES.index(Role.TEASER)
    roles[_second_copies(tape, roles)] = ROLES.index(Role.BOILERPLATE)
    changed = np.flatnonzero(roles != labels.roles)
    if not len(changed):
        return labels
    scores = labels.scores.copy()
    scores[changed] = labels.probabilities[changed, roles[changed]]
    return replace(labels, roles=roles, scores=scores)


def _second_copies(tape: Tape, roles: Rows) -> list[int]:
    """Rows of body text that stood in the body before, and the short lines between them."""
    rows = np.flatnonzero(_PROSE_NUMBERS[roles]).tolist()
    said: set[str] = set()
    again: list[int] = []
    short: list[int] = []  # places in rows of short lines that stood before
    for place, row in enumerate(rows):
        text = tape.texts[row]
        if text not in said:
            said.add(text)
        elif len(text) >= _COPY_CHARS:
            again.append(row)
        else:
            short.append(place)
    copied = set(again)
    if copied:
        again.extend(
            rows[place]
            for place in short
            if not copied.isdisjoint(rows[max(0, place - 1) : place + 2])
        )
    return again


# Pages that hold many texts under headings of their own by right.
_MANIFOLD = ("forum", "documentation", "index")
# Rows of no body between an article and the next: its end, the other's byline. Fewer stand
# before the next part of one text.
_LEAST_GAP = 4
_HEADING = np.uint32(Context.HEADING)
_LEAST_CHARS = 200  # of body under the headline: else the first was a teaser


def _other_articles(tape: Tape, features: Features, labels: Labels) -> list[int]:
    """Body rows of articles that follow the page's own, as endless scrolling leaves them.

    Another article has a first-rank heading set as the page's headline is, behind the end of
    the body so far, in an element of its own beside the one that holds the page's article.
    """
    headline = features.headline
    if headline < 0 or tape.level[headline] != 1 or _is_manifold(labels.page_types):
        return []
    elements = tape.elements
    own = int(tape.element[headline])
    names = _names(elements, own)
    body = labels.body
    found: list[int] = []
    first_rank = (tape.level == 1) & ((tape.context & _HEADING) != 0)
    first_rank[: headline + 1] = False
    for row in np.flatnonzero(first_rank).tolist():
        element = int(tape.element[row])
        if (
            elements.tag[element] != "h1"
            or _names(elements, element) != names
            or tape.texts[row] == tape.texts[headline]
        ):
            continue
        ours, other = _branches(elements, own, element)
        before = np.flatnonzero(body[:row])
        if (
            _are_articles(elements, own, element, ours, other)
            and len(before)
            and row - before[-1] >= _LEAST_GAP
            and _body_chars(tape, body, ours) >= _LEAST_CHARS
        ):
            first, end = int(elements.first[other]), int(elements.end[other])
            found += (np.flatnonzero(body[first:end]) + first).tolist()
    return found


def _is_manifold(chances: Mapping[str, float]) -> bool:
    return max(chances, key=lambda name: chances[name], default="") in _MANIFOLD


def _names(elements: Elements, row: int) -> frozenset[str]:
    """The element's names but for numbered ones, which differ from one to the next."""
    names = elements.attrs[row].split()
    return frozenset(name for name in names if not any(map(str.isdigit, name)))


def _branches(elements: Elements, one: int, two: int) -> tuple[int, int]:
    """The children of the nearest common ancestor that hold the two, or one of the two itself.

    Rows of parents are smaller than those of their children.
    """
    parent = elements.parent
    last_one, last_two = one, two
    while one != two:
        if one > two:
            last_one, one = one, int(parent[one])
        else:
            last_two, two = two, int(parent[two])
    return last_one, last_two


def _are_articles(elements: Elements, own: int, element: int, ours: int, other: int) -> bool:
    """Whether two branches are alike, or hold an ``article`` each."""
    if elements.tag[ours] == elements.tag[other] and ours not in (own, other):
        return True
    first, second = _article(elements, own), _article(elements, element)
    return 0 < first != second > 0 and bool(elements.first[second] >= elements.end[first])


def _article(elements: Elements, row: int) -> int:
    """The nearest ``article`` around an element; 0 where there is none."""
    while row > 0 and elements.tag[row] != "article":
        row = int(elements.parent[row])
    return max(row, 0)


def _body_chars(tape: Tape, body: NDArray[np.bool_], element: int) -> int:
    first, end = int(tape.elements.first[element]), int(tape.elements.end[element])
    return sum(len(tape.texts[first + row]) for row in np.flatnonzero(body[first:end]).tolist())
