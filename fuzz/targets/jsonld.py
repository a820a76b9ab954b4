"""Promise: a script's JSON, however broken, gives values, nodes and facts; nothing raises.

Repaired JSON is valid, and repairing it again changes no value. Strings of the nodes can be
written as UTF-8. In a page such a script costs none of its blocks.
"""

from __future__ import annotations

import json

import bodycopy
from bodycopy.assemble.state import state_paragraphs
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.loose_json import decode, repair
from fuzz.draw import Draw
from fuzz.sound import check_record, check_strings
from fuzz.target import Target
from fuzz.vocabulary import words_of

_KEYS = ("headline", "name", "articleBody", "author", "datePublished", "articleSection", "url")
_ARTICLE = (
    "<h1>Ferry stops for the winter</h1><p>By Ada Berg</p>"
    "<p>The ferry over the Ell stops on Monday and will not run again before the ice has gone, the "
    "town said on Tuesday. Whoever wants to cross has to take the road bridge.</p>"
)


def check(data: bytes) -> None:
    """Read the text as JSON, as JSON-LD, as a script's state, and at times as part of a page."""
    draw = Draw(data)
    whole_page = draw.byte() % 4 == 0
    text = draw.text()
    values = decode(text)
    assert isinstance(values, list)
    _check_repair(text)
    _check_nodes(JsonLd((text,)))
    for paragraph in state_paragraphs((text,)):
        assert paragraph.strip()
    if whole_page:
        script = text.replace("</", "<\\/")
        page = f"<script type=application/ld+json>{script}</script>{_ARTICLE}"
        record = bodycopy.extract(page, url="https://paper.example/1")
        check_record(record)
        if not values:
            assert "ferry over the Ell stops" in record.text


def _check_repair(text: str) -> None:
    repaired = repair(text)
    if repaired is None:
        return
    values = json.loads(repaired, strict=False)
    again = repair(repaired)
    assert again is None or json.loads(again, strict=False) == [values]


def _check_nodes(jsonld: JsonLd) -> None:
    assert len(jsonld.own_articles) <= len(jsonld.articles) <= len(jsonld.nodes)
    for node in jsonld.nodes:
        for key in _KEYS:
            check_strings(jsonld.text(node, key))
            resolved = jsonld.resolve(node.get(key))
            assert resolved is None or isinstance(resolved, dict)
    (jsonld.article_body() or "").encode()


TARGET = Target(check, words_of("json"))
