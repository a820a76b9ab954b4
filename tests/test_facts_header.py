"""The header: kicker, headline and standfirst as the page sets them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.growth import LIMIT, growth
from tests.views import view_of

from bodycopy.facts.header.header import Header, find_header
from bodycopy.facts.header.headline import Candidate
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View
from bodycopy.roles import Role
from bodycopy.tape import Context

TITLE = "Harbour bridge opens after nine years of work"
DECK = "Engineers say that the last cables were hung on Friday night, in spite of the storm."
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def header_of(view: View) -> Header:
    """The header, with every heading of the page for a candidate."""
    tape = view.tape
    candidates = [
        Candidate(
            tape.texts[row], int(tape.level[row]), row,
            view.chance(row, Role.HEADLINE), tape.leads.get(row, 0),
        )
        for row in range(len(tape))
        if tape.context[row] & int(Context.HEADING) and tape.level[row] <= 3
    ]  # fmt: skip
    return find_header(view, JsonLd(tape.head.jsonld), candidates)


def header(
    top: str, roles: dict[str, Role] | None = None, *, head: str = "", url: str | None = None
) -> Header:
    """The header of a page that begins with ``top``."""
    return header_of(
        view_of(html_of(f"<article>{top}<section>{BODY}</section>", head=head), roles, url)
    )


def kicker(top: str, *roles: str, head: str = "", url: str | None = None) -> str | None:
    """The kicker of a page; ``roles`` are texts that the labeller takes for kickers."""
    found = header(top, dict.fromkeys(roles, Role.KICKER), head=head, url=url).kicker
    return found.value if found else None


def standfirst(top: str, roles: dict[str, Role] | None = None, head: str = "") -> str | None:
    """The standfirst of a page."""
    found = header(top, roles, head=head).standfirst
    return found.value if found else None


# --- kicker ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trail",
    [
        f"<nav><ol><li><a href=/>Home</a></li><li><h1>{TITLE}</h1></li></ol></nav>",
        f'<div class="breadcrumbs"><a href=/>Home</a> <div><h1>{TITLE}</h1></div></div>',
        f'<div class="BreadcrumbArea"><div><a href=/>Home</a></div><h1>{TITLE}</h1></div>',
    ],
)
def test_the_last_entry_of_a_breadcrumb_is_not_the_headline(trail: str) -> None:
    """Where a heading between it and the text says it in other words, with a kicker before it."""
    kicker, title = "<span>Harbour:</span>", "<span>Nine years, one bridge, no fewer ferries</span>"
    found = header(
        f"{trail}<h2>{kicker} {title}</h2>",
        {TITLE: Role.NAVIGATION},
        head=f'<meta property="og:title" content="{TITLE}">',
    )
    assert found.headline is not None
    assert found.headline.value == "Nine years, one bridge, no fewer ferries"
    assert found.kicker is not None
    assert found.kicker.value == "Harbour"


def test_the_last_entry_of_a_breadcrumb_is_the_headline_where_there_is_no_other() -> None:
    """A heading in the body is not the headline."""
    found = header(
        f"<nav><ol><li><h1>{TITLE}</h1></li></ol></nav>{BODY}<h2>What the ferries will do now</h2>",
        {TITLE: Role.NAVIGATION},
        head=f'<meta property="og:title" content="{TITLE}">',
    )
    assert found.headline is not None
    assert found.headline.value == TITLE


def test_the_kicker_stands_above_the_headline() -> None:
    """A row that the labeller knows, without the sign that leads over to the headline."""
    assert kicker(f"<p>City traffic:</p><h1>{TITLE}</h1>", "City") == "City traffic"


@pytest.mark.parametrize(
    "inside",
    [
        "<span>Traffic</span><span class='hidden'>: </span><span>{title}</span>",
        "<span class='go-kicker'>Traffic:</span> <span>{title}</span>",
        "<span>Traffic | </span><span>{title}</span>",
        "<div>Traffic –</div><div>{title}</div>",
    ],
)
def test_the_kicker_inside_the_heading(inside: str) -> None:
    """Pieces of one heading: the first one is the kicker, and the headline goes without it."""
    found = header(f"<h1>{inside.format(title=TITLE)}</h1>")
    assert found.kicker is not None
    assert found.kicker.value == "Traffic"
    assert found.headline is not None
    assert found.headline.value == TITLE


def test_a_colon_alone_makes_no_kicker() -> None:
    """A headline in one piece keeps what stands before its colon."""
    found = header(f"<h1>Traffic: {TITLE}</h1>")
    assert found.kicker is None
    assert found.headline is not None
    assert found.headline.value == f"Traffic: {TITLE}"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:section" content="City">',
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", "articleSection": ["News", "City"], "headline": "x"})
        + "</script>",
        '<script type="application/ld+json">'
        + json.dumps(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [{"item": {"name": "City"}}, {"name": "Bridges"}],
            }
        )
        + "</script>",
    ],
)
def test_a_label_that_only_says_the_section_is_none(head: str) -> None:
    """Meta, JSON-LD and breadcrumbs name the section; so does the address."""
    top = f"<p>City</p><h1>{TITLE}</h1>"
    assert kicker(top, "City", head=head) is None
    assert kicker(top, "City") == "City"
    assert kicker(top, "City", url="https://a.example/city/bridge-opens") is None


def test_a_section_that_is_marked_up_as_kicker_is_one() -> None:
    """The newsroom's own name for it decides."""
    head = '<meta property="article:section" content="City">'
    assert kicker(f"<p class='c-overline'>City</p><h1>{TITLE}</h1>", "City", head=head) == "City"


@pytest.mark.parametrize(
    "row",
    ["<p><a href=/a>News</a> / <a href=/a/b>City</a></p>", "<p>Live</p>", "<p>/</p>",
     "<p>Wed, Oct 16, 2024 page 1</p>", "<p>1846 views</p>", f"<p>N{'e' * 90}ws</p>"],
)  # fmt: skip
def test_what_is_no_kicker_whatever_the_labeller_says(row: str) -> None:
    """Paths of links, dates, counts, signs and whole sentences."""
    assert kicker(f"{row}<h1>{TITLE}</h1>", "News", "Live", "/", "Wed", "1846", "Nee") is None


def test_a_short_line_in_the_box_of_the_headline_is_a_kicker() -> None:
    """The labeller took it for navigation; it stands in the header's own box, without a link."""
    top = f"<div><h4>HARBOUR</h4><h1>{TITLE}</h1></div>"
    assert header(top, {"HARBOUR": Role.NAVIGATION}).kicker is not None
    linked = f"<div><h4><a href=/h>HARBOUR</a></h4><h1>{TITLE}</h1></div>"
    assert header(linked, {"HARBOUR": Role.NAVIGATION}).kicker is None


def test_a_kicker_has_its_role() -> None:
    """Rows of the header are known by their roles."""
    found = header(f"<div><h4>HARBOUR</h4><h1>{TITLE}</h1></div>", {"HARBOUR": Role.NAVIGATION})
    assert list(found.roles.values()).count(Role.KICKER) == 1


# --- standfirst --------------------------------------------------------------------------


def test_the_standfirst_stands_between_headline_and_body() -> None:
    """The labeller's word, in one part or two."""
    roles = {"Engineers": Role.STANDFIRST, "Then": Role.STANDFIRST}
    assert standfirst(f"<h1>{TITLE}</h1><p>{DECK}</p>", roles) == DECK
    two = f"<h1>{TITLE}</h1><p>{DECK}</p><p>Then there was cake.</p>"
    assert standfirst(two, roles) == f"{DECK} Then there was cake."


def test_the_rest_of_a_list_that_begins_with_a_standfirst_is_standfirst() -> None:
    """Key points under the headline belong together, bold or not."""
    points = ("Bridge opens nine years after the plan", "Cost has doubled", "Ferry stops in May")
    top = f"<h1>{TITLE}</h1><ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"
    roles = {points[0]: Role.STANDFIRST, points[1]: Role.SUBHEADING, points[2]: Role.BYLINE}
    assert standfirst(top, roles) == " ".join(points)


def test_a_heading_before_the_body_is_a_deck() -> None:
    """A subheading cannot head a part of a text that has not begun."""
    assert standfirst(f"<h1>{TITLE}</h1><h2>{DECK}</h2>", {"Engineers": Role.SUBHEADING}) == DECK
    short = standfirst(f"<h1>{TITLE}</h1><h2>In brief</h2>", {"In brief": Role.SUBHEADING})
    assert short is None


def test_what_the_page_names_a_lead_is_the_standfirst() -> None:
    """The labeller took it for a paragraph."""
    assert standfirst(f"<h1>{TITLE}</h1><p class='article-lead'>{DECK}</p>") == DECK
    assert standfirst(f"<h1>{TITLE}</h1><p class='text'>{DECK}</p>") is None


def test_what_the_page_describes_itself_with_is_the_standfirst() -> None:
    """In a box of its own; the first paragraph of the body is body, whatever meta tags repeat."""
    head = f'<meta name="description" content="{DECK}">'
    assert standfirst(f"<h1>{TITLE}</h1><div><p>{DECK}</p></div>", head=head) == DECK
    view = view_of(html_of(f"<h1>{TITLE}</h1><p>{DECK}</p>{BODY}", head=head))
    assert header_of(view).standfirst is None


def test_the_headline_repeated_is_no_standfirst() -> None:
    """Galleries and players print the headline again."""
    top = f"<h1>{TITLE}</h1><h2>{TITLE}</h2>"
    assert standfirst(top, {TITLE: Role.STANDFIRST}) is None


def test_a_standfirst_behind_the_first_paragraph_is_none() -> None:
    """Once the body has begun, a summary belongs to something else."""
    top = f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><p>{DECK}</p>"
    assert standfirst(top, {"Engineers": Role.STANDFIRST}) is None


# --- any page ------------------------------------------------------------------------------

fragments = st.sampled_from(
    [f"<h1>{TITLE}</h1>", "<h1>", "</h1>", "<h2>", "</h2>", "<span>City:</span>", "<p>City</p>",
     "<a href=/>x</a>", f"<p>{DECK}</p>", "<ul><li>", "<li>One", "</ul>", "<div class=lead>",
     "</div>", "<p class=kicker>A</p>", "City: ", "<header>", "</header>", BODY],
)  # fmt: skip
roles = st.sampled_from([Role.KICKER, Role.STANDFIRST, Role.SUBHEADING, Role.HEADLINE])


@given(
    st.lists(fragments, max_size=20),
    st.dictionaries(st.sampled_from(["City", "Engineers", "One", "A", "Harbour"]), roles),
)
def test_never_raises_and_names_only_rows_of_the_page(
    parts: list[str], named: dict[str, Role]
) -> None:
    """Whatever the header is made of, its rows are rows of the page."""
    view = view_of("".join(parts), named)
    found = header_of(view)
    assert set(found.roles) <= set(range(len(view.tape)))


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("piece", ["<p>City</p>", "<li>One", "<h2>A: b</h2>", "<span>City:</span>"])
def test_takes_linear_time(piece: str) -> None:
    """Twice the page takes twice the time."""

    def page(n: int) -> View:
        return view_of(f"<ul>{piece * n}<h1>{TITLE}</h1>{piece * n}", {"City": Role.KICKER})

    assert growth(header_of, page, 800) < LIMIT
