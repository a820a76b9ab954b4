"""The section: where the page says that it is filed, displayed before declared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.growth import LIMIT, growth
from tests.views import headline_of, view_of

from bodycopy.facts.filing.breadcrumbs import declared_trail, displayed_trail, is_home
from bodycopy.facts.filing.section import find_section
from bodycopy.facts.jsonld import JsonLd
from bodycopy.roles import Role

TITLE = "Council votes for a new footbridge"
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
URL = "https://www.ell-herald.example/town/council/bridge"


def section(
    *parts: str,
    head: str = "",
    below: str = "",
    roles: dict[str, Role] | None = None,
    url: str = URL,
) -> tuple[str, str] | None:
    """Value and source of the section of a page with these parts over its headline."""
    view = view_of(html_of(*parts, f"<h1>{TITLE}</h1>", below, BODY, head=head), roles, url)
    found = find_section(view, JsonLd(view.tape.head.jsonld), headline_of(view), "Ell Herald")
    return (found.value, found.source) if found else None


def script(*nodes: dict[str, object]) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps(list(nodes))}</script>'


def article(**fields: object) -> dict[str, object]:
    """An article's node."""
    return {"@type": "NewsArticle", "headline": TITLE, **fields}


def crumbs(*names: str) -> dict[str, object]:
    """A breadcrumb's node."""
    items = [
        {
            "@type": "ListItem",
            "position": n,
            "item": {"@id": f"https://x.example/{n}", "name": name},
        }
        for n, name in enumerate(names, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def links(*names: str, joint: str = " ") -> str:
    """Links to the levels of a trail."""
    return joint.join(f'<a href="/{n}/">{name}</a>' for n, name in enumerate(names, 1))


@pytest.mark.parametrize(
    "trail",
    [
        f'<nav class="breadcrumb"><a href="/">Home</a> {links("Town", "Council")}</nav>',
        '<ol class="c-Breadcrumbs"><li><a href="/">Ell Herald</a><li><a href="/t">Town</a>'
        f'<li><a href="/c">Council</a><li>{TITLE}</ol>',
        f'<ul id="rootline"><li>Startseite<li>Town<li>Council<li>{TITLE}</ul>',
        '<div class="breadcrumb">You are here: Home » Town » Council</div>',
        f"<p>{links('Home', 'Town', 'Council', joint=' / ')}</p>",
        f'<p><a href="/c">Council</a></p><p>{TITLE[:25]}</p>',
    ],
)
def test_the_deepest_level_of_a_displayed_breadcrumb_is_the_section(trail: str):
    """In any markup, without front page, site and the article's own title."""
    found = section(trail, head=script(article(articleSection="Town")))
    assert found == ("Council", "dom:breadcrumb")


def test_a_breadcrumb_behind_the_body_is_not_the_articles():
    """Boxes of tags are called breadcrumbs too."""
    view = view_of(
        html_of(
            f"<h1>{TITLE}</h1>", BODY, f'<div class="breadcrumbs">{links("Sport", "Rowing")}</div>'
        )
    )
    assert displayed_trail(view, headline_of(view)) == ()


def test_a_label_over_the_headline_counts_where_the_page_knows_it():
    """Known to its data or its address; any other label is a kicker."""
    label = '<p><a href="/council">Council</a></p>'
    roles = {"Council": Role.KICKER}
    assert section(label, roles=roles) == ("Council", "dom:label")
    unknown = section("<p>Nine to two</p>", roles={"Nine": Role.KICKER}, url="https://x.example/1")
    assert unknown is None


def test_declared_sections_count_where_none_is_displayed():
    """JSON-LD, then meta tags, then the declared breadcrumb."""
    trail = crumbs("Home", "News", "Town")
    meta = '<meta property="article:section" content="Local">'
    url = "https://x.example/1"
    data = script(article(articleSection=["Politics", "Bridges"]), trail)
    assert section(head=data + meta, url=url) == ("Politics", "jsonld:articleSection")
    found = section(head=script(article(), trail) + meta, url=url)
    assert found == ("Local", "meta:article:section")
    assert section(head=script(article(), trail), url=url) == ("Town", "jsonld:BreadcrumbList")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("parsely-section", "Local"),
        ("article:section", " - Local"),
        ("og:section", "News/Local"),
        ("category", "Local, Bridges"),
        ("sailthru.section", "Local"),
    ],
)
def test_meta_tags_of_every_vocabulary_are_known(name: str, value: str):
    """Of a path the deepest level, of a list the first."""
    found = section(head=f'<meta name="{name}" content="{value}">', url="https://x.example/1")
    assert found == ("Local", f"meta:{name}")


@pytest.mark.parametrize(
    "value", ["Home", "Ell Herald", TITLE, "https://x.example/s", " ", "x" * 99]
)
def test_site_home_headline_and_addresses_are_no_sections(value: str):
    """Whatever the data say."""
    head = f'<meta property="article:section" content="{value}">'
    assert section(head=head, url="https://x.example/1") is None


def test_of_several_the_one_that_is_a_level_counts():
    """``Global,Council`` where the declared breadcrumb has ``Council``."""
    data = script(article(articleSection="Global,Council"), crumbs("Home", "Council", TITLE))
    assert section(head=data, url="https://x.example/1") == ("Council", "jsonld:articleSection")


def test_the_menu_names_the_directory_that_the_page_is_in():
    """The deepest one that it knows, where nothing else tells."""
    menu = (
        '<nav><div><a href="/town">Town</a></div><div><a href="https://www.ell-herald.example'
        '/town/council/">The council</a></div></nav>' + 3 * "<p>Sponsored</p>"
    )
    roles = {"Town": Role.NAVIGATION, "The council": Role.NAVIGATION}
    assert section(menu, roles=roles) == ("The council", "dom:menu")


@pytest.mark.parametrize(
    "name", "Home Startseite Accueil Inicio Início Главная ホーム 首页 홈 الرئيسية Αρχική".split()
)
def test_the_front_page_is_known_in_many_languages(name: str):
    """By its usual names."""
    assert is_home(name)
    assert not is_home(f"{name} & Garden")


def test_declared_trails_lose_front_page_and_title():
    """A front page is known by its address too."""
    node = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "name": "The Herald", "item": "https://x.example/"},
            {"@type": "ListItem", "name": "Town", "item": "https://x.example/town"},
            {"@type": "ListItem", "name": TITLE},
            "junk",
        ],
    }
    assert declared_trail(JsonLd((json.dumps(node),)), [TITLE]) == ("Town",)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_no_page_makes_it_raise(label: str, name: str, value: str, url: str):
    """A section has letters and fits on a line."""
    head = f'<meta name="article:section" content="{value}">' + script(
        article(articleSection=[name, {"a": 1}, None]), crumbs(label, name)
    )
    found = section(f"<div class=breadcrumb>{label}</div><p>{name}</p>", head=head, url=url)
    assert found is None or 0 < len(found[0]) <= 60


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("unit", ["a / ", "» ", " - ", "<a href=/x>b</a> / "])
def test_trails_of_any_length_are_read_in_linear_time(unit: str):
    """Eight times the breadcrumb takes about eight times as long, or less."""

    def find(view: object) -> object:
        return displayed_trail(view, 0)  # type: ignore[arg-type]

    def page(size: int) -> object:
        return view_of(f"<p class=breadcrumb>{unit * (size // 8)}</p><h1>x</h1>")

    assert growth(find, page, 8_000) < LIMIT
