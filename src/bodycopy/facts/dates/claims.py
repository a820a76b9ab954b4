"""What a page says about its dates: in JSON-LD and meta tags, in its lines, in its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from bodycopy.facts.dates.machine import read_machine, read_url
from bodycopy.facts.dates.moment import Moment
from bodycopy.facts.dates.text import read_dates
from bodycopy.facts.dates.words import kind_words
from bodycopy.facts.head import link_value, meta_value
from bodycopy.facts.jsonld import JsonLd, Node
from bodycopy.facts.people.words import fold_word, words
from bodycopy.facts.view import View
from bodycopy.roles import BODY_ROLES, Role

__all__ = ["Claim", "declared", "displayed", "from_url", "month_comes_first"]


class Claim(NamedTuple):
    """A date that the page gives for itself somewhere."""

    moment: Moment
    raw: str
    source: str
    kind: str
    """``published``, ``modified``, or empty where nothing says which."""
    family: str
    """Claims of one family come from one place and count once: ``jsonld``, ``meta``, ``dom`` ..."""
    weight: float
    swapped: Moment | None = None
    """Another reading of the same numbers."""
    nearness: float = 1.0
    """1 beside the headline, less the farther away it stands."""


# --- JSON-LD and meta tags -----------------------------------------------------------------

# Property of an article's node: kind, weight.
_PROPERTIES: dict[str, tuple[str, float]] = {
    "datePublished": ("published", 3.0),
    "dateModified": ("modified", 3.0),
    "uploadDate": ("published", 2.0),
    "dateCreated": ("published", 1.5),
    "pubDate": ("published", 1.5),
    "coverageStartTime": ("published", 0.5),
}
_WORKS = ("webpage", "newsarticle", "videoobject", "imagegallery", "mediagallery", "podcastepisode")

# Names of meta tags in lower case: kind, weight. Open Graph, Dublin Core, Parsely, Sailthru,
# citation_*, schema.org, CMS names.
_META: dict[str, tuple[str, float]] = {
    **dict.fromkeys(
        """article:published_time og:article:published_time article:published article:published:time
        http://ogp.me/ns/article#published_time article_published_time og:published_time
        datepublished""".split(),
        ("published", 3.0),
    ),
    **dict.fromkeys(
        """parsely-pub-date sailthru.date citation_publication_date citation_online_date
        citation_date dc.date.issued dcterms.issued dc.issued dc.date.published publishdate
        publish-date publish_date pubdate pub_date publication_date publication-date
        publicationdate published published-date published_date publisheddate published_at
        published_time content:publishdate date.published date.release release_date
        cxenseparse:recs:publishtime cxenseparse:publishtime cxenseparse:recs:articlepublishdate
        bt:pubdate og:pubdate ptime originalpublicationdate article_date_original
        article.published displaydate og:publish_date dc.date.publication rnews:datepublished
        datepublication video:release_date og:video:release_date ya:ovs:upload_date
        uploaddate""".split(),
        ("published", 2.0),
    ),
    **dict.fromkeys(
        """date dc.date dcterms.date dc.date.created dcterms.created datecreated date.created
        created createdate creation_date cms_creationdate article:created og:created_time
        weibo:article:create_at""".split(),
        ("published", 1.2),
    ),
    **dict.fromkeys(
        """article:modified_time og:article:modified_time article:modified
        article:modified:time http://ogp.me/ns/article#modified_time article_modified_time
        datemodified og:modified_time""".split(),
        ("modified", 3.0),
    ),
    **dict.fromkeys(
        """og:updated_time article:updated_time lastmod lastupdate last_updated_date
        dc.date.modified dcterms.modified dc.modified date.modified modified modified_time
        modificationdate modification_date update_time updated article_updatetime
        bt:moddate utime date_modified revision_date weibo:article:update_at
        parsely-modified-date revised""".split(),
        ("modified", 2.0),
    ),
    # What a server says when it built the page.
    "last-modified": ("modified", 0.4),
}


def declared(view: View, jsonld: JsonLd, language: str) -> Iterator[Claim]:
    """Dates in JSON-LD, meta tags and microdata."""
    yield from _in_jsonld(jsonld, language)
    yield from _in_meta(view, language)


def _in_jsonld(jsonld: JsonLd, language: str) -> Iterator[Claim]:
    nodes: list[tuple[Node, float]] = [(node, 1.0) for node in jsonld.own_articles[:2]]
    if not nodes:
        nodes = [(node, 0.6) for node in list(jsonld.of_type(*_WORKS))[:2]]
    elif not any(node.get("datePublished") for node, _ in nodes):
        nodes += [(node, 0.6) for node in list(jsonld.of_type("webpage"))[:1]]
    for node, factor in nodes:
        for name, (kind, weight) in _PROPERTIES.items():
            raw = jsonld.raw(node, name) if name in node else None
            moment = read_machine(raw, language) if raw else None
            if raw and moment:
                yield Claim(moment, raw, f"jsonld:{name}", kind, "jsonld", weight * factor)


def _in_meta(view: View, language: str) -> Iterator[Claim]:
    seen: set[str] = set()
    for name, raw in view.tape.head.meta:
        known = _META.get(name)
        if known is None and not raw[:1].isdigit():
            continue
        if name in seen:  # the dates of comments and teasers, in microdata further down
            continue
        if known is None:
            known = _META.get(name.replace(":", "."))
            if known is None and _NAMED_PUBLISHED.search(name):
                known = ("published", 1.2)
        moment = read_machine(raw, language) if known else None
        if known and moment:
            seen.add(name)
            yield Claim(moment, raw, f"meta:{name}", known[0], "meta", known[1])
    parsely = meta_value(view.tape.head, "parsely-page", "parsely-metadata")
    if parsely:
        match = _PARSELY.search(parsely[1])
        moment = read_machine(match[1], language) if match else None
        if match and moment:
            yield Claim(moment, match[1], f"meta:{parsely[0]}", "published", "meta", 2.0)


# Names that this list does not have: ``w-published-date``.
_NAMED_PUBLISHED = re.compile(
    r"publish(?:ed|ing)?[-_.:]?(?:date|time|on|at)|pub[-_]?date|\bms\.date\b"
)
_PARSELY = re.compile(r'"pub_?date"\s*:\s*"([^"]{8,40})"', re.I)


# --- what the page displays ----------------------------------------------------------------

# Rows whose dates are those of other pages, or of no page at all.
_FOREIGN = frozenset(
    (
        Role.TEASER, Role.RELATED, Role.COMMENT, Role.NAVIGATION, Role.AD, Role.LEGAL,
        Role.LIVEBLOG_PROMO, Role.TOPIC_NAV, Role.CONSENT, Role.NEWSLETTER, Role.CAPTION,
        Role.CREDIT, Role.SHARE,
    )
)  # fmt: skip
_TELLING = frozenset((Role.DATE, Role.BYLINE, Role.DATELINE, Role.SOURCE_LINE, Role.CORRECTION))
_ABOVE, _BELOW = 8, 12  # rows around the headline where a date line stands
_BEHIND = 20  # rows behind the body
_LINE_CHARS = 200
_MAX_DATES = 3  # of one row; what has more is a timetable
_MAX_ROWS = 16  # that are read: a list of a thousand dates is no article's
_OPENING_CHARS = 120
_RIGHT_BELOW = 4  # rows below the headline where a date is the article's whatever its role
_DIGIT = re.compile(r"\d")
# What every date has: a year of four digits, or two digits behind a day and a month.
_DATED = re.compile(
    r"\d{4}|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d|\d\W{0,3}[^\W\d]{3,9}\W{1,2}\d\d|\d年"
)


def displayed(
    view: View, headline: int | None, language: str, *, month_first: bool
) -> Iterator[Claim]:
    """Dates in the lines of the page that may tell when the article was published or changed."""
    times = _times(view)
    for row, nearness in _lines(view, headline, times).items():
        for claim in _in_line(view, row, times.get(row), nearness, language, month_first):
            # A headline may speak of a day; its times are the page's.
            if row == headline and claim.source == "dom":
                continue
            if nearness > _SAID_ONLY or claim.kind:
                yield claim
    yield from _openings(view, headline, language)


# Nearness of lines that are heard only where they say what their date is of.
_SAID_ONLY = 0.3


def _lines(
    view: View, headline: int | None, times: dict[int, list[Mapping[str, str]]]
) -> dict[int, float]:
    """Rows to be read and how likely a date there is the article's, by its place."""
    texts, roles, body = view.tape.texts, view.roles, view.body
    anchor = headline if headline is not None else (body[0] if body else 0)
    telling = [*view.rows(*_TELLING), *times]
    telling.sort(key=lambda row: abs(row - anchor))
    near = range(max(0, anchor - _ABOVE), anchor + _BELOW + 1)
    behind = range(body[-1] + 1, body[-1] + 1 + _BEHIND) if body else ()
    found: dict[int, float] = {}
    for row in (*near, *telling[:_MAX_ROWS], *behind):
        if row >= len(texts) or row in found or len(texts[row]) > _LINE_CHARS:
            continue
        role = roles[row]
        if row not in times:
            if row == headline or (role in BODY_ROLES and len(texts[row]) >= _OPENING_CHARS):
                continue
            beside = anchor <= row <= anchor + _RIGHT_BELOW or row in behind
            if (role in _FOREIGN and not beside) or not _may_be_dated(texts[row]):
                continue
        if role in _FOREIGN:
            if anchor <= row <= anchor + _RIGHT_BELOW:
                found[row] = 0.8 if row in times else 0.5
            elif row in behind and role is not Role.COMMENT:
                found[row] = 0.5 if _is_signed(view, row) else _SAID_ONLY
        elif role in BODY_ROLES:
            if row in times or len(texts[row]) < _OPENING_CHARS:
                found[row] = 0.6 * _nearness(row, anchor, body)
        elif role in _TELLING:
            found[row] = _nearness(row, anchor, body)
        else:
            far = row not in near and row not in times
            found[row] = _SAID_ONLY if far else 0.8 * _nearness(row, anchor, body)
    return found


def _may_be_dated(text: str) -> bool:
    """Whether there are numbers in a line that may be those of a date."""
    digit = _DIGIT.search(text)
    return digit is not None and _DATED.search(text, digit.start()) is not None


_SIGNED_ROWS = 2  # behind the body: "By Ada Berg on 3 May 2024"


def _is_signed(view: View, row: int) -> bool:
    """Whether a row right behind the body opens with a word that says "by"."""
    if not view.body or not 0 < row - view.body[-1] <= _SIGNED_ROWS:
        return False
    return fold_word(view.tape.texts[row][:_LINE_CHARS].partition(" ")[0]) in words("by")


def _nearness(row: int, anchor: int, body: tuple[int, ...]) -> float:
    if row < anchor:
        # The farther above the headline, the likelier it is today's date in the masthead.
        return max(0.2, 1.0 - 0.1 * (anchor - row - 1))
    if body and row > body[-1]:
        return 0.6
    return 1.0 - 0.02 * (row - anchor) if row - anchor <= _BELOW else 0.7


# Characters at the front of a text that may be its date: "27.1.2022 - The council ..."
_FRONT_CHARS = 40
# A letter that touches it stands in an element of its own: "27.01.2022Oil report".
_ENDS_OPENING = re.compile(r"\s*[.:|)\]–—„“\"«-]|[^\W\d_]")


def _openings(view: View, headline: int | None, language: str) -> Iterator[Claim]:
    """The date that the headline, the standfirst or the body opens with."""
    rows = [] if headline is None else [headline]
    rows += [*view.body[:2], *islice(view.rows(Role.STANDFIRST), 1)]
    for row in rows:
        text = view.tape.texts[row].lstrip("([")
        if not text[:1].isdigit() or (row != headline and len(text) < _OPENING_CHARS):
            continue
        for date in read_dates(text[:_FRONT_CHARS], language)[:1]:
            opens = text.startswith(date.raw) and date.moment.day is not None
            if opens and _ENDS_OPENING.match(text, len(date.raw)):
                yield Claim(date.moment, date.raw, "text", "", "dom", 2.0, None, 0.8)


def _times(view: View) -> dict[int, list[Mapping[str, str]]]:
    """Row to the attributes of the times that stand in it."""
    found: dict[int, list[Mapping[str, str]]] = {}
    for marker in view.tape.markers:
        attributes = marker.attributes
        if "datetime" not in attributes and (
            "content" not in attributes or not _is_named_date(attributes)
        ):
            continue
        if marker.row < len(view.tape.texts):
            found.setdefault(marker.row, []).append(attributes)
    return found


def _is_named_date(attributes: Mapping[str, str]) -> bool:
    """Whether the property of an element with content calls it a date."""
    return "date" in (attributes.get("itemprop") or attributes.get("property") or "").lower()


_NAMED = (("modified", "modified"), ("updat", "modified"), ("publi", "published"))


def _named(name: str) -> str:
    """What the name of a property or class says that a date is of."""
    name = name.lower()
    return next((kind for word, kind in _NAMED if word in name), "")


def _in_line(
    view: View,
    row: int,
    times: list[Mapping[str, str]] | None,
    nearness: float,
    language: str,
    month_first: bool,
) -> Iterator[Claim]:
    text = view.tape.texts[row]
    shown = read_dates(text, language, month_first=month_first)
    signed = bool(shown) and _is_signed(view, row)
    label = ""
    if not (shown and any(date.kind for date in shown)):
        label = _label(view, row)
    for date in shown[:_MAX_DATES]:
        kind = date.kind or label
        if kind != "other":
            weight = 3.5 if kind else 3.0 if date.moment.day else 1.0
            if not kind and not signed and _is_sentence(view.roles[row], text, date.raw):
                continue  # a sentence that speaks of a day
            yield Claim(date.moment, date.raw, "dom", kind, "dom", weight, date.swapped, nearness)
    for attributes in (times or ())[:_MAX_DATES]:
        yield from _in_time(attributes, shown[0].kind if shown else "", label, nearness, language)


def _in_time(
    attributes: Mapping[str, str], kind: str, label: str, nearness: float, language: str
) -> Iterator[Claim]:
    raw = attributes.get("datetime") or attributes.get("content") or ""
    moment = read_machine(raw, language) if raw else None
    if moment is None:
        return
    property_ = attributes.get("itemprop") or attributes.get("property") or ""
    own = _named(property_) or ("published" if "pubdate" in attributes else "")
    found = own or kind or label or _named(attributes.get("class", ""))
    source = "microdata" if property_ else "time"
    if found != "other":
        yield Claim(moment, raw, f"dom:{source}", found, "dom", 3.2, None, nearness)


# Characters: a longer line is a sentence, unless its date is the point of it.
_LONGEST_DATE_LINE, _LONGEST_LINE, _LONGEST_ENDED = 100, 60, 90


def _is_sentence(role: Role, text: str, raw: str) -> bool:
    """Whether a line is about something that happened on a day."""
    if len(raw) * 3 > len(text):
        return False
    if role in _TELLING:
        return len(text) > _LONGEST_DATE_LINE and not text.startswith(raw)
    ended = text.startswith(raw) or text.rstrip(" .)").endswith(raw)
    return role in _FOREIGN or len(text) > (_LONGEST_ENDED if ended else _LONGEST_LINE)


_LABEL_CHARS = 40


def _label(view: View, row: int) -> str:
    """What the line above says that the date is of, where it says nothing else."""
    above = row - 1
    while above > max(0, row - 3) and not any(map(str.isalnum, view.tape.texts[above])):
        above -= 1
    text = view.tape.texts[above] if above >= 0 else ""
    if not text or len(text) > _LABEL_CHARS or _DIGIT.search(text):
        return ""
    found = kind_words(text)
    return found[-1][2] if found and found[-1][1] >= len(text.rstrip(" :.|-")) else ""


# --- the address ----------------------------------------------------------------------------


def from_url(view: View) -> Claim | None:
    """The day or month in the page's address."""
    head = view.tape.head
    og = meta_value(head, "og:url")
    for source, url in (
        ("url", view.url),
        ("link:canonical", link_value(head, "canonical")),
        ("meta:og:url", og[1] if og else None),
    ):
        moment = read_url(url) if url else None
        if url and moment:
            return Claim(moment, url, source, "published", "url", 1.5 if moment.day else 0.5)
    return None


# Countries that write the month first, by the language's region or the host's top level.
_AMERICAN = frozenset(("us", "ph", "pr", "gu", "fm", "mh", "pw"))
_TOP_LEVEL = re.compile(r"//[^/?#\s]{1,253}?\.([a-z]{2,6})(?::\d+)?(?:[/?#]|\Z)", re.I)


def month_comes_first(language: str, url: str | None) -> bool:
    """Whether ``3/5/2024`` is the fifth of March on this page."""
    primary, _, region = language.lower().partition("-")
    if primary not in ("en", ""):
        return False
    match = _TOP_LEVEL.search(url or "")
    top = match[1].lower() if match else ""
    if len(top) == 2 and top not in ("io", "co", "tv", "me", "ai"):
        return top in _AMERICAN
    return not region or region in _AMERICAN or len(region) != 2
