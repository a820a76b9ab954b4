"""The header of a flattened text: which of the lines before the body is what.

# Strategy: an article has a headline, also where no line looks much like one. It is looked for
# in the lines above the first paragraph; what stands around it follows from its place.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.lines.features import LINE_COLUMNS
from bodycopy.roles import ROW_OF, Role

__all__ = ["HEADLINE_SIGNS", "headline_rows", "headline_signs", "name_header"]

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

_COLUMN = {name: column for column, name in enumerate(LINE_COLUMNS)}
_SAID = slice(next(i for i, name in enumerate(LINE_COLUMNS) if name.startswith("says_")), None)


def name_header(matrix: Floats, probabilities: Floats, roles: Rows, weight: Floats) -> None:
    """Give the lines above the body the roles that follow from their places.

    ``weight`` says how much each of ``HEADLINE_SIGNS`` speaks for a headline. Changes ``roles``,
    and ``probabilities`` where a line is given another role.
    """
    opening = _opening(matrix, roles)
    if opening is None:
        return
    headline = _headline(matrix, probabilities, weight, opening)
    if headline is None:
        return
    _give(headline, Role.HEADLINE, probabilities, roles)
    _name_others(probabilities, roles, headline, opening)
    _name_kicker(matrix, probabilities, roles, headline)
    _name_captions(matrix, probabilities, roles, headline, opening)
    _name_byline(matrix, probabilities, roles, headline, opening)


# On the scale of the column "length": eighty, fifteen, two hundred and twenty characters.
_PARAGRAPH, _SHORTEST, _LONGEST = (float(np.log(chars) / 6.0) for chars in (80.0, 15.0, 220.0))
_REACH = 45  # lines above the first paragraph: byline, dates, pictures, share bars


def _opening(matrix: Floats, roles: Rows) -> int | None:
    """The row of the first paragraph."""
    rows = np.flatnonzero(IS_BODY[roles] & (matrix[:, _COLUMN["length"]] > _PARAGRAPH))
    return int(rows[0]) if len(rows) else None


_LEAST = 0.04  # probability: below it, nothing speaks for a headline


def _headline(matrix: Floats, probabilities: Floats, weight: Floats, opening: int) -> int | None:
    """The likeliest line above the first paragraph."""
    rows = headline_rows(matrix, opening)
    if not len(rows) or probabilities[rows, ROW_OF[Role.HEADLINE]].max() < _LEAST:
        return None
    signs = headline_signs(matrix, probabilities, rows, opening)
    return int(rows[np.argmax(signs @ weight)])


def headline_rows(matrix: Floats, opening: int) -> NDArray[np.intp]:
    """Rows above the first paragraph that are no label and as long as headlines are."""
    rows = np.arange(max(0, opening - _REACH), opening)
    length = matrix[rows, _COLUMN["length"]]
    fits = (length > _SHORTEST) & (length < _LONGEST)
    fits &= (matrix[rows, _COLUMN["dense"]] > 0) | (matrix[rows, _COLUMN["words"]] > 0.25)
    fits &= ~matrix[rows, _SAID].any(axis=1)
    return np.asarray(rows[fits], np.intp)


_CHANCES = (
    Role.HEADLINE,
    Role.KICKER,
    Role.NAVIGATION,
    Role.TEASER,
    Role.CAPTION,
    Role.STANDFIRST,
    Role.BYLINE,
)
_MEASURES = (
    "length",
    "words",
    "ends_sentence",
    "shared_with_best",
    "shared_with_lead",
    "like_title",
    "is_title",
    "copies",
    "same_opening",
    "rank",
    "gap_before",
    "symbols",
    "capital_words",
    "ends_ellipsis",
    "digits",
    "link_share",
)
_PLACES = (
    "length_squared",
    "distance",
    "log_distance",
    "header_follows",
    "header_before",
    "menu_follows",
    "menu_before",
)
HEADLINE_SIGNS: tuple[str, ...] = (*map(str, _CHANCES), *_MEASURES, *_PLACES)
"""What speaks for or against a line as the headline."""
_HEADER = [
    ROW_OF[role]
    for role in (
        Role.BYLINE,
        Role.DATE,
        Role.STANDFIRST,
        Role.CAPTION,
        Role.CREDIT,
        Role.SHARE,
    )
]
_MENU = [ROW_OF[Role.NAVIGATION], ROW_OF[Role.TOPIC_NAV]]
_CHANCE_ROWS = np.array([ROW_OF[role] for role in _CHANCES], np.intp)
_MEASURE_COLUMNS = np.array([_COLUMN[name] for name in _MEASURES], np.intp)


def headline_signs(
    matrix: Floats, probabilities: Floats, rows: NDArray[np.intp], opening: int
) -> Floats:
    """``[len(rows), len(HEADLINE_SIGNS)]`` of lines above the first paragraph at ``opening``."""
    behind, before = rows + 1, np.maximum(rows - 1, 0)
    distance = (opening - rows).astype(np.float32)
    header, menu = probabilities[:, _HEADER].sum(axis=1), probabilities[:, _MENU].sum(axis=1)
    places = (
        matrix[rows, _COLUMN["length"]] ** 2,
        distance / 20.0,
        np.log(distance + 1.0),
        header[behind],
        header[before],
        menu[behind],
        menu[before],
    )
    chances = np.log(probabilities[np.ix_(rows, _CHANCE_ROWS)] + 1e-4)
    measures = matrix[np.ix_(rows, _MEASURE_COLUMNS)]
    return np.concatenate((chances, measures, np.stack(places, axis=1)), axis=1, dtype=np.float32)


def _name_others(probabilities: Floats, roles: Rows, headline: int, opening: int) -> None:
    """A second headline and a doubtful kicker above the body are what else they look like."""
    kicker = ROW_OF[Role.KICKER]
    for row in range(max(0, headline - _REACH), opening):
        given = int(roles[row])
        doubtful = given == kicker and probabilities[row, kicker] < _LEAST_KICKER
        if row != headline and (given == ROW_OF[Role.HEADLINE] or doubtful):
            rest = probabilities[row].copy()
            rest[given] = 0.0
            rest[IS_BODY] = 0.0
            roles[row] = int(np.argmax(rest))
            probabilities[row] = rest / max(float(rest.sum()), 1e-6)


_KICKER_CHARS = float(np.log(70.0) / 6.0)
# Probability: without markup a section's name above the headline looks the same.
_LEAST_KICKER = 0.5
_SURE_OF_ANOTHER = 0.6


def _name_kicker(matrix: Floats, probabilities: Floats, roles: Rows, headline: int) -> None:
    """A line of some words right above the headline that can hardly be anything else."""
    row = headline - 1
    if row < 0 or IS_BODY[roles[row]] or matrix[row, _SAID].any():
        return
    chance = float(probabilities[row, ROW_OF[Role.KICKER]])
    # A text that opens with a line above its headline opens with the kicker.
    likely = chance > _LEAST_KICKER or row == 0
    words = matrix[row, _COLUMN["words"]] > 0.15  # more than one: one is a section
    short = matrix[row, _COLUMN["length"]] < _KICKER_CHARS
    open_ended = matrix[row, _COLUMN["ends_sentence"]] == 0
    doubtful = probabilities[row].max() < _SURE_OF_ANOTHER
    if likely and words and short and open_ended and doubtful:
        _give(row, Role.KICKER, probabilities, roles)


_NO_CAPTION = frozenset(
    ROW_OF[role] for role in (Role.BYLINE, Role.DATE, Role.AD_LABEL, Role.SHARE)
)


def _name_captions(
    matrix: Floats, probabilities: Floats, roles: Rows, headline: int, opening: int
) -> None:
    """A text that is set twice between headline and body is a caption and its copy.

    Who is credited right behind it took the picture.
    """
    copies = matrix[:opening, _COLUMN["same_as_last"]] > 0
    for row in np.flatnonzero(copies).tolist():
        if row - 1 <= headline or matrix[row, _COLUMN["length"]] < _SHORTEST:
            continue
        if int(roles[row]) in _NO_CAPTION or matrix[row, _SAID].any():
            continue
        _give(row - 1, Role.CAPTION, probabilities, roles)
        _give(row, Role.BOILERPLATE, probabilities, roles)
        if row + 1 < opening and matrix[row + 1, _CREDITS].any():
            _give(row + 1, Role.CREDIT, probabilities, roles)


_NAME_WORDS = (float(np.log(2.0) / 4.0) - 0.01, float(np.log(4.0) / 4.0) + 0.01)


def _name_byline(
    matrix: Floats, probabilities: Floats, roles: Rows, headline: int, opening: int
) -> None:
    """Two to four words in capitals right above the first paragraph are a name, no heading."""
    row = opening - 1
    if row <= headline or not IS_BODY[roles[row]] or matrix[row, _SAID].any():
        return
    words = matrix[row, _COLUMN["words"]]
    named = matrix[row, _COLUMN["capital_words"]] == 1.0 and matrix[row, _COLUMN["digits"]] == 0.0
    whole = matrix[row, _COLUMN["ends_sentence"]] + matrix[row, _COLUMN["rank"]]
    if named and not whole and _NAME_WORDS[0] <= words <= _NAME_WORDS[1]:
        _give(row, Role.BYLINE, probabilities, roles)


_CREDITS = [_COLUMN["says_credit"], _COLUMN["says_source_line"]]
_GIVEN = 0.75


def _give(row: int, role: Role, probabilities: Floats, roles: Rows) -> None:
    """Make a role the likeliest of a line."""
    roles[row] = ROW_OF[role]
    short = np.float32(_GIVEN) - probabilities[row, ROW_OF[role]]
    if short > 0:
        probabilities[row] *= np.float32(1.0 - _GIVEN) / max(
            1.0 - float(probabilities[row, ROW_OF[role]]), 1e-6
        )
        probabilities[row, ROW_OF[role]] = _GIVEN
