"""Tape to matrix in numpy: what features/compiled.py does, and what it is held against.

# Strategy: text is looked at once, block by block; everything about containers is a
# difference of prefix sums over contiguous ranges of blocks, for all containers at once.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from bodycopy.features.containers import (
    best_container,
    enclosing,
    group_blocks,
    hand_down,
    headline_article,
    sign_blocks,
    sum_inside,
    wide_container,
)
from bodycopy.features.displayed_title import find_displayed_title
from bodycopy.features.matrix import (
    COLUMNS,
    CONTEXTS,
    HINTS,
    MEASURED,
    PLACE_COLUMNS,
    SAID_COLUMN,
    Features,
)
from bodycopy.features.scales import log_chars, log_siblings, near_above, near_below
from bodycopy.features.texts import measure_texts
from bodycopy.lexicon import Hint, hint_column, phrase_roles
from bodycopy.tape import Context, Head, Tape

__all__ = [
    "MENU",
    "NEVER_PROSE",
    "NOISE",
    "TELLING_CHARS",
    "describe",
    "mark_pull_quotes",
    "measure",
    "own_hints",
]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bits = NDArray[np.uint32]


def measure(tape: Tape) -> Features:
    """What can be measured of the tape's blocks, of which there is at least one."""
    text = _measure_texts(tape)
    hints = _inherit(tape, own_hints(tape), text["prose"])
    text["prose"] *= np.where(hints & NOISE, np.float32(0.15), np.float32(1.0))
    headline = find_displayed_title(tape, hints)
    inside = sum_inside(tape.elements, text["prose"])
    own_article = headline_article(tape, inside, headline)
    best = best_container(tape.elements, inside, own_article)
    container = group_blocks(tape)
    measured = (
        text
        | _measure_place(tape, headline, best)
        | _measure_containers(tape, container, text["prose"])
        | {
            "in_wide_best": _is_inside(tape, wide_container(tape.elements, inside, best)),
            "in_own_article": _is_inside(tape, own_article),
        }
    )
    # Prose was counted in characters so far; three hundred are a full paragraph.
    measured["prose"] = np.minimum(text["prose"] / 300.0, 1.0)
    matrix = np.empty((len(tape), len(COLUMNS)), dtype=np.float32)
    for column, name in enumerate(MEASURED):
        matrix[:, column] = measured[name]
    # Menus and lists of links are what they are, whatever their entries say.
    menu = (measured["link_share"] > 0.99) & (measured["container_link_share"] > 0.95)
    menu &= measured["siblings"] > MENU
    _fill_flags(matrix[:, len(MEASURED) :], tape, hints, ~menu)
    return Features(matrix, container, headline, best)


def _is_inside(tape: Tape, row: int) -> Floats:
    found = np.zeros(len(tape), dtype=np.float32)
    found[tape.elements.first[row] : tape.elements.end[row]] = 1.0
    return found


MENU = float(np.log(5)) / 3.0  # more than five siblings


def _fill_flags(flags: Floats, tape: Tape, hints: Bits, telling: NDArray[np.bool_]) -> None:
    """Write the columns of flags; only ``telling`` blocks are asked what they say."""
    contexts = len(CONTEXTS)
    said = contexts + len(HINTS)
    flags[:, :contexts] = _spread(tape.context, contexts)
    flags[:, contexts:said] = _spread(hints, len(HINTS))
    flags[:, said:] = 0.0
    rows = np.flatnonzero(telling).tolist()
    for row, role in zip(rows, phrase_roles([tape.texts[row] for row in rows]), strict=True):
        if role is not None:
            flags[row, SAID_COLUMN[role] - len(MEASURED)] = 1.0


def _spread(bits: Bits, width: int) -> Bits:
    """Bit sets ``[n]`` as flags ``[n, width]``."""
    return (bits[:, None] >> np.arange(width, dtype=np.uint32)) & np.uint32(1)


# --- the text itself -------------------------------------------------------------------

_HEADING = np.uint32(Context.HEADING)
NEVER_PROSE = np.uint32(Context.HEADING | Context.BUTTON | Context.NAV | Context.CAPTION)


def _measure_texts(tape: Tape) -> dict[str, Floats]:
    n = len(tape)
    plain = ((tape.context & _HEADING) == 0) & (tape.link_chars == 0)
    chars, ends, opens, commas, lower, digits, repeated = measure_texts(tape.texts, plain)
    mark_pull_quotes(tape, repeated)
    sizes = np.fromiter(map(len, tape.texts), np.float32, n)
    links = tape.link_chars / sizes
    bold = np.minimum(tape.strong_chars / sizes, 1.0)
    prose = chars * np.clip((chars - 40.0) / 100.0, 0.0, 1.0) * (0.3 + 0.7 * ends)
    prose *= (1.0 - links) ** 2
    prose[(tape.context & NEVER_PROSE) != 0] = 0.0
    return {
        "length": log_chars(chars),
        "short": (chars < 25.0).astype(np.float32),
        "ends_sentence": ends,
        "ends_open": opens,
        "commas": np.minimum(commas, 5.0) / 5.0,
        "starts_lower": lower,
        "digits": digits,
        "repeated": repeated,
        "link_share": links.astype(np.float32),
        "strong_share": bold,
        "rank": np.where(tape.context & Context.HEADING, (7 - tape.level) / 6.0, 0.0),
        # A short line all in bold, and no sentence, is how editors without a heading at hand
        # set one.
        "bold_line": (bold > 0.9) & (chars < 100.0) & (ends == 0.0) & (links < 0.5),
        # A heading that is a link as a whole heads a teaser.
        "linked_heading": ((tape.context & _HEADING) != 0) & (tape.level > 1) & (links > 0.9),
        "prose": prose.astype(np.float32),
    }


_MAX_QUOTES = 30  # each is searched in the whole page; a page of more is a collection of them
_QUOTES = "\"'„“”«»‹›「」『』 "


def mark_pull_quotes(tape: Tape, repeated: Floats) -> None:
    """Mark as repeated what is set as a quotation and stands in another block's text too."""
    quotes = np.flatnonzero(tape.context & np.uint32(Context.QUOTE)).tolist()
    if not quotes or len(quotes) > _MAX_QUOTES:
        return
    page = "\n".join(tape.texts)
    for row in quotes:
        text = tape.texts[row].strip(_QUOTES)
        if 25 < len(text) < 400 and page.count(text) > 1:
            repeated[row] = 1.0


# --- its place on the page -------------------------------------------------------------


def _measure_place(tape: Tape, headline: int, best: int) -> dict[str, Floats]:
    n = len(tape)
    rows = np.arange(n, dtype=np.float32)
    first, end = float(tape.elements.first[best]), float(tape.elements.end[best])
    place = {
        "position": (rows + 0.5) / n,
        "in_best": (rows >= first) & (rows < end),
        "before_best": rows < first,
        "after_best": rows >= end,
        "place_in_best": np.clip((rows - first + 0.5) / max(end - first, 1.0), 0.0, 1.0),
    }
    if headline >= 0:
        away = rows - headline
        place |= {
            "before_headline": away < 0,
            "after_headline": away > 0,
            "just_before_headline": near_above(np.minimum(away + 1, 0.0)) * (away < 0),
            "just_after_headline": near_below(np.minimum(1 - away, 0.0)) * (away > 0),
            "is_headline": away == 0,
        }
    place["is_description"] = _repeats_description(tape)
    nothing = np.zeros(n, dtype=np.float32)
    return {name: place.get(name, nothing) for name in PLACE_COLUMNS}


_DESCRIPTIONS = frozenset(("description", "og:description", "twitter:description"))
TELLING_CHARS = 40  # of a description: shorter beginnings may be the same by chance


def describe(head: Head) -> tuple[frozenset[str], str]:
    """How blocks begin that the page describes itself by, in one case, and their first letters.

    Most blocks differ in their first letter; only of ASCII ones is the other case certain.
    """
    starts = {
        " ".join(value.split())[:TELLING_CHARS].casefold()
        for key, value in head.meta
        if key in _DESCRIPTIONS and len(value) >= TELLING_CHARS
    } - {""}
    return frozenset(starts), "".join(start[0] + start[0].upper() for start in starts)


def _repeats_description(tape: Tape) -> Floats:
    """Whether each block begins as the page's description of itself does."""
    found = np.zeros(len(tape), dtype=np.float32)
    starts, firsts = describe(tape.head)
    if starts:
        for row, text in enumerate(tape.texts):
            if (
                (text[0] in firsts or text[0] > "\x7f")
                and len(text) >= TELLING_CHARS
                and text[:TELLING_CHARS].casefold() in starts
            ):
                found[row] = 1.0
    return found


# --- its containers --------------------------------------------------------------------

NOISE = np.uint32(
    reduce(
        or_,
        (
            Hint.COMMENT,
            Hint.SHARE,
            Hint.NEWSLETTER,
            Hint.AD,
            Hint.RELATED,
            Hint.TEASER,
            Hint.NAVIGATION,
            Hint.FOOTER,
            Hint.SIDEBAR,
            Hint.CONSENT,
            Hint.PAYWALL,
            Hint.MODAL,
            Hint.LEGAL,
        ),
    )
)


def own_hints(tape: Tape) -> Bits:
    """What the names of each element say; asked only of elements that hold text."""
    elements = tape.elements
    holding = elements.end > elements.first
    holding[tape.leaf] = True
    return hint_column(elements.attrs, holding)


def _inherit(tape: Tape, own: Bits, prose: Floats) -> Bits:
    """Hints of the elements around each block, ``[n]``.

    A container of most of the page's prose says nothing against it: ``body`` may be called
    ``has-sidebar comments-open``. Its hints are not handed down, but for the good one.
    """
    inside = sum_inside(tape.elements, prose)
    handed = own.copy()
    handed[inside > 0.6 * inside[0]] &= np.uint32(Hint.BODY)
    return np.asarray(hand_down(handed, tape.elements.parent)[tape.leaf])


def _measure_containers(tape: Tape, container: Ints, prose: Floats) -> dict[str, Floats]:
    elements = tape.elements
    size = len(elements.tag)
    above = np.maximum(elements.parent[container], 0)
    own = np.bincount(container, weights=prose, minlength=size)
    grand = np.bincount(above, weights=prose, minlength=size)
    sizes = np.fromiter(map(len, tape.texts), np.float64, len(tape))
    chars = np.bincount(container, weights=sizes, minlength=size)
    links = np.bincount(container, weights=tape.link_chars, minlength=size)
    siblings = np.bincount(container, minlength=size)
    # Prose one and two blocks away, the nearer counted double.
    near = np.zeros(len(tape) + 4, dtype=np.float32)
    near[2:-2] = np.minimum(prose / 300.0, 1.0)
    return {
        "parent_prose": own[container] / (own.max() + 1.0),
        "grandparent_prose": grand[above] / (grand.max() + 1.0),
        "signature_prose": _signature_share(tape, container, prose),
        "container_link_share": links[container] / np.maximum(chars[container], 1.0),
        "siblings": log_siblings(siblings[container]),
        "neighbour_prose": (2 * near[1:-3] + 2 * near[3:-1] + near[:-4] + near[4:]) / 6.0,
        "in_data_table": _in_data_table(tape),
        "is_list_item": _is_list_item(tape),
    }


def _signature_share(tape: Tape, container: Ints, prose: Floats) -> Floats:
    """How much of the page's prose is marked up as this block is, relative to the most."""
    signature = sign_blocks(tape.elements, tape.element, container)
    totals = np.bincount(signature, weights=prose)
    return np.asarray(totals[signature] / (totals.max() + 1.0), dtype=np.float32)


# A cell of data is a figure, a name, a short note; a cell longer than this was a column of
# the page's layout in all tables looked at.
_MAX_CELL_CHARS = 280


def _in_data_table(tape: Tape) -> Floats:
    """Whether each block is in a table of data, not in one that lays out the page."""
    found = np.zeros(len(tape), dtype=np.float32)
    inside = np.flatnonzero(tape.context & np.uint32(Context.TABLE))
    if not len(inside):
        return found
    around = enclosing(tape.elements, "table").tolist()
    tables: dict[int, list[int]] = {}
    for row in inside.tolist():
        tables.setdefault(around[int(tape.element[row])], []).append(row)
    for element, rows in tables.items():
        whole = tape.elements.end[element] - tape.elements.first[element]
        if len(rows) >= 4 and len(rows) == whole:  # no table inside this one
            found[rows] = max(len(tape.texts[row]) for row in rows) <= _MAX_CELL_CHARS
    return found


# An entry of a list is a block or a few; one of more lays out the page.
_MAX_ITEM_BLOCKS = 3


def _is_list_item(tape: Tape) -> Floats:
    """Whether each block is in an entry of a list, not in a list that lays out the page."""
    listed = (tape.context & np.uint32(Context.LIST)) != 0
    if not listed.any():
        return np.zeros(len(tape), dtype=np.float32)
    items = enclosing(tape.elements, "li")[tape.element]
    sizes = (tape.elements.end - tape.elements.first)[items]
    return np.asarray(listed & ((items == 0) | (sizes <= _MAX_ITEM_BLOCKS)), dtype=np.float32)
