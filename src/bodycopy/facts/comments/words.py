"""Words of comment sections: names of their elements, and what their header lines say."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bodycopy.word_lists import read_rows

__all__ = [
    "cut_lead",
    "cut_tail",
    "is_ago",
    "is_other_time",
    "leads_on",
    "says_about",
    "says_author",
    "says_comment",
    "says_form",
    "says_post",
    "without_ago",
]


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Words of a kind in lower case, the longest first."""
    rows = read_rows("comment_words.tsv")
    return tuple(sorted((word for name, word in rows if name == kind), key=lambda w: -len(w)))


@cache
def _any(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words(kind))))


# Characters: longer ones are those of nobody's template.
_NAME_CHARS = 200


@lru_cache(maxsize=4096)
def _says(kind: str, name: str) -> bool:
    # A page repeats its names on every comment.
    return _any(kind).search(name.lower()) is not None


def says_comment(name: str) -> bool:
    """Whether the name of an element speaks of comments.

    >>> says_comment("commentlist"), says_comment("kommentar"), says_comment("post")
    (True, True, False)
    """
    return _says("comment", name[:_NAME_CHARS])


def says_post(name: str) -> bool:
    """Whether the name of an element speaks of the posts of a thread."""
    return _says("post", name[:_NAME_CHARS])


def says_form(name: str) -> bool:
    """Whether the name of an element speaks of the form for a new comment, or of counts."""
    return _says("form", name[:_NAME_CHARS])


def says_author(name: str) -> bool:
    """Whether the name of an element speaks of who wrote it."""
    return _says("author", name[:_NAME_CHARS])


def says_about(name: str) -> bool:
    """Whether the name of an element speaks of what is told about a writer: rank, number."""
    return _says("about", name[:_NAME_CHARS])


@cache
def _lead() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, _words("lead")))
    return re.compile(rf"[\W\d_]*+(?:{phrases})(?:\s*:\s*|\s+)", re.I)


def cut_lead(text: str) -> str:
    """The text without a phrase that announces a name: ``Posted by Ada`` is ``Ada``.

    >>> cut_lead("Geschrieben von: Ada"), cut_lead("By-law")
    ('Ada', 'By-law')
    """
    match = _lead().match(text)
    return text[match.end() :] if match else text


def leads_on(text: str) -> bool:
    """Whether a text is nothing but what stands beside a name: ``By``, ``says``, ``Monday``."""
    word = text.casefold().strip(_EDGES)
    return word in _words("lead") or word in _tails() or word in _weekdays()


_EDGES = " \t:,;.|/·•–—-@#»«›([{✓*"


def cut_tail(text: str) -> str:
    """The text without the words that lead on from a name: ``Ada says:`` is ``Ada``.

    >>> cut_tail("Ada schrieb am"), cut_tail("Ada Lovelace")
    ('Ada', 'Ada Lovelace')
    """
    tails = _tails()
    text = text.strip(_EDGES)
    for _ in range(3):
        head, _, last = text.rpartition(" ")
        word = last.casefold().strip(_EDGES)
        if not head or (word not in tails and word not in _weekdays()):
            break
        text = head.rstrip(_EDGES)
    return text


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(word for _, word in read_rows("weekdays.tsv"))


@cache
def _tails() -> frozenset[str]:
    return frozenset(_words("tail"))


@cache
def _ago() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, _words("ago")))
    return re.compile(
        rf"(?<!\w)(?:{phrases})(?!\w)|(?:[前전]|ที่แล้ว)\Z|(?<![\d.])\d{{1,2}}\s?(?:mo|yr|[smhdwy])\Z",
        re.I,
    )


def is_ago(text: str) -> bool:
    """Whether a short text tells a time by how long ago it was.

    >>> is_ago("3 days ago"), is_ago("vor 2 Stunden"), is_ago("2 comments"), is_ago("5d")
    (True, True, False, True)
    """
    if len(text) > _AGO_CHARS:
        return False
    if _DIGIT.search(text):
        return _may_be_ago(text) and _ago().search(text) is not None
    # Without a number, a word like "today" is a time only where it stands alone.
    return len(text) <= _WORD_CHARS and _ago().fullmatch(text.strip(_EDGES)) is not None


def _may_be_ago(text: str) -> bool:
    """Whether the first word of a phrase is in the text: to look that up is quicker."""
    if not text.isascii() or text[-1] in "smhdwyor":
        return True
    return not _ago_words().isdisjoint(_WORD.findall(text.lower()))


_WORD = re.compile(r"[a-z]+")


@cache
def _ago_words() -> frozenset[str]:
    return frozenset(word for phrase in _words("ago") for word in _WORD.findall(phrase)[:1])


_DIGIT = re.compile(r"\d")
_AGO_CHARS, _WORD_CHARS = 120, 20


def without_ago(text: str) -> str:
    """The text before the words that tell how long ago it was.

    >>> without_ago("Ada 3 days ago"), without_ago("Ada vor 2 Stunden")
    ('Ada ', 'Ada ')
    """
    match = _ago().search(text)
    if match is None:
        return text
    # The number stands right before the words, or among them.
    numbers = [n.start() for n in _NUMBER.finditer(text[: match.start()])]
    near = numbers and match.start() - numbers[-1] <= _NUMBER_CHARS
    return text[: numbers[-1] if near else match.start()]


_NUMBER = re.compile(r"(?<!\S)\d+")
_NUMBER_CHARS = 15


def is_other_time(text: str) -> bool:
    """Whether a line says that its time is that of a change, or of a writer's joining.

    >>> is_other_time("Last edited by Ada, 3 May 2024"), is_other_time("3 May 2024")
    (True, False)
    """
    return _any("other").search(text.lower()) is not None
