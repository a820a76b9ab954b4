"""The section that an article is filed under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bodycopy.facts.filing.breadcrumbs import declared_trail, displayed_trail, is_home
from bodycopy.facts.found import Found
from bodycopy.facts.head import meta_value, page_urls
from bodycopy.facts.jsonld import JsonLd, clean_text
from bodycopy.facts.titles import domain_names, names_site, squash
from bodycopy.facts.view import View
from bodycopy.roles import Role

__all__ = ["find_section"]

_META = (
    "article:section",
    "og:article:section",
    "og:section",
    "http://ogp.me/ns/article#section",
    "article_section",
    "articlesection",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:recs:category",
    "dc.subject.section",
    "section",
    "primary_section",
    "taboola-section",
    "lp:section",
    "content_category",
    "category",
    "citation_section",
)
_META_KEYS = frozenset(_META)
_MAX_CHARS = 60
# Templates' words for no section at all.
_EMPTY = frozenset("tags tag article articles post posts page none null undefined default".split())


def find_section(
    view: View, jsonld: JsonLd, headline: int | None = None, site_name: str | None = None
) -> Found | None:
    """The section as displayed in the breadcrumb or over the headline, else as declared.

    Of a breadcrumb, it is the deepest level. A label over the headline counts where the
    page's data or address know it too: others are kickers.
    """
    head = view.tape.head
    titles = [view.tape.texts[headline]] if headline is not None else []
    og_title = meta_value(head, "og:title")
    titles += [og_title[1] if og_title else "", head.title, site_name or ""]
    sites = list(domain_names(*page_urls(head, view.url)))
    trail = [name for name in displayed_trail(view, headline, titles) if not _is_site(name, sites)]
    if trail:
        return Found(trail[-1], "dom:breadcrumb", " › ".join(trail))
    known = declared_trail(jsonld, titles)
    taken = {squash(title) for title in titles}
    claims = [
        claim
        for claim in _claims(view, jsonld, known)
        if _is_name(claim.value) and not _is_site(claim.value, sites)
        if squash(claim.value) not in taken
    ]
    label = _label(view, headline, claims)
    if label:
        return label
    telling = [claim for claim in claims if claim.value.lower() not in _EMPTY]
    found = next(iter(telling or claims), None) or _linked_label(view, headline) or _menu(view)
    return found if found and not _is_site(found.value, sites) else None


def _is_name(value: str) -> bool:
    return (
        0 < len(value) <= _MAX_CHARS
        and any(map(str.isalpha, value))
        and "://" not in value
        and not is_home(value)
    )


def _is_site(value: str, sites: list[str]) -> bool:
    return names_site(value, sites) and squash(value) in sites


def _claims(view: View, jsonld: JsonLd, trail: tuple[str, ...]) -> Iterator[Found]:
    """Every declaration, the more reliable first."""
    levels = [squash(name) for name in trail]
    for node in jsonld.own_articles[:2]:
        value = node.get("articleSection")
        for name in (value if isinstance(value, list) else [value])[:4]:
            if isinstance(name, str) and "://" not in name:
                yield Found(_one_of(clean_text(name), levels), "jsonld:articleSection", name)
    declared = {key: value for key, value in reversed(view.tape.head.meta) if key in _META_KEYS}
    for key in _META:
        if key in declared and "://" not in declared[key]:
            value = declared[key]
            yield Found(_one_of(clean_text(value), levels), f"meta:{key}", value)
    for name in reversed(trail):
        if name.lower() not in _EMPTY:
            yield Found(name, "jsonld:BreadcrumbList", name)


_LISTED = re.compile(r"(?:(?<!\s)\s+)?[,;|]\s*")
_PATH = re.compile(r"(?:(?<!\s)\s+)?[/>»]\s*")


def _one_of(value: str, levels: list[str]) -> str:
    """One of several sections, the one that is a level or the first; of a path the deepest."""
    parts = [part for part in _LISTED.split(value.strip(" -,;|")) if part]
    part = next((part for part in parts if squash(part) in levels), parts[0] if parts else "")
    names = [name for name in _PATH.split(part) if name]
    return names[-1] if names else ""


_ROWS_ABOVE, _ROWS_BELOW = 3, 2
_LABEL_ROLES = frozenset(
    (
        Role.KICKER,
        Role.TOPIC_NAV,
        Role.NAVIGATION,
        Role.RELATED,
        Role.BOILERPLATE,
        Role.DATE,
        Role.SHARE,
        Role.BYLINE,
    )
)


def _label(view: View, headline: int | None, claims: list[Found]) -> Found | None:
    """A label beside the headline that the page's data know as well, or its address."""
    if headline is None:
        return None
    order = list(dict.fromkeys(squash(claim.value) for claim in claims))
    above = range(headline - 1, max(-1, headline - 1 - _ROWS_ABOVE), -1)
    below = range(headline + 1, min(len(view.tape.texts), headline + 1 + _ROWS_BELOW))
    labels = [(name, row) for row in (*above, *below) for name in _names(view, row)]
    shown = {squash(name): (name, row) for name, row in reversed(labels)}
    for key in (*order, *_segments(view)):
        if key in shown and (key in order or shown[key][1] < headline):
            name, row = shown[key]
            return Found(name, "dom:label", view.tape.texts[row])
    return None


def _names(view: View, row: int) -> list[str]:
    """What may be the name of a section in a row."""
    text = view.tape.texts[row]
    if view.roles[row] not in _LABEL_ROLES or len(text) > _MAX_CHARS:
        return []
    return [part for part in reversed(_PATH.split(text)) if _is_name(part)]


def _linked_label(view: View, headline: int | None) -> Found | None:
    """The first link of a label over the headline, where nothing is declared."""
    for row in range(headline - 1, max(-1, headline - 1 - _ROWS_ABOVE), -1) if headline else ():
        links = view.tape.links.get(row)
        role = view.roles[row]
        # One of many links is a topic of the day.
        alone = role is Role.TOPIC_NAV and row - 1 not in view.tape.links
        if links and (role is Role.KICKER or alone):
            text = view.tape.texts[row]
            start, end, _ = links[0]
            name = text[start:end].strip()
            return Found(name, "dom:label", text) if _is_name(name) else None
    return None


_MAX_SEGMENTS = 4
_MAX_LINKS = 2_000
_MENU_ROLES = frozenset((Role.NAVIGATION, Role.TOPIC_NAV, Role.LEGAL))


_HOST = re.compile(r"^https?://[^/]*")


def _menu(view: View) -> Found | None:
    """What the menu calls the deepest directory that the page's address is in."""
    directories = _directories(view)
    if not directories:
        return None
    best: tuple[int, Found] | None = None
    seen = 0
    for row, links in view.tape.links.items():
        if view.roles[row] not in _MENU_ROLES:
            continue
        seen += len(links)
        if seen > _MAX_LINKS:
            break
        for start, end, href in links:
            path = _HOST.sub("", href[:300]).partition("?")[0].rstrip("/")
            depth = directories.get(path, 0)
            name = view.tape.texts[row][start:end].strip()
            if depth and (best is None or depth > best[0]) and _is_name(name):
                best = depth, Found(name, "dom:menu", name)
    return best[1] if best else None


def _directories(view: View) -> dict[str, int]:
    """The directories that the page's address is in, with their depth."""
    parts = _path(view).split("/")
    return {
        "/".join(parts[:depth]): depth
        for depth in range(2, min(len(parts), 6))
        if not parts[depth - 1].isdigit()  # archives of months
    }


def _path(view: View) -> str:
    for url in page_urls(view.tape.head, view.url)[:1]:
        try:
            return urlsplit(url[:2048]).path.rstrip("/")
        except ValueError:
            return ""
    return ""


def _segments(view: View) -> Iterator[str]:
    """The directories of the page's address, squashed."""
    for part in unquote(_path(view)).split("/")[1:-1][:_MAX_SEGMENTS]:
        if len(part) > 2:
            yield squash(part)
