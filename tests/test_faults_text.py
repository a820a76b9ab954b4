"""Characters that no text should hold, anywhere on a page: every format stays what it is."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.authored import PARAGRAPHS

import bodycopy
from bodycopy import Article, Options

# NUL, controls, half characters, non-characters, marks that turn the line, a lone byte order mark.
BAD = (
    "\0\x01\x08\x0b\x0c\x1b\x7f\x80\x9f\ud800\udfff"
    "\ufffe\uffff\ufdd0\U0001ffff\u202e\u2066\ufeff\u2028"
)
EVERYWHERE = Options(min_chars=1)

wild = st.lists(st.sampled_from(BAD) | st.characters(), max_size=12).map("".join)


def page_with(bad: str) -> str:
    """A report with these characters in each of its parts."""
    data = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": f"Council {bad} votes",
            "author": {"@type": "Person", "name": f"Ann {bad} Example"},
            "datePublished": f"2026-01-02{bad}",
            "articleSection": bad,
            "keywords": [bad, f"bridge {bad}"],
        }
    )
    first, *others = PARAGRAPHS
    return f"""<!DOCTYPE html><html lang="en{bad}"><head><title>Council {bad} votes</title>
    <meta name="author" content="Ann {bad} Example"><meta property="og:site_name" content="{bad}">
    <link rel="canonical" href="https://ell.example/{bad}">
    <script type="application/ld+json">{data}</script></head><body><article>
    <h1>Council {bad} votes</h1><p class="byline">By Ann {bad} Example</p>
    <figure><img src="/{bad}.jpg" alt="{bad}"><figcaption>The pier {bad}. Photo: {bad}</figcaption>
    </figure><p>{first[:60]}{bad}{first[60:]} <a href="/{bad}">{bad}</a> <b>{bad}</b></p>
    <table><tr><td>{bad}</td><td>9 for {bad}</td></tr></table><pre>{bad} code</pre>
    {"".join(f"<p>{text} {bad}</p>" for text in others)}</article></body></html>"""


def assert_writes_every_format(record: Article) -> None:
    """Each is UTF-8, and what parsers of that format read."""
    plain = json.dumps(record.to_dict(), ensure_ascii=False).encode()
    assert Article.from_dict(json.loads(plain)) == record
    for text in (record.text, record.to_text(), record.to_markdown(), record.to_html()):
        text.encode()
        assert "\0" not in text
    for text in (record.to_jsonld(), record.to_ninjs()):
        assert isinstance(json.loads(text.encode()), dict)
    etree.fromstring(record.to_tei().encode())
    assert len(list(csv.reader(io.StringIO(record.to_csv_row(), newline="")))) == 1


@pytest.mark.fault("bad-text")
@pytest.mark.parametrize("bad", BAD, ids=[f"U+{ord(char):04X}" for char in BAD])
def test_a_bad_character_in_every_part_of_a_page(bad: str) -> None:
    """As text and as bytes: the article is there, whole, in every format."""
    page = page_with(bad)
    for given_page in (page, page.encode("utf-8", "replace")):
        record = bodycopy.extract(given_page, options=EVERYWHERE)
        assert isinstance(record, Article)
        assert PARAGRAPHS[-1] in record.text
        assert_writes_every_format(record)


@pytest.mark.fault("bad-text")
@given(wild)
def test_any_characters_in_every_part_of_a_page(bad: str) -> None:
    """Whatever the mixture is, an article is written in every format."""
    record = bodycopy.extract(page_with(bad.replace('"', "")), options=EVERYWHERE)
    if isinstance(record, Article):
        assert_writes_every_format(record)


@pytest.mark.fault("bad-text")
@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\0"])
def test_bytes_that_are_no_utf8_cost_themselves_alone(bad: bytes) -> None:
    """Stray bytes become replacement characters; the words around them stay as they were."""
    words = "é" * 2 * len(bad)
    page = page_with(words).encode().replace(words.encode(), words.encode() + bad)
    record = bodycopy.extract(page, options=EVERYWHERE)
    assert isinstance(record, Article)
    assert PARAGRAPHS[-1] in record.text
    assert not any(unicodedata.category(char) == "Cs" for char in record.text)
    assert_writes_every_format(record)
