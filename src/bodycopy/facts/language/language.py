"""The language of a page: what it declares, unless its text says otherwise.

Strategy: declarations are right on 97 of 100 pages, and the wrong ones are nearly all a
template's `en` over text in another language. Three cheap signs cast doubt: declarations
that contradict each other, a script that the language is not written in, and text that
reads as English where English is not declared or the reverse. Only then, or where nothing
is declared, the detector is loaded and asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from bodycopy.facts.found import Found
from bodycopy.facts.head import meta_value
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.language.bcp47 import normalise_tag, primary
from bodycopy.facts.language.script import fits_script, main_script
from bodycopy.tape import Head

if TYPE_CHECKING:
    from bodycopy.facts.language.detector import Detector

__all__ = ["find_language"]

# The detector errs on 7 of 1,010 gold pages with 300 characters, on 5 with 1,000 (0.3 ms),
# and on 6 with 2,000.
_SAMPLE = 1_000
_MIN_CHARS = 60
_MIN_PROBABILITY = 0.4

# Little words of English per 1,000 characters: 99 % of English news pages have more than 8,
# 99 % of the others fewer. They decide nothing but whether the detector is asked.
_ENGLISH_WORDS = (" the ", " of ", " and ", " to ")
_ENGLISH_DENSITY = 8.0
_MIN_CHARS_FOR_DENSITY = 200

# Names of one written language: a declared one of a group is no lie where the detector
# says another.
_GROUPS = (
    frozenset(["no", "nb", "nn"]),
    frozenset(["sh", "sr", "hr", "bs", "me", "cnr"]),
    frozenset(["id", "ms"]),
    frozenset(["fa", "prs"]),
    frozenset(["zh", "yue", "wuu", "cmn"]),
    frozenset(["fil", "tl"]),
)


def find_language(head: Head, jsonld: JsonLd, sample: Callable[[], str]) -> Found | None:
    """The BCP 47 tag of the page's language, as declared with script and region if true.

    ``sample`` gives text of the body. None where nothing is declared and the text is too
    short, or where text and declaration contradict each other and the detector is unsure.
    """
    declared = list(_in_head(head))
    if not declared:
        declared = list(_in_jsonld(jsonld))
    text = sample()[:_SAMPLE]
    script = main_script(text)
    if declared and not _in_doubt(declared, script, text):
        return declared[0]
    detected = _detect(text)
    if detected is not None:
        return _confirmed(declared or [*_in_jsonld(jsonld)], detected) or detected
    fitting = (found for found in declared if _fits(found, script))
    return next(fitting, None)


def _in_head(head: Head) -> Iterator[Found]:
    """What html and meta declare, the most reliable first."""
    claims = [("html:lang", head.lang)]
    for name in ("content-language", "og:locale", "language", "dc.language", "inlanguage"):
        found = meta_value(head, name)
        if found:
            claims.append((f"meta:{name}", found[1]))
    for source, raw in claims:
        tag = normalise_tag(raw)
        if tag:
            yield Found(tag, source, raw)


def _in_jsonld(jsonld: JsonLd) -> Iterator[Found]:
    for node in jsonld.own_articles:
        raw = jsonld.text(node, "inLanguage")
        tag = normalise_tag(raw) if raw else None
        if raw and tag:
            yield Found(tag, "jsonld:inLanguage", raw)


def _in_doubt(declared: list[Found], script: str | None, text: str) -> bool:
    language = primary(declared[0].value)
    if any(not _same(language, primary(other.value)) for other in declared[1:]):
        return True
    if not _fits(declared[0], script):
        return True
    if len(text) < _MIN_CHARS_FOR_DENSITY:
        return False
    return _reads_english(text) != (language == "en")


def _fits(found: Found, script: str | None) -> bool:
    return script is None or fits_script(primary(found.value), script)


def _reads_english(text: str) -> bool:
    words = sum(text.count(word) for word in _ENGLISH_WORDS)
    return words * 1_000 >= _ENGLISH_DENSITY * len(text)


def _same(first: str, second: str) -> bool:
    return first == second or any(first in group and second in group for group in _GROUPS)


def _confirmed(declared: list[Found], detected: Found) -> Found | None:
    """The declaration that the detector confirms, for it may know script and region."""
    return next((f for f in declared if _same(primary(f.value), detected.value)), None)


def _detect(text: str) -> Found | None:
    """The language that the text is written in; None where it is too short or unclear."""
    if len(text) < _MIN_CHARS and not _is_dense(text):
        return None
    language, probability = _detector().classify(text)
    tag = normalise_tag(language)
    if tag is None or probability < _MIN_PROBABILITY:
        return None
    return Found(tag, "detected", "")


def _is_dense(text: str) -> bool:
    """Whether a short text may be long enough all the same: Han, Thai say more in less."""
    return not text.isascii() and sum(map(str.isalpha, text)) >= _MIN_CHARS // 3


_lock = threading.Lock()


def _detector() -> Detector:
    # Threads that come at the same time wait for one load: each would take its seconds and memory.
    with _lock:
        return _load_detector()


@cache
def _load_detector() -> Detector:
    # Here, not at the top: the model takes 0.45 s to load, and most pages never need it.
    from bodycopy.facts.language.detector import load_detector

    return load_detector()
