"""Verdicts in words: what the page is, who is to blame, what to do."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bodycopy.article import Reason

__all__ = ["VERDICTS", "VerdictWords"]


class VerdictWords(msgspec.Struct, frozen=True):
    """What a reader is told of a reason."""

    title: str
    blame: str
    advice: str


_PAGE = "The page is to blame"
_INPUT = "What was given is to blame"
_CALLER = "The options are to blame"
_DOUBT = "The page is to blame, or bodycopy is"
_WRONG = "If there is an article, set the roles of its blocks right and save them."

VERDICTS: Mapping[Reason, VerdictWords] = {
    Reason.EMPTY: VerdictWords(
        "The page shows no text",
        _INPUT,
        "It is empty, or a shell that scripts would fill: save the page as the browser shows it.",
    ),
    Reason.NOT_HTML: VerdictWords(
        "This is no HTML",
        _INPUT,
        "The bytes are a file of another kind, whatever its name or header says.",
    ),
    Reason.TOO_SHORT: VerdictWords(
        "Too little text for an article",
        _PAGE,
        "The option min_chars says how much is enough. " + _WRONG,
    ),
    Reason.NO_BODY: VerdictWords(
        "No text here reads as the body of an article",
        _DOUBT,
        _WRONG,
    ),
    Reason.INDEX: VerdictWords(
        "The page lists articles and is none",
        _PAGE,
        "It is a front page, a section, or a list of results: follow its links.",
    ),
    Reason.CONSENT_WALL: VerdictWords(
        "The page asks for consent, and holds no article",
        _PAGE,
        "The site sent its consent box in place of the article: fetch it again with consent given.",
    ),
    Reason.PAYWALL: VerdictWords(
        "The page asks for a subscription, and holds no more than a teaser",
        _PAGE,
        "The article itself was not sent.",
    ),
    Reason.ERROR_PAGE: VerdictWords(
        "The server says that there is no such page",
        _PAGE,
        "Whatever its status was, this is the site’s error page.",
    ),
    Reason.LANGUAGE: VerdictWords(
        "The page is in another language than expected",
        _CALLER,
        "The option languages leaves it out.",
    ),
    Reason.LIMIT: VerdictWords(
        "The time for the page was over",
        _CALLER,
        "The option max_seconds says how long a page may take.",
    ),
    Reason.PAGE_TYPE: VerdictWords(
        "The page is of another type than expected",
        _CALLER,
        "The option page_types leaves it out.",
    ),
}
"""Of every reason."""
