"""What kind of page it is: what the labeller sees, what the page declares, what its address says.

Strategy: odds. The labeller's probabilities are the prior; each sign multiplies the odds of
the types that it speaks for. The weights are natural logarithms of those factors, fitted on
what networks said that had not been shown the page's site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import exp, log
from urllib.parse import urlsplit

from bodycopy.article import PageType
from bodycopy.facts.head import meta_value, page_urls
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View

__all__ = ["find_page_type"]

_OURS = {str(name): name for name in PageType}
_LIVE_URL = re.compile(r"[/_-](?:live-?blogs?|live-?ticker|live|ticker|en-direct|directo)[/_-]")
_MEDIA_URL = re.compile(
    r"/(?:videos?|gallery|galleries|galerie|galeria|photos?|fotos?|fotostrecken?|bildergalerien?"
    r"|slideshows?|podcasts?|audio|diaporama|mediathek|watch|images?-of)(?:[/_-]|\Z)"
)
_SHORT = 800  # characters of body beside a video or gallery
_MEDIA_TYPES = frozenset("videoobject imagegallery mediagallery audioobject podcastepisode".split())
_OTHER_TYPES = frozenset(
    "product qapage discussionforumposting softwareapplication recipe event localbusiness "
    "jobposting apireference techarticle course howto service offer".split()
)

# Sign: the types that it speaks for or against, and how much. Those of articles, indexes and
# other pages were fitted on 2,375 labelled pages; cross-validated over halves of the sites,
# what a page's type cost in surprise fell from .51 to .41 nats, and probabilities are right to
# some hundredths. Videos, galleries and liveblogs are too few there: theirs are set by hand.
_WEIGHTS: Mapping[str, Mapping[PageType, float]] = {
    "live": {PageType.LIVEBLOG: 9.0},
    "live_entries": {PageType.LIVEBLOG: 6.0},
    "live_url": {PageType.LIVEBLOG: 1.5},
    "article": {PageType.ARTICLE: 0.85, PageType.INDEX: -0.75},
    "og_article": {PageType.ARTICLE: 0.9, PageType.INDEX: -0.7, PageType.OTHER: -0.55},
    "og_video": {PageType.MEDIA: 2.5},
    "og_product": {PageType.ARTICLE: -0.55, PageType.INDEX: 0.3, PageType.OTHER: 0.3},
    "media_url": {PageType.MEDIA: 1.5},
    "media_short": {PageType.MEDIA: 2.5},
    "other_data": {PageType.ARTICLE: -0.55, PageType.OTHER: 0.9},
}
_PRIOR: Mapping[PageType, float] = {PageType.ARTICLE: 0.45, PageType.MEDIA: -0.4}
_TRUST = 0.7  # in the labeller: it is somewhat too sure of itself
# Below it, a page with a body is called an article, if it may well be: that is what was asked for.
_SURE, _MAY_WELL = 0.5, 0.3
_UNSEEN = {"article": 1.0}  # what the page says for itself decides
_LEAST = 1e-3


def find_page_type(
    view: View, jsonld: JsonLd, *, entries: int = 0
) -> tuple[PageType, float | None]:
    """The likeliest type and its probability; ``entries`` of a liveblog were found.

    The probability is None where the labeller saw no block at all.
    """
    scores = dict.fromkeys(PageType, 0.0)
    for name, chance in (view.page_types or _UNSEEN).items():
        scores[_OURS.get(name, PageType.OTHER)] += chance
    scores = {
        kind: _TRUST * log(max(chance, _LEAST)) + _PRIOR.get(kind, 0.0)
        for kind, chance in scores.items()
    }
    for sign in _signs(view, jsonld, entries):
        for kind, weight in _WEIGHTS[sign].items():
            scores[kind] += weight
    total = sum(map(exp, scores.values()))
    best = max(scores, key=lambda kind: scores[kind])
    chance = exp(scores[best]) / total
    article = exp(scores[PageType.ARTICLE]) / total
    if chance < _SURE and article > _MAY_WELL:
        best, chance = PageType.ARTICLE, article
    return best, round(chance, 4) if view.page_types else None


def _signs(view: View, jsonld: JsonLd, entries: int) -> Iterator[str]:
    types = jsonld.types
    if "liveblogposting" in types:
        yield "live"
    elif entries:
        yield "live_entries"
    if jsonld.own_articles:
        yield "article"
    elif not _OTHER_TYPES.isdisjoint(types):
        yield "other_data"
    kind = meta_value(view.tape.head, "og:type")
    word = kind[1].strip().lower().partition(".")[0] if kind else ""
    if word in ("article", "video", "product"):
        yield f"og_{word}"
    path = _path(view)
    if _LIVE_URL.search(path):
        yield "live_url"
    if _MEDIA_URL.search(path):
        yield "media_url"
    if not _MEDIA_TYPES.isdisjoint(types) and _body_chars(view) < _SHORT:
        yield "media_short"


def _path(view: View) -> str:
    for url in page_urls(view.tape.head, view.url)[:1]:
        try:
            return urlsplit(url[:2048]).path.lower()
        except ValueError:
            return ""
    return ""


def _body_chars(view: View) -> int:
    return sum(len(view.tape.texts[row]) for row in view.body)
