"""Metadata of a page under trafilatura's names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from bodycopy.article import Article, Block, Timestamp, Verdict
from bodycopy.compat.page_head import read_head
from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.source import page_source
from bodycopy.options import Options
from bodycopy.pipeline import extract
from bodycopy.roles import NOISE_ROLES, Role

__all__ = ["Document", "describe", "extract_metadata", "hostname"]


def extract_metadata(
    filecontent: Any,
    default_url: str | None = None,
    date_config: Mapping[str, Any] | None = None,
    extensive: bool = True,
    author_blacklist: Collection[str] | None = None,
) -> Document:
    """What the page says of itself; its ``text`` and ``body`` are empty.

    ``default_url`` is the address where the page names none. Of ``date_config`` count
    ``original_date`` (true unless given: the date of publication, not of the last change),
    ``outputformat``, ``min_date`` and ``max_date``; ``extensive`` changes nothing. Authors of
    the blacklist are left out, whatever their case.
    """
    source = page_source(filecontent)
    if not source:
        return Document()
    record = extract(source, url=default_url, options=_OPTIONS)
    return describe(record, source, date_params=date_config, author_blacklist=author_blacklist)


_OPTIONS = Options(min_chars=1, comments=False)


def describe(
    record: Article | Verdict,
    source: bytes | str,
    *,
    date_params: Mapping[str, Any] | None = None,
    author_blacklist: Collection[str] | None = None,
) -> Document:
    """The metadata of a record and of its page's head, as a document without text."""
    head = read_head(source, record.encoding.name if record.encoding else "utf-8")
    found = _of_article(record) if isinstance(record, Article) else _of_nothing(record)
    # In trafilatura's order: what the page calls itself when it is shared comes first.
    found.url = _absolute(head.first("og:url")) or found.url or head.link("canonical")
    found.hostname = hostname(found.url) if found.url else None
    found.title = found.title or head.first("og:title", "twitter:title") or head.title or None
    found.description = head.first(*_DESCRIPTION) or found.description
    found.sitename = found.sitename or head.first("og:site_name") or _host(found.url)
    found.image = head.first(*_IMAGE) or found.image
    found.pagetype = head.first("og:type") or found.pagetype
    found.tags = found.tags or _split(head.first("keywords", "parsely-tags"))
    if not isinstance(record, Article):
        # Of an article it was weighed already whether this is a person.
        found.author = head.first("author")
    found.author = _allowed(found.author, author_blacklist or ())
    found.language = record.language.partition("-")[0] if record.language else None
    found.license = _license(record.dropped)
    if isinstance(record, Article):
        found.date = _date(record, date_params or {})
    if latest := (date_params or {}).get("max_date"):
        found.filedate = str(latest)
    return found


_DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description")
_IMAGE = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")


def _of_article(article: Article) -> Document:
    return Document(
        title=article.headline,
        author="; ".join(article.authors) or None,
        url=article.canonical_url or article.url,
        description=article.standfirst,
        sitename=article.site_name,
        categories=[article.section] if article.section else [],
        tags=list(article.topics),
        image=_lead_image(article),
        pagetype=article.page_type.value,
    )


def _of_nothing(verdict: Verdict) -> Document:
    return Document(url=verdict.url, categories=[], pagetype=verdict.page_type.value)


def _lead_image(article: Article) -> str | None:
    base = article.base_url or article.canonical_url or article.url or ""
    address = next((image.url for image in article.images if image.url), None)
    try:
        return urljoin(base, address) if address else None
    except ValueError:  # an address that is none, such as "http://["
        return None


def _absolute(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) and _host(url) else None


def _split(keywords: str | None) -> list[str]:
    parts = (part.strip() for part in (keywords or "").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _allowed(authors: str | None, blacklist: Collection[str]) -> str | None:
    unwanted = {name.lower() for name in blacklist}
    names = (name.strip() for name in (authors or "").split(";"))
    return "; ".join(name for name in names if name and name.lower() not in unwanted) or None


# Second levels under which a country's registry sells the third: example.co.uk.
_SECOND_LEVELS = frozenset("ac co com edu gob gov go ltd ne net nom or org plc".split())


def hostname(url: str) -> str | None:
    """The domain of an address as its owner registered it, or ``None`` where it has no host.

    >>> hostname("https://www.news.example.co.uk/a"), hostname("https://m.example.org:8080")
    ('example.co.uk', 'example.org')
    """
    host = _host(url)
    if not host or ":" in host or host.replace(".", "").isdigit():
        return host
    labels = host.rstrip(".").split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3:] if country else labels[-2:])


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:  # "http://[" is no address
        return None


_MAY_LICENSE = NOISE_ROLES | {Role.SOURCE_LINE}
_LICENSE = re.compile(r"/(by-nc-nd|by-nc-sa|by-nc|by-nd|by-sa|by|zero)/([1-9]\.[0-9])")


def _license(blocks: Iterable[Block]) -> str | None:
    """The Creative Commons licence that the page links to, but not under a picture."""
    for block in blocks:
        for link in block.links if block.role in _MAY_LICENSE else ():
            if "creativecommons.org" in link.href and (found := _LICENSE.search(link.href)):
                return f"CC {found[1].upper()} {found[2]}"
    return None


def _date(article: Article, wanted: Mapping[str, Any]) -> str | None:
    dates = (article.date_published, article.date_modified)
    first, second = dates if wanted.get("original_date", True) else reversed(dates)
    day = _day(first) or _day(second)
    if day is None:
        return None
    text = day.isoformat()
    if not str(wanted.get("min_date") or "") <= text <= str(wanted.get("max_date") or "9999"):
        return None
    return day.strftime(str(wanted["outputformat"])) if wanted.get("outputformat") else text


def _day(stamp: Timestamp | None) -> date | None:
    """The day of a date, where it is known to the day."""
    try:
        return date.fromisoformat(stamp.value[:10]) if stamp else None
    except ValueError:  # a year, or a year and a month
        return None
