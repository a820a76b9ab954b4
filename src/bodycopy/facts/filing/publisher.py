"""Who publishes the page."""

from __future__ import annotations

from bodycopy.facts.found import Found
from bodycopy.facts.head import meta_value
from bodycopy.facts.jsonld import JsonLd, Node
from bodycopy.facts.view import View

__all__ = ["find_publisher", "find_publisher_url"]

_META = (
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "og:site_name",
    "copyright",
)
_MAX_CHARS = 100


def find_publisher(view: View, jsonld: JsonLd) -> Found | None:
    """The publisher's name as the article's JSON-LD has it, else as the meta tags do."""
    for node in jsonld.own_articles:
        organisation = jsonld.resolve(node.get("publisher"))
        name = jsonld.text(organisation, "name") if organisation else jsonld.text(node, "publisher")
        if name and _is_name(name):
            return Found(name, "jsonld:publisher", name)
    for key in _META:
        found = meta_value(view.tape.head, key)
        if found and _is_name(found[1]):
            return Found(" ".join(found[1].split()), f"meta:{key}", found[1])
    for node in jsonld.of_type("newsmediaorganization", "organization"):
        name = jsonld.text(node, "name")
        if name and _is_name(name):
            return Found(name, "jsonld:Organization", name)
    return None


def _is_name(name: str) -> bool:
    return len(name) <= _MAX_CHARS and any(map(str.isalnum, name)) and "://" not in name


def find_publisher_url(jsonld: JsonLd) -> str | None:
    """The address that the article's JSON-LD gives for its publisher."""
    for node in jsonld.own_articles:
        organisation = jsonld.resolve(node.get("publisher"))
        address = _address(jsonld, organisation) if organisation else None
        if address:
            return address
    return None


def _address(jsonld: JsonLd, node: Node) -> str | None:
    url = jsonld.text(node, "url") or ""
    if url.startswith("//"):
        url = f"https:{url}"
    return url if url.startswith(("http://", "https://")) and " " not in url else None
