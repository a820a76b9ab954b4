"""The head of a dateline: places, agency, region and date taken apart."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bodycopy.facts.people.agencies import agency_of, read_agencies
from bodycopy.facts.people.gazetteer import is_city, is_region
from bodycopy.facts.people.names import squash_name
from bodycopy.facts.people.words import fold_word, has_word, words

__all__ = ["Head", "Page", "SMALL", "read_head"]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says about the text."""

    marked: bool
    expected: str
    outlets: Collection[str]
    wire: bool


@dataclass(slots=True)
class Head:
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
SMALL = frozenset(
    """am an der den dem die das im in ob bei auf vor de del la las los el le les l' da do dos das
    di du des sur sous en of the upon on by al ad d' na nad pod pri u i y aan op van ter het 's a
    ba bin ud um und et""".split()
)


def read_head(head: str, ending: str, page: Page) -> Head | None:
    """The parts of a dateline; None where anything else is among them."""
    found = Head(places=[])
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


def _take_agency_lead(head: str, found: Head) -> str:
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


def _take_brackets(head: str, found: Head) -> str:
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


def _take_tail_agency(head: str, found: Head, ending: str, page: Page) -> str:
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


def _names_outlet(name: str, page: Page) -> bool:
    squashed = squash_name(name)
    return len(squashed) > 3 and any(squashed in outlet for outlet in page.outlets)


def _take_date(head: str, found: Head) -> str:
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


def _read_places(rest: str, found: Head) -> bool:
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
            _PLACE_WORD.fullmatch(part) and (not part[0].islower() or part in SMALL)
            for part in parts
        )
        and not parts[-1].islower()
    )
