"""Is it an article? The page's verdict, from what its blocks were found to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bodycopy.article import Block, PageType, Reason
from bodycopy.lexicon import names_error_page, words_of_consent
from bodycopy.roles import Role

__all__ = ["Judgement", "judge", "weight"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why the page holds no article."""

    reason: Reason
    page_type: PageType
    detail: str


# An article that is longer than this stands, whatever boxes stand around it: error pages,
# consent walls and paywall stubs with more text of their own were not seen on the pages
# at hand (the longest stub had 480 characters).
_STUB_CHARS = 600
# Error pages fill up with suggestions and apologies; an article called "404" is longer.
_ERROR_CHARS = 1500
# The longest consent page looked at lists its purposes and partners in 3,500 characters.
_WALL_CHARS = 5000
# Front pages and sections are made of teasers; an article may drag along as many, but its
# own text then stands together.
_INDEX_TEASERS = 12
_UNSEEN: Mapping[str, float] = {"index": 1.0}  # nobody has looked: the blocks decide


def judge(
    body: Sequence[Block],
    dropped: Sequence[Block],
    *,
    titles: Sequence[str],
    declared_article: bool,
    min_chars: int,
    page_types: Mapping[str, float] = _UNSEEN,
) -> Judgement | None:
    """Why the page is no article, or None where it is one.

    ``titles`` are the page's title and headline; ``declared_article`` says whether its own
    data calls it an article; ``min_chars`` is the least body that counts; ``page_types`` are
    the labeller's probabilities of what the page is.
    """
    if not body and not dropped:
        return Judgement(Reason.EMPTY, PageType.OTHER, "no visible text")
    chars = sum(weight(block.text) for block in body)
    asking = [block for block in dropped if block.role is Role.CONSENT]
    if asking and not declared_article and min_chars <= chars < _WALL_CHARS:
        share = _consent_share(body, asking)
        if share > 0.5:
            detail = f"{share:.0%} of the main text is about consent"
            return Judgement(Reason.CONSENT_WALL, PageType.OTHER, detail)
    if chars < _ERROR_CHARS:
        for title in titles:
            if names_error_page(title):
                detail = f'the page is called "{title}"'
                return Judgement(Reason.ERROR_PAGE, PageType.ERROR, detail)
    if chars < max(min_chars, _STUB_CHARS):
        found = _judge_stub(chars, dropped, asking, min_chars, _sells(page_types))
        if found is not None:
            return found
    may_be_index = not declared_article and _likeliest(page_types) == "index"
    if may_be_index and (chars < min_chars or _is_leads(body, dropped)):
        teasers = sum(map(_is_teaser, (*body, *dropped)))
        if teasers >= _INDEX_TEASERS:
            detail = f"{teasers} teasers, no article of its own"
            return Judgement(Reason.INDEX, PageType.INDEX, detail)
    if chars >= min_chars:
        return None
    if not body:
        total = sum(len(block.text) for block in dropped)
        return Judgement(Reason.NO_BODY, PageType.OTHER, f"none of {total} characters is body text")
    return Judgement(
        Reason.TOO_SHORT,
        PageType.OTHER,
        f"{chars} characters of body text, {min_chars} are the least",
    )


def _judge_stub(
    chars: int, dropped: Sequence[Block], asking: Sequence[Block], min_chars: int, sells: bool
) -> Judgement | None:
    """The verdict on a page with hardly any body, where something else explains that."""
    consent = sum(len(block.text) for block in asking)
    # A bar at the foot of a page that holds other things is no wall in front of it.
    others = sum(len(block.text) for block in dropped) - consent
    if max(chars, others) < consent > min_chars > chars and len(_consent_words(asking)) > 1:
        detail = f"{consent} characters ask for consent, {chars} are body text"
        return Judgement(Reason.CONSENT_WALL, PageType.OTHER, detail)
    if not sells and any(block.role is Role.PAYWALL for block in dropped):
        detail = f"a paywall after {chars} characters of body text"
        return Judgement(Reason.PAYWALL, PageType.STUB, detail)
    return None


def _sells(page_types: Mapping[str, float]) -> bool:
    """Whether the page is a shop's: what asks for a subscription there is no paywall."""
    return page_types.get("product", 0.0) + page_types.get("service", 0.0) > 0.5


_CONSENT_WORDS = 3  # a disclaimer has one or two of them


def _consent_words(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset().union(*(words_of_consent(block.text) for block in blocks))


def _consent_share(body: Sequence[Block], labelled: Sequence[Block]) -> float:
    """How much of the body speaks of consent, if body and consent boxes do it at length."""
    if len(_consent_words((*body, *labelled))) < _CONSENT_WORDS:
        return 0.0
    asking = sum(len(block.text) for block in body if words_of_consent(block.text))
    return asking / max(1, sum(len(block.text) for block in body))


def _likeliest(page_types: Mapping[str, float]) -> str:
    """The type that the labeller thinks of: documentation is built as front pages are."""
    return max(page_types, key=lambda name: page_types[name], default="")


# Characters: the lead-in of a teaser is a sentence or two.
_LEAD_CHARS = 250
# A character of Chinese, Japanese or Korean says as much as 2.5 of an alphabet.
_DENSE_FROM, _DENSE = "\u2e80", 2.5


def weight(text: str) -> int:
    """Characters of a text as if it were written in an alphabet."""
    return round(len(text) * _DENSE) if text[:1] >= _DENSE_FROM else len(text)


_TEASER_CHARS = 25  # shorter links are menu entries


def _is_leads(body: Sequence[Block], dropped: Sequence[Block]) -> bool:
    """Whether the body is the lead-ins of teasers: bits of text, each under a link of its own.

    Where the labeller took the links for the body as well, the list is what the page is for
    (a shop's shelf, a directory), and it stands.
    """
    links = {block.index for block in dropped if _is_link(block)}
    texts = [block for block in body if not _is_link(block)]
    starts = [block.index for block in texts[:1]]
    starts += [b.index for a, b in pairwise(texts) if b.index != a.index + a.span]
    size = sum(len(block.text) for block in texts)
    under_links = sum(start - 1 in links for start in starts)
    return len(starts) > 2 and under_links > 0.6 * len(starts) and size < _LEAD_CHARS * len(starts)


def _is_teaser(block: Block) -> bool:
    return _is_link(block) and len(block.text) >= _TEASER_CHARS


def _is_link(block: Block) -> bool:
    """Whether the whole block is one link."""
    return len(block.links) == 1 and block.links[0].end - block.links[0].start == len(block.text)
