"""Titles: compared by their letters, cut where a separator joins two names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from bodycopy.native import ctext

__all__ = [
    "SEPARATOR",
    "domain_names",
    "fold",
    "names_site",
    "prefix_end",
    "squash",
    "strip_names",
    "suffix_start",
]

_NOT_WORD = re.compile(r"[\W_\u3163]+")  # U+3163 is a Korean vowel set as a bar
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

# Bars, guillemets and double colons join names with or without spaces; dashes, dots and
# the like do so only between spaces; a colon needs one behind it, as headlines are full of them.
SEPARATOR = re.compile(
    # What they begin with, told first: most characters are none of it.
    r"(?=[\s|｜│¦ㅣ:»«：])(?:"
    r"(?:(?<!\s)\s+)?(?:[|｜│¦ㅣ]+|::+|»|«|：)\s*"
    r"|(?<!\s)\s+(?:[^\w\s\"'“”„‘’()\[\]¿¡#@$€£%&+]{1,3}|_)\s+|:\s+)"
)
# What every separator has; looking for that is quicker by far.
_SIGN = re.compile(r"[|｜│¦ㅣ»«：:]|\s[^\w\s]|\s_\s")


def fold(text: str) -> str:
    """The text on one line, without soft hyphens and other marks that nobody sees."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def squash(text: str) -> str:
    """Only the letters and digits, in one case: two titles that look alike are equal.

    Decomposed (NFKD), so that one letter's spelling in code points does not matter, nor
    full-width digits; the result is the concatenation of what each character gives.

    >>> squash("49-Euro-Ticket : Pendler") == squash("49-Euro-Ticket: Pendler")
    True
    """
    if ctext is None:
        return _squash(text)
    squashed: str = ctext.squash(text) if text.isascii() else _squasher().squash(text)
    return squashed


def _squash(text: str) -> str:
    return _NOT_WORD.sub("", normalize("NFKD", text).casefold())


@cache
def _squasher() -> Any:
    """The same character by character, each asked for once; None where nothing was compiled."""
    return ctext.Squasher(_squash) if ctext is not None else None


def suffix_start(text: str, length: int) -> int:
    """Where the suffix begins that squashes to ``length`` characters."""
    index = len(text)
    while length > 0 and index > 0:
        index -= 1
        length -= len(squash(text[index]))
    return index


def prefix_end(text: str, length: int) -> int:
    """Where the prefix ends that squashes to ``length`` characters."""
    index = 0
    while length > 0 and index < len(text):
        length -= len(squash(text[index]))
        index += 1
    return index


def domain_names(*urls: str) -> tuple[str, ...]:
    """Squashed names that hosts give away: ``www.daily-post.co.uk`` has ``dailypost``."""
    names: dict[str, None] = {}
    # Most addresses of a page are one address, and nearly all are of one host.
    for host in dict.fromkeys(map(_host, dict.fromkeys(urls))):
        if not host:
            continue
        names[squash(host.removeprefix("www."))] = None
        for label in map(squash, host.split(".")[:-1]):
            if len(label) > 2 and not label.startswith("www"):
                names[label] = None
    return tuple(names)


def _host(url: str) -> str:
    try:
        return (urlsplit(url.strip()).hostname or "").lower()
    except ValueError:
        return ""


def strip_names(title: str, names: Iterable[str]) -> str:
    """The title without leading and trailing parts that name its site.

    ``names`` are squashed. A part goes where it is one of them, and with it every
    part farther out. What is left is never empty.

    >>> strip_names("Rain is back - Weather | The Daily Post", ["dailypost"])
    'Rain is back - Weather'
    """
    known = [name for name in names if name]
    cuts = list(SEPARATOR.finditer(title)) if known and _SIGN.search(title) else []
    end = _end_before_names(title, cuts, known)
    for cut in cuts:
        if cut.end() < end and names_site(title[: cut.start()], known):
            return title[cut.end() : end].strip() or title
    return title[:end].strip() or title


def _end_before_names(title: str, cuts: list[re.Match[str]], known: list[str]) -> int:
    part_end = len(title)
    for cut in reversed(cuts):
        rest = title[cut.end() :]
        # A colon stands inside headlines: what follows it must reach to the title's end.
        inner = part_end < len(title) and ":" not in cut[0]
        if cut.start() and (
            names_site(rest, known) or (inner and names_site(title[cut.end() : part_end], known))
        ):
            return cut.start()
        part_end = cut.start()
    return len(title)


def names_site(part: str, known: list[str]) -> bool:
    """Whether a part of a title is one of the squashed names of its site, give or take a word."""
    if len(part) > 100:
        return False
    squashed = squash(part)
    if len(squashed) < 2 or len(squashed) > 60:
        return False
    return any(
        squashed == name
        or (len(name) > 3 and name in squashed and len(name) * 2 >= len(squashed))
        or (len(squashed) > 3 and squashed in name and len(squashed) * 2 >= len(name))
        for name in known
    )
