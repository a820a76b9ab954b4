"""The test pages against themselves: what is expected of a page must stand on that page."""

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from bodycopy.article import PageType, Reason
from bodycopy.roles import BODY_ROLES, Role

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.is_dir())

COMMON_KEYS = {"kind", "language", "page_type", "dropped"}
FIELD_KEYS = frozenset(
    """authors agencies source_line dateline date_published date_modified section topics access
    truncated publisher live_updates images embeds corrections""".split()
)
ARTICLE_KEYS = COMMON_KEYS | {
    "canonical_url",
    "site_name",
    "headline",
    "kicker",
    "standfirst",
    "encoding",
    "body",
    "never_in_text",
}
VERDICT_KEYS = COMMON_KEYS | {"reason"}
ENCODING_SOURCES = {"bom", "content_type", "meta", "utf8", "detector", "fallback"}

# Elements whose text a reader never sees, or sees as a control.
UNSEEN = "head script style noscript template iframe select textarea svg rt rp".split()
# What wrong decoding, or half of a ruby's brackets, leaves; on the page it stands nowhere.
DAMAGE = {"Ã", "\ufffd", "ろくろ（"}


@cache
def expected(name: str) -> dict[str, Any]:
    """What the page's newsroom meant, as written down by hand."""
    record: dict[str, Any] = json.loads((PAGES / name / "expected.json").read_bytes())
    return record


@cache
def source(name: str) -> str:
    """The page's HTML, decoded as its ``expected.json`` says."""
    codec = expected(name).get("encoding", {"name": "utf-8"})["name"]
    return (PAGES / name / "source.html").read_bytes().decode(codec)


@cache
def text_without(name: str, *tags: str) -> str:
    """The page's text without these elements and without white space, as lexbor reads it."""
    tree = LexborHTMLParser(source(name), scripting=True)
    tree.strip_tags(list(tags))
    assert tree.root is not None
    return squeezed(tree.root.text(deep=True))


def seen(name: str) -> str:
    """What a reader of the page sees, without white space."""
    return text_without(name, *UNSEEN)


@cache
def unescaped(name: str) -> str:
    """The whole source with the escapes of JSON and HTML undone: JSON-LD included."""
    text = re.sub(r'\\(["/])', r"\1", source(name).replace("\\n", " "))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text)
    return squeezed(html.unescape(text))


def squeezed(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


def texts(block: dict[str, Any]) -> list[str]:
    """The texts of a body block: its own, or those of its cells."""
    if block["role"] == "table":
        return [cell for row in block["rows"] for cell in row]
    return [block["text"]]


def body(name: str) -> list[str]:
    """Every text of the expected body, in order; none where there is no article."""
    return [text for block in expected(name).get("body", []) for text in texts(block)]


@pytest.mark.parametrize("name", NAMES)
def test_record_has_its_keys(name: str) -> None:
    """A page's record has every key of its kind, and nothing that no test would read."""
    record = expected(name)
    if record["kind"] == "verdict":
        assert VERDICT_KEYS <= set(record) <= VERDICT_KEYS | {"encoding", "never_in_text"}
        assert record["reason"] in list(Reason)
    else:
        assert record["kind"] == "article"
        assert ARTICLE_KEYS <= set(record) <= ARTICLE_KEYS | FIELD_KEYS
        assert record["headline"]
        assert record["body"]
    assert record["page_type"] in list(PageType)
    assert re.fullmatch(r"[a-z]{2,3}", record["language"])
    assert record["dropped"]
    if "encoding" in record:
        assert set(record["encoding"]) == {"name", "source"}
        assert record["encoding"]["source"] in ENCODING_SOURCES


@pytest.mark.parametrize("name", NAMES)
def test_roles_are_of_the_closed_set(name: str) -> None:
    """Body blocks have a body role; where there is an article, no paragraph of it is dropped."""
    record = expected(name)
    assert {Role(block["role"]) for block in record.get("body", [])} <= BODY_ROLES
    dropped = {Role(role) for role in record["dropped"].values()}
    assert record["kind"] == "verdict" or Role.PARAGRAPH not in dropped


@pytest.mark.parametrize("name", NAMES)
def test_blocks_have_what_their_role_needs(name: str) -> None:
    """A table has rows of cells, any other block a text with its white space folded."""
    for block in expected(name).get("body", []):
        if block["role"] == "table":
            assert set(block) == {"role", "rows"}
            assert len({len(row) for row in block["rows"]}) == 1
        else:
            assert set(block) == {"role", "text"}
            if block["role"] not in ("code", "preformatted"):
                assert block["text"] == " ".join(block["text"].split())
        assert any(texts(block))


@pytest.mark.parametrize("name", NAMES)
def test_body_stands_on_the_page(name: str) -> None:
    """Every body text is visible on the page, or in its source where it came from JSON-LD."""
    for text in body(name):
        assert squeezed(text) in seen(name) or squeezed(text) in unescaped(name), text


@pytest.mark.parametrize("name", NAMES)
def test_body_is_in_the_order_of_the_page(name: str) -> None:
    """Body texts follow each other as on the page; none is there twice unless the page does so."""
    page = seen(name)
    if any(squeezed(text) not in page for text in body(name)):
        page = unescaped(name)
    place = 0
    for text in body(name):
        found = page.find(squeezed(text), place)
        assert found >= 0, text
        place = found + len(squeezed(text))


@pytest.mark.parametrize("name", NAMES)
def test_dropped_blocks_stand_on_the_page(name: str) -> None:
    """Every block that must be left out is one that a reader of the page sees."""
    for text in expected(name)["dropped"]:
        assert squeezed(text) in seen(name), text


@pytest.mark.parametrize("name", NAMES)
def test_header_stands_on_the_page(name: str) -> None:
    """Headline, kicker and standfirst are the words of the page."""
    record = expected(name)
    for key in ("headline", "kicker", "standfirst"):
        text = record.get(key)
        if text is not None:
            assert squeezed(text) in seen(name), key


@pytest.mark.parametrize("name", NAMES)
def test_site_name_and_url_stand_in_the_source(name: str) -> None:
    """The site's name and canonical address are given by the page, never guessed."""
    record = expected(name)
    for key in ("site_name", "canonical_url"):
        text = record.get(key)
        if text is not None:
            assert squeezed(text) in unescaped(name), key


@pytest.mark.parametrize("name", NAMES)
def test_left_out_strings_are_a_real_danger(name: str) -> None:
    """What must never be in the text is on the page, so that leaving it out is an achievement."""
    # A careless reader keeps a ruby reading, with its brackets or without.
    careless = text_without(name) + text_without(name, "rp")
    for text in expected(name).get("never_in_text", []):
        words = squeezed(text)
        assert text in DAMAGE or words in unescaped(name) or words in careless, text


@pytest.mark.parametrize("name", NAMES)
def test_body_has_none_of_the_left_out_strings(name: str) -> None:
    """The record does not contradict itself: no body text holds what must not be in it."""
    for text in body(name):
        for string in expected(name).get("never_in_text", []):
            assert string not in text, string
