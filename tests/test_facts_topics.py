"""Topics: the tags that stand with the article, not those that machines write into its head."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.growth import LIMIT, growth
from tests.views import headline_of, view_of

from bodycopy.facts.filing.topics import find_topics
from bodycopy.facts.jsonld import JsonLd
from bodycopy.roles import Role

TITLE = "<h1>Council votes for a new footbridge</h1>"
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
NAMES = ("River Ell", "Flood", "Council")


def topics(*parts: str, head: str = "", roles: dict[str, Role] | None = None) -> tuple[str, ...]:
    """The topics of a page with these parts behind its body."""
    view = view_of(html_of(TITLE, BODY, *parts, head=head), roles)
    found = find_topics(view, JsonLd(view.tape.head.jsonld), headline_of(view))
    return found.values if found else ()


def items(*names: str, rel: str = "") -> str:
    """A list of links."""
    rows = (f'<li><a href="/tag/{n}"{rel}>{name}</a></li>' for n, name in enumerate(names))
    return f"<ul>{''.join(rows)}</ul>"


TAGS = dict.fromkeys((*NAMES, "Topics"), Role.TOPIC_NAV)


def test_a_list_of_links_that_the_labeller_takes_for_tags_is_taken_whole():
    """Also those entries that it is not sure of; the label is none of them."""
    roles = dict.fromkeys(("Topics", "River Ell", "Council"), Role.TOPIC_NAV)
    assert topics("<h2>Topics</h2>", items(*NAMES), roles=roles) == NAMES


@pytest.mark.parametrize(
    "markup",
    [
        '<p>Topics: <a href="/t/1">River Ell</a>, <a href="/t/2">Flood</a>, '
        '<a href="/t/3">Council</a></p>',
        '<p><a href="/t/1">#River Ell</a> <a href="/t/2">#Flood</a> '
        '<a href="/t/3">#Council</a></p>',
        '<div><a href="/t/1">River Ell</a></div><div>/</div><div><a href="/t/2">Flood</a></div>'
        '<div>/</div><div><a href="/t/3">Council</a></div>',
        "<div><button>River Ell</button><button>Flood</button><button>Council</button></div>",
    ],
)
def test_tags_stand_in_any_markup(markup: str):
    """In one line, between slashes, as buttons; signs and commas are not theirs."""
    roles = {**TAGS, "#River": Role.TOPIC_NAV, "/": Role.TOPIC_NAV}
    assert topics(markup, roles=roles) == NAMES


def test_links_that_call_themselves_tags_are_tags():
    """``rel=tag``, whatever the labeller thinks."""
    assert topics(items(*NAMES, rel=' rel="tag"')) == NAMES


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="keywords" content="river ell, flood, council, county">',
        '<meta property="article:tag" content="River Ell"><meta property="article:tag" '
        'content="Flood"><meta property="article:tag" content="Council">',
        '<meta name="news_keywords" content="River Ell;Flood;Council">',
        '<script type="application/ld+json">'
        + json.dumps(
            {"@type": "Article", "headline": "x", "keywords": ["River Ell", "Flood", "Council"]}
        )
        + "</script>",
    ],
)
def test_links_that_are_the_declared_keywords_are_tags(head: str):
    """And keywords that are not displayed are none."""
    assert topics(items(*NAMES), head=head) == NAMES
    assert topics(head=head) == ()


def test_a_label_joins_the_tags_behind_it():
    """Two lists, each with its label, one behind the other."""
    roles = {**TAGS, "People": Role.TOPIC_NAV, "Ann": Role.TOPIC_NAV}
    found = topics(
        "<h2>Topics</h2>", items(*NAMES), "<h2>People</h2>", items("Ann Example"), roles=roles
    )
    assert found == (*NAMES, "Ann Example")


def test_the_page_of_all_tags_is_no_tag():
    """A last link that leads higher up than the others."""
    links = items(*NAMES).replace("</ul>", '<li><a href="/all">All topics</a></li></ul>')
    assert topics(links, roles={**TAGS, "All": Role.TOPIC_NAV}) == NAMES


def test_trending_topics_far_below_give_way_to_the_articles_own():
    """The nearer list counts."""
    far = "".join(f"<p>Teaser {n}</p>" for n in range(30)) + items("Snooker", "Weather")
    roles = {**TAGS, "Snooker": Role.TOPIC_NAV, "Weather": Role.TOPIC_NAV}
    assert topics(items(*NAMES), far, roles=roles) == NAMES


@pytest.mark.parametrize("label", ["Top Themen", "Trending now", "Tendencias", "热门标签"])
def test_topics_of_the_day_are_not_the_articles(label: str):
    """Told by their label, in many languages."""
    roles = {**TAGS, label: Role.TOPIC_NAV}
    assert topics(f"<h2>{label}</h2>", items(*NAMES), roles=roles) == ()


@pytest.mark.parametrize(
    "label", ["Tags:", "Schlagworte", "Mots-clés", "Теги", "関連キーワード", "标签："]
)
def test_a_known_label_speaks_for_the_links_behind_it(label: str):
    """Where the labeller is of two minds."""
    roles = dict.fromkeys(NAMES[:2], Role.TOPIC_NAV)
    assert topics(f"<h2>{label}</h2>", items(*NAMES), roles=roles) == NAMES


@pytest.mark.parametrize("role", [Role.NAVIGATION, Role.TEASER, Role.SHARE, Role.LEGAL])
def test_other_lists_of_links_are_no_tags(role: Role):
    """Menus, teasers, share bars."""
    assert topics(items(*NAMES), roles=dict.fromkeys(NAMES, role)) == ()


def test_headlines_are_too_long_for_tags():
    """Links of more than fifty characters."""
    names = [f"{name} and what the council said about it on Tuesday night" for name in NAMES]
    assert topics(items(*names), roles=dict.fromkeys(names, Role.TOPIC_NAV)) == ()


def test_a_page_without_body_has_no_topics():
    """There is nothing that they could stand with."""
    view = view_of(html_of(items(*NAMES)), TAGS)
    assert find_topics(view, JsonLd(()), None) is None


@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=60))
def test_no_page_makes_it_raise(names: list[str], keywords: str):
    """Topics are not empty, and none stands twice."""
    found = topics(
        items(*names),
        head=f'<meta name="keywords" content="{keywords}">',
        roles={name[:3]: Role.TOPIC_NAV for name in names},
    )
    assert all(found)
    assert len(set(found)) == len(found)


@pytest.mark.fault("regex-traps")
def test_lists_of_any_length_are_read_in_linear_time():
    """Eight times the links take about eight times as long, or less."""

    def page(size: int) -> object:
        return view_of(
            html_of(TITLE, BODY, items(*map(str, range(size // 20)))), {"1": Role.TOPIC_NAV}
        )

    assert growth(lambda view: find_topics(view, JsonLd(()), 0), page, 8_000) < LIMIT  # type: ignore[arg-type]
