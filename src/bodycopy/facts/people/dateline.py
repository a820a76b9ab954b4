"""The place line that opens a report: ``Minsk (dpa) -``, ``MOSCOW, Dec 3 (Reuters) -``.

# Strategy: only the first hundred characters are looked at. They are cut at every sign that
# may end a dateline; what stands before has to be made of places, a date and an agency and
# of nothing else; then the evidence is weighed. A wrong cut loses text, so in doubt there is
# no dateline.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bodycopy.facts.people.agencies import agency_of, read_agencies
from bodycopy.facts.people.dateline_dense import Opening, split_dense
from bodycopy.facts.people.gazetteer import is_city, is_region
from bodycopy.facts.people.names import squash_name
from bodycopy.facts.people.words import fold_word, has_word, words

__all__ = ["read_place_line", "split_dateline"]


_WINDOW = 110
# Characters of the sentence that the dateline opens, and in scripts that need fewer.
_MIN_REST = 25
_MIN_DENSE_REST = 10
_ENOUGH = 3

# A dash between spaces or behind a full stop or bracket; a colon or full stop before a space;
# the Korean equals sign; bullets.
_TERMINATOR = re.compile(
    r"\s?(?P<dash>(?:\.\s?|,\s?|:)?(?<![\w])[-–—−―]{1,3}|(?<=[\w)])[–—]{1,2}|(?<=[\u0600-\u06ff])-)(?=[\s\"“„«'‘’A-ZА-Я])"
    r"|\s?(?P<colon>[:：։])(?=\s)"
    r"|(?P<stop>\.)(?=\s)"
    r"|\s?(?P<equals>=)\s?"
    r"|\s(?P<bullet>[·•|])(?=\s)"
    r"|(?P<bracket>(?<=[)\]/])\.?)(?=\s)"
)
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
            _split_spaced(window, text[offset:], _Page(marked, expected, outlets, wire)),
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


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page says about the text."""

    marked: bool
    expected: str
    outlets: Collection[str]
    wire: bool


def _split_spaced(window: str, text: str, page: _Page) -> Opening | None:
    """The longest front that is a dateline, in scripts that set spaces between words."""
    best = None
    for match in _TERMINATOR.finditer(window):
        head = window[: match.start()]
        if not head.strip():
            continue
        after = _SPACES.match(text, match.end())
        end = after.end() if after else match.end()
        parts = _read_head(head, match.lastgroup or "", page)
        if parts is None:
            continue
        if _weigh(parts, match, text[end : end + 60], page) >= _ENOUGH:
            best = Opening(
                text[: match.end()].strip(), _spell_places(parts.places), parts.agencies, end
            )
    return best


@dataclass(slots=True)
class _Head:
    """What the text before a terminator is made of."""

    places: list[str]
    regions: int = 0
    agencies: tuple[str, ...] = ()
    bracket: str = ""
    outlet: bool = False
    dated: bool = False


_BRACKET = re.compile(
    r"(?:(?<!\s)\s+)?(?:,\s*)?(?:\(([^()]{1,50})\)|\[([^\[\]]{1,50})\]|/\s?([^/]{1,30}?)\s?/)\.?\s*"
)
_MONTH_FIRST = re.compile(r"[,.]\s*[^\W\d_]{2,14}\.?\s*\Z")
_DATE = re.compile(
    r"""[\s,.]*(?:
      (?:[^\W\d_]{2,14}\.?,?\s)?                    # a weekday or the month
      \d{1,2}(?:\.|º|er|st|nd|rd|th)?
      (?:[\s-]?(?:de\s|d['’])?[^\W\d_]{2,14}[.,]?)?   # the month
      (?:[\s,-]{0,2}(?:de\s|del\s)?\d{4})?
      (?:\s?[^\W\d_]{1,6}\.?)?                      # "year" or "day" in Russian, Lithuanian
      | \d{4}\.?\s[^\W\d_]{2,14}\.?\s\d{1,2}\.?(?:,\s[^\W\d_]{3,12})?
      | \d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{2,4})?
      )[\s.,/]*""",
    re.VERBOSE,
)
_TWO_NUMBERS = re.compile(r"\d[^\d]+\d")
_MONTH = re.compile(r"[^\W\d_]{3}")
_MAX_DATE_CHARS = 40
_AGENCY_LEAD = re.compile(
    r"\s*(?:\(([^()]{2,30})\)|([^\W\d_][\w. -]{1,24}?))\s?(?:[-–—]{1,2}|,|:)\s+"
)
_PLACE_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s+)?[/,;•·]\s*|(?<!\s)\s+(?:[-–]|und|and|et|y|e|и|i|og)\s+"
)
_PLACE_WORD = re.compile(r"[^\W\d_][^\s\d_,;:!?()\[\]{}<>@/|\"“”„«»*+=#$%&]{0,24}")
_MAX_PLACE_WORDS = 5
_ADDRESS = re.compile(r"\w\.(?:com|net|org|info|co|id|in|ru|ua|bg|ro|tv)\b", re.IGNORECASE)
# Small words inside names of places.
_SMALL = frozenset(
    """am an der den dem die das im in ob bei auf vor de del la las los el le les l' da do dos das
    di du des sur sous en of the upon on by al ad d' na nad pod pri u i y aan op van ter het 's a
    ba bin ud um und et""".split()
)


def _read_head(head: str, ending: str, page: _Page) -> _Head | None:
    """The parts of a dateline; None where anything else is among them."""
    found = _Head(places=[])
    rest = _take_agency_lead(head, found)
    rest = _take_brackets(rest, found)
    rest = _take_tail_agency(rest, found, ending, page)
    rest = _take_date(rest, found)
    rest = rest.strip(" ,.;:-–—\u200f\u200e")
    if not rest:
        return found if found.agencies and ending in ("dash", "colon", "bracket") else None
    if "(" in rest or len(rest) > 60:
        return None
    return found if _read_places(rest, found) else None


def _take_agency_lead(head: str, found: _Head) -> str:
    """``(ANSA) - ROMA, 03 DIC``: an agency in front, as the Italian wires set it."""
    match = _AGENCY_LEAD.match(head + " ")
    if match:
        agency = agency_of(match[1] or match[2])
        if agency and match.end() <= len(head):
            found.agencies = (agency,)
            return head[match.end() :]
    whole = head.strip()
    if whole[:1] in "([" and whole[-1:] in ")]" and agency_of(whole[1:-1]):
        found.agencies = read_agencies(whole)
        return ""
    return head


def _take_brackets(head: str, found: _Head) -> str:
    """One bracket with the agency, or with the country that the place is in."""
    for match in list(_BRACKET.finditer(head))[:2]:
        inside = next(filter(None, match.groups()))
        before, behind = head[: match.start()], head[match.end() :]
        if not before.strip():
            return head
        agencies = read_agencies(inside)
        if agencies and not found.agencies:
            found.agencies = agencies
        elif is_region(inside) or is_city(inside):
            found.regions += 1
        elif _is_code(inside) and not found.bracket:
            found.bracket = inside
        else:
            return head
        return _take_brackets(f"{before} {behind}".rstrip(), found)
    return head


_CODE = re.compile(
    r"[A-Z]{2,6}(?:-TV)?|[a-zäöü]{2,5}|[\w.-]{2,20}(?:/[\w.-]{1,12}){1,2}|\w{3,12}\.\w{2,3}"
)


def _is_code(text: str) -> bool:
    """Whether a bracket holds the code of a station or desk: ``(WSVN)``, ``(ots)``."""
    return _CODE.fullmatch(text) is not None


_TAIL = re.compile(
    r"(?:\s[-–—•]\s?|(?<=[\u0600-\u06ff])-\s|,\s|\.\s)((?:(?!\s[-–—]\s|\.\s)[^,–—•]){2,30})\Z"
)


def _take_tail_agency(head: str, found: _Head, ending: str, page: _Page) -> str:
    """``МИНСК, 3 дек - РИА Новости``: an agency behind, without brackets.

    Behind place, date and dash, a name that a full stop follows is somebody's wire.
    """
    match = _TAIL.search(head)
    if not match or found.agencies:
        return head
    agencies = read_agencies(match[1])
    # The outlet itself, by its name or by its address: "JAKARTA, KOMPAS.com".
    outlet = _names_outlet(match[1], page) or _ADDRESS.search(match[1]) is not None
    if not agencies and not outlet and ending == "stop" and "-–—".find(match[0].strip()[0]) >= 0:
        outlet = any(map(str.isdigit, head[: match.start()])) and _is_title(match[1])
    if not agencies and not outlet:
        return head
    found.agencies, found.outlet = agencies, outlet
    return head[: match.start()]


def _is_title(name: str) -> bool:
    parts = name.split()
    return len(parts) <= 3 and all(part[0].isupper() for part in parts)


def _names_outlet(name: str, page: _Page) -> bool:
    squashed = squash_name(name)
    return len(squashed) > 3 and any(squashed in outlet for outlet in page.outlets)


def _take_date(head: str, found: _Head) -> str:
    """The text before the date; a date has a day and, in words or figures, a month."""
    first = next((at for at, char in enumerate(head) if char.isdigit()), None)
    if first is None:
        return head
    month = _MONTH_FIRST.search(head, 0, first)
    at = month.start() if month and head[: month.start()].strip() else first
    date = head[at:]
    full = _TWO_NUMBERS.search(date) or _MONTH.search(date)
    if not full or len(date) > _MAX_DATE_CHARS or not _DATE.fullmatch(date):
        return head
    found.dated = True
    return head[:at]


def _read_places(rest: str, found: _Head) -> bool:
    """Fill in the places; False where a word among them can belong to none."""
    names = [name.strip() for name in _PLACE_SEPARATOR.split(rest)]
    whole = " ".join(rest.split())
    if is_city(whole) or len(names) > 4:
        names = [whole] if is_city(whole) else []
    for at, name in enumerate(names):
        if not name:
            return False
        if at and (is_region(name) or is_region(name + ".") or _is_abbreviation(name)):
            found.regions += 1
        elif agency_of(name) and at:
            found.agencies = found.agencies or read_agencies(name)
        elif _is_place_name(name):
            found.places.append(name)
        else:
            return False
    return bool(found.places)


def _is_abbreviation(name: str) -> bool:
    return len(name) <= 6 and name.endswith(".") and name[:1].isupper()


def _is_place_name(name: str) -> bool:
    if is_city(name):
        return True
    parts = name.split()
    if not 1 <= len(parts) <= _MAX_PLACE_WORDS or len(name) > 40 or _ADDRESS.search(name):
        return False
    if fold_word(name) in words("label") or any(has_word("department", part) for part in parts):
        return False
    return (
        all(
            _PLACE_WORD.fullmatch(part) and (not part[0].islower() or part in _SMALL)
            for part in parts
        )
        and not parts[-1].islower()
    )


def _weigh(head: _Head, ending: re.Match[str], rest: str, page: _Page) -> int:
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


def _weigh_plain(head: _Head, kind: str, known: bool, loud: bool, expected: str) -> int:
    """Evidence about a place that only a colon or a full stop follows.

    A known place is enough where nothing else is in the head: ``Berlin.``, ``Mumbai:``. An
    unknown one has to stand in capitals and in the headline.
    """
    if len(head.places) > 1 and not loud:
        return -2
    if known:
        return 1
    return 1 if loud and kind == "colon" and _is_in(head.places[0], expected) else 0


def _is_loud(head: _Head) -> bool:
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
        part if at and part in _SMALL else part[:1].upper() + part[1:]
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
        found = _read_head(part, "line", _NO_PAGE)
        if found is None or not found.places:
            continue
        if is_city(found.places[0]) or (dash and _is_loud(found)):
            shown = text if dash or found.agencies else _place_front(part, found.places[-1])
            return Opening(shown, _spell_places(found.places), found.agencies, len(text))
    return None


_NO_PAGE = _Page(marked=False, expected="", outlets=(), wire=False)


def _place_front(text: str, place: str) -> str:
    """The line up to its last place: the date behind is a field of its own."""
    return text[: text.find(place) + len(place)]
