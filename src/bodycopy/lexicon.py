"""Word lists and how they are looked up: what an element's names say, what a text is known for.

The lists are data (``data/tokens.tsv``, ``data/phrases.tsv``, ``data/error_titles.tsv``);
they are read once, when first asked for, and never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, lru_cache
from importlib import resources

from bodycopy.roles import Role

__all__ = ["Hint", "names_error_page", "phrase_role", "token_hints"]


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
    QUOTE = 1 << 26


# --- names of elements -----------------------------------------------------------------

# Words of a value: runs of letters, cut where camelCase turns (``articleBody``).
_NAME_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MAX_NAME_CHARS = 300  # utility-class frameworks write more; the telling word comes early


def token_hints(attrs: str) -> int:
    """Bits of :class:`Hint` for an element's attribute values.

    >>> Hint(token_hints("c-article__body js-foo"))
    <Hint.BODY: 1>
    >>> Hint(token_hints("relatedArticles"))
    <Hint.BODY|RELATED: 4097>
    """
    return _token_hints(attrs[:_MAX_NAME_CHARS]) if attrs else 0


# Sites write the same few hundred values on every page.
@lru_cache(maxsize=16384)
def _token_hints(attrs: str) -> int:
    known = _tokens()
    hints = 0
    for value in attrs.split():
        words = _NAME_WORDS.findall(value)
        before = ""
        for word in words:
            word = word.lower()
            hints |= known.get(word, 0)
            if before:
                hints |= known.get(before + word, 0)
            before = word
    return hints


@cache
def _tokens() -> dict[str, int]:
    tokens: dict[str, int] = {}
    for name, token in _rows("tokens.tsv"):
        tokens[token] = tokens.get(token, 0) | Hint[name.upper()]
    return tokens


# --- words of a text -------------------------------------------------------------------

# Longer texts are sentences of somebody's; nothing is known by heart about those.
_MAX_CHARS = 160
# Consent boxes and legal notes open with the same words and then go on.
_LONG_ROLES = frozenset((Role.CONSENT, Role.EMBED_PLACEHOLDER, Role.LEGAL))
_MAX_LONG_CHARS = 400
_MAX_TITLE_CHARS = 80

# From here on Unicode has the scripts of East Asia, which write no spaces.
_DENSE_FROM = "\u2e80"
_MARKS = ",.:;!?"
_GAPS = dict.fromkeys(map(ord, _MARKS + "()[]\"«»„“”"), " ")
_DIGITS = re.compile(r"\d+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LIVEBLOG_PROMO = re.compile(r"\+\+\+\s.{4,}\s\+\+\+")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of ``phrases.tsv`` by how they are matched, each under its key."""

    exact: dict[str, Role]
    starts: dict[str, tuple[tuple[str, Role], ...]]
    """Under the first word, or the first character in scripts without spaces."""
    anywhere: dict[str, tuple[tuple[str, Role], ...]]
    """Under the longest word: few texts have that word, and only those are searched."""
    dense: tuple[tuple[str, Role], ...]
    """Phrases for anywhere in scripts without spaces."""


def phrase_role(text: str) -> Role | None:
    """The role that a block's own words are known for, or None.

    >>> phrase_role("Weiterlesen nach der Anzeige")
    <Role.AD_LABEL: 'ad_label'>
    >>> phrase_role("Weiterlesen macht klug, sagt die Lehrerin.") is None
    True
    """
    size = len(text)
    if size > _MAX_LONG_CHARS:
        return None
    phrases = _phrases()
    folded = _fold(text)
    role = phrases.exact.get(folded)
    if role is not None:
        return role
    if text.startswith("+++") and _LIVEBLOG_PROMO.fullmatch(text):
        return Role.LIVEBLOG_PROMO
    role = _starting_role(folded, phrases) or _role_anywhere(folded, phrases)
    if role is not None and size > _MAX_CHARS and role not in _LONG_ROLES:
        return None
    return role


def _starting_role(folded: str, phrases: _Phrases) -> Role | None:
    for key in (folded.partition(" ")[0].rstrip(_MARKS), folded[:1]):
        for phrase, role in phrases.starts.get(key, ()):
            if folded.startswith(phrase) and _ends_word(folded, len(phrase)):
                return role
    return None


def _role_anywhere(folded: str, phrases: _Phrases) -> Role | None:
    words = folded.translate(_GAPS).split()
    if not phrases.anywhere.keys().isdisjoint(words):
        for word in words:
            for phrase, role in phrases.anywhere.get(word, ()):
                at = folded.find(phrase)
                if at >= 0 and _starts_word(folded, at) and _ends_word(folded, at + len(phrase)):
                    return role
    if folded[:1] >= _DENSE_FROM:
        for phrase, role in phrases.dense:
            if phrase in folded:
                return role
    return None


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _ends_word(text: str, end: int) -> bool:
    """Whether a phrase that ends here ends a word; dense scripts write no gaps."""
    return end >= len(text) or not text[end].isalnum() or text[end - 1] >= _DENSE_FROM


def _fold(text: str) -> str:
    """The form in which texts are compared: case, digits and marks at the ends left aside."""
    folded = text.casefold()
    if not (folded[:1].isalnum() and folded[-1:].isalnum()):
        folded = _EDGES.sub("", folded)
    return folded if folded.isalpha() else _DIGITS.sub("#", folded)


@cache
def _phrases() -> _Phrases:
    exact: dict[str, Role] = {}
    starts: dict[str, list[tuple[str, Role]]] = {}
    anywhere: dict[str, list[tuple[str, Role]]] = {}
    dense: list[tuple[str, Role]] = []
    for name, _, match, phrase in _rows("phrases.tsv"):
        role, phrase = Role(name), phrase.casefold()
        if match == "exact":
            exact.setdefault(phrase, role)
        elif match == "start":
            key = phrase[0] if phrase[0] >= _DENSE_FROM else phrase.partition(" ")[0].rstrip(_MARKS)
            starts.setdefault(key, []).append((phrase, role))
        elif phrase[0] >= _DENSE_FROM:
            dense.append((phrase, role))
        else:
            key = max(phrase.translate(_GAPS).split(), key=len)
            anywhere.setdefault(key, []).append((phrase, role))
    return _Phrases(exact, _longest_first(starts), _longest_first(anywhere), tuple(dense))


def _longest_first(
    lists: dict[str, list[tuple[str, Role]]],
) -> dict[str, tuple[tuple[str, Role], ...]]:
    return {
        key: tuple(sorted(found, key=lambda item: (-len(item[0]), item[0])))
        for key, found in lists.items()
    }


def names_error_page(title: str) -> bool:
    """Whether a page's title or headline is one that servers give to their error pages."""
    if len(title) > _MAX_TITLE_CHARS:
        return False
    return _error_titles().search(_DIGITS.sub("#", title.casefold())) is not None


@cache
def _error_titles() -> re.Pattern[str]:
    phrases = sorted((row[1].casefold() for row in _rows("error_titles.tsv")), key=len)
    spelled = (
        re.escape(phrase) if phrase[0] >= _DENSE_FROM else rf"\b{re.escape(phrase)}\b"
        for phrase in reversed(phrases)
    )
    return re.compile("|".join(spelled))


def _rows(name: str) -> Iterator[list[str]]:
    """Rows of a tab-separated word list, without its comments."""
    text = resources.files("bodycopy").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
