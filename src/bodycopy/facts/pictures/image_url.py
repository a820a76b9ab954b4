"""The address of a picture's file, and whether it is a picture at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["best_url", "file_name", "is_decoration"]

# Attributes that hold the address, the lazy ones first: until a script has run, what stands
# in `src` may be a placeholder.
_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src",
    "data-full-src", "data-src-large", "data-hi-res-src", "data-url", "data-image",
)  # fmt: skip
_SOURCES = (*_LAZY, "src")
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_NO_ADDRESS = ("data:", "blob:", "about:", "javascript:", "#", "{", "[")
_PLACEHOLDER = re.compile(
    r"(?:blank|spacer|placeholder|transparent|pixel|1x1|loading|lazy[_-]?load|grey|dummy)"
    r"[\w-]{0,40}\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
_PLACEHOLDERS = (
    "blank", "spacer", "placeholder", "transparent", "pixel", "1x1", "loading", "lazy", "grey",
    "dummy",
)  # fmt: skip
_NAME_CHARS = 100  # from the end: there the file's name is
_MAX_CHARS = 4_000  # characters of a srcset that are read


def best_url(attributes: Mapping[str, str]) -> str | None:
    """The address of the largest version, as written; None where there are only placeholders.

    >>> best_url({"src": "data:image/gif;base64,R0", "data-src": "/a.jpg"})
    '/a.jpg'
    >>> best_url({"src": "/s.jpg", "srcset": "/m.jpg 640w, /l.jpg 1280w"})
    '/l.jpg'
    """
    for name in _SETS:
        url = _largest(attributes[name]) if name in attributes else None
        if url:
            return url
    for name in _SOURCES:
        url = attributes[name].strip() if name in attributes else None
        if url and not _is_placeholder(url):
            return url
    return None


def _is_placeholder(url: str) -> bool:
    if url.startswith(_NO_ADDRESS):
        return True
    tail = url[-_NAME_CHARS:].lower()
    if not any(word in tail for word in _PLACEHOLDERS):
        return False
    return _PLACEHOLDER.search(tail) is not None


# Addresses hold commas themselves: only those before a space or an address part candidates.
_COMMA = re.compile(r",\s+|,(?=https?:|/)")


_WIDE = re.compile(r"(?:\A|(?<=\s)|(?<=\dw,))([^\s,]\S*+)\s+(\d{1,5})w(?=,|\s|\Z)")


def _largest(srcset: str) -> str | None:
    """The address of the widest or densest candidate."""
    if not srcset:
        return None
    wide = _WIDE.findall(srcset, 0, _MAX_CHARS)
    if len(wide) == srcset.count("w,", 0, _MAX_CHARS) + 1:
        best = max(wide, key=lambda pair: int(pair[1]))[0].rstrip(",")
        return None if _is_placeholder(best) else best
    best, size = None, -1.0
    for part in _COMMA.split(srcset[:_MAX_CHARS]):
        words = part.split()
        width = _number(words[1]) if len(words) > 1 else 1.0
        if words and width > size:
            best, size = words[0].rstrip(","), width
    return None if best is None or _is_placeholder(best) else best


def _number(descriptor: str) -> float:
    digits = descriptor.rstrip("wxh,")
    return float(digits) if digits.replace(".", "", 1).isdecimal() and digits.isascii() else 1.0


# Pixels: what is smaller on either side is an icon, a button or a counter.
_SMALLEST = 90
_DECORATION = re.compile(
    r"(?<![a-z])(?:logos?|icons?|ico|avatars?|sprites?|emojis?|smil(?:ey|ies)|badges?|spinner|pixel"
    r"|tracking|tracker|beacon|counter|gravatar|favicon|arrow|button|btn|qr-?code|author|autor"
    r"|byline|profile|userpic|portrait-author|flag|vgwort|met\.vgwort|ad[-_]?server|doubleclick"
    r"|placeholder|loader)(?![a-z])",
    re.IGNORECASE,
)


def is_decoration(attributes: Mapping[str, str], url: str | None) -> bool:
    """Whether it is an icon, a logo, a portrait of the author or a counter's pixel."""
    for side in ("width", "height"):
        written = attributes.get(side, "").strip().removesuffix("px")
        if (
            written.isdecimal()
            and written.isascii()
            and len(written) < 6
            and int(written) < _SMALLEST
        ):
            return True
    if attributes.get("role") in ("presentation", "none"):
        return True
    name = f"{attributes.get('class', '')} {_path(url or '')} {attributes.get('id', '')}"
    return _names_decoration(name[:600]) or (url or "").partition("?")[0].endswith(".svg")


# Every word that a name of a decoration may begin with: few names have one.
_DECORATIONS = frozenset(
    """logo logos icon icons ico avatar avatars sprite sprites emoji emojis smiley smilies badge
    badges spinner pixel tracking tracker beacon counter gravatar favicon arrow button btn qr
    qrcode author autor byline profile userpic portrait flag vgwort met ad adserver doubleclick
    placeholder loader""".split()
)
_LETTERS = re.compile(r"[a-z]+")


def _names_decoration(name: str) -> bool:
    if name.isascii() and _DECORATIONS.isdisjoint(_LETTERS.findall(name.lower())):
        return False
    return _DECORATION.search(name) is not None


def _path(url: str) -> str:
    """The last parts of the address, where file names are; hosts say `images` of anything."""
    return "/".join(url.partition("?")[0].rsplit("/", 2)[-2:])


_SIZES = re.compile(
    r"[-_.]?(?:\d{2,5}x\d{2,5}|w\d{2,4}|h\d{2,4}|scaled|large|small|\d{3,4}w)(?=\W|_|\Z)"
)


@lru_cache(1024)
def file_name(url: str) -> str:
    """What names the picture whatever its size: the last part of the path, without sizes.

    >>> file_name("https://a.example/x/pier-1200x800.jpg?w=3") == file_name("/y/pier.webp")
    True
    """
    path = url.partition("?")[0]
    if "://" in path:
        path = path.partition("://")[2].partition("/")[2]
    name = path.rstrip("/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return _SIZES.sub("", stem.lower())
