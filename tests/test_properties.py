"""Properties of the whole way: any bytes, any text, and pages changed around the body."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bodycopy
from authored import NAMES, PARAGRAPHS, body_texts, rows_of, source
from bodycopy import Article, Verdict
from growth import LIMIT, growth

# --- any input -------------------------------------------------------------------------

TAGS = (
    "p div span a b h1 h2 ul li ol table tr td th blockquote pre code figure figcaption nav main "
    "article aside footer br hr ruby rt title base template noscript script style svg math button"
).split()
# Drawn as lists: in st.text half characters come up once in a hundred examples.
wild = st.lists(st.characters() | st.sampled_from("\ud800\udfff\0\u200b\u2028\r<&")).map("".join)
fragments = (
    st.sampled_from([*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)])
    | st.sampled_from([*PARAGRAPHS, "Anzeige", "広告", "Lesen Sie auch:", "7 Kommentare", "dpa"])
    | st.sampled_from(
        [
            '<a href="/x">',
            '<div class="article-body" id="S:0" hidden>',
            '<div style="display:none">',
            '<meta charset="shift_jis">',
            '<meta property="og:title" content="Council">',
            '<script type="application/ld+json">',
            '{"@type": "NewsArticle", "articleBody": "',
            "<!--",
            "<![CDATA[",
            "\0",
            "\u200b",
            "&#xD800;",
            "&nbsp;",
            "\u202e",
        ]
    )
    | wild
)
soup = st.lists(fragments, max_size=50).map("".join)
pages = st.sampled_from([source(name) for name in NAMES])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An authored page with some bytes cut out, doubled or replaced by others."""
    page = draw(pages)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 3000)))
        page = page[:start] + draw(st.just(b"") | st.binary(max_size=40)) + page[end:]
    return page


def assert_sound(
    html: bytes | str, url: str | None = None, content_type: str | None = None
) -> None:
    """It is an article or a verdict, the same one twice, encodable, and stable as JSON."""
    record = bodycopy.extract(html, url, content_type)
    assert isinstance(record, Article | Verdict)
    assert bool(record) is isinstance(record, Article)
    assert bodycopy.extract(html, url, content_type) == record
    written = json.dumps(record.to_dict(), ensure_ascii=False, allow_nan=False)
    assert json.loads(written.encode()) == record.to_dict()
    assert type(record).from_dict(json.loads(written)) == record
    assert "\0" not in record.text
    rows = rows_of(record)
    assert rows == list(range(len(rows)))


@pytest.mark.fault("bad-text")
@given(st.binary(max_size=400))
def test_any_bytes_give_a_record(data: bytes) -> None:
    """Whatever came over the wire is an article or a verdict, never an exception."""
    assert_sound(data)


@pytest.mark.fault("bad-text")
@given(wild)
def test_any_text_gives_a_record(text: str) -> None:
    """Whatever text a caller has, with lone surrogates and NULs, gives a record."""
    assert_sound(text)


@pytest.mark.fault("bad-text")
@given(soup)
def test_any_markup_gives_a_record(html: str) -> None:
    """Tags opened and never closed, in places where they must not be, give a record."""
    assert_sound(html)


@pytest.mark.fault("bad-text")
@given(soup, st.none() | wild, st.none() | wild)
def test_any_address_and_header_give_a_record(
    html: str, url: str | None, content_type: str | None
) -> None:
    """Address and header are the crawler's, as odd as they come."""
    assert_sound(html.encode("utf-8", "replace"), url, content_type)


@pytest.mark.fault("bad-text")
@given(damaged())
def test_damaged_pages_give_a_record(page: bytes) -> None:
    """A page with bytes lost and bytes of others in it gives a record."""
    assert_sound(page)


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize("name", NAMES)
def test_a_page_cut_anywhere_gives_a_record(name: str) -> None:
    """Crawlers trim pages: at no sixteenth does that raise, and no row is lost or doubled."""
    page = source(name)
    for part in range(17):
        record = bodycopy.extract(page[: len(page) * part // 16])
        rows = rows_of(record)
        assert rows == list(range(len(rows)))


# --- pages changed around the body -----------------------------------------------------

_BODY = re.compile(rb"(<body\b[^>]*>)(.*)(</body>)", re.I | re.S)
# Text between tags, out of the reach of scripts, styles and comments.
_OPAQUE = re.compile(
    rb"(<(script|style|noscript|template|pre)\b.*?</\2\s*>|<!--.*?-->)", re.I | re.S
)
_BORDER = re.compile(rb"(</(?:p|div|section)>|(?=<p[ >]))", re.I)

NAV = (
    b'<nav class="top-nav"><ul><li><a href="/1">Politics</a></li><li><a href="/2">Sport</a></li>'
    b'<li><a href="/3">Weather</a></li><li><a href="/4">Culture</a></li></ul></nav>'
)
FOOTER = (
    b'<footer class="page-footer"><ul><li><a href="/imprint">Imprint</a></li>'
    b'<li><a href="/privacy">Privacy policy</a></li><li><a href="/terms">Terms of use</a></li>'
    b'<li><a href="/contact">Contact</a></li></ul>'
    b"<p>All rights reserved. No part of this site may be reproduced without permission.</p>"
    b"</footer>"
)


def around(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    """A change that puts markup at the beginning and the end of the page's body."""
    return lambda page: _BODY.sub(lambda m: m[1] + before + m[2] + after + m[3], page)


def wrapped(*tags: bytes) -> Callable[[bytes], bytes]:
    """A change that puts all of the body's content into further elements."""
    opened = b"".join(b"<" + tag + b">" for tag in tags)
    closed = b"".join(b"</" + tag + b">" for tag in reversed(tags))
    return around(opened, closed)


def between(inserted: bytes) -> Callable[[bytes], bytes]:
    """A change that puts something before every paragraph and behind every division."""

    def change(page: bytes) -> bytes:
        start = _BODY.search(page)
        assert start
        parts = _OPAQUE.split(page[start.start() :])
        # Groups of the pattern stand between the text: text, match, tag's name, text ...
        for place in range(0, len(parts), 3):
            parts[place] = _BORDER.sub(rb"\1" + inserted, parts[place])
        kept = [part or b"" for place, part in enumerate(parts) if place % 3 != 2]
        return page[: start.start()] + b"".join(kept)

    return change


def renamed(page: bytes) -> bytes:
    """Every id gets a number more: machine-made ids change with each build of a site."""
    return re.sub(rb'(<[^<>]*\sid="[^"<>]+)"', rb'\g<1>7"', page)


CHANGES = {
    "1 div around": wrapped(b"div"),
    "3 elements around": wrapped(b"div", b"section", b"main"),
    "12 div around": wrapped(*[b"div"] * 12),
    "legal footer": around(b"", FOOTER),
    "nav before": around(NAV, b""),
    "nav before, footer after": around(NAV, FOOTER),
    "other ids": renamed,
    "comments between": between(b"<!-- slot: <p>never shown</p> -->"),
    "scripts between": between(b'<script>var slot = "<p>never shown</p>"</script>'),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_around_the_body_does_not_change_its_words(name: str, change: str) -> None:
    """The body's blocks say the same in other surroundings; a verdict stays the same verdict."""
    page = source(name)
    changed = CHANGES[change](page)
    assert changed != page or change == "other ids"
    before, after = bodycopy.extract(page), bodycopy.extract(changed)
    assert type(after) is type(before)
    if isinstance(before, Verdict) and isinstance(after, Verdict):
        assert after.reason is before.reason
    assert body_texts(after) == body_texts(before)


# --- any process, any size -------------------------------------------------------------

WRITE_ALL = """
import json, sys
from pathlib import Path
import bodycopy
for page in sorted(Path(sys.argv[1]).glob("*/source.html")):
    record = bodycopy.extract(page.read_bytes()).to_dict()
    sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\\n")
"""


@pytest.mark.fault("same-record")
def test_the_record_does_not_hang_on_the_hash_seed() -> None:
    """Two processes with different hash seeds write byte-identical JSON for every page."""
    folder = str(Path(__file__).parent / "pages")
    written = [
        subprocess.run(
            [sys.executable, "-c", WRITE_ALL, folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert written[0] == written[1]
    assert written[0].count(b"\n") == len(NAMES)


SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: "".join(f"<p>Paragraph number {i} has its say.</p>" for i in range(n)),
    "line breaks": lambda n: "".join(f"Line number {i}<br><br>" for i in range(n)),
    "links in one paragraph": lambda n: f"<p>{''.join(f'<a href=/{i}>x</a> ' for i in range(n))}",
    "cells": lambda n: f"<table>{''.join(f'<tr><td>a{i}<td>b' for i in range(n))}</table>",
    "unclosed bold": lambda n: "<p>" + "<b>x" * n,
    "blocks ever deeper": lambda n: "".join(f"<div>Block {i}" for i in range(n)),
    "cells ever deeper": lambda n: "<table><tr><td>" + "".join(f"<div>{i}" for i in range(n)),
}


@pytest.mark.fault("tiny-paragraphs")
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_page_not_with_its_square(shape: str) -> None:
    """Eight times the page takes about eight times as long, whatever it is made of."""
    assert growth(bodycopy.extract, SHAPES[shape], 2000) < LIMIT
