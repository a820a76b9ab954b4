"""Word lists and how they are looked up: what an element's names say, what a text is known for.

The lists are data (``data/tokens.tsv``, ``data/phrases.tsv`` ...); they are read once, when
first asked for, and never change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from typing import Any
from unicodedata import combining, normalize

import numpy as np
from numpy.typing import NDArray

from bodycopy.native import ctext
from bodycopy.roles import ROLES, Role
from bodycopy.word_lists import read_rows

__all__ = [
    "Hint",
    "hint_column",
    "mark_phrases",
    "names_error_page",
    "phrase_role",
    "phrase_roles",
    "words_of_consent",
    "token_hints",
]


class Hint(IntFlag):
    """What the names of an element (class, id, role ...) say that it holds."""

    BODY = 1 << 0
    HEADLINE = 1 << 1
    KICKER = 1 << 2
    STANDFIRST = 1 << 3
    BYLINE = 1 << 4
    DATE = 1 << 5
    CAPTION = 1 << 6
    CREDIT = 1 << 7
    COMMENT = 1 << 8
    SHARE = 1 << 9
    NEWSLETTER = 1 << 10
    AD = 1 << 11
    RELATED = 1 << 12
    TEASER = 1 << 13
    NAVIGATION = 1 << 14
    FOOTER = 1 << 15
    SIDEBAR = 1 << 16
    CONSENT = 1 << 17
    PAYWALL = 1 << 18
    MODAL = 1 << 19
    TOPIC = 1 << 20
    AUTHOR_BOX = 1 << 21
    SEARCH = 1 << 22
    LOGIN = 1 << 23
    EMBED = 1 << 24
    LEGAL = 1 << 25
    PULL_QUOTE = 1 << 26
    IMAGE = 1 << 27
    SUBHEADING = 1 << 28


# --- names of elements -----------------------------------------------------------------

# Words of a value: runs of letters, cut where camelCase turns (``articleBody``).
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MAX_NAME_CHARS = 300  # utility-class frameworks write more; the telling word comes early


def token_hints(attrs: str) -> int:
    """Bits of :class:`Hint` for an element's attribute values.

    >>> Hint(token_hints("c-article__body js-foo"))
    <Hint.BODY: 1>
    >>> Hint(token_hints("relatedArticles read-more"))
    <Hint.RELATED: 4096>
    """
    native = _native_names()
    if native is not None:
        hints: int | None = native.hint(attrs, _MAX_NAME_CHARS)
        if hints is not None:
            return hints
    return _token_hints(attrs)


def _token_hints(attrs: str) -> int:
    words = _WORDS.findall(attrs, 0, _MAX_NAME_CHARS)
    known = _tokens()
    found = 0
    for word in words:
        if word in known:
            found |= known[word]
    compounds = _compounds()
    if not compounds.keys().isdisjoint(words):
        for word in compounds.keys() & set(words):
            for pattern, hint in compounds[word]:
                if pattern.search(attrs):
                    found |= hint
    return found


def hint_column(attrs: Sequence[str], wanted: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """:func:`token_hints` of every value that is wanted, 0 for the others."""
    names = _native_names()
    if names is None:
        return _hint_column(attrs, wanted)
    column, rest = names.hints(attrs, wanted, _MAX_NAME_CHARS)
    hints = np.frombuffer(column, np.uint32)
    for row in rest:
        hints[row] = _token_hints(attrs[row])
    return hints


def _hint_column(attrs: Sequence[str], wanted: NDArray[np.bool_]) -> NDArray[np.uint32]:
    hints = np.zeros(len(attrs), np.uint32)
    known = {"": 0}
    for row in np.flatnonzero(wanted).tolist():
        names = attrs[row]
        found = known.get(names)
        if found is None:
            found = known[names] = _token_hints(names)
        if found:
            hints[row] = found
    return hints


@cache
def _native_names() -> Any:
    """The compiled twin of ``token_hints``; None where there is none."""
    if ctext is None:
        return None
    compounds = [
        (word, token, hint)
        for token, hint in _hinting_tokens()
        if "-" in token
        for word in _cases(token.partition("-")[0])
    ]
    return ctext.Names(_tokens(), compounds)


@cache
def _hinting_tokens() -> tuple[tuple[str, int], ...]:
    """The tokens of ``tokens.tsv`` and their hints, as plain numbers: a flag's "|" is slow."""
    return tuple((token, int(Hint[name.upper()])) for name, token in read_rows("tokens.tsv"))


@cache
def _tokens() -> dict[str, int]:
    """Single words, in the cases that they are written in, and their hints."""
    known: dict[str, int] = {}
    for token, hint in _hinting_tokens():
        for written in _cases(token.replace("-", "")):
            known[written] = known.get(written, 0) | hint
    return known


@cache
def _compounds() -> dict[str, list[tuple[re.Pattern[str], int]]]:
    """Tokens of several words (``read-more``) and their hints, under their first word."""
    compounds: dict[str, list[tuple[re.Pattern[str], int]]] = {}
    for token, hint in _hinting_tokens():
        first, *others = token.split("-")
        if others:
            rest = re.compile("[-_]?".join((first, *others)) + "(?![a-z])", re.I)
            for written in _cases(first):
                compounds.setdefault(written, []).append((rest, hint))
    return compounds


def _cases(word: str) -> tuple[str, str, str]:
    return word, word.capitalize(), word.upper()


# --- words of a text -------------------------------------------------------------------

# Longer texts are sentences of somebody's; nothing is known by heart about those.
_MAX_CHARS = 160
# Consent boxes, legal notes and corrections open with the same words and then go on.
_LONG_ROLES = frozenset((Role.CONSENT, Role.EMBED_PLACEHOLDER, Role.LEGAL, Role.CORRECTION))
_MAX_LONG_CHARS = 400
_MAX_TITLE_CHARS = 80

# From here on Unicode has the scripts of East Asia, which write no spaces.
_DENSE_FROM = "\u2e80"
_MARKS = ",.:;!?"
_DIGITS = re.compile(r"\d+")
# What may stand around a phrase: marks, brackets, arrows, bullets, signs.
_EDGES = (
    " .,:;!?…·•*+|/\\-–—_~=<>‹›«»„“”‚‘’\"'`()[]{}©®™→←↑↓▶►▲▼●○■□★☆✓✔✕×@&"
    "。、，：；！？（）【】「」『』《》〈〉"
)
# A short block with a date in figures is a date line in any language.
_MAX_DATE_CHARS = 40
_DATE = re.compile(r"#([./-]) ?#\1 ?#|# ?[年년] ?# ?[月월] ?# ?[日일]")
_LIVEBLOG_PROMO = re.compile(r"\+\+\+\s.{4,}\s\+\+\+")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of ``phrases.tsv`` by how they are matched, each under its key."""

    exact: dict[str, Role]
    starts: dict[str, list[tuple[str, Role]]]
    """Under the first word, or the first character in scripts without spaces."""
    anywhere: dict[str, list[tuple[str, Role]]]
    """Under a word of the phrase: few texts have that word, and only those are searched."""
    keys_anywhere: set[str]
    dense: list[tuple[str, Role]]
    """Phrases for anywhere in scripts without spaces."""


def phrase_role(text: str) -> Role | None:
    """The role that a block's own words are known for, or None.

    >>> phrase_role("Weiterlesen nach der Anzeige")
    <Role.AD_LABEL: 'ad_label'>
    >>> phrase_role("Weiterlesen macht klug, sagt die Lehrerin.") is None
    True
    """
    return phrase_roles((text,))[0]


def phrase_roles(texts: Sequence[str]) -> list[Role | None]:
    """:func:`phrase_role` of every text, for less than it costs one by one."""
    native = _native_phrases()
    if native is None:
        return _phrase_roles(texts)
    roles: list[Role | None] = native.find(texts)
    return roles


def mark_phrases(
    texts: Sequence[str],
    wanted: bytes | bytearray,
    matrix: NDArray[np.float32],
    columns: NDArray[np.int32],
) -> None:
    """Set 1 in a matrix where a text that is ``wanted`` is known for a role, where compiled.

    ``columns`` are those of ``ROLES``, -1 for a role that has none.
    """
    _native_phrases().mark(texts, wanted, matrix, columns)


def _phrase_roles(texts: Sequence[str]) -> list[Role | None]:
    if not texts:
        return []
    phrases = _phrases()
    # Folded in one go: a line a text, for no text has a line break that matters here.
    page = "\n".join(
        [text if len(text) <= _MAX_LONG_CHARS else "" for text in map(_one_line, texts)]
    )
    roles = []
    for text, folded in zip(texts, _DIGITS.sub("#", page.casefold()).split("\n"), strict=True):
        folded = folded.strip(_EDGES)
        role = phrases.exact.get(folded)
        if role is None and folded:
            role = _role_by_parts(text, folded, phrases)
            if role is not None and len(text) > _MAX_CHARS and role not in _LONG_ROLES:
                role = None
        roles.append(role)
    return roles


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def _role_by_parts(text: str, folded: str, phrases: _Phrases) -> Role | None:
    if len(folded) <= _MAX_CREDIT_CHARS and _credits_agency(folded):
        return Role.SOURCE_LINE
    if "#" in folded and len(folded) <= _MAX_DATE_CHARS and _DATE.search(folded):
        return Role.DATE
    if text.startswith("+++") and _LIVEBLOG_PROMO.fullmatch(text):
        return Role.LIVEBLOG_PROMO
    words = folded.split() or [""]
    first = words[0]
    if first in phrases.starts or folded[0] in phrases.starts or first[-1:] in _MARKS:
        role = _role_at_start(folded, words, phrases)
        if role is not None:
            return role
    if not phrases.keys_anywhere.isdisjoint(words) or folded >= _DENSE_FROM:
        return _role_anywhere(folded, words, phrases)
    return None


def _role_at_start(folded: str, words: list[str], phrases: _Phrases) -> Role | None:
    for key in (words[0].rstrip(_MARKS), folded[0]):
        for phrase, role in phrases.starts.get(key, ()):
            if folded.startswith(phrase) and _ends_word(folded, len(phrase)):
                return role
    return None


def _role_anywhere(folded: str, words: list[str], phrases: _Phrases) -> Role | None:
    for word in words:
        for phrase, role in phrases.anywhere.get(word, ()):
            at = folded.find(phrase)
            if at >= 0 and _starts_word(folded, at) and _ends_word(folded, at + len(phrase)):
                return role
    if folded >= _DENSE_FROM:
        for phrase, role in phrases.dense:
            if phrase in folded:
                return role
    return None


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _ends_word(text: str, end: int) -> bool:
    """Whether a phrase that ends here ends a word; dense scripts write no gaps."""
    if end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum()):
        return True
    return text[end - 1] >= _DENSE_FROM


# Codes of desks and agencies are short: ``RND/dpa``, ``afp/reuters``, ``mkl/dpa-AFX``.
_MAX_CREDIT_CHARS = 40
_CREDIT_PARTS = re.compile(r"[/,+]")


def _credits_agency(folded: str) -> bool:
    """Whether the text is nothing but a credit that names an agency: ``RND/dpa``."""
    if "/" not in folded and "," not in folded and "+" not in folded:
        return False
    agencies = _agencies()
    parts = [part.strip() for part in _CREDIT_PARTS.split(folded)]
    return not agencies.isdisjoint(parts) and all(
        part in agencies or (len(part) <= 8 and " " not in part) for part in parts
    )


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row[1] for row in read_rows("agencies.tsv"))


@cache
def _phrases() -> _Phrases:
    phrases = _Phrases({}, {}, {}, set(), [])
    for _, agency in read_rows("agencies.tsv"):
        phrases.exact[agency] = Role.SOURCE_LINE
    for name, _, match, phrase in read_rows("phrases.tsv"):
        _file_phrase(phrases, match, phrase.casefold(), Role(name))
    for lists in (phrases.starts, phrases.anywhere):
        for found in lists.values():
            found.sort(key=lambda item: (-len(item[0]), item[0]))
    return phrases


@cache
def _native_phrases() -> Any:
    """The compiled screen of ``phrases.tsv``; None where there is none."""
    if ctext is None:
        return None
    phrases = _phrases()
    return ctext.Phrases(
        exact=phrases.exact,
        starts=phrases.starts,
        anywhere=phrases.anywhere,
        dense=phrases.dense,
        agencies=list(_agencies()),
        edges=_EDGES,
        dense_from=_DENSE_FROM,
        longest=_MAX_LONG_CHARS,
        short=_MAX_CHARS,
        roles=list(ROLES),
        long_roles=list(_LONG_ROLES),
        known_by_form=(Role.SOURCE_LINE, Role.DATE, Role.LIVEBLOG_PROMO),
    )


def _file_phrase(phrases: _Phrases, match: str, phrase: str, role: Role) -> None:
    """Put a phrase under its key."""
    if match == "exact":
        phrases.exact.setdefault(phrase, role)
    elif match == "start":
        key = phrase[0] if phrase[0] >= _DENSE_FROM else phrase.split()[0].rstrip(_MARKS)
        phrases.starts.setdefault(key, []).append((phrase, role))
    elif phrase[0] >= _DENSE_FROM:
        phrases.dense.append((phrase, role))
    else:
        *words, last = phrase.split()
        # The last word may have a mark behind it where the phrase stands in a text.
        keys = [max(words, key=len)] if words else [last + mark for mark in ("", *_MARKS)]
        for key in keys:
            phrases.anywhere.setdefault(key, []).append((phrase, role))
            phrases.keys_anywhere.add(key)


def names_error_page(title: str) -> bool:
    """Whether a page's title or headline is one that servers give to their error pages."""
    if len(title) > _MAX_TITLE_CHARS:
        return False
    return _error_titles().search(_fold_title(title)) is not None


@cache
def _error_titles() -> re.Pattern[str]:
    phrases = sorted((_fold_title(row[1]) for row in read_rows("error_titles.tsv")), key=len)
    return re.compile("|".join(map(_spell_title, reversed(phrases))))


def _fold_title(title: str) -> str:
    """Case and accents left aside: titles set in capitals lose both in some languages."""
    letters = normalize("NFKD", title.casefold()).replace("ı", "i")
    return "".join(letter for letter in letters if not combining(letter))


def _spell_title(phrase: str) -> str:
    """Source of a pattern: whole words, but at either end only where they are mere figures."""
    if phrase.isdigit():
        return rf"^\W*{phrase}\b|\b{phrase}\W*$"
    spelled = re.escape(phrase)
    return spelled if phrase[0] >= _DENSE_FROM else rf"(?<!\w){spelled}(?!\w)"


def words_of_consent(text: str) -> frozenset[str]:
    """Stems in a text of the words that consent boxes cannot do without."""
    folded = text.casefold()
    return frozenset(stem for stem in _consent_stems() if stem in folded)


@cache
def _consent_stems() -> tuple[str, ...]:
    return tuple(row[1] for row in read_rows("consent_words.tsv"))
