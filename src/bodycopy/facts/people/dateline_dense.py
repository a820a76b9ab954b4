"""Datelines in Chinese, Japanese and Korean, which set no spaces between words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bodycopy.facts.people.agencies import agency_of, read_agencies
from bodycopy.facts.people.gazetteer import is_city, place_suffix
from bodycopy.facts.people.names import is_person

__all__ = ["Opening", "reporters", "split_dense"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline at the front of a text."""

    text: str
    """As printed, with the sign that ends it."""
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    end: int
    """Where the report itself begins."""


_HAN = "\u3400-\u9fff々ヶ\u3041-\u30ffー"
# 新华社北京4月24日电, （中央社記者李明台北3日電）, 中新网12月3日电
_CHINESE = re.compile(
    r"\s*[（(]?(?P<agency>新华社|新華社|新华网|中新社|中新网|中央社|人民网|央视网|央广网|光明网|本报|本報|美联社|法新社|路透社|参考消息网|环球网|[\u3400-\u9fff]{2,6}[社网報报])"
    r"(?P<where>[\u3400-\u9fff·、/／ ]{0,30}?)\s?(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)?"
    r"[电電讯訊][）)]?"
    r"(?:\s?[（(]?(?:记者|記者|本报记者|见习记者|通讯员)[：:\s]?[^）)。，]{2,40}[）)])?[：:\s]*"
)
# 【北京時事】, 【ソウル聯合ニュース】, 【北京=山田太郎】, 【ワシントン共同】
_JAPANESE = re.compile(r"\s*【(?P<inside>[^【】]{2,40})】\s*")
# (서울=연합뉴스) 홍길동 기자 =, [세종=뉴시스]
_KOREAN = re.compile(
    r"\s*[(\[【（](?P<where>[^=()\[\]]{1,20})=(?P<agency>[^()\[\]=]{2,20})[)\]】）]\s*"
    r"(?:[가-힣·,\s]{2,40}?(?:기자|특파원|통신원|인턴기자)\s?=?\s*)?"
)
# 記者王小明／台北報導
_TAIWANESE = re.compile(
    r"\s*[【〔\[（(]?(?:記者|中心|特派|[\u3400-\u9fff]{1,6}記者)[\u3400-\u9fff、]{2,16}[／/]\s?"
    r"(?P<where>[\u3400-\u9fff]{2,6}?)(?:報導|電|綜合報導|即時報導)[】〕\]）)]?[：:\s]*"
)
_REPORTERS = re.compile(r"(?:特约|特約|驻\w{2,6})?(?:记者|記者)")


def split_dense(window: str) -> Opening | None:
    """A dateline in Chinese, Japanese or Korean."""
    if window[0].isascii() and window[0] not in "([":
        return None
    for read in (_read_korean, _read_japanese, _read_chinese, _read_taiwanese):
        found = read(window)
        if found:
            return found
    return None


def _read_korean(window: str) -> Opening | None:
    match = _KOREAN.match(window)
    if not match or not re.search("[가-힣]", match[0]):
        return None
    places = tuple(re.split(r"[·,/\s]+", match["where"].strip()))
    return Opening(match[0].strip(), places, read_agencies(match["agency"]), match.end())


def _read_japanese(window: str) -> Opening | None:
    match = _JAPANESE.match(window)
    if not match:
        return None
    inside = match["inside"]
    place, equals, _ = inside.partition("=") if "=" in inside else inside.partition("＝")
    agencies: tuple[str, ...] = ()
    if equals:
        agencies = read_agencies(inside[len(place) + 1 :])
    else:
        for start in range(1, len(inside)):
            agency = agency_of(inside[start:])
            if agency:
                place, agencies = inside[:start], (agency,)
                break
    place = place.strip("・、 ")
    if not agencies and not is_city(place):
        return None
    return Opening(match[0].strip(), (place,), agencies, match.end())


def _read_chinese(window: str) -> Opening | None:
    match = _CHINESE.match(window)
    if not match or not re.search("[日记記（(]", match[0]):
        return None
    where = match["where"].strip()
    if _REPORTERS.search(where):
        place = place_suffix(where)
        places = (place,) if place else ()
    else:
        places = tuple(filter(None, re.split("[、/／ ]", where)))
    if not places:
        return None
    return Opening(match[0].strip(), places, read_agencies(match["agency"]), match.end())


def _read_taiwanese(window: str) -> Opening | None:
    match = _TAIWANESE.match(window)
    if not match:
        return None
    return Opening(match[0].strip(), (match["where"],), (), match.end())


_HAN_REPORTERS = re.compile(r"(?:记者|記者)[：:\s]?([\u3400-\u9fff、\s]{2,40})")
_HANGUL_REPORTERS = re.compile(r"([가-힣]{2,4})\s?(?:기자|특파원|통신원)")
_JAPANESE_REPORTERS = re.compile(r"[=＝]([^】=＝]{2,20})】")


def reporters(opening: Opening) -> tuple[str, ...]:
    """Persons whom a dateline in Chinese, Japanese or Korean names.

    >>> reporters(split_dense("【北京=山田太郎】中国外務省の報道官は記者会見で述べた"))
    ('山田太郎',)
    """
    text = opening.text
    names: list[str] = []
    for pattern in (_HAN_REPORTERS, _HANGUL_REPORTERS, _JAPANESE_REPORTERS):
        for match in pattern.finditer(text):
            names += re.split(r"[、・\s]+", match[1])
    names = [_without_place(name, opening.places) for name in names]
    return tuple(name for name in names if is_person(name) and not agency_of(name))


def _without_place(name: str, places: tuple[str, ...]) -> str:
    """``李明台北`` as ``李明``: the place is written behind the reporter."""
    for place in places:
        if len(place) < len(name):
            name = name.removesuffix(place)
    return name
