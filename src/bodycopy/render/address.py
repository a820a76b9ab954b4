"""Addresses of links and images, as far as they are harmless and can be meant."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from bodycopy.article import Article

__all__ = ["absolute_address", "address", "base_of", "cited_address", "uri"]

_SCHEMES = frozenset(("http", "https", "mailto", "tel"))


def base_of(article: Article) -> str:
    """What the page's links are relative to: its ``<base href>``, else its address."""
    url = article.url or ""
    try:
        return urljoin(url, article.base_url or "")
    except ValueError:  # a base that is no address, such as ``http://[``
        return url


def address(href: str, base: str) -> str:
    """Where ``href`` leads, or nothing where there is no harmless target.

    Only ``http``, ``https``, ``mailto`` and ``tel`` addresses, and relative ones where
    ``base`` is not known. Characters that no address may hold are percent-encoded; letters of
    all scripts stay as they are.
    """
    href = href.strip()
    if _PLAIN.fullmatch(href) and "/." not in href:  # most links
        return href
    if not href:
        return ""
    try:
        scheme, host, *rest = urlsplit(urljoin(base, href))
        if (scheme and scheme not in _SCHEMES) or _NO_HOST.search(host):
            return ""
        return urlunsplit((scheme, host, *(_FORBIDDEN.sub(_encode, part) for part in rest)))
    except ValueError:  # "http://[" is no address: its text stays, its link goes
        return ""


def absolute_address(href: str, base: str) -> str:
    """The same, but nothing where it has no scheme or, on the web, no well-formed host."""
    target = address(href, base)
    return target if _ABSOLUTE.match(target) else ""


def uri(href: str, base: str) -> str:
    """The same in ASCII, as RFC 3986 has it; nothing where the host cannot be written so."""
    target = absolute_address(href, base)
    if target.isascii():
        return target
    parts = urlsplit(target)
    try:
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except UnicodeError:
        return ""
    rest = (quote(part, safe="%/?:@!$&'()*+,;=-._~") for part in parts[2:])
    return urlunsplit((parts.scheme, host, *rest))


def cited_address(citation: str, base: str) -> str:
    """The address that a quotation's markup gives as its source; nothing where it gives words."""
    is_address = _CITED.match(citation) and not re.search(r"\s", citation)
    return absolute_address(citation, base) if is_address else ""


_CITED = re.compile(r"https?://|/", re.IGNORECASE)

# What RFC 3986 and 3987 leave out of paths and queries, and parentheses, which Markdown reads.
_FORBIDDEN = re.compile(
    r"""[\x00-\x20\x7f-\xa0\s<>"{}|\\^`()\[\]\ufdd0-\ufdef\ufff0-\uffff]|%(?![0-9A-Fa-f]{2})"""
)

_PLAIN = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?:[/?](?:[\w.~:/?@!$&'*+,;=-]|%[0-9A-Fa-f]{2})*+)?",
    re.ASCII,
)
_NO_HOST = re.compile(r"""[\x00-\x20\x7f-\xa0\s<>"{}|\\^`()\ufdd0-\ufdef\ufff0-\uffff]""")

_ABSOLUTE = re.compile(
    r"""
      https?:// (?: [\w.~!$&'*+,;=:%-]*+ @ )?+       # user and password
        (?: [\w.-]++ | \[ [0-9A-Fa-f:.]++ \] )        # host
        (?: : [0-9]{0,5}+ )?+ (?: [/?\#] | $ )
    | mailto: [^/\s] | tel: [^/\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _encode(found: re.Match[str]) -> str:
    return quote(found[0], safe="")
