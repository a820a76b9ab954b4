"""The canonical address: declared, resolved, and refused where it cannot be meant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.facts.canonical import find_canonical
from bodycopy.facts.jsonld import JsonLd
from bodycopy.tape import Head

PAGE = "https://news.example.org/north/rain-1.html?utm=x#top"
RAIN = "https://news.example.org/north/rain-1.html"


def find(head: Head, url: str | None = PAGE) -> tuple[str, str] | None:
    """Value and source of what is found."""
    found = find_canonical(head, JsonLd(head.jsonld), url)
    return (found.value, found.source) if found else None


def linked(href: str, **head: str) -> Head:
    """A head with one canonical link among others."""
    return Head(links=(("stylesheet", "/a.css"), ("canonical", href)), **head)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (RAIN, RAIN),
        (f"  {RAIN}#comments\n", RAIN),
        ("/north/rain-1.html", RAIN),
        ("//news.example.org/north/rain-1.html", RAIN),
        ("HTTPS://News.Example.ORG/north/rain-1.html", RAIN),
        ("www.example.org/rain", "https://www.example.org/rain"),
        ("?id=7", "https://news.example.org/north/rain-1.html?id=7"),
        ("/north/rain 1.html", "https://news.example.org/north/rain%201.html"),
        ("https://münchen.example/ü", "https://münchen.example/ü"),
    ],
)
def test_addresses_are_made_absolute_and_lose_their_fragment(href: str, address: str):
    """Relative forms are resolved against the page's url."""
    assert find(linked(href)) == (address, "link:canonical")


def test_the_base_of_the_page_comes_before_its_url():
    """A ``<base>`` moves relative addresses, also where no url is given."""
    head = linked("rain-1.html", base="https://news.example.org/north/")
    assert find(head, None) == (RAIN, "link:canonical")
    assert find(head, "https://mirror.example/x") == (RAIN, "link:canonical")


@pytest.mark.parametrize(
    "lie",
    [
        "",
        "null",
        "undefined",
        "https://news.example.org/",
        "https://news.example.org",
        "http://localhost:8080/rain",
        "http://127.0.0.1/rain",
        "http://192.168.0.7/rain",
        "http://cms.internal/rain",
        "http://intranet/rain",
        "javascript:void(0)",
        "mailto:a@example.org",
        "android-app://org.example/rain",
        "https://user:word@example.org/rain",
        "http://[::1/rain",
        "https://example.org:port/rain",
        "https%3A%2F%2Fnews.example.org%2Frain",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_lies_are_passed_over_for_the_next_claim(lie: str):
    """og:url stands in for a canonical link that cannot be meant."""
    head = Head(links=(("canonical", lie),), meta=(("og:url", RAIN),))
    assert find(head) == (RAIN, "meta:og:url")
    assert find(Head(links=(("canonical", lie),))) is None


def test_a_home_page_is_canonical_for_itself():
    """The bare host is a lie only on deeper pages, and doubtful where the url is unknown."""
    home = "https://news.example.org/"
    assert find(linked(home), home) == (home, "link:canonical")
    assert find(linked(home), None) == (home, "link:canonical")
    both = Head(links=(("canonical", home),), meta=(("og:url", RAIN),))
    assert find(both, None) == (RAIN, "meta:og:url")


@pytest.mark.parametrize(
    "node",
    [
        {"mainEntityOfPage": RAIN},
        {"mainEntityOfPage": {"@type": "WebPage", "@id": RAIN}},
        {"mainEntityOfPage": True, "url": RAIN},
    ],
)
def test_json_ld_is_the_last_resort(node: dict[str, object]):
    """MainEntityOfPage as text or node, or the article's url."""
    script = json.dumps({"@type": "NewsArticle", "headline": "Rain", **node})
    found = find(Head(jsonld=(script,)))
    assert found is not None
    assert found[0] == RAIN
    assert found[1].startswith("jsonld:")


addressish = st.text(alphabet="htps:/w.[]@#?%\\ \n\x00aé१０9-\ud800") | st.text()


@given(addressish, addressish, addressish, st.none() | addressish)
def test_no_address_makes_it_raise(href: str, og: str, base: str, url: str | None):
    """What comes out is http(s), has a host, no fragment, and is valid Unicode."""
    head = Head(links=(("canonical", href),), meta=(("og:url", og),), base=base)
    found = find_canonical(head, JsonLd(()), url)
    if found is not None:
        assert found.value.startswith(("http://", "https://"))
        assert "#" not in found.value
        assert found.value.encode()
