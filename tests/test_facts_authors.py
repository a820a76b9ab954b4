"""Authors: bylines in many languages taken apart, names told from desks, declared names judged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LIMIT, growth

from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.people.byline import read_byline, split_names
from bodycopy.facts.people.declared import declared_authors
from bodycopy.facts.people.names import clean_name, is_person, recase
from bodycopy.tape import Head


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Von Ada Berg und Bo Lind, Redakteur | 3.12.2024", ["Ada Berg", "Bo Lind"]),
        ("Kolumne von Ada Berg", ["Ada Berg"]),
        ("Ein Interview von Ada von Berg", ["Ada von Berg"]),
        ("Von Ada Berg Landespolitische Korrespondentin", ["Ada Berg"]),
        ("von Ada Berg, NWR Ellmoor", ["Ada Berg"]),
        ("Text: Ada Berg Foto: Bo Lind", ["Ada Berg"]),
        ("Redaktion: Ada Berg und Bo Lind", []),
        ("Aus dem Englischen von Ada Berg", []),
        ("dpa EB-Redaktion Ellmoor 15.04.25 09:56", []),
        ("By Ada Berg and Bo Lind The Associated Press", ["Ada Berg", "Bo Lind"]),
        ("By Ada Berg in Oslo", ["Ada Berg"]),
        ("By Ada Berg, Senior Political Correspondent", ["Ada Berg"]),
        ("Written by Ada Berg, Staff Writer", ["Ada Berg"]),
        ("Ada Berg · Ell News · Posted: Aug 08, 2024 4:00 AM EDT", ["Ada Berg"]),
        ("Flood, Town, News | Published: 5 hours ago | Written by Ada Berg |", ["Ada Berg"]),
        ("By Ada Berg | Updated 3 hours ago", ["Ada Berg"]),
        ("On May 3, 2025 By Ada Berg In Garden, Spades", ["Ada Berg"]),
        ("By EMA Staff", []),
        ("Hours ago", []),
        ("28. Jan. 2022 Ada Berg", ["Ada Berg"]),
        ("Dec 17, 2025Ada Berg and Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Tested by Ada Berg", []),
        ("Review by Ada Berg Contributor", ["Ada Berg"]),
        ("By Ada Berg; Photography by Bo Lind", ["Ada Berg"]),
        ("by Ada Berg, Institute of Allergy and Infectious Diseases", ["Ada Berg"]),
        ("By Ada Berg, Chief Technology Officer and Head of Reality Labs", ["Ada Berg"]),
        ("By Ada Berg | aberg@post.example | South Ell Sun", ["Ada Berg"]),
        ("By Ada Berg | aberg@post.example and Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Reviewed by Ada Berg", []),
        ("Text & Fotos: Ada Berg", ["Ada Berg"]),
        ("Author of the article:", []),
        ("Ada Berg ada.berg@post.example @adaberg", ["Ada Berg"]),
        ("Par Ada Berg et Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Par Le Phare et AFP", []),
        ("Propos recueillis par Ada Berg", ["Ada Berg"]),
        ("Por Ada Berg y Lope Lind", ["Ada Berg", "Lope Lind"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ada del Pino, Bo Abad (Enviado especial)", ["Ada del Pino", "Bo Abad"]),
        ("Di Ada Berg e Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("a cura di Ada Berg", ["Ada Berg"]),
        ("Ada Berg en Piet Lind", ["Ada Berg", "Piet Lind"]),
        ("Av Åsa Berg och Bo Lind", ["Åsa Berg", "Bo Lind"]),
        ("Tekst: Åse Berg", ["Åse Berg"]),
        ("Af Ada Berg og Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Piše: Ada Berg", ["Ada Berg"]),
        ("Autor: Ada Berg, Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Írta: Berg Ada", ["Berg Ada"]),
        ("De Ada Berg și Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Yazan: Ada Berg ve Bo Lind", ["Ada Berg", "Bo Lind"]),
        ("Του Άδα Μπεργκ και Μπο Λιντ", ["Άδα Μπεργκ", "Μπο Λιντ"]),
        ("Автор: Ада Берг и Анна Линд", ["Ада Берг", "Анна Линд"]),
        ("Текст: Ада Берг, специальный корреспондент", ["Ада Берг"]),
        ("Автор: Ада Берг та Анна Лінд", ["Ада Берг", "Анна Лінд"]),
        ("كتبت: ليلى الحموري", ["ليلى الحموري"]),
        ("بقلم أحمد حسن ومحمد علي", ["أحمد حسن", "محمد علي"]),
        ("מאת עדה ברג", ["עדה ברג"]),
        ("द्वारा राम कुमार", ["राम कुमार"]),
        ("Oleh: Budi Berg", ["Budi Berg"]),
        ("Tác giả: Lê Phương", ["Lê Phương"]),
        ("文／王小明", ["王小明"]),
        ("記者 王小明、李大華", ["王小明", "李大華"]),
        ("记者：张三丰 编辑：李四维", ["张三丰"]),
        ("渡辺洋一", ["渡辺洋一"]),
        ("구현모 기자", ["구현모"]),
        ("글: 홍길동", ["홍길동"]),
    ],
)
def test_reads_bylines(text: str, names: list[str]):
    """Persons only, in the order of the line."""
    assert list(read_byline(text).names) == names


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("By Ada Berg in Oslo, The Associated Press", ["AP"]),
        ("Ada Berg/dpa", ["dpa"]),
        ("Von DPA", ["dpa"]),
        ("Ada Berg (Reuters)", ["Reuters"]),
        ("By Ada Berg", []),
    ],
)
def test_reads_the_agencies_of_bylines(text: str, agencies: list[str]):
    """Beside or in place of a person."""
    assert list(read_byline(text).agencies) == agencies


def test_declared_names_tell_where_a_name_ends():
    """Where nothing parts names from each other, or from what their bearer does."""
    known = ("Ada Berg", "Bo Carl Lind")
    assert read_byline("Ada Berg Bo Carl Lind", known).names == known
    line = read_byline("Von Ada Berg Gärtnerin und Imkerin", ("Ada Berg",))
    assert line.names == ("Ada Berg",)


def test_links_part_a_line():
    """Names that stand in links of their own."""
    assert read_byline("Ada Berg Bo Lind", cuts=(8, 9)).names == ("Ada Berg", "Bo Lind")


def test_the_site_is_nobody():
    """Its name has the form of a person's and is none."""
    assert read_byline("By Ell Bote", outlets=("ellbote",)).names == ()


@pytest.mark.parametrize(
    "name",
    [
        "Ada Berg",
        "Ada van der Berg",
        "J. K. Berg",
        "Ada O'Brien",
        "Ada Berg-Lind",
        "María José del Río",
        "ADA BERG",
        "Ада Берг",
        "Άδα Μπεργκ",
        "ليلى الحموري",
        "राम कुमार",
        "王小明",
        "三枝ゆかり",
        "홍길동",
        "Ахмед оглы Берг",
    ],
)
def test_knows_persons(name: str):
    """By the form that names have in their script."""
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Berlin",
        "Ada",
        "Newsroom Staff",
        "Online-Redaktion Sport",
        "The Post",
        "Der Bote",
        "NWR Ellmoor",
        "ada berg",
        "Ada Berg 42",
        "ada@post.example",
        "Senior Reporter",
        "In Kürze",
        "ellbote.de",
        "編集部",
        "본지편집국",
        "فريق التحرير",
        "Редакция сайта",
        "Ada: Berg",
    ],
)
def test_knows_what_is_no_person(name: str):
    """Desks, outlets, titles, addresses."""
    assert not is_person(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ADA BERG", "Ada Berg"),
        ("ADA VAN DER BERG", "Ada van der Berg"),
        ("ada berg", "Ada Berg"),
        ("Ada BERG", "Ada Berg"),
        ("Bill MCCARTHY", "Bill McCarthy"),
        ("SEÁN O'BRIEN-BERG", "Seán O'Brien-Berg"),
        ("JP Berg", "JP Berg"),
        ("Ada Berg III", "Ada Berg III"),
        ("АДА БЕРГ", "Ада Берг"),
        ("王小明", "王小明"),
    ],
)
def test_names_in_capitals_are_set_as_names(written: str, name: str):
    """Initials and Roman numbers stay in capitals."""
    assert recase(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dr. Ada Berg", "Ada Berg"),
        ("Prof. Dr. med. Ada Berg", "Ada Berg"),
        ("Ada Berg, PhD", "Ada Berg"),
        ("Ada Berg Chefreporterin", "Ada Berg"),
        ("Ada Berg aus Berlin", "Ada Berg"),
        ("Deputy Content Director", ""),
        ("홍길동 기자", "홍길동"),
        ("本报记者 王小明", "王小明"),
    ],
)
def test_titles_and_places_are_no_part_of_a_name(written: str, name: str):
    """Academic titles, job titles, where somebody writes from."""
    assert clean_name(written) == name


def declared(head: Head, outlets: tuple[str, ...] = ("ellbote",)) -> list[tuple[str, list[str]]]:
    """Source and names of what a head declares."""
    found = declared_authors(head, JsonLd(head.jsonld), outlets)
    return [(one.source, list(one.names)) for one in found]


def article(**fields: object) -> Head:
    """A head with one article in JSON-LD."""
    node = {"@type": "NewsArticle", "headline": "Bridge open", **fields}
    return Head(jsonld=(json.dumps(node),))


ADA, BO = {"@type": "Person", "name": "Ada Berg"}, {"@type": "Person", "name": "Bo Lind"}


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (ADA, ["Ada Berg"]),
        ([ADA, BO], ["Ada Berg", "Bo Lind"]),
        ("Ada Berg und Bo Lind, dpa", ["Ada Berg", "Bo Lind"]),
        (["Ada Berg", "Bo Lind"], ["Ada Berg", "Bo Lind"]),
        ({"@type": "Person", "name": "Berg, Ada"}, ["Ada Berg"]),
        ({"@type": "Person", "name": ["Ada Berg", "Bo Lind"]}, ["Ada Berg", "Bo Lind"]),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Berg"}, ["Ada Berg"]),
        ({"@type": "Person", "name": "Ada Berg &amp; Bo Lind"}, ["Ada Berg", "Bo Lind"]),
        ([[ADA], [BO]], ["Ada Berg", "Bo Lind"]),
    ],
)
def test_jsonld_authors(author: object, names: list[str]):
    """Strings, objects, lists, several names in one string."""
    assert declared(article(author=author)) == [("jsonld:author", names)]


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Organization", "name": "Ell Bote"},
        {"@type": "Person", "name": "Ell Bote"},
        {"@type": "Person", "name": "EB-Redaktion"},
        {"@type": "Person", "name": ""},
        {"@type": "Person", "name": None},
        "https://www.ellbote.example/autor/ada",
        42,
        None,
        [],
    ],
)
def test_sites_and_desks_are_no_authors(author: object):
    """Whatever type they are declared as."""
    assert declared(article(author=author)) == []


def test_jsonld_references_are_resolved():
    """Authors of graphs stand elsewhere, under their ``@id``."""
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "Bridge", "author": {"@id": "#ada"}},
            {"@type": "Person", "@id": "#ada", "name": "Ada Berg", "url": "https://x.example/ada"},
        ]
    }
    assert declared(Head(jsonld=(json.dumps(graph),))) == [("jsonld:author", ["Ada Berg"])]


def test_the_creator_stands_in_for_an_organisation():
    """A paper may be the author and its reporter the creator."""
    head = article(author={"@type": "Organization", "name": "Ell Bote"}, creator=["Ada Berg"])
    assert declared(head) == [("jsonld:creator", ["Ada Berg"])]


@pytest.mark.parametrize(
    "key",
    [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "citation_author",
        "byl",
    ],
)
def test_meta_tags(key: str):
    """Each of the tags that pages use; addresses and handles are no names."""
    head = Head(meta=((key, "By Ada Berg"), (key, "https://www.facebook.com/ellbote")))
    assert declared(head) == [(f"meta:{key}", ["Ada Berg"])]
    assert declared(Head(meta=((key, "@ellbote"),))) == []
    assert declared(Head(meta=((key, "Ell Bote"),))) == []


def test_several_tags_of_one_name_are_several_authors():
    """``citation_author`` is given once for each."""
    head = Head(meta=(("citation_author", "Berg, Ada"), ("citation_author", "Lind, Bo")))
    assert declared(head) == [("meta:citation_author", ["Ada Berg", "Bo Lind"])]


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=3), st.lists(st.integers()))
def test_reads_any_line(text: str, known: list[str], cuts: list[int]):
    """No line makes it raise, and names are never empty."""
    line = read_byline(text, [name for name in known if name], cuts)
    assert all(line.names)
    assert all(split_names(text))


@given(
    st.lists(
        st.sampled_from(["By", "Ada", "Berg", "und", ",", "|", "Foto:", "dpa", "3.12.", "(", ")"])
    )
)
def test_reads_any_near_miss(parts: list[str]):
    """Nor does a line made of the parts of bylines."""
    assert all(read_byline(" ".join(parts)).names)


@given(st.text(max_size=80))
def test_any_text_may_be_a_name(text: str):
    """Checking, cleaning and setting a name raise nothing."""
    cleaned = clean_name(text)
    assert is_person(cleaned) in (True, False)
    assert recase(cleaned).casefold().split() or not cleaned.split()


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("part", ["By ", "Ada Berg, ", "a@b.", "(", "www.", "12:30 ", "and ", "王"])
def test_time_does_not_grow_with_the_line(part: str):
    """A byline is read up to a limit."""
    assert growth(read_byline, lambda size: part * size, 40_000) < LIMIT
