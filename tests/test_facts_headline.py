"""The headline: agreement of what is displayed and what is declared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.facts.header.headline import Candidate, find_headline
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.titles import _SIGN, SEPARATOR, names_site, squash, strip_names
from bodycopy.tape import Head

RAIN = "Rain returns to the northern valleys"


def head_of(
    og: str = "", title: str = "", headline: str = "", site: str = "", lang: str = ""
) -> Head:
    """A head that declares these titles."""
    meta = [("og:title", og), ("og:site_name", site)]
    node = json.dumps({"@type": "NewsArticle", "headline": headline, "datePublished": "2024"})
    return Head(
        title=title,
        lang=lang,
        meta=tuple(pair for pair in meta if pair[1]),
        jsonld=(node,) if headline else (),
    )


def find(
    head: Head, *candidates: tuple[int, str]
) -> tuple[str, str, str | None, int | None] | None:
    """Value, source, kicker and index; candidate ``i`` stands in row ``2 * i``."""
    blocks = [Candidate(text, rank, index * 2) for index, (rank, text) in enumerate(candidates)]
    found = find_headline(head, JsonLd(head.jsonld), blocks, "https://www.daily-post.example/a")
    return (found.value, found.source, found.kicker, found.index) if found else None


def test_the_displayed_form_wins_where_it_agrees():
    """Case, quotes and dashes are taken from the page, not from its meta data."""
    head = head_of(og="“Rain” returns - to the northern valleys")
    shown = '"Rain" returns – to the northern valleys'
    assert find(head, (1, shown)) == (shown, "dom:h1", None, 0)


@pytest.mark.parametrize(
    "separator", [" | ", " - ", " – ", " — ", " · ", " » ", ": ", " :: ", "｜"]
)
@pytest.mark.parametrize("front", [True, False])
def test_the_site_leaves_the_title_with_any_separator_on_either_side(separator: str, front: bool):
    """Without a displayed headline the title is used, less the part that the domain names."""
    parts = ["The Daily Post", RAIN] if front else [RAIN, "The Daily Post"]
    assert find(head_of(title=separator.join(parts))) == (RAIN, "title", None, None)


def test_a_bar_at_the_end_of_the_heading_sets_off_what_the_declared_title_leaves_out():
    """Hidden text in the heading names the site or the column once more."""
    shown = (1, f"{RAIN} | THE POST")
    assert find(head_of(og=RAIN), shown) == (RAIN, "dom:h1", None, 0)
    assert find(head_of(og=shown[1]), shown) == (shown[1], "dom:h1", None, 0)


def test_the_site_is_known_by_og_site_name_in_any_script():
    """A Japanese site name goes with the section in front of it."""
    head = head_of(og="北の谷に雨が戻る｜社会｜日々新聞", site="日々新聞")
    assert find(head) == ("北の谷に雨が戻る｜社会", "meta:og:title", None, None)


def test_a_logo_set_as_h1_is_not_the_headline():
    """The h2 that the page declares beats an h1 with the name of the site."""
    head = head_of(og=RAIN, site="The Daily Post")
    assert find(head, (1, "The Daily Post"), (2, RAIN)) == (RAIN, "dom:h2", None, 2)


def test_a_heading_written_for_search_engines_yields_to_the_one_for_readers():
    """An h2 that repeats the JSON-LD headline beats an h1 that repeats only the title."""
    seo = "Weather in the north: rain is back in the valleys"
    head = head_of(og=seo, title=f"{seo} - The Daily Post", headline=RAIN)
    assert find(head, (1, seo), (2, RAIN)) == (RAIN, "dom:h2", None, 2)


@pytest.mark.parametrize("seam", [": ", " ", "", " – ", " | "])
def test_a_kicker_in_the_h1_is_split_off_where_og_title_has_none(seam: str):
    """og:title proves where the headline starts, however the seam is set."""
    head = head_of(og=RAIN)
    assert find(head, (1, f"Weather{seam}{RAIN}")) == (RAIN, "dom:h1", "Weather", 0)


def test_opening_quotes_stay_with_the_headline():
    """Of what stands between kicker and headline, only the separator goes."""
    head = head_of(og="“No rain” in the southern valleys")
    found = find(head, (1, "Weather: “No rain” in the southern valleys"))
    assert found == ("“No rain” in the southern valleys", "dom:h1", "Weather", 0)


def test_a_seam_drawn_by_style_is_seen_in_the_title_that_writes_it_out():
    """The h1 runs kicker and headline together, og:title puts a colon between them."""
    head = head_of(og=f"Weather in the north: {RAIN}")
    found = find(head, (1, f"Weather in the north {RAIN}"))
    assert found == (RAIN, "dom:h1", "Weather in the north", 0)


def test_a_french_colon_is_no_seam():
    """French sets a space before its colons, og:title may leave it out."""
    head = head_of(og="Europe: la pluie revient dans le nord", lang="fr-FR")
    shown = "Europe : la pluie revient dans le nord"
    assert find(head, (1, shown)) == (shown, "dom:h1", None, 0)


def test_a_colon_that_all_titles_have_is_part_of_the_headline():
    """No evidence, no kicker."""
    shown = "Valleys: rain returns to the north"
    head = head_of(og=shown, headline=shown)
    assert find(head, (1, shown)) == (shown, "dom:h1", None, 0)


def test_an_inline_element_before_a_colon_is_a_kicker():
    """``<h1><span>Weather</span>: Rain ...`` is split though all titles have the colon."""
    shown = f"Weather: {RAIN}"
    head = head_of(og=shown)
    candidate = Candidate(shown, 1, 7, lead=len("Weather"))
    found = find_headline(head, JsonLd(()), [candidate])
    assert found is not None
    assert (found.value, found.kicker, found.index) == (RAIN, "Weather", 7)


def test_kicker_and_headline_in_neighbouring_rows_of_one_heading():
    """Two rows that only together say what is declared: the second is the headline."""
    head = head_of(og=f"Weather in the north: {RAIN}")
    blocks = [Candidate("Weather in the north", 1, 4), Candidate(RAIN, 1, 5)]
    found = find_headline(head, JsonLd(()), blocks)
    assert found is not None
    assert (found.value, found.kicker, found.index) == (RAIN, "Weather in the north", 5)


def test_a_lone_h1_that_nothing_agrees_with_is_the_headline():
    """Newsrooms declare other titles for search engines and networks than they display."""
    head = head_of(og="Why the valleys flood every spring", title="Floods explained")
    assert find(head, (2, "Most read"), (1, RAIN)) == (RAIN, "dom:h1", None, 2)


def test_the_labellers_score_decides_where_declarations_do_not():
    """A block that is no heading is the headline if the labeller is sure."""
    blocks = [Candidate("Most read today", 2, 0), Candidate(RAIN, 0, 3, score=0.97)]
    found = find_headline(head_of(title="Home"), JsonLd(()), blocks)
    assert found is not None
    assert (found.value, found.source, found.index) == (RAIN, "dom:block", 3)


def test_a_second_line_in_the_heading_that_nothing_declares_is_a_deck():
    """But what follows a colon, or goes on in small letters, is the headline's."""
    head = head_of(og=RAIN)
    assert find(head, (1, f"{RAIN} Farmers hope for a better year"))[0] == RAIN
    for rest in (" as farmers hope for more", ": Farmers hope for a better year"):
        assert find(head, (1, RAIN + rest))[0] == RAIN + rest


def test_a_section_behind_one_declared_title_is_left_out_where_another_does_without():
    """On a page that displays no headline."""
    assert find(head_of(og=f"{RAIN}-Weather", headline=RAIN))[0] == RAIN


def test_a_page_without_any_title_has_no_headline():
    """Nothing is invented."""
    assert find(Head()) is None
    assert find(Head(title="The Daily Post"), (3, "Most read")) is None


def test_raw_is_what_stands_on_the_page():
    """``raw`` keeps the site name and the soft hyphens that ``value`` loses."""
    head = head_of(og=f"{RAIN} | The Daily Post")
    found = find_headline(head, JsonLd(()), [], "https://daily-post.example/a")
    assert found is not None
    assert (found.value, found.raw) == (RAIN, f"{RAIN} | The Daily Post")
    shown = find_headline(head, JsonLd(()), [Candidate(RAIN.replace("turn", "\u00adturn"), 1, 0)])
    assert shown is not None
    assert (shown.value, "\u00ad" in shown.raw) == (RAIN, True)


def test_short_names_of_sites_must_match_to_the_letter():
    """Three letters inside a word prove nothing, a longer name may lack its article."""
    assert names_site("FAX", ["fax"])
    assert not names_site("Faxes are back", ["fax"])
    assert names_site("The Daily Post", ["dailypost"])
    assert not names_site("Daily rain in the northern valleys this week", ["dailypost"])


def test_titles_agree_however_their_letters_are_encoded():
    """Composed or not, full-width digits or not: the displayed form is returned as it stands."""
    shown = "Re\u0301union a\u0300 15 heures dans la salle"
    head = head_of(og="Réunion à １５ heures dans la salle", title="x")
    assert find(head, (2, "Autre"), (2, shown)) == (shown, "dom:h2", None, 2)


@given(st.text(), st.text())
def test_squashing_goes_character_by_character(first: str, second: str):
    """What a text squashes to is what its parts squash to: cuts can be counted."""
    assert squash(first + second) == "".join(map(squash, first + second))


@given(st.text(max_size=80), st.lists(st.text(max_size=12).map(squash), max_size=3))
def test_stripping_never_empties_a_title_nor_adds_to_it(title: str, names: list[str]):
    """What is left is a part of the title."""
    left = strip_names(title, names)
    assert left in title
    assert bool(left) == bool(title)


titles = st.text(max_size=60) | st.builds(
    "{}{}{}".format,
    st.sampled_from(["Weather", "The Daily Post", "雨", "", "İstanbul ß"]),
    st.sampled_from([": ", " | ", "", " : ", "：", " - ", "»"]),
    st.sampled_from([RAIN, "日々新聞", "“x” y z", ""]),
)


@given(
    titles,
    titles,
    titles,
    st.lists(st.builds(Candidate, titles, st.integers(0, 6), st.integers(0, 5), st.floats(0, 1))),
    st.text(max_size=30),
)
def test_no_titles_make_it_raise_and_the_parts_come_from_the_page(
    og: str, title: str, headline: str, candidates: list[Candidate], url: str
):
    """Any junk gives a headline out of the page's own letters, or none."""
    head = head_of(og=og, title=title, headline=headline)
    found = find_headline(head, JsonLd(head.jsonld), candidates, url)
    if found is not None:
        assert squash(found.value) in squash(found.raw)
        assert found.value
        if found.kicker is not None:
            assert squash(found.kicker + found.value) == squash(found.raw)


@given(st.text('ab_1 |｜│¦ㅣ»«：:-–·/~"“„+()\t\u3000é日', max_size=30))
def test_no_separator_is_without_its_sign(title: str) -> None:
    """Titles without the sign that every separator has are cut nowhere."""
    assert _SIGN.search(title) or not SEPARATOR.search(title)
