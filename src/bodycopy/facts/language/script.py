"""The script that a text is written in, by Unicode ranges."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from bodycopy.native import ctext

__all__ = ["LATIN", "fits_script", "main_script"]

LATIN = "Latn"

# ISO 15924 codes and the letters that tell them. Han alone is Chinese or Japanese or Korean;
# kana and Hangul decide, so they come with it.
_RANGES = {
    "Latn": "A-Za-zÀ-ɏḀ-ỿ",
    "Cyrl": "Ѐ-ԯ",
    "Grek": "Ͱ-Ͽἀ-῿",
    "Arab": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u05d0-\u05ea",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Orya": "\u0b00-\u0b7f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Tibt": "\u0f00-\u0fff",
    "Mymr": "\u1000-\u109f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Armn": "\u0530-\u058f",
    "Ethi": "\u1200-\u139f",
    "Khmr": "\u1780-\u17ff",
    "Mong": "\u1800-\u18af",
    "Kana": "\u3041-\u30ff",
    "Hang": "\uac00-\ud7a3\u1100-\u11ff",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
}
# The same as columns: first and last letter of each range, ascending, and the script it is of.
_LISTED = sorted(
    (ord(first), ord(last), place)
    for place, ranges in enumerate(_RANGES.values())
    for first, last in re.findall("(.)-(.)", ranges)
)
_EDGES = np.array([edge for first, last, _ in _LISTED for edge in (first, last)], np.uint32)
_PLACES = np.array([place for _, _, place in _LISTED], np.int32)
_LETTERS = {code: re.compile(f"[{ranges}]+") for code, ranges in _RANGES.items()}

# Scripts of languages that are not, or not only, written in Latin letters (CLDR).
_SCRIPTS_OF: dict[str, str] = {
    "am": "Ethi", "ar": "Arab", "arz": "Arab", "ary": "Arab", "as": "Beng", "az": "Latn Cyrl Arab",
    "be": "Cyrl", "bg": "Cyrl", "bn": "Beng", "bo": "Tibt", "bs": "Latn Cyrl", "ckb": "Arab",
    "dv": "", "dz": "Tibt", "el": "Grek", "fa": "Arab", "gu": "Gujr", "he": "Hebr", "hi": "Deva",
    "hy": "Armn", "ja": "Kana Hani", "ka": "Geor", "kk": "Cyrl Latn Arab", "km": "Khmr",
    "kn": "Knda", "ko": "Hang Hani", "ku": "Latn Arab", "ky": "Cyrl Arab", "lo": "Laoo",
    "mk": "Cyrl", "ml": "Mlym", "mn": "Cyrl Mong", "mr": "Deva", "my": "Mymr", "ne": "Deva",
    "or": "Orya", "pa": "Guru Arab", "ps": "Arab", "ru": "Cyrl", "sd": "Arab Deva",
    "sh": "Latn Cyrl", "si": "Sinh", "sr": "Cyrl Latn", "ta": "Taml", "te": "Telu",
    "tg": "Cyrl", "th": "Thai", "ti": "Ethi", "tk": "Latn Cyrl", "tt": "Cyrl Latn",
    "ug": "Arab", "uk": "Cyrl", "ur": "Arab",
    "uz": "Latn Cyrl", "yi": "Hebr", "yue": "Hani", "zh": "Hani",
}  # fmt: skip

# A script has to hold this share of the letters to be the script of the text.
_SHARE = 0.5
_MIN_LETTERS = 20


def main_script(text: str) -> str | None:
    """ISO 15924 code of the script of most letters; None where letters are few or mixed.

    Japanese is ``Kana`` where kana are a tenth of its letters, however many Han it has.
    """
    if text.isascii():
        return LATIN if sum(map(str.isalpha, text[:200])) >= _MIN_LETTERS else None
    counts = _count(text)
    total = sum(counts.values())
    if total < _MIN_LETTERS:
        return None
    if counts.get("Kana", 0) * 10 >= total:
        return "Kana"
    code = max(_RANGES, key=lambda name: counts.get(name, 0))
    return code if counts[code] >= total * _SHARE else None


def _count(text: str) -> dict[str, int]:
    """Letters of each script that has any."""
    if ctext is None:
        return _count_characters(text)
    counts = ctext.count_ranges(text, _EDGES, _PLACES, len(_RANGES))
    return {code: count for code, count in zip(_RANGES, counts, strict=True) if count}


def _count_characters(text: str) -> dict[str, int]:
    """The same, character by character: a text has few different ones."""
    counts: dict[str, int] = {}
    for char in set(text):
        code = _script_of(char)
        if code:
            counts[code] = counts.get(code, 0) + text.count(char)
    return counts


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str | None:
    return next((code for code, letters in _LETTERS.items() if letters.match(char)), None)


def fits_script(language: str, script: str) -> bool:
    """Whether a language (primary tag) is written in a script; unlisted ones are in Latin."""
    scripts = _SCRIPTS_OF.get(language, LATIN)
    return not scripts or script in scripts.split()
