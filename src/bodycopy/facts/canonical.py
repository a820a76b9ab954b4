"""The address that a page declares as its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from bodycopy.facts.found import Found
from bodycopy.facts.head import link_value, meta_value
from bodycopy.facts.jsonld import JsonLd
from bodycopy.tape import Head

__all__ = ["find_canonical"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
# Templates print the names of empty values.
_EMPTY_NAMES = frozenset(["", "null", "undefined", "none", "false", "nan", "#"])
_LOCAL_HOST = re.compile(
    r"(?:localhost|.*\.(?:localhost|local|internal)|(?:127|10|0)\.[\d.]+"
    r"|192\.168\.[\d.]+|169\.254\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|::1?|f[cd][\da-f:]+)"
)
_MAX_CHARS = 2_048  # what browsers and crawlers take at most


def find_canonical(head: Head, jsonld: JsonLd, url: str | None = None) -> Found | None:
    """The page's canonical address, absolute and without fragment.

    Relative addresses are resolved against the page's base and ``url``. Declared addresses
    that cannot be meant are passed over: other schemes, local hosts, a bare home page on a
    page that is deeper. Junk in ``url`` is treated as no url.
    """
    page = _split(url) if url else None
    base = _join(url if url and page else "", head.base)
    home: Found | None = None
    for source, raw in _claims(head, jsonld):
        address = _split(_join(base, raw)) if _is_written(raw) else None
        if address is None:
            continue
        found = Found(urlunsplit(address._replace(fragment="")), source, raw)
        if not _is_home(address):
            return found
        home = home or found
    return home if page is None or _is_home(page) else None


def _claims(head: Head, jsonld: JsonLd) -> Iterator[tuple[str, str]]:
    href = link_value(head, "canonical")
    if href:
        yield "link:canonical", href
    meta = meta_value(head, "og:url")
    if meta:
        yield "meta:og:url", meta[1]
    for node in jsonld.own_articles:
        page = jsonld.resolve(node.get("mainEntityOfPage"))
        found = (
            ("mainEntityOfPage", jsonld.raw(node, "mainEntityOfPage")),
            ("mainEntityOfPage", jsonld.raw(page, "@id") if page else None),
            ("url", jsonld.raw(node, "url")),
        )
        for key, value in found:
            if value:
                yield f"jsonld:{key}", value


def _is_written(raw: str) -> bool:
    start = raw.lstrip()[:8].lower()
    escaped = start.startswith(("http%3a", "https%3a"))
    return len(raw) <= _MAX_CHARS and not escaped and raw.strip().lower() not in _EMPTY_NAMES


def _join(base: str, raw: str) -> str:
    """``raw`` against ``base``; empty where they are junk."""
    cleaned = _CONTROLS.sub("", raw).strip().replace(" ", "%20")
    if cleaned.startswith("www."):
        cleaned = f"//{cleaned}"  # a host, to whoever wrote it
    try:
        return urljoin(base, cleaned)
    except ValueError:
        return ""


def _split(address: str) -> SplitResult | None:
    """The parts of an http(s) address with a host that could be on the public web."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port  # raises ValueError where it is no number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or _LOCAL_HOST.fullmatch(host):
        return None
    if "." not in host and ":" not in host:
        return None
    try:
        address.encode()
    except UnicodeEncodeError:
        return None
    return parts._replace(netloc=parts.netloc.lower()) if "@" not in parts.netloc else None


def _is_home(address: SplitResult) -> bool:
    return address.path in ("", "/") and not address.query
