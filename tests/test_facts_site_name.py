"""The site's name: declared by the page or told by its title, never its headline."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.site_name import find_site_name
from bodycopy.tape import Head

URL = "https://www.daily-post.example/north/rain"


def find(head: Head, headline: str | None = "Rain returns") -> tuple[str, str] | None:
    """Value and source of what is found."""
    found = find_site_name(head, JsonLd(head.jsonld), URL, headline)
    return (found.value, found.source) if found else None


def test_og_site_name_comes_first():
    """It is folded to one line."""
    head = Head(title="Rain returns - DP", meta=(("og:site_name", " The Daily\n Post "),))
    assert find(head) == ("The Daily Post", "meta:og:site_name")


def test_the_publisher_is_found_through_its_reference():
    """JSON-LD publisher by ``@id``, where og:site_name is missing."""
    script = json.dumps(
        [
            {"@type": "Article", "headline": "Rain", "publisher": {"@id": "#p"}},
            {"@type": "Organization", "@id": "#p", "name": "Daily Post &amp; Echo"},
        ]
    )
    assert find(Head(jsonld=(script,))) == ("Daily Post & Echo", "jsonld:publisher")


def test_web_site_and_application_names_follow():
    """A WebSite node, then the name of the web application."""
    script = '{"@type": "WebSite", "name": "Daily Post"}'
    assert find(Head(jsonld=(script,))) == ("Daily Post", "jsonld:WebSite")
    assert find(Head(meta=(("application-name", "DP"),))) == ("DP", "meta:application-name")


@pytest.mark.parametrize("title", ["Rain returns | The Daily Post", "Daily-Post.example: Rain"])
def test_the_part_of_the_title_that_agrees_with_the_domain_is_the_name(title: str):
    """At either end of the title."""
    found = find(Head(title=title))
    assert found is not None
    assert found[1] == "title"
    assert "post" in found[0].lower()


def test_the_headline_is_never_the_name():
    """Pages that put their headline in og:site_name, or have no site in their title."""
    assert find(Head(meta=(("og:site_name", "Rain  Returns"),))) is None
    both = Head(meta=(("og:site_name", "Rain is here"), ("og:title", "Rain is here")))
    assert find(both) is None
    assert find(Head(title="Rain returns - north of the river")) is None


@given(st.text(), st.text(), st.text(), st.text(max_size=20))
def test_no_head_makes_it_raise(title: str, name: str, script: str, url: str):
    """A name has letters or digits and fits on a line."""
    head = Head(title=title, meta=(("og:site_name", name),), jsonld=(script,))
    found = find_site_name(head, JsonLd(head.jsonld), url, title)
    if found is not None:
        assert 0 < len(found.value) <= 60
        assert any(map(str.isalnum, found.value))
