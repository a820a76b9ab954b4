"""Who may read the article, as declared or shown, and whether the page shows all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bodycopy.article import Access
from bodycopy.facts.jsonld import ARTICLE_TYPES, JsonLd, types_of
from bodycopy.facts.view import View
from bodycopy.roles import Role

__all__ = ["find_access", "is_truncated"]

# Values of meta tags, in lower case.
_PAID = frozenset("locked paid premium subscriber subscribers subscription plus".split())
_FREE = frozenset("free unlocked public".split())
_TRUE = frozenset("true 1 yes".split())
_FALSE = frozenset("false 0 no".split())
_VALUES = _PAID | _FREE | _TRUE | _FALSE | {"metered"}
_LONGEST = 40  # characters of a value with white space around it
_TIER = re.compile(r"content[-_]?tier|access[-_]?(?:level|status|type)|article[-_]access|paywall$")
_IS_PAID = re.compile(
    r"(?:^|[-_:.])(?:is[-_]?)?(?:premium|paid(?:[-_]?content)?|pay-?wall|paywalled)$|ispaidcontent$"
)
# Names of the part that is not free, and what they tell: a meter or an e-mail address is no price.
_METER = re.compile(r"meter|e-?mail-?wall|reg-?wall|regist|log-?in", re.I)

_WEIGHT = {True: Access.FREE, False: Access.PAID}


def find_access(view: View, jsonld: JsonLd) -> Access | None:
    """What the page declares; else a wall that it shows behind the text; else free.

    A page that shows the text of an article and asks for nothing is free. None where it shows
    no text and declares nothing.
    """
    declared = [*_in_meta(view), *_in_jsonld(jsonld)]
    for access in (Access.METERED, Access.PAID, Access.FREE):
        if access in declared:
            return access
    if not view.body:
        return None
    return Access.PAID if _wall(view) else Access.FREE


def _in_meta(view: View) -> Iterator[Access]:
    for name, value in view.tape.head.meta:
        if len(value) > _LONGEST:
            continue
        value = value.strip().lower()
        if value not in _VALUES or "user" in name:
            continue
        if _TIER.search(name):
            if value == "metered":
                yield Access.METERED
            elif value in _PAID:
                yield Access.PAID
            elif value in _FREE:
                yield Access.FREE
        if _IS_PAID.search(name) and (value in _TRUE or value in _FALSE):
            yield _WEIGHT[value in _FALSE]


def _in_jsonld(jsonld: JsonLd) -> Iterator[Access]:
    """``isAccessibleForFree`` of the page's own works and of their parts."""
    own = jsonld.own_articles[:2]
    for node in (*own, *jsonld.of_type("webpage", "webpageelement", "creativework")):
        free = _truth(node.get("isAccessibleForFree"))
        if free is False and _METER.search(str(node.get("cssSelector") or "")[:300]):
            yield Access.METERED
        elif free is False or (free and not ARTICLE_TYPES.keys().isdisjoint(types_of(node))):
            yield _WEIGHT[free]


def _truth(value: object) -> bool | None:
    """True and false as templates write them: ``true``, ``"False"``, schema.org's addresses."""
    if isinstance(value, bool):
        return value
    word = value.rpartition("/")[2].strip().lower() if isinstance(value, str) else ""
    return True if word in _TRUE else False if word in _FALSE else None


_ROWS_BEHIND = 3  # the body, where its paywall stands
_LIKELY = 0.3


def _wall(view: View, rows: int = _ROWS_BEHIND, least: float = _LIKELY) -> bool:
    """Whether a paywall stands right behind the body."""
    last = view.body[-1]
    return any(
        view.roles[row] is Role.PAYWALL and view.chance(row, Role.PAYWALL) > least
        for row in range(last + 1, min(len(view.tape.texts), last + 1 + rows))
    )


_SHORT = 1200  # characters that a teaser of an article is shorter than
_DENSE_FROM, _DENSE = "\u2e80", 2.5  # a character of Chinese says as much as 2.5 letters
_SHARE_LEFT = re.compile(r"\d\s?[%٪％]")  # "57 % of this article are left to read"
_WORD_COUNT = 150  # declared counts below are of something else
_MORE = 1.6  # times the words shown


def is_truncated(view: View, jsonld: JsonLd, access: Access | None) -> bool:
    """Whether the body that the page shows is visibly cut: it breaks off before a wall."""
    if access in (Access.FREE, None) or not view.body:
        return False
    texts = [view.tape.texts[row] for row in view.body]
    if texts[-1].rstrip().endswith(("…", "...", "[…]", "[...]")):
        return True
    chars = sum(len(text) * (_DENSE if text[:1] >= _DENSE_FROM else 1) for text in texts)
    if chars < _SHORT and _wall(view, 2 * _ROWS_BEHIND, _LIKELY / 2):
        return True
    if any(_SHARE_LEFT.search(view.tape.texts[row]) for row in view.rows(Role.PAYWALL)):
        return True
    words = sum(len(text.split()) for text in texts)
    for node in jsonld.own_articles[:1]:
        declared = node.get("wordCount")
        if isinstance(declared, int) and declared > _WORD_COUNT:
            return declared > _MORE * words
    return False
