"""People: the credits of whole pages, displayed ones held against declared ones."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.authored import NAMES, PARAGRAPHS, html_of, tape_of
from tests.growth import LIMIT, growth

from bodycopy import Article, extract
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.people.people import People, find_people
from bodycopy.facts.view import View
from bodycopy.roles import ROLES, Role
from bodycopy.scan import scan

FIRST, SECOND, *_, LAST = PARAGRAPHS
HEADLINE = "Council votes for a new footbridge"


def people_of(
    *blocks: tuple[Role, str], author: object = None, meta: Mapping[str, str] | None = None
) -> People:
    """The credits of a page of these blocks, each given its role; a block may be mark-up."""
    node = {"@type": "NewsArticle", "headline": HEADLINE, "author": author}
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>' if author else ""
    tags = "".join(f'<meta name="{key}" content="{value}">' for key, value in (meta or {}).items())
    site = '<meta property="og:site_name" content="Ell Bote">'
    rows = [text if text.startswith("<") else f"<p>{text}</p>" for _, text in blocks]
    tape = scan(html_of(*rows, head=site + tags + script))
    assert len(tape) == len(blocks)
    numbers = np.array([ROLES.index(role) for role, _ in blocks], dtype=np.intp)
    probabilities = np.zeros((len(blocks), len(ROLES)), dtype=np.float32)
    probabilities[np.arange(len(blocks)), numbers] = 0.7
    view = View(tape, numbers, probabilities, "https://www.ellbote.example/town/1")
    headline = next((at for at, (role, _) in enumerate(blocks) if role is Role.HEADLINE), None)
    return find_people(view, JsonLd(tape.head.jsonld), headline)


def page(*header: tuple[Role, str], end: tuple[tuple[Role, str], ...] = ()) -> list:
    """The blocks of a report with these parts between headline and text, and behind it."""
    body = [(Role.PARAGRAPH, text) for text in (FIRST, SECOND, LAST)]
    return [(Role.HEADLINE, f"<h1>{HEADLINE}</h1>"), *header, *body, *end]


def authors(found: People) -> tuple[tuple[str, ...], str | None]:
    """The authors and where they stood."""
    return (found.authors.values, found.authors.source) if found.authors else ((), None)


ADA = {"@type": "Person", "name": "Ada Berg"}


def test_the_displayed_byline_counts():
    """What JSON-LD declares is somebody whom the page does not show."""
    found = people_of(*page((Role.BYLINE, "By Bo Lind, Town Reporter")), author=ADA)
    assert authors(found) == (("Bo Lind",), "dom:byline")
    assert found.authors is not None
    assert found.authors.raw == "By Bo Lind, Town Reporter"


def test_the_declared_author_stands_in():
    """Where the page displays nobody, or only an agency."""
    assert authors(people_of(*page(), author=ADA)) == (("Ada Berg",), "jsonld:author")
    found = people_of(*page((Role.BYLINE, "Von dpa")), author=ADA)
    assert authors(found) == (("Ada Berg",), "jsonld:author")
    assert found.agencies is not None
    assert found.agencies.values == ("dpa",)


def test_meta_is_believed_where_json_ld_names_the_site():
    """The site as its own author, the person in a meta tag."""
    site = {"@type": "Person", "name": "Ell Bote"}
    found = people_of(*page(), author=site, meta={"author": "Ada Berg"})
    assert authors(found) == (("Ada Berg",), "meta:author")


def test_nobody_is_a_good_answer():
    """Only the site and a desk are named."""
    site = {"@type": "Organization", "name": "Ell Bote"}
    found = people_of(*page((Role.BYLINE, "EB-Redaktion")), author=site)
    assert found.authors is None
    assert found.agencies is None
    assert found.source_line is None
    assert found.dateline is None


def test_bylines_in_rows_of_their_own():
    """Each author in a row, linked to a page of authors; a photographer among them."""
    found = people_of(
        *page(
            (Role.BYLINE, '<p><a href="/autor/ada">Ada Berg</a></p>'),
            (Role.BYLINE, '<p><a href="/autor/bo">Bo Lind</a></p>'),
            (Role.BYLINE, "Foto: Cleo Ott"),
        )
    )
    assert authors(found)[0] == ("Ada Berg", "Bo Lind")


def test_job_titles_beside_declared_names_are_no_persons():
    """What stands beside the author in the same row, unless joined by an "and"."""
    row = (Role.BYLINE, "Ada Berg Master Gardener")
    assert authors(people_of(*page(row), author=ADA))[0] == ("Ada Berg",)
    row = (Role.BYLINE, "By Ada Berg and Bo Lind")
    assert authors(people_of(*page(row), author=ADA))[0] == ("Ada Berg", "Bo Lind")


def test_words_of_the_text_are_no_name():
    """A section in the place of a byline, whose words the text uses in lower case."""
    row = (Role.BYLINE, "County Money")
    assert people_of(*page(row)).authors is None
    assert "county" in LAST.lower()


def test_authors_of_other_stories_are_left_alone():
    """Teasers below the text carry bylines of their own."""
    end = (
        (Role.TEASER, "Ferry to run on Sundays"),
        (Role.TEASER, "By Cleo Ott"),
        (Role.RELATED, "Read this next"),
        (Role.BYLINE, "By Dan Fox"),
    )
    assert people_of(*page(end=end)).authors is None
    found = people_of(*page((Role.BYLINE, "By Ada Berg"), end=end))
    assert authors(found)[0] == ("Ada Berg",)


def test_the_byline_may_stand_below_the_text():
    """And then it is believed only where nothing stands above."""
    found = people_of(*page(end=((Role.BYLINE, "Text: Ada Berg"),)))
    assert authors(found)[0] == ("Ada Berg",)


def test_a_byline_in_the_body_leaves_it():
    """A first block that says "by", whatever the labeller thought."""
    blocks = page()
    blocks.insert(1, (Role.PARAGRAPH, "By Ada Berg"))
    found = people_of(*blocks)
    assert authors(found)[0] == ("Ada Berg",)
    assert found.roles == {1: Role.BYLINE}


def test_names_in_capitals_are_recased():
    """Declared or displayed."""
    assert authors(people_of(*page((Role.BYLINE, "BY ADA BERG"))))[0] == ("Ada Berg",)


def test_a_line_that_says_by_counts_whatever_it_was_taken_for():
    """Right below the headline, below the opening of the text, in a line that names the author."""
    assert authors(people_of(*page((Role.SUBHEADING, "<h5>By Ada Berg</h5>"))))[0] == ("Ada Berg",)
    assert authors(people_of(*page((Role.CAPTION, "by: Ada Berg, Dec 17, 2025"))))[0] == (
        "Ada Berg",
    )
    blocks = page()
    blocks.insert(2, (Role.PARAGRAPH, "A guest post by Ada Berg"))
    assert authors(people_of(*blocks))[0] == ("Ada Berg",)
    blocks = page()
    blocks.insert(3, (Role.RELATED, "Author: Ada Berg, who has lived in Ellmoor since 2002."))
    assert authors(people_of(*blocks))[0] == ("Ada Berg",)


def test_other_lines_that_speak_of_authors_are_left_alone():
    """A comment's signature, the photographer of a caption, a painter in a caption."""
    blocks = page(end=((Role.COMMENT, "Posted by Cleo Ott on 3 May"),))
    blocks.insert(3, (Role.CAPTION, "The pier in a print by Dan Fox"))
    assert people_of(*blocks).authors is None


def test_the_name_beside_the_date():
    """With a job title; topics beside a date are no name."""
    for role in (Role.DATE, Role.STANDFIRST):
        row = (role, "Ada Berg | Senior Writer | May 3, 2024")
        assert authors(people_of(*page(row)))[0] == ("Ada Berg",)
    line = '<p class="tags">Harbour Editor Ferries 3.5.2024</p>'
    assert people_of(*page((Role.DATE, line))).authors is None


def test_the_authors_box_signs_where_nobody_else_does():
    """Its heading, the link to the author's page, the sentence that says who wrote."""
    box = (
        (Role.AUTHOR_BOX, "<h3>Ada Berg</h3>"),
        (Role.AUTHOR_BOX, "Ada Berg has been with this paper since she left school in 1998."),
    )
    assert authors(people_of(*page(end=box)))[0] == ("Ada Berg",)
    more = ((Role.TEASER, "Ferry to run on Sundays"), (Role.RELATED, "Read this next"), *box)
    assert authors(people_of(*page(end=more))) == (("Ada Berg",), "dom:author_box")
    assert authors(people_of(*page((Role.BYLINE, "By Bo Lind"), end=box)))[0] == ("Bo Lind",)
    line = "This post was written by Ada Berg, Head of Ferries and of the harbour's new museum shop"
    assert authors(people_of(*page(end=((Role.AUTHOR_BOX, line),))))[0] == ("Ada Berg",)


def test_a_link_speaks_for_the_name_that_it_bears():
    """A job title in the row of a linked author is no second author."""
    row = '<p>Written by: <a href="/author/ada">Ada Berg</a> Head Product Launches</p>'
    assert authors(people_of(*page((Role.BYLINE, row)), author=ADA))[0] == ("Ada Berg",)


def test_first_names_on_own_sites():
    """A blogger's first name, linked to a page of authors; a paper's desk is no such thing."""
    row = (Role.BYLINE, '<p>by <a href="/author/susan">Susan</a></p>')
    assert authors(people_of(*page(row)))[0] == ("Susan",)
    row = (Role.BYLINE, '<p>von <a href="/autor/redaktion">Redaktion</a></p>')
    assert people_of(*page(row)).authors is None


@pytest.mark.parametrize(
    ("slot", "line", "agencies"),
    [
        ("AFP", "AFP", ("AFP",)),
        ("Von DPA", "DPA", ("dpa",)),
        ("AP - 16/05/2020, 12:36 PM", "AP", ("AP",)),
        (", The Associated Press", "The Associated Press", ("AP",)),
        ("Anadolu Ajansı", "Anadolu Ajansı", ("AA",)),
        ("Associated Press April 28, 2023 GMT", "Associated Press", ("AP",)),
        ("By Ada Berg - Associated Press - Friday", "Associated Press", ("AP",)),
    ],
)
def test_an_agency_in_the_authors_place_is_the_source_line(
    slot: str, line: str, agencies: tuple[str, ...]
):
    """Without the word that opens a byline and the date behind it."""
    found = people_of(*page((Role.BYLINE, slot)))
    assert found.source_line is not None
    assert found.agencies is not None
    assert (found.source_line.value, found.agencies.values) == (line, agencies)


@pytest.mark.parametrize(
    ("role", "line", "agencies"),
    [
        (Role.SOURCE_LINE, "RND/dpa", ("dpa",)),
        (Role.SOURCE_LINE, "Quelle: sid/dpa", ("SID", "dpa")),
        (Role.BYLINE, "red, ellbote.example/Agenturen", ()),
        (
            Role.SOURCE_LINE,
            "—Associated Press writer Cleo Ott in Oslo contributed to this report.",
            ("AP",),
        ),
    ],
)
def test_a_line_below_the_text_is_the_source_line(role: Role, line: str, agencies: tuple[str, ...]):
    """As printed; it goes before the author's place."""
    found = people_of(*page((Role.BYLINE, "By Ada Berg"), end=((role, line),)))
    assert found.source_line is not None
    assert found.source_line.value == line
    assert (found.agencies.values if found.agencies else ()) == agencies
    assert authors(found)[0] == ("Ada Berg",)


def test_lines_that_are_no_source():
    """Editors, the size of letters, a picture's source above the text."""
    found = people_of(
        *page(
            (Role.SOURCE_LINE, "AA"),
            (Role.SOURCE_LINE, "Quelle: AFP"),
            end=((Role.SOURCE_LINE, "_____"), (Role.SOURCE_LINE, "Editor: Cleo Ott")),
        )
    )
    assert found.source_line is None
    assert found.agencies is None


def test_the_credit_is_cut_off_the_last_paragraph():
    """What remains of the paragraph ends where the sentence ends."""
    blocks = page()
    blocks[-1] = (Role.PARAGRAPH, f"{LAST} (dpa/tmn)")
    found = people_of(*blocks)
    assert found.source_line is not None
    assert (found.source_line.value, found.source_line.source) == ("(dpa/tmn)", "text")
    assert found.cuts == {3: (0, len(LAST))}
    assert found.agencies is not None
    assert found.agencies.values == ("dpa",)


def test_a_last_block_that_is_a_credit_leaves_the_body():
    """Initials in brackets, labelled as text."""
    found = people_of(*page(end=((Role.PARAGRAPH, "(dr/spot)"),)))
    assert found.source_line is not None
    assert found.source_line.value == "(dr/spot)"
    assert found.roles == {4: Role.SOURCE_LINE}


def test_the_dateline_is_cut_off_the_first_paragraph():
    """With its agency."""
    blocks = page()
    blocks[1] = (Role.PARAGRAPH, f"MEXICO CITY (AP) — {FIRST}")
    found = people_of(*blocks)
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("MEXICO CITY (AP) —", ("Mexico City",))
    assert found.cuts == {1: (19, 19 + len(FIRST))}
    assert found.agencies is not None
    assert (found.agencies.values, found.agencies.source) == (("AP",), "text")


def test_a_dateline_in_the_standfirst_stays_there():
    """It is a field all the same."""
    found = people_of(
        *page((Role.STANDFIRST, "Berlin. Neun waren dafür, zwei dagegen, einer fort"))
    )
    assert found.dateline is not None
    assert found.dateline.text == "Berlin."
    assert found.cuts == {}


def test_mark_up_tells_an_unknown_place():
    """A village in an element that is called a location."""
    text = f'<p><span class="article-location">Ellmoor</span> - {FIRST}</p>'
    blocks = page()
    blocks[1] = (Role.PARAGRAPH, text)
    found = people_of(*blocks)
    assert found.dateline is not None
    assert found.dateline.places == ("Ellmoor",)


def test_a_place_line_above_the_text():
    """Where the byline stands, or beside the date."""
    found = people_of(*page((Role.BYLINE, "Ada Berg"), (Role.BYLINE, "Tel Aviv")))
    assert found.dateline is not None
    assert found.dateline.places == ("Tel Aviv",)


def test_the_reporter_in_the_dateline_is_the_author():
    """Where nobody else is named."""
    blocks = page()
    korean = (
        "(서울=연합뉴스) 홍길동 기자 = 정부는 3일 국무회의를 열고 관련 법안을 의결했다고 밝혔다."
    )
    blocks[1] = (Role.PARAGRAPH, korean)
    found = people_of(*blocks)
    assert authors(found) == (("홍길동",), "text")
    assert found.agencies is not None
    assert found.agencies.values == ("Yonhap",)


def test_text_without_mark_up():
    """Lines of one element: all that is known is what they say."""
    lines = [HEADLINE, "Von Ada Berg", f"Berlin (dpa) - {FIRST}", SECOND, f"{LAST} (dpa)"]
    tape = scan(html_of(f"<div>{'<br><br>'.join(lines)}</div>"))
    assert list(tape.texts) == lines
    roles = [Role.HEADLINE, Role.BYLINE, Role.PARAGRAPH, Role.PARAGRAPH, Role.PARAGRAPH]
    numbers = np.array([ROLES.index(role) for role in roles], dtype=np.intp)
    chances = np.full((len(lines), len(ROLES)), 0.02, dtype=np.float32)
    found = find_people(View(tape, numbers, chances), JsonLd(()), 0)
    assert authors(found)[0] == ("Ada Berg",)
    assert found.dateline is not None
    assert found.dateline.places == ("Berlin",)
    assert found.source_line is not None
    assert found.source_line.value == "(dpa)"
    assert found.cuts == {2: (15, 15 + len(FIRST)), 4: (0, len(LAST))}


def test_the_record_has_the_credits():
    """Values, sources and raw strings on the article, the cut text in its body."""
    rows = [f"<p>{text}</p>" for text in (f"MEXICO CITY (AP) — {FIRST}", *PARAGRAPHS[1:])]
    html = html_of(
        f"<main><article><h1>{HEADLINE}</h1>",
        '<p class="byline">By <a rel="author" href="/author/ada">ADA BERG</a></p>',
        *rows,
        "</article></main>",
    )
    record = extract(html)
    assert isinstance(record, Article)
    assert record.authors == ("Ada Berg",)
    assert record.sources["authors"] == "dom:byline"
    assert record.raw["authors"] == "By ADA BERG"
    assert record.agencies == ("AP",)
    assert record.dateline is not None
    assert record.dateline.places == ("Mexico City",)
    assert record.body[0].text == FIRST


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_reads_any_labels(name: str, data: st.DataObject):
    """On authored pages with any roles whatever: nothing raises, cuts lie within their rows."""
    tape = tape_of(name)
    seed = data.draw(st.integers(0, 2**32 - 1))
    dice = np.random.default_rng(seed)
    numbers = dice.integers(0, len(ROLES), len(tape)).astype(np.intp)
    chances = dice.random((len(tape), len(ROLES)), dtype=np.float32)
    headline = data.draw(st.none() | st.integers(0, len(tape) - 1)) if len(tape) else None
    found = find_people(View(tape, numbers, chances), JsonLd(tape.head.jsonld), headline)
    for row, (start, end) in found.cuts.items():
        assert 0 <= start <= end <= len(tape.texts[row])
    assert all(0 <= row < len(tape) for row in found.roles)
    assert found.authors is None or all(found.authors.values)


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("part", ["<p>By Ada Berg</p>", f"<p>Oslo (dpa) - {FIRST}</p>", "<b>x</b>"])
def test_time_grows_with_the_page(part: str):
    """Rows of credits, paragraphs with datelines, or one long row."""

    def make(size: int) -> View:
        tape = scan(html_of(f"<h1>{HEADLINE}</h1>", part * size))
        numbers = np.full(len(tape), ROLES.index(Role.PARAGRAPH), dtype=np.intp)
        return View(tape, numbers, np.full((len(tape), len(ROLES)), 0.02, dtype=np.float32))

    assert growth(lambda view: find_people(view, JsonLd(()), 0), make, 4_000) < LIMIT
