"""Rules of credits: each gives the places of a text where a credit may start and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bodycopy.facts.pictures.credit_names import (
    is_person,
    is_proper,
    joins_names,
    names_source,
)
from bodycopy.word_lists import read_rows

__all__ = [
    "BRACKETS",
    "RULES",
    "SIGN_OR_LABEL",
    "introduced",
    "introductions",
    "labelled",
    "sentence_ends",
    "signed",
    "words_of",
]

BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "<": ">"}


Span = tuple[int, int]

_SIGN = re.compile(r"\s?[:：＝=©]|\s[–—]\s|／")
SIGN_OR_LABEL = re.compile(
    r"(?:[^:：=＝©]{0,40}[:：=＝©]|\W{0,9}(?:ⓒ|\([Cc]\)|（[CcＣｃ]）|Copyright\b))\s{0,9}©?\s{0,9}"
)
# What every such sign has, and every sign of an owner: few texts have one.
_MAY_SIGN = re.compile("[:：＝=©–—／]")
_MAY_OWN = re.compile("[©ⓒ(（&]|Copyright")
_LABEL_CHARS = 40
_LABEL_WORDS = 4
_WORDS_BEFORE = re.compile(r"[^\s()（）\[\]【】|/／:：,;–—©=＝]+")


def labelled(text: str, start: int) -> Iterator[Span]:
    """A label and its sign: ``Foto: dpa``, ``Bild © hr``, ``写真=時事``."""
    if _MAY_SIGN.search(text, start) is None:
        return
    for sign in _SIGN.finditer(text, start):
        at = _label_before(text, sign.start())
        if at is not None:
            if sign[0].strip() in "–—／" and not _after_end(text, at):
                continue
            yield _within_brackets(text, at)


def _label_before(text: str, end: int) -> int | None:
    """Where the label starts that ends at ``end``."""
    labels = words_of("label")
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
    labels = words_of("label")
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    for at in range(max(start, end - 20) + 1, end):
        # "in Rome.Foto:", and behind a word in capitals: "VALENTINOFoto:"
        turns = text[at].isupper() and not (text[at - 1].isupper() and text[at + 1].isupper())
        if (turns or text[at] >= "\u3000") and text[at:end].casefold() in labels:
            return at
    return None


def signed(text: str, start: int) -> Iterator[Span]:
    """A sign that says whose it is: ``© AFP``."""
    if _MAY_OWN.search(text, start) is None:
        return
    for sign in _OWNED.finditer(text, start):
        yield _within_brackets(text, sign.start())


_OWNED = re.compile(r"©|ⓒ|\([cC]\)\s|（[CcＣｃ]）|\bCopyright\s(?=[A-Z©])|(?<!\S)&copy;")


def introduced(text: str, start: int) -> Iterator[Span]:
    """Words that a name follows at once: ``Photo by Ann Moe``."""
    folded = text[start:].casefold()
    if not any(stem in folded for stem in _by_stems()):
        return
    if _by_starts().isdisjoint(_FIRST_WORDS.split(folded)):
        return
    for found in introductions().finditer(text, start):
        if found[0][0].isupper() or _after_end(text, found.start()):
            yield _within_brackets(text, found.start())


def _within_brackets(text: str, at: int) -> Span:
    """From ``at`` to the end, or to the bracket that closes the one which stands before it."""
    before = _before(text, at)
    closing = BRACKETS.get(before)
    end = text.find(closing, at) if closing else -1
    if end < 0:
        return at, len(text)
    if before in text[at:end]:  # brackets inside the brackets
        end = text.rfind(closing or "", at)
    return at, end


def _bracketed(text: str, start: int) -> Iterator[Span]:
    """A bracket at the end: ``(Ann Moe/AFP)``."""
    last = text.rstrip(".")[-1:]
    if last not in _CLOSING and not last.isspace():
        return
    found = _LAST_BRACKET.search(text, start)
    if found is None:
        return
    inside = found[1].strip()
    named = names_source(inside) or joins_names(inside)
    if named or (is_proper(inside) and inside.count(" ") and _after_end(text, found.start())):
        yield found.start(), found.end()


_CLOSING = frozenset(")）]】〕")
_LAST_BRACKET = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]{2,110})[)）\]】〕][.\s]*\Z")


def _after_sentence(text: str, start: int) -> Iterator[Span]:
    """What stands behind a sentence and is no sentence: ``... in Rome. Ann Moe/AFP``."""
    for end in sentence_ends(text, max(start, len(text) - 100)):
        rest = text[end.end() :].rstrip(" .")
        if names_source(rest) or joins_names(rest) or _has_end_word(rest) or is_person(rest):
            yield end.end(), len(text)


def sentence_ends(text: str, start: int) -> Iterator[re.Match[str]]:
    """The ends of sentences; the stop behind an initial is none."""
    for end in _SENTENCE_END.finditer(text, start):
        initial = text[end.start() - 1 : end.start()].isupper() and (
            not text[end.start() - 2 : end.start() - 1].strip()
        )
        if not (initial and text[end.start()] == "."):
            yield end


_SENTENCE_END = re.compile(r"[.!?…](?:[\"'”’»)]{0,2})\s+|[。！？](?:[」』）]?)\s*|[」』]\s+")


def _has_end_word(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 4 or len(text) > 24:
        return False
    last = words[-1].casefold()
    return any(last.endswith(word) and text.casefold() != word for word in words_of("end"))


def _separated(text: str, start: int) -> Iterator[Span]:
    """What a bar, slash, dot or dash sets off at the end: ``La Soledat / Ann Moe``."""
    start = max(start, len(text) - 100)
    if _MAY_CUT.search(text, start) is None:
        return
    cuts = list(_CUT.finditer(text, start))
    for cut in cuts:
        rest = text[cut.end() :].strip(" .")
        if names_source(rest):
            yield cut.end(), len(text)
    if cuts and cuts[-1][0].strip() in "/|｜•·／":
        rest = text[cuts[-1].end() :].strip(" .")
        if rest.count(" ") < 5 and is_proper(rest):
            yield cuts[-1].end(), len(text)


_MAY_CUT = re.compile("[|/／｜•·–—＝=-]")
_CUT = re.compile(r"(?<!\s)\s+[|/／｜•·–—-]\s+|[｜／]|(?<=\S)[|](?=\S)|[＝=]")


def _bare_house(text: str, start: int) -> Iterator[Span]:
    """Nothing but a house: the whole text is the credit."""
    if start == 0 and len(text) < 80 and names_source(text):
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
    if text[at:end].casefold() in words_of("end"):
        at = _clause_start(text, start, at - 1)
    if at > start and _has_end_word(text[at:end]):
        yield at, len(text)


def _clause_start(text: str, start: int, end: int) -> int:
    return max(text.rfind(sign, start, max(start, end)) for sign in "、，,＝= \u3000") + 1


RULES = (
    labelled,
    signed,
    introduced,
    _bracketed,
    _bare_house,
    _after_sentence,
    _separated,
    _last_clause,
)


# --- word lists ------------------------------------------------------------------------


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind of ``credit_words.tsv``, in every language."""
    return frozenset(
        word.strip().casefold()
        for line in read_rows("credit_words.tsv")
        if line[0] == kind
        for word in line[2].split(" | ")
    )


@cache
def introductions() -> re.Pattern[str]:
    """What a name follows at once: ``Photo by``, in every language."""
    words = sorted(map(re.escape, words_of("by")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?=[\s/:])[\s/:]*", re.IGNORECASE)


_FIRST_WORDS = re.compile(r"\W+")


@cache
def _by_starts() -> frozenset[str]:
    """The first words of what introduces a credit: few texts have one of them."""
    return frozenset(_FIRST_WORDS.split(words)[0] for words in words_of("by"))


@cache
def _by_stems() -> tuple[str, ...]:
    """What a text has somewhere that introduces a credit: quicker to look for than its words."""
    longest = {max(phrase.split(), key=len).rstrip(".") for phrase in words_of("by")}
    # A pattern that heeds no case takes "ı" and "İ" for an "i", whose case they do not share.
    stems = [stem for stem in longest if not any(one in stem for one in longest - {stem})]
    return (*sorted(stems), "ı", "i\u0307")
