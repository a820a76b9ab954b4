"""The name of the site that a page belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bodycopy.facts.found import Found
from bodycopy.facts.head import meta_value, page_urls
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.titles import SEPARATOR, domain_names, fold, names_site, squash
from bodycopy.tape import Head

__all__ = ["find_site_name"]

# Longer ones are slogans or headlines; the longest real one seen has 51 characters.
_MAX_CHARS = 60


def find_site_name(
    head: Head, jsonld: JsonLd, url: str | None = None, headline: str | None = None
) -> Found | None:
    """The site's name from meta, JSON-LD or the title's end; never the headline."""
    taken = {squash(headline)} if headline else set()
    taken |= {squash(found[1]) for found in [meta_value(head, "og:title")] if found}
    for source, raw in _claims(head, jsonld, url, headline):
        value = fold(raw)
        if _is_name(value) and squash(value) not in taken:
            return Found(value, source, raw)
    return None


def _is_name(value: str) -> bool:
    return 0 < len(value) <= _MAX_CHARS and any(map(str.isalnum, value)) and "://" not in value


def _claims(
    head: Head, jsonld: JsonLd, url: str | None, headline: str | None
) -> Iterator[tuple[str, str]]:
    """What may be the name, the most reliable first; JSON-LD is parsed only if asked that far."""
    found = meta_value(head, "og:site_name")
    if found:
        yield "meta:og:site_name", found[1]
    yield from _jsonld_names(jsonld)
    found = meta_value(head, "application-name", "apple-mobile-web-app-title")
    if found:
        yield f"meta:{found[0]}", found[1]
    part = _title_part(head, url) or _title_rest(head, headline or "")
    if part:
        yield "title", part


def _jsonld_names(jsonld: JsonLd) -> Iterator[tuple[str, str]]:
    for node in jsonld.own_articles:
        publisher = jsonld.resolve(node.get("publisher"))
        name = jsonld.text(publisher, "name") if publisher else jsonld.text(node, "publisher")
        if name:
            yield "jsonld:publisher", name
    for node in jsonld.of_type("website"):
        name = jsonld.text(node, "name")
        if name:
            yield "jsonld:WebSite", name


def _title_part(head: Head, url: str | None) -> str | None:
    """The last or first part of the title, where it agrees with the page's domain."""
    domains = list(domain_names(*page_urls(head, url)))
    title = fold(head.title)
    cuts = list(SEPARATOR.finditer(title))
    if not cuts:
        return None
    ends = (title[cuts[-1].end() :], title[: cuts[0].start()])
    return next((part for part in ends if names_site(part, domains)), None)


_JOINTS = re.compile(r"(?<![\s_|｜–—·-])[\s_|｜-]*[-_|｜–—·][\s_|｜-]*")


def _title_rest(head: Head, headline: str) -> str | None:
    """What the title goes on with behind the headline, the last part where there are several."""
    title, headline = fold(head.title), fold(headline)
    rest = title.removeprefix(headline)
    if not headline or rest == title or not _JOINTS.match(rest):
        return None
    parts = [part for part in _JOINTS.split(rest) if part.strip()]
    # A part in lower case is the headline's second half.
    return parts[-1] if parts and not parts[-1][0].islower() else None
