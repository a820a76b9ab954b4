"""What a page declares about its authors: JSON-LD and meta tags, checked for being persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bodycopy.facts.jsonld import JsonLd, clean_text, types_of
from bodycopy.facts.people.agencies import agency_of
from bodycopy.facts.people.byline import read_byline
from bodycopy.facts.people.gazetteer import is_city, is_region
from bodycopy.facts.people.names import is_person, recase, squash_name
from bodycopy.facts.people.words import has_word
from bodycopy.tape import Head

__all__ = [
    "FORUM_TYPES",
    "NEWS_TYPES",
    "Declared",
    "declared_authors",
    "outlet_names",
    "single_names",
]


@dataclass(frozen=True, slots=True)
class Declared:
    """What one place of the page declares about its authors."""

    source: str
    names: tuple[str, ...]
    agencies: tuple[str, ...]
    raw: str
    single: tuple[str, ...] = ()
    """Names of one word, which are believed only where the page displays them as well."""


_META = (
    "article:author",
    "parsely-author",
    "sailthru.author",
    "author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "citation_authors",
    "cxenseparse:author",
    "og:article:author",
    "article:author_name",
    "articleauthor",
    "lp.article:author",
    "creator",
)
_META_KEYS = frozenset(_META)
_MAX_DECLARED_CHARS = 300
_MAX_NAMES = 12


def declared_authors(head: Head, jsonld: JsonLd, outlets: tuple[str, ...]) -> tuple[Declared, ...]:
    """Authors that JSON-LD and meta tags declare, the most reliable first."""
    if not jsonld.types.isdisjoint(FORUM_TYPES):
        return tuple(_forum_authors(jsonld))
    found = list(_jsonld_authors(jsonld, outlets))
    found += _meta_authors(head, outlets, found)
    return tuple(one for one in found if one.names or one.agencies or one.single)


FORUM_TYPES = frozenset(("discussionforumposting", "qapage"))


def _forum_authors(jsonld: JsonLd) -> Iterator[Declared]:
    """Who opened a thread, by the name that he goes by there."""
    for node in jsonld.of_type("discussionforumposting", "question"):
        for name in _author_strings(jsonld, node.get("author"), 0):
            if 1 < len(name) <= 40 and "@" not in name:
                yield Declared("jsonld:author", (name,), (), name)
                return


def _jsonld_authors(jsonld: JsonLd, outlets: tuple[str, ...]) -> Iterator[Declared]:
    for node in jsonld.own_articles[:3]:
        for key in ("author", "creator"):
            value = node.get(key)
            if value:
                strings = [text for text in _author_strings(jsonld, value, 0) if text]
                declared = _declare(f"jsonld:{key}", strings, outlets)
                yield declared
                if declared.names:
                    break


def _author_strings(jsonld: JsonLd, value: Any, depth: int) -> Iterator[str]:
    """The names under ``author``, however they are nested."""
    if isinstance(value, list):
        for item in value[:_MAX_NAMES]:
            if depth < 2:
                yield from _author_strings(jsonld, item, depth + 1)
    elif isinstance(value, str):
        yield clean_text(value[:_MAX_DECLARED_CHARS])
    elif isinstance(value, Mapping):
        node = jsonld.resolve(value)
        if node is not None:
            yield _person_string(jsonld, node)


def _person_string(jsonld: JsonLd, node: Mapping[str, Any]) -> str:
    name = node.get("name")
    if isinstance(name, list):
        return ", ".join(clean_text(item) for item in name[:_MAX_NAMES] if isinstance(item, str))
    text = jsonld.text(node, "name")
    parts = (jsonld.text(node, "givenName"), jsonld.text(node, "familyName"))
    text = text or " ".join(filter(None, parts))
    organisation = any(kind.endswith("organization") for kind in types_of(node))
    return "" if organisation and not agency_of(text) else text[:_MAX_DECLARED_CHARS]


def _meta_authors(
    head: Head, outlets: tuple[str, ...], before: Sequence[Declared]
) -> Iterator[Declared]:
    values: dict[str, list[str]] = {}
    for key, content in head.meta:
        if key in _META_KEYS and content and len(content) <= _MAX_DECLARED_CHARS:
            values.setdefault(key, []).append(clean_text(content))
    for key in _META:
        strings = [text for text in values.get(key, ()) if not _is_address(text)]
        if strings:
            yield _declare(f"meta:{key}", strings[:_MAX_NAMES], outlets, before)


def _is_address(text: str) -> bool:
    return "://" in text or text.startswith(("www.", "/", "@"))


def _declare(
    source: str, strings: list[str], outlets: tuple[str, ...], before: Sequence[Declared] = ()
) -> Declared:
    raw = "; ".join(strings)
    for one in before:
        if one.raw == raw:  # meta tags repeat JSON-LD
            return Declared(source, one.names, one.agencies, raw, one.single)
    names: dict[str, str] = {}
    agencies: dict[str, None] = {}
    single = tuple(
        word
        for text in strings
        if not _REVERSED.fullmatch(text)
        for word in single_names(text, outlets)
    )
    for text in strings:
        if _is_plain_name(text) and squash_name(text) not in outlets:
            names.setdefault(squash_name(text), recase(text))
            continue
        byline = read_byline(_in_order(text), outlets=outlets)
        agencies |= dict.fromkeys(byline.agencies)
        for name in byline.names:
            names.setdefault(squash_name(name), name)
    return Declared(source, tuple(names.values()), tuple(agencies), raw, single)


_PLAIN_NAME = re.compile(r"[^\W\d_]{2,15}(?: [^\W\d_]\.)? [^\W\d_]{2,15}(?:-[^\W\d_]{2,15})?")


def _is_plain_name(text: str) -> bool:
    """Whether a string is first and last name: most are, and need no more reading."""
    if not _PLAIN_NAME.fullmatch(text) or not is_person(text) or agency_of(text):
        return False
    ends = (text[: text.find(" ")], text[text.rfind(" ") + 1 :])
    return not any(has_word(kind, end) for kind in _NO_NAMES for end in ends)


_NO_NAMES = ("by", "degree", "title", "particle")
_JOINTS = re.compile(r"(?:(?<!\s)\s+)?(?:&|,|\band\b|\bund\b|\bet\b)\s*")
_SINGLE = re.compile(r"[^\W\d_][^\W\d_'’-]{2,14}")


def single_names(text: str, outlets: tuple[str, ...]) -> Iterator[str]:
    """First names by which the authors of a blog go: ``Maria & Katerina``."""
    for part in _JOINTS.split(text[:60]):
        if (
            _SINGLE.fullmatch(part)
            and part[0].isupper()
            and not part.isupper()
            and squash_name(part) not in outlets
            and agency_of(part) is None
            and not (is_city(part) or is_region(part))
            and not any(has_word(kind, part) for kind in ("department", "title", "by", "stop"))
        ):
            yield part


_REVERSED = re.compile(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+(?: [^\W\d_][\w'’.-]*)?)")


def _in_order(text: str) -> str:
    """``Berg, Ada`` as ``Ada Berg``."""
    match = _REVERSED.fullmatch(text)
    return f"{match[2]} {match[1]}" if match else text


def outlet_names(head: Head, jsonld: JsonLd) -> tuple[str, ...]:
    """Squashed names of the site, which is no person; on a person's own site there are none."""
    names = [content for key, content in head.meta if key in ("og:site_name", "application-name")]
    for node in jsonld.own_articles[:1]:
        publisher = jsonld.resolve(node.get("publisher"))
        if publisher and "person" in types_of(publisher):
            return ()
        names.append((jsonld.text(publisher, "name") if publisher else None) or "")
    # Who runs a site of his own calls it by his name; papers say that they are news media.
    personal = jsonld.types.isdisjoint(NEWS_TYPES)
    return tuple(
        dict.fromkeys(squash_name(name) for name in names if not (personal and is_person(name)))
    )


NEWS_TYPES = frozenset(("newsarticle", "newsmediaorganization", "reportagenewsarticle"))
