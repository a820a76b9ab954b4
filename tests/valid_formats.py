"""Whether a rendering is what its standard asks for: raises where it is not."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

from rendered import html_tree, without_namespaces

FORMATS = Path(__file__).parent / "formats"

Node = dict[str, Any]


# --- HTML --------------------------------------------------------------------------------

_ATTRIBUTES = {"lang", "dir", "class", "href", "src", "alt", "cite", "datetime", "start", "value",
               "scope", "rel", "charset"}  # fmt: skip
_ELEMENTS = set(
    "html head meta title link body article header footer section h1 h2 h3 h4 h5 h6 p time figure "
    "img figcaption small blockquote ul ol li pre code table tr td th tbody strong em sup sub del "
    "a br".split()
)
_HARMLESS = re.compile(r"(https?://[^/\s]|mailto:|tel:)", re.IGNORECASE)


def check_html(markup: str) -> None:
    """HTML without an error of syntax, of these elements and attributes and no others."""
    tree = html_tree(markup)
    for name, element in without_namespaces(tree):
        assert name in _ELEMENTS, name
        assert set(element.attrib) <= _ATTRIBUTES, element.attrib
        for attribute in ("href", "src", "cite"):
            assert _HARMLESS.match(element.get(attribute, "http://x")), element.attrib
        if name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"):
            inside = {inner for inner, _ in without_namespaces(element)} - {name}
            assert inside <= {"strong", "em", "sup", "sub", "del", "code", "a", "br", "time"}
        if name == "a":
            assert all(inner != "a" for inner, _ in list(without_namespaces(element))[1:])
        if name in ("ul", "ol"):
            assert {inner.tag for inner in element} <= {"{http://www.w3.org/1999/xhtml}li"}


# --- JSON-LD -----------------------------------------------------------------------------


@cache
def _vocabulary() -> dict[str, dict[str, set[str]]]:
    vocabulary: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for line in (FORMATS / "schema_org.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, name, ranges = line.split("\t")
            vocabulary[kind][name] = set(ranges.split())
    return vocabulary


def check_jsonld(text: str) -> Node:
    """JSON-LD of types of schema.org, whose properties hold what they may; gives the node."""
    assert "<" not in text
    node: Node = json.loads(text)
    assert node.pop("@context") == "https://schema.org"
    assert node["@type"] in ("NewsArticle", "LiveBlogPosting")
    _check_node(node)
    return node


_IS_A = {"ImageObject": "CreativeWork", "WebSite": "CreativeWork"}


def _check_node(node: Node) -> None:
    properties = _vocabulary()[node["@type"]]
    for name, value in node.items():
        if name != "@type":
            assert name in properties, f"{node['@type']} has no {name}"
            for one in value if isinstance(value, list) else [value]:
                assert _fits(one, properties[name]), f"{name}: {one!r}"
            assert value not in ("", [], {}, None)


def _fits(value: Any, ranges: set[str]) -> bool:
    if isinstance(value, dict):
        _check_node(value)
        return bool({value["@type"], _IS_A.get(value["@type"], "")} & ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int):
        return "Integer" in ranges
    if "Text" in ranges:
        return isinstance(value, str)
    if "URL" in ranges:
        return bool(re.match(r"https?://[^/\s]+|mailto:|tel:", value))
    return "Date" in ranges and _is_date(value)


def _is_date(value: str) -> bool:
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value):
        return True
    try:
        datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return False
    return True


# --- ninjs -------------------------------------------------------------------------------

_CHECKER = jsonschema.FormatChecker(())


@_CHECKER.checks("uri")
def _is_uri(value: object) -> bool:
    """RFC 3986: a scheme, and none but its characters."""
    pattern = r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None


@_CHECKER.checks("date-time")
def _is_moment(value: object) -> bool:
    """RFC 3339: a date, a time and an offset."""
    pattern = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None


@cache
def _ninjs() -> jsonschema.Draft202012Validator:
    schema = json.loads((FORMATS / "ninjs_3.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=_CHECKER)


def check_ninjs(text: str) -> Node:
    """An item of ninjs 3.0, by the standard's properties; gives the item."""
    item: Node = json.loads(text)
    _ninjs().validate(item)
    return item


# --- TEI ---------------------------------------------------------------------------------


@cache
def _tei() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(FORMATS / "tei_news.rng"))


def check_tei(text: str) -> etree._Element:
    """Well-formed XML, valid by our customisation of TEI; gives its root."""
    root = etree.fromstring(text.encode())
    _tei().assertValid(root)
    return root
