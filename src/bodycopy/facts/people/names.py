"""Names of persons: what looks like one, and how it is written."""

from __future__ import annotations

import re
from functools import lru_cache

from bodycopy.facts.people.words import has_word, words

__all__ = ["clean_name", "is_person", "recase", "squash_name"]

_MAX_CHARS = 60
_MAX_WORDS = 6
_NEVER = re.compile(
    r"[\d@/|_#?!\"<>\[\]{}=+%$€£;:…*\\“”„«»]|\.\w{2,3}\Z|(?:https?|www)\b", re.ASCII
)
_DENSE = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff々ヶ]{2,6}(?:[ \u3000][\u3400-\u9fff々ヶ\u3041-\u30ff]{1,5})?"
)
_KANA_NAME = re.compile(r"[\u3400-\u9fff々ヶ\u3041-\u30ffー・= \u3000]{3,16}")
_HANGUL_NAME = re.compile(r"[\uac00-\ud7a3]{2,4}(?: [\uac00-\ud7a3]{1,8})?")
_FOREIGN_NAME = re.compile(r"[\u3400-\u9fff]{1,8}[·・‧.][\u3400-\u9fff·・‧.]{1,12}")
_WORD = re.compile(r"[^\W\d_][^\s\d_,;()~^]*")
# Letters of a station or company; initials have two.
_ACRONYM = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,5}")
_DOTS = re.compile(r"(?:(?<!\s)\s+)?\.\s*\Z")
_EDGES = " \t\u00a0\u3000,;:|·•/\\-–—*\"'“”„»«>‘’&+()[]،、：。†"


@lru_cache(2048)  # names are compared with each other
def squash_name(name: str) -> str:
    """Letters only, in lower case: two spellings of one name are equal."""
    return "".join(filter(str.isalnum, name.casefold()))


def is_person(name: str) -> bool:
    """Whether a text has the form of one person's name, in its script.

    >>> is_person("Ada van der Berg"), is_person("Newsroom Staff"), is_person("Berlin")
    (True, False, False)
    """
    if not 2 <= len(name) <= _MAX_CHARS or _NEVER.search(name):
        return False
    if _DENSE.search(name):
        return _is_dense_name(name)
    parts = name.split()
    if not 2 <= len(parts) <= _MAX_WORDS or not all(map(_WORD.fullmatch, parts)):
        return False
    if any(has_word("department", part) for part in parts):
        return False
    if has_word("title", parts[-1]) or has_word("by", parts[-1]):
        return False
    if has_word("place", parts[0]) or has_word("stop", parts[0]):
        return False
    if (len(parts) == 2 and has_word("article", parts[0])) or has_word("article", parts[-1]):
        return False
    return _is_capitalised(parts) if _is_cased(name) else _is_uncased_name(parts)


def _is_cased(name: str) -> bool:
    return name.lower() != name.upper()


def _is_capitalised(parts: list[str]) -> bool:
    """First and last word in capitals or with a capital, between them perhaps particles."""
    high = [part for part in parts if _is_high(part)]
    if len(high) < 2 or not _is_high(parts[-1]):
        return False
    if all(len(part.rstrip(".")) == 1 for part in parts) or all(
        has_word("title", part) or has_word("genre", part) for part in parts
    ):
        return False
    if any(map(_ACRONYM.fullmatch, parts)):
        return False
    return all(_is_high(part) or part.casefold() in words("particle") for part in parts)


def _is_high(word: str) -> bool:
    """Whether the word has a capital where names have one: ``Berg``, ``d'Aosta``, ``al-Hadi``."""
    return word[0].isupper() or any(map(str.isupper, word[1:4]))


def _is_uncased_name(parts: list[str]) -> bool:
    return (
        len(parts) <= 5
        and all(len(part) > 1 for part in parts)
        and not any(has_word("stop", part) or has_word("by", part) for part in parts)
    )


def _is_dense_name(name: str) -> bool:
    if any(has_word(kind, name) for kind in ("department", "stop", "by", "editor", "title")):
        return False
    forms = (_HAN_NAME, _HANGUL_NAME, _FOREIGN_NAME, _KANA_NAME)
    return any(form.fullmatch(name) for form in forms)


def clean_name(text: str) -> str:
    """The name without titles and degrees around it and the place behind it.

    >>> clean_name("Dr. Ada Berg, Senior Reporter"), clean_name("Ada Berg in Oslo")
    ('Ada Berg', 'Ada Berg')
    """
    text = text.partition(",")[0].strip(_EDGES)
    if _DENSE.search(text):
        return _clean_dense(text)
    parts = text.split()
    # "Md" in front is short for Mohammad.
    while parts and has_word("degree", parts[0]) and parts[0] != "Md":
        del parts[0]
    parts = _before_place(parts)
    size = len(parts)
    while len(parts) > 1 and (has_word("title", parts[-1]) or has_word("degree", parts[-1])):
        del parts[-1]
    if len(parts) < size and has_word("title", parts[0]):
        return ""  # "Deputy Content Director": between titles stands no name
    while len(parts) > 2 and has_word("title", parts[0]):
        del parts[0]
    # An initial keeps its dot, the last word of a sentence does not.
    if parts and len(parts[-1]) > 3:
        parts[-1] = _DOTS.sub("", parts[-1])
    return " ".join(parts).strip(_EDGES)


def _before_place(parts: list[str]) -> list[str]:
    """What stands before "in Oslo": a small word that is no particle, from the third on."""
    for at in range(2, len(parts) - 1):
        word = parts[at]
        if word in words("place") and (word not in words("particle") or at + 2 == len(parts)):
            if word in words("particle") and parts[at - 1].casefold() in words("particle"):
                continue
            if word in ("da", "di", "de", "i", "y", "e"):
                continue
            return parts[:at]
    return parts


_DENSE_TITLES = re.compile(
    r"(?:(?<!\s)\s+)?(?:기자|특파원|인턴기자|선임기자|전문기자|논설위원|객원기자|칼럼니스트|記者|记者|特派員|通信員|編集委員|論説委員|さん|氏)\Z"
)
_DENSE_LEADS = re.compile(
    r"\A(?:本报|本報|新华社|新華社|中新社|见习|实习|特约|驻\w{2,6}|駐\w{2,6})?(?:记者|記者|通讯员|作者|文|撰文)[：:\s/／]*"
)


def _clean_dense(text: str) -> str:
    text = _DENSE_TITLES.sub("", _DENSE_LEADS.sub("", text))
    parts = text.split()
    while len(parts) > 1 and has_word("title", parts[-1]):
        del parts[-1]
    return " ".join(parts).strip(_EDGES)


_ROMAN = frozenset(("II", "III", "IV"))


def recase(name: str) -> str:
    """The name as it is written in running text, where it came in capitals or without any.

    >>> recase("ADA VAN DER O'BRIEN-MCKEE"), recase("Ada BERG"), recase("JP Berg")
    ("Ada van der O'Brien-McKee", 'Ada Berg', 'JP Berg')
    """
    parts = name.split()
    loud = name.isupper() and any(len(part) > 3 for part in parts)
    if loud or name.islower():
        return " ".join(_capitalise(part, at) for at, part in enumerate(parts))
    return " ".join(
        _capitalise(part, 0)
        if len(part) > 2 and part.isupper() and part not in _ROMAN and "." not in part
        else part
        for part in parts
    )


def _capitalise(word: str, at: int) -> str:
    if at and word.casefold() in words("particle") and len(word) < 4:
        return word.lower()
    if "." in word or (len(word) == 2 and not set("AEIOUYaeiouy") & set(word)) or word in _ROMAN:
        return word.upper()
    return "".join(map(_capital, re.split(r"([-'’])", word)))


def _capital(piece: str) -> str:
    if piece[:2].casefold() == "mc" and len(piece) > 3:
        return "Mc" + piece[2:].capitalize()
    return piece[:1].upper() + piece[1:].lower()
