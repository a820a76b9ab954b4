"""Access: as declared, else as shown; and whether the text breaks off."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.views import view_of

from bodycopy.article import Access
from bodycopy.facts.filing.access import find_access, is_truncated
from bodycopy.facts.jsonld import JsonLd
from bodycopy.roles import Role

BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
WALL = "<p>Subscribe to read on</p>"
ROLES = {"Subscribe": Role.PAYWALL}


def access(*parts: str, head: str = "", body: str = BODY) -> tuple[Access | None, bool]:
    """Access and truncation of a page with these parts behind its body."""
    view = view_of(html_of("<h1>Council votes</h1>", body, *parts, head=head), ROLES)
    jsonld = JsonLd(view.tape.head.jsonld)
    found = find_access(view, jsonld)
    return found, is_truncated(view, jsonld, found)


def script(*nodes: object) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


def article(free: object, **fields: object) -> dict[str, object]:
    """An article that says whether it is free."""
    return {"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": free, **fields}


@pytest.mark.parametrize("free", [False, "False", "false", "http://schema.org/False", 0])
def test_an_article_that_is_not_free_is_paid(free: object):
    """However the template writes it; 0 is no boolean, and says nothing."""
    expected = Access.FREE if free == 0 and free is not False else Access.PAID
    assert access(head=script(article(free)))[0] is expected


@pytest.mark.parametrize("selector", [".meteredContent", ".emailwall", "#regwall", ".register-box"])
def test_parts_behind_a_meter_or_a_registration_are_metered(selector: str):
    """Told by the name of the part that is not free."""
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": selector}
    assert access(head=script(article(False, hasPart=part)))[0] is Access.METERED


def test_a_paid_part_of_a_free_page_is_paid():
    """The part is what the reader came for."""
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paywall"}
    data = script({"@type": "WebPage", "@id": "#p"}, article(True, hasPart=[part]))
    assert access(head=data)[0] is Access.PAID


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("article:content_tier", "free", Access.FREE),
        ("article:content_tier", "metered", Access.METERED),
        ("og:article:content_tier", "locked", Access.PAID),
        ("article:content_tier", "Premium", Access.PAID),
        ("site:premium", "true", Access.PAID),
        ("site:premium", "false", Access.FREE),
        ("site:paywall_user", "1", Access.FREE),
        ("premium-offer", "A month for nothing", Access.FREE),
    ],
)
def test_content_tiers_are_known(name: str, value: str, expected: Access):
    """The tag itself, and the flags that systems write; users and offers are no flags."""
    assert access(head=f'<meta name="{name}" content="{value}">')[0] is expected


def test_a_wall_right_behind_the_text_is_a_price():
    """Where nothing is declared; a subscription offer further down is advertising."""
    assert access(WALL)[0] is Access.PAID
    assert access("<p>a</p><p>b</p><p>c</p><p>d</p>", WALL)[0] is Access.FREE


def test_what_is_declared_stands_over_what_is_shown():
    """Papers print their offers under free articles too."""
    assert access(WALL, head=script(article(True)))[0] is Access.FREE


def test_a_page_that_shows_its_text_and_asks_for_nothing_is_free():
    """And one without any text says nothing."""
    assert access() == (Access.FREE, False)
    assert access(body="") == (None, False)


def test_text_that_breaks_off_before_a_wall_is_truncated():
    """It ends in dots, is short before a wall, shorter than the page says, or a share of it."""
    opening = f"<p>{PARAGRAPHS[0]}</p>"
    head = script(article(False))
    assert access(head=head) == (Access.PAID, False)
    assert access(body=f"<p>{PARAGRAPHS[0]} …</p>", head=head) == (Access.PAID, True)
    assert access(WALL, body=opening) == (Access.PAID, True)
    left = "<p>Subscribe to read the 57.09 % of this article that are left</p>"
    assert access(left, head=head) == (Access.PAID, True)
    assert access(body=opening, head=script(article(False, wordCount=900))) == (Access.PAID, True)
    assert access(body=opening, head=script(article(True, wordCount=900))) == (Access.FREE, False)


anything = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text()))


@given(anything, anything, st.text(max_size=30), st.text(max_size=15))
def test_no_page_makes_it_raise(free: object, count: object, name: str, value: str):
    """Whatever stands where a boolean belongs."""
    meta = f'<meta name="{name}" content="{value}">'
    found, cut = access(head=meta + script(article(free, wordCount=count, cssSelector=free)))
    assert found in Access
    assert cut in (True, False)
