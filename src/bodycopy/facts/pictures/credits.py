"""The credit of a picture, split off the caption that it stands in.

# Strategy: credits stand at the end, so only the end is looked at. What introduces a credit
# (`Foto:`, `©`, `Photo by`) is the surest sign; then brackets, separators and what follows the
# last sentence, where it names a house that sells pictures or joins names by a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bodycopy.word_lists import read_rows

__all__ = [
    "Split",
    "is_button",
    "is_credit",
    "is_name",
    "names_source",
    "split_credit",
    "strip_label",
]


class Split(NamedTuple):
    """A caption and its credit; either may be missing."""

    caption: str | None
    credit: str | None


_MAX_TAIL = 260  # characters from the end that are looked at
_MAX_CREDIT = 170  # the longest credit of the gold pages has 82
_MAX_CREDIT_WORDS = 24


@lru_cache(512)
def split_credit(text: str) -> Split:
    """Caption and credit of a caption's text; the credit keeps its label, not its brackets.

    >>> split_credit("The pier at noon (Foto: Ann Moe/dpa)")
    Split(caption='The pier at noon', credit='Foto: Ann Moe/dpa')
    >>> split_credit("The pier was closed in 1994.")
    Split(caption='The pier was closed in 1994.', credit=None)
    """
    text = text.strip()
    start = max(0, len(text) - _MAX_TAIL)
    for rule in _RULES:
        for at, end in rule(text, start):
            credit = _bare(text[at:end])
            if _plausible(credit):
                rest = f"{text[:at].rstrip(_LEFT_OPEN)} {text[end:].lstrip(_RIGHT_CLOSED)}"
                return Split(_caption(rest), credit)
    return Split(_caption(text), None)


def is_credit(text: str) -> bool:
    """Whether the whole text is a credit, with or without a label."""
    return split_credit(text).caption is None or names_source(_bare(text))


def split_named(text: str) -> Split:
    """Caption and credit where the page says that a credit ends the text, but not where it begins.

    >>> split_named("The pier at noon Ann Moe"), split_named("The pier. Harbour Museum, Oslo")
    (Split(caption='The pier at noon', credit='Ann Moe'), Split(caption='The pier.', \
credit='Harbour Museum, Oslo'))
    """
    split = split_credit(text)
    if split.credit:
        return split
    text = text.strip()
    start = max(0, len(text) - _NAMED_CHARS)
    ends = list(_sentence_ends(text, start))
    at = ends[-1].end() if ends else 0
    if not at or not (_proper(text[at:]) or len(text) - at <= _PERSON_CHARS):
        at = _last_names(text, start)
    caption, credit = _caption(text[:at]), text[at:].strip()
    if not credit or not caption or len(caption) < _LEAST_CAPTION:
        return Split(text, None)
    return Split(caption, credit)


def _last_names(text: str, start: int) -> int:
    """Where the house at the end begins, else the last two words that may be a name."""
    words = [match.start() for match in re.finditer(r"(?<=\s)\S", text[start:])]
    for word in words[-3:]:
        if _is_house(text[start + word :]):
            return start + word
    names = _LAST_NAMES.search(text, start)
    return names.start() if names else len(text)


_LEAST_CAPTION = 8
_NAMED_CHARS = 80
# The last two words where they begin with capitals, else the last one; a quotation ends before.
_LAST_NAMES = re.compile(
    r"(?:(?<=\s)[^\W\d_a-z][\w.'’/-]{1,30}\s)?(?<=\s)[^\W\d_a-z][\w.'’/-]{0,30}\Z"
)


@lru_cache(512)
def has_label(text: str) -> bool:
    """Whether words or signs say that the text ends in a credit: ``... Foto: Ann Moe``."""
    start = max(0, len(text) - _MAX_TAIL)
    return any(
        _plausible(_bare(text[at:end]))
        for rule in (_labelled, _signed, _by)
        for at, end in rule(text, start)
    )


def is_button(text: str) -> bool:
    """Whether the text is what a picture's button says: ``Click to enlarge``."""
    return text.strip(" .[]()…").casefold() in _words("button")


def is_name(text: str) -> bool:
    """Whether the text may be a name or several, and is nothing else.

    >>> is_name("Harbour Press/Ann Moe"), is_name("The pier at noon")
    (True, False)
    """
    return (_proper(text) and " " in text) or _joins_names(text)


def strip_label(credit: str) -> str:
    """A credit without the words and signs that introduce it.

    >>> strip_label("Foto: Ann Moe"), strip_label("© AFP"), strip_label("Ann Moe / AFP")
    ('Ann Moe', 'AFP', 'Ann Moe / AFP')
    """
    credit = credit[:_MAX_TAIL]
    for rule in (_labelled, _signed, _by):
        for at, end in rule(credit, 0):
            if at == 0:
                sign = _SIGN_OR_LABEL.match(credit) or _by_words().match(credit)
                return credit[sign.end() if sign else 0 : end].strip()
    return credit


# --- what a credit and a caption look like ---------------------------------------------

_LEFT_OPEN = " \t|/／｜·•–—-(（[【〔<,"
_RIGHT_CLOSED = " )）]】〕>.,;"
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "<": ">"}
_WORD = re.compile(r"\w")


def _bare(credit: str) -> str:
    """The credit without the brackets around it."""
    credit = credit.strip(" \t|｜·•–—-,;")
    opened = _BRACKETS.get(credit[:1])
    if opened and credit.rstrip(".").endswith(opened) and credit.count(opened) == 1:
        credit = credit.rstrip(".")[1:-1]
    for opening, closing in _BRACKETS.items():
        if credit.endswith(closing) and opening not in credit:
            credit = credit[:-1]
        if credit.startswith(opening) and closing not in credit:
            credit = credit[1:]
    return credit.strip()


def _caption(text: str) -> str | None:
    text = text.strip().rstrip(" |/／｜·•–—-(（[【〔,、，＝=").lstrip(" |/｜·•–—").strip()
    return text if _WORD.search(text) else None


def _plausible(credit: str) -> bool:
    return (
        len(credit) <= _MAX_CREDIT
        and credit.count(" ") < _MAX_CREDIT_WORDS
        and _WORD.search(credit) is not None
    )


# Words that stand in lower case inside names and credits.
_SMALL = frozenset(
    """de del della der den des di da do dos das du d' la le el al ap ar van von vom zu zur ten ter
    bin ibn ben av af of for from the and und et y e i și og och a an via by pool file archiv in
    with per für fur pour para
    photo foto fotos images image pictures stock screenshot handout""".split()
)
_NAME_WORDS = 7
_CASED = re.compile(r"[^\W\d_]")


def _proper(text: str) -> bool:
    """Whether the words are capitalised as in a name; one of them at least is."""
    words = text.split()
    if not 0 < len(words) <= _NAME_WORDS or any(char.isdigit() for char in text):
        return False
    first = [match[0] for word in words if (match := _CASED.search(word))]
    cased = [char for char in first if char.isupper()]
    small = [word for word in words if (m := _CASED.search(word)) and m[0].islower()]
    return bool(cased) and all(word.lower().strip(".,") in _SMALL for word in small)


_PARTS = re.compile(
    r"(?:(?<!\s)\s+)?[/|,;=＝／｜+•·]\s*|(?<!\s)\s+(?:[–—-]|via|for|pour|für|per)\s+|(?<=\w)-(?=\w)",
    re.I,
)


def names_source(text: str) -> bool:
    """Whether the text names a house that pictures come from, and nothing but names.

    >>> names_source("Ann Moe/AFP"), names_source("Reuters"), names_source("the AFP reported")
    (True, True, False)
    """
    text = text.strip(" .()[]（）【】")
    if not text or len(text) > 110:
        return False
    parts = [part for part in _PARTS.split(text) if part]
    known = [part for part in parts if _is_house(part)]
    if not known:
        return _is_house(text)
    rest = [part for part in parts if not _is_house(part)]
    return all(_proper(part) or _no_case(part) for part in rest)


def _no_case(text: str) -> bool:
    """A short text in a script without capitals: a name may be one."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) <= 12 and not any(char.isupper() or char.islower() for char in letters)


def _is_house(part: str) -> bool:
    folded = part.casefold().strip(" .()")
    houses = _houses()
    if folded in houses:
        return True
    last = folded.rpartition(" ")
    return bool(last[1]) and last[2] in _HOUSE_ENDS and len(folded) < 40 and _proper(part)


_HOUSE_ENDS = frozenset(("images", "photo", "photos", "pictures", "press", "agency", "fotos"))


def _joins_names(text: str) -> bool:
    """Whether a slash joins two names: ``Ann Moe/Daily``."""
    parts = [part.strip() for part in re.split(r"[/／]", text)]
    return len(parts) > 1 and all(_proper(part) or _is_house(part) for part in parts if part)


# --- rules: each gives the places where a credit may start and end -----------------------

Span = tuple[int, int]

_SIGN = re.compile(r"\s?[:：＝=©]|\s[–—]\s|／")
_SIGN_OR_LABEL = re.compile(
    r"(?:[^:：=＝©]{0,40}[:：=＝©]|\W{0,9}(?:ⓒ|\([Cc]\)|（[CcＣｃ]）|Copyright\b))\s{0,9}©?\s{0,9}"
)
_LABEL_CHARS = 40
_LABEL_WORDS = 4
_WORDS_BEFORE = re.compile(r"[^\s()（）\[\]【】|/／:：,;–—©=＝]+")


def _labelled(text: str, start: int) -> Iterator[Span]:
    """A label and its sign: ``Foto: dpa``, ``Bild © hr``, ``写真=時事``."""
    for sign in _SIGN.finditer(text, start):
        at = _label_before(text, sign.start())
        if at is not None:
            if sign[0].strip() in "–—／" and not _after_end(text, at):
                continue
            yield _within_brackets(text, at)


def _label_before(text: str, end: int) -> int | None:
    """Where the label starts that ends at ``end``."""
    labels = _words("label")
    words = list(_WORDS_BEFORE.finditer(text, max(0, end - _LABEL_CHARS), end))[-_LABEL_WORDS:]
    if not words or text[words[-1].end() : end].strip():
        return None
    for word in words:
        at = word.start()
        if text[at:end].strip().casefold() in labels:
            return _label_before(text, at - 1) or at if text[at - 1 : at] in ("/", "&") else at
    return _glued_label_before(text, words[-1].start(), end)


def _glued_label_before(text: str, start: int, end: int) -> int | None:
    """A label that no space sets off: ``in Rome.Foto: dpa``, and all in scripts without spaces."""
    labels = _words("label")
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    for at in range(max(start, end - 20) + 1, end):
        # "in Rome.Foto:", and behind a word in capitals: "VALENTINOFoto:"
        turns = text[at].isupper() and not (text[at - 1].isupper() and text[at + 1].isupper())
        if (turns or text[at] >= "\u3000") and text[at:end].casefold() in labels:
            return at
    return None


def _signed(text: str, start: int) -> Iterator[Span]:
    """A sign that says whose it is: ``© AFP``."""
    for sign in _OWNED.finditer(text, start):
        yield _within_brackets(text, sign.start())


_OWNED = re.compile(r"©|ⓒ|\([cC]\)\s|（[CcＣｃ]）|\bCopyright\s(?=[A-Z©])|(?<!\S)&copy;")


def _by(text: str, start: int) -> Iterator[Span]:
    """Words that a name follows at once: ``Photo by Ann Moe``."""
    if _by_starts().isdisjoint(_FIRST_WORDS.split(text[start:].casefold())):
        return
    for found in _by_words().finditer(text, start):
        if found[0][0].isupper() or _after_end(text, found.start()):
            yield _within_brackets(text, found.start())


def _within_brackets(text: str, at: int) -> Span:
    """From ``at`` to the end, or to the bracket that closes the one which stands before it."""
    before = _before(text, at)
    closing = _BRACKETS.get(before)
    end = text.find(closing, at) if closing else -1
    if end < 0:
        return at, len(text)
    if before in text[at:end]:  # brackets inside the brackets
        end = text.rfind(closing or "", at)
    return at, end


def _bracketed(text: str, start: int) -> Iterator[Span]:
    """A bracket at the end: ``(Ann Moe/AFP)``."""
    found = _LAST_BRACKET.search(text, start)
    if found is None:
        return
    inside = found[1].strip()
    named = names_source(inside) or _joins_names(inside)
    if named or (_proper(inside) and inside.count(" ") and _after_end(text, found.start())):
        yield found.start(), found.end()


_LAST_BRACKET = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]{2,110})[)）\]】〕][.\s]*\Z")


def _after_sentence(text: str, start: int) -> Iterator[Span]:
    """What stands behind a sentence and is no sentence: ``... in Rome. Ann Moe/AFP``."""
    for end in _sentence_ends(text, max(start, len(text) - 100)):
        rest = text[end.end() :].rstrip(" .")
        if names_source(rest) or _joins_names(rest) or _has_end_word(rest) or _is_person(rest):
            yield end.end(), len(text)


def _sentence_ends(text: str, start: int) -> Iterator[re.Match[str]]:
    """The ends of sentences; the stop behind an initial is none."""
    for end in _SENTENCE_END.finditer(text, start):
        initial = text[end.start() - 1 : end.start()].isupper() and (
            not text[end.start() - 2 : end.start() - 1].strip()
        )
        if not (initial and text[end.start()] == "."):
            yield end


_PERSON_CHARS = 34


def _is_person(text: str) -> bool:
    """Whether the text may be one person's name and nothing more."""
    return 0 < text.count(" ") < 4 and len(text) <= _PERSON_CHARS and _proper(text)


_SENTENCE_END = re.compile(r"[.!?…](?:[\"'”’»)]{0,2})\s+|[。！？](?:[」』）]?)\s*|[」』]\s+")


def _has_end_word(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 4 or len(text) > 24:
        return False
    last = words[-1].casefold()
    return any(last.endswith(word) and text.casefold() != word for word in _words("end"))


def _separated(text: str, start: int) -> Iterator[Span]:
    """What a bar, slash, dot or dash sets off at the end: ``La Soledat / Ann Moe``."""
    cuts = list(_CUT.finditer(text, max(start, len(text) - 100)))
    for cut in cuts:
        rest = text[cut.end() :].strip(" .")
        if names_source(rest):
            yield cut.end(), len(text)
    if cuts and cuts[-1][0].strip() in "/|｜•·／":
        rest = text[cuts[-1].end() :].strip(" .")
        if rest.count(" ") < 5 and _proper(rest):
            yield cuts[-1].end(), len(text)


_CUT = re.compile(r"(?<!\s)\s+[|/／｜•·–—-]\s+|[｜／]|(?<=\S)[|](?=\S)|[＝=]")


def _bare_house(text: str, start: int) -> Iterator[Span]:
    """Nothing but a house: the whole text is the credit."""
    if start == 0 and names_source(text) and len(text) < 80:
        yield 0, len(text)


def _after_end(text: str, at: int) -> bool:
    """Whether a sentence, a bracket or nothing stands before ``at``."""
    return _before(text, at) in _ENDS


def _before(text: str, at: int) -> str:
    """The last character before ``at`` that is not white space; empty where there is none."""
    return text[max(0, at - _MAX_SPACE) : at].rstrip()[-1:]


_MAX_SPACE = 8  # characters: the tape folds white space anyway


_ENDS = frozenset(".!?…。！？»”\"'’|/·•–—-(（[【〔:：;）)」』") | {""}


def _last_clause(text: str, start: int) -> Iterator[Span]:
    """A last clause that ends with a word for taking pictures: ``＝4日、榊原撮影``."""
    end = len(text.rstrip(" .。）)"))
    at = _clause_start(text, start, end)
    if text[at:end].casefold() in _words("end"):
        at = _clause_start(text, start, at - 1)
    if at > start and _has_end_word(text[at:end]):
        yield at, len(text)


def _clause_start(text: str, start: int, end: int) -> int:
    return max(text.rfind(sign, start, max(start, end)) for sign in "、，,＝= \u3000") + 1


_RULES = (
    _labelled,
    _signed,
    _by,
    _bracketed,
    _bare_house,
    _after_sentence,
    _separated,
    _last_clause,
)


# --- word lists ------------------------------------------------------------------------


@cache
def _words(kind: str) -> frozenset[str]:
    """The words of one kind of ``credit_words.tsv``, in every language."""
    return frozenset(
        word.strip().casefold()
        for line in read_rows("credit_words.tsv")
        if line[0] == kind
        for word in line[2].split(" | ")
    )


@cache
def _by_words() -> re.Pattern[str]:
    words = sorted(map(re.escape, _words("by")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?=[\s/:])[\s/:]*", re.IGNORECASE)


_FIRST_WORDS = re.compile(r"\W+")


@cache
def _by_starts() -> frozenset[str]:
    """The first words of what introduces a credit: few texts have one of them."""
    return frozenset(_FIRST_WORDS.split(words)[0] for words in _words("by"))


@cache
def _houses() -> frozenset[str]:
    """Picture houses and news agencies, case folded."""
    names = {line[0] for line in read_rows("photo_sources.tsv")}
    return frozenset(
        name.casefold() for name in names | {row[-1] for row in read_rows("agencies.tsv")}
    )
