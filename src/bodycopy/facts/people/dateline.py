"""The place line that opens a report: ``Minsk (dpa) -``, ``MOSCOW, Dec 3 (Reuters) -``.

# Strategy: only the first hundred characters are looked at. They are cut at every sign that
# may end a dateline; what stands before has to be made of places, a date and an agency and
# of nothing else; then the evidence is weighed. A wrong cut loses text, so in doubt there is
# no dateline.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bodycopy.facts.people.dateline_dense import Opening, split_dense
from bodycopy.facts.people.dateline_head import SMALL, Head, Page, read_head
from bodycopy.facts.people.gazetteer import is_city

__all__ = ["read_place_line", "split_dateline"]


_WINDOW = 110
# Characters of the sentence that the dateline opens, and in scripts that need fewer.
_MIN_REST = 25
_MIN_DENSE_REST = 10
_ENOUGH = 3

# A dash between spaces or behind a full stop or bracket; a colon or full stop before a space;
# the Korean equals sign; bullets.
_TERMINATOR = re.compile(
    # What they begin with, told first: most characters are none of it.
    r"(?=[\s.,:：։=·•|–—−―-])(?:"
    r"\s?(?P<dash>(?:\.\s?|,\s?|:)?(?<![\w])[-–—−―]{1,3}|(?<=[\w)])[–—]{1,2}|(?<=[\u0600-\u06ff])-)(?=[\s\"“„«'‘’A-ZА-Я])"
    r"|\s?(?P<colon>[:：։])(?=\s)"
    r"|(?P<stop>\.)(?=\s)"
    r"|\s?(?P<equals>=)\s?"
    r"|\s(?P<bullet>[·•|])(?=\s)"
    r"|(?P<bracket>(?<=[)\]/])\.?)(?=\s)"
    r")"
)
# What each of them has: many a front has none.
_MAY_END = re.compile(r"[-–—−―:：։=·•|)\]/]|\.\s")
_SPACES = re.compile(r"\s*")


def split_dateline(
    text: str,
    *,
    marked: bool = False,
    expected: str = "",
    outlets: Collection[str] = (),
    wire: bool = False,
) -> Opening | None:
    """The dateline that opens a text; None where it opens with anything else.

    ``marked`` says that the mark-up sets the text's first words apart as a place line;
    ``expected`` is other text of the page (its headline) that a true place is likely to be in;
    ``outlets`` are squashed names of the site, which may stand in the agency's place;
    ``wire`` says that the page credits an agency.

    >>> split_dateline("MEXICO CITY (AP) — The economy grew by one per cent.")
    Opening(text='MEXICO CITY (AP) —', places=('Mexico City',), agencies=('AP',), end=19)
    >>> split_dateline("Paris is the capital - and a village near Pau is its namesake.")
    """
    lead = _LABEL_LEAD.match(text)
    offset = lead.end() if lead else 0
    window = text[offset : offset + _WINDOW]
    if not _may_open(window):
        return None
    found, least = split_dense(window), _MIN_DENSE_REST
    if found is None:
        found, least = (
            _split_spaced(window, text[offset:], Page(marked, expected, outlets, wire)),
            _MIN_REST,
        )
    if found is None or len(text) - offset - found.end < least:
        return None
    if not offset:
        return found
    return Opening(found.text, found.places, found.agencies, found.end + offset)


# The Italian papers' line about who writes from there.
_LABEL_LEAD = re.compile(
    r"(?:DALLA NOSTRA|DAL NOSTRO|DALLA|DAL) (?:CORRISPONDENTE|INVIATO|INVIATA)\s+(?=[A-ZÀ-Ü])"
)


def _may_open(window: str) -> bool:
    """Whether the first characters can be a place line's: cheap, for most texts are none."""
    first = window[:1]
    return (first.isalpha() and not first.islower()) or (first != "" and first in "(（[【〔")


def _split_spaced(window: str, text: str, page: Page) -> Opening | None:
    """The longest front that is a dateline, in scripts that set spaces between words."""
    best = None
    if _MAY_END.search(window) is None:
        return None
    for match in _TERMINATOR.finditer(window):
        head = window[: match.start()]
        if not head.strip():
            continue
        after = _SPACES.match(text, match.end())
        end = after.end() if after else match.end()
        parts = read_head(head, match.lastgroup or "", page)
        if parts is None:
            continue
        if _weigh(parts, match, text[end : end + 60], page) >= _ENOUGH:
            best = Opening(
                text[: match.end()].strip(), _spell_places(parts.places), parts.agencies, end
            )
    return best


def _weigh(head: Head, ending: re.Match[str], rest: str, page: Page) -> int:
    """How much speaks for a dateline; from ``_ENOUGH`` on it is one."""
    kind = ending.lastgroup
    first = rest.lstrip("\"'“”„«‘’»([¿¡")[:1]
    if not first or (first.islower() and not _is_loud(head)):
        return 0
    agency = bool(head.agencies) or head.outlet
    if not head.places:
        return _ENOUGH if agency and kind in ("dash", "colon") else 0
    known = sum(map(is_city, head.places))
    if len(head.places) > 1 and known < len(head.places) and not (agency or head.dated):
        return 0
    loud = _is_loud(head) and not rest[:40].isupper()
    sure_place = known or loud or agency or bool(head.regions)
    score = 3 * agency + (2 if sure_place else 1) * head.dated + 2 * bool(known)
    score += (2 if page.marked else 0) + bool(head.regions) + bool(head.bracket)
    score += 2 if loud else 0
    if kind == "dash" or ((kind == "bullet" or kind == "equals") and (agency or known)):
        score += 1
    if kind == "bracket" and not agency:
        return 0
    if kind in ("stop", "colon", "equals") and not (agency or head.dated):
        score += _weigh_plain(head, kind, bool(known), loud, page.expected)
    elif kind in ("dash", "bullet") and not (agency or head.dated or known or loud):
        score += 1 if _is_in(head.places[0], page.expected) else 0
        score += page.wire
    return score


def _weigh_plain(head: Head, kind: str, known: bool, loud: bool, expected: str) -> int:
    """Evidence about a place that only a colon or a full stop follows.

    A known place is enough where nothing else is in the head: ``Berlin.``, ``Mumbai:``. An
    unknown one has to stand in capitals and in the headline.
    """
    if len(head.places) > 1 and not loud:
        return -2
    if known:
        return 1
    return 1 if loud and kind == "colon" and _is_in(head.places[0], expected) else 0


def _is_loud(head: Head) -> bool:
    """Whether the places are set in capitals, as papers do for datelines."""
    letters = [name for name in head.places if len(name) > 2]
    return bool(letters) and all(name.isupper() for name in letters)


def _is_in(place: str, expected: str) -> bool:
    return len(place) > 3 and place.casefold() in expected.casefold()


def _spell_places(names: list[str]) -> tuple[str, ...]:
    """Places as running text spells them: capitals are the paper's, not the place's."""
    return tuple(_spell(name.strip(".")) if name.isupper() else name for name in names)


def _spell(name: str) -> str:
    parts = re.split(r"([\s'’-])", name.lower())
    return "".join(
        part if at and part in SMALL else part[:1].upper() + part[1:]
        for at, part in enumerate(parts)
    )


_DASH_END = re.compile(r"(?:(?<!\s)\s+)?[-–—]{1,2}\s*\Z")
_BULLET = re.compile(r"(?:(?<!\s)\s+)?[•·|]\s*")
_MAX_LINE = 60


def read_place_line(text: str) -> Opening | None:
    """A line of its own that says where the report was filed: ``Tel Aviv``, ``Oslo, 3 May 2024``.

    The first place has to be a known city or, with a dash behind, in capitals.

    >>> read_place_line("AUBURN, Wash. —").places, read_place_line("21 October 2025 • Oslo").places
    (('Auburn',), ('Oslo',))
    """
    if not 1 < len(text) <= _MAX_LINE:
        return None
    dash = _DASH_END.search(text)
    for part in _BULLET.split(text[: dash.start()] if dash else text):
        if not part or part[0].islower() or not (dash or is_city(part.partition(",")[0])):
            continue
        found = read_head(part, "line", _NO_PAGE)
        if found is None or not found.places:
            continue
        if is_city(found.places[0]) or (dash and _is_loud(found)):
            shown = text if dash or found.agencies else _place_front(part, found.places[-1])
            return Opening(shown, _spell_places(found.places), found.agencies, len(text))
    return None


_NO_PAGE = Page(marked=False, expected="", outlets=(), wire=False)


def _place_front(text: str, place: str) -> str:
    """The line up to its last place: the date behind is a field of its own."""
    return text[: text.find(place) + len(place)]
