"""Reading the head of a page: the first value of a name, and the hosts it speaks of."""

from __future__ import annotations

from bodycopy.tape import Head

__all__ = ["link_value", "meta_value", "page_urls"]


def meta_value(head: Head, *names: str) -> tuple[str, str] | None:
    """``(name, content)`` of the first of ``names`` that has content; names in lower case."""
    for name in names:
        for key, content in head.meta:
            if key == name and content and not content.isspace():
                return name, content
    return None


def link_value(head: Head, rel: str) -> str | None:
    """``href`` of the first ``<link>`` that has ``rel`` among its relations."""
    for rels, href in head.links:
        if rel in rels.split() and href.strip():
            return href
    return None


def page_urls(head: Head, url: str | None = None) -> tuple[str, ...]:
    """Every address that the page gives for itself, the caller's first."""
    og = meta_value(head, "og:url", "twitter:url")
    found = (url, link_value(head, "canonical"), og[1] if og else None, head.base)
    return tuple(address for address in found if address)
