"""The body out of a page's JSON-LD, in paragraphs."""

from __future__ import annotations

import json

import pytest

from bodycopy.assemble.embedded import embedded_paragraphs
from bodycopy.facts.jsonld import JsonLd
from bodycopy.scan import scan


def _paragraphs(body: str | None) -> tuple[str, ...]:
    """What a page gives whose JSON-LD has this ``articleBody``."""
    article = {"@type": "NewsArticle", "headline": "x", "articleBody": body}
    page = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    return embedded_paragraphs(JsonLd(scan(page).head.jsonld))


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("One.\n\nTwo.", ("One.", "Two.")),
        ("One  \t a.\r\n \r\nTwo.\n", ("One a.", "Two.")),
        ("If a < b and c > d, all is well.", ("If a < b and c > d, all is well.",)),
        ("<p>One <b>a</b>.</p><p>Two.</p>", ("One a.", "Two.")),
        ("One.<br><br>Two<br>a.", ("One.", "Two a.")),
        ("<ul><li>One.</li><li>Two.</li></ul>", ("One.", "Two.")),
        ("One <a href='/x'>a</a>.\n\nTwo <em>b</em>.", ("One a.", "Two b.")),
        ("<p>One.</p><script>no()</script><p hidden>no</p>", ("One.",)),
        ("&lt;p&gt;One &amp;amp; a.&lt;/p&gt;&lt;p&gt;Two.", ("One & a.", "Two.")),
    ],
)
def test_body_is_cut_into_paragraphs(body: str, paragraphs: tuple[str, ...]) -> None:
    """At the line breaks of plain text, at the markup where publishers leave it in."""
    assert _paragraphs(body) == paragraphs


@pytest.mark.parametrize("body", [None, "", " \n ", "<p></p>"])
def test_nothing_is_made_up(body: str | None) -> None:
    """No body, or an empty one, gives no paragraphs."""
    assert _paragraphs(body) == ()


def test_page_without_jsonld_has_no_embedded_body() -> None:
    """As most pages have none."""
    assert embedded_paragraphs(JsonLd(())) == ()
