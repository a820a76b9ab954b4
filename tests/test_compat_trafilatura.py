"""The drop-in for trafilatura: every call that its documentation shows, and what comes back.

Documentation gone through: README, quickstart, usage-python, settings, deduplication, the
tutorial on TEI and the overview notebook of trafilatura 2.x. ``test_compat_originals.py`` sets
results beside those of the original.
"""

import csv
import io
import json
import subprocess
import sys
from configparser import ConfigParser
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.authored import NAMES, source
from tests.rich_page import RICH, RICH_URL

from bodycopy import UsageError
from bodycopy.compat import trafilatura
from bodycopy.compat.trafilatura import (
    Document,
    bare_extraction,
    baseline,
    extract,
    extract_metadata,
    extract_with_metadata,
    fetch_response,
    fetch_url,
    html2txt,
)
from bodycopy.compat.trafilatura.cli_utils import generate_hash_filename
from bodycopy.compat.trafilatura.core import extract_comments
from bodycopy.compat.trafilatura.deduplication import (
    Simhash,
    content_fingerprint,
    duplicate_test,
)
from bodycopy.compat.trafilatura.external import try_justext, try_readability
from bodycopy.compat.trafilatura.feeds import find_feed_urls
from bodycopy.compat.trafilatura.meta import reset_caches
from bodycopy.compat.trafilatura.settings import DEFAULT_CONFIG, Extractor, use_config
from bodycopy.compat.trafilatura.sitemaps import sitemap_search
from bodycopy.compat.trafilatura.spider import focused_crawler
from bodycopy.compat.trafilatura.utils import decode_file, sanitize, trim
from bodycopy.compat.trafilatura.xml import validate_tei, xmltotxt

FORMATS = ("txt", "markdown", "json", "xml", "xmltei", "html", "csv")
SENTENCE = "Nine members were in favour, two against."


def text_of(page: Any = RICH, **arguments: Any) -> str:
    """What ``extract`` gives, where it must give something."""
    found = extract(page, **arguments)
    assert found is not None
    return found


def document_of(page: Any = RICH, **arguments: Any) -> Document:
    """What ``bare_extraction`` gives, where it must give a document."""
    found = bare_extraction(page, **arguments)
    assert isinstance(found, Document)
    return found


# README, quickstart, usage-python: extract.


def test_the_first_call_of_every_page_gives_plain_text() -> None:
    """``extract(downloaded)``: standfirst and body a line a block, no title, then comments."""
    lines = text_of().split("\n")
    assert lines[0] == "The flood took the old one; the new one is to be of larch, and wide."
    assert lines[1].startswith("The council voted on Tuesday night")
    assert lines[-2].startswith("About time.")
    assert "Council votes for a new footbridge" not in lines
    assert not any(line in text_of() for line in ("Home", "Sport", "Ada Northwood"))


@pytest.mark.parametrize(
    "arguments",
    [
        {"output_format": "xml"},
        {"output_format": "xml", "url": RICH_URL},
        {"output_format": "xml", "include_links": True},
        {"include_links": True, "url": RICH_URL},
        {"output_format": "json", "with_metadata": True},
        {"output_format": "json", "include_comments": False},
        {"output_format": "markdown"},
        {"output_format": "csv"},
        {"output_format": "html"},
        {"output_format": "xmltei", "tei_validation": True},
        {"include_comments": False},
        {"include_tables": False},
        {"include_links": True},
        {"include_images": True},
        {"include_formatting": True},
        {"favor_precision": True},
        {"favor_recall": True},
        {"fast": True},
        {"target_language": "en"},
        {"deduplicate": True},
        {"include_comments": False, "include_tables": False, "fast": True},
        {
            "include_comments": False,
            "include_tables": False,
            "include_formatting": True,
            "include_images": True,
            "output_format": "markdown",
        },
        {
            "output_format": "xml",
            "date_extraction_params": {"extensive_search": True, "max_date": "2018-07-01"},
        },
        {"only_with_metadata": True},
        {"url_blacklist": {"https://other.example.org/"}, "author_blacklist": {"Nobody"}},
        {"record_id": "doc-7", "output_format": "json"},
    ],
    ids=lambda arguments: ",".join(arguments),
)
def test_every_documented_combination_of_arguments_gives_the_article(
    arguments: dict[str, Any],
) -> None:
    """Whatever is asked for, the article's sentences are in what comes back."""
    assert SENTENCE in text_of(**arguments)


def test_the_address_may_be_the_second_argument() -> None:
    """``extract(downloaded, url, favor_precision=True)``, as the documentation writes it."""
    found = extract(RICH, RICH_URL, favor_precision=True, target_language="en")
    assert found is not None
    assert SENTENCE in found


def test_comments_follow_the_text_unless_they_are_switched_off() -> None:
    """``include_comments=False`` takes the comments away and leaves the rest as it is."""
    with_comments, without = text_of(), text_of(include_comments=False)
    assert with_comments.startswith(without)
    assert "About time." in with_comments
    assert "About time." not in without


def test_tables_are_rows_between_bars_unless_they_are_switched_off() -> None:
    """``include_tables=False`` takes the table away and leaves the rest as it is."""
    assert "| Morning ferry | 7.15 |" in text_of()
    lines = [line for line in text_of().split("\n") if not line.startswith("|")]
    assert text_of(include_tables=False).split("\n") == lines


def test_items_of_lists_have_dashes_and_nested_ones_are_indented() -> None:
    """Plain text numbers nothing; the items of an ordered list have dashes too."""
    assert "\n- Larch and bolts: sixty thousand pounds in all\n- Two abutments" in text_of()
    assert "\n  - of that for the north bank: twelve thousand\n- Lamps" in text_of()
    assert "\n- First the river bed" in text_of()


def test_links_are_written_as_markdown_and_made_absolute() -> None:
    """``include_links=True, url=url``: the link stands in plain text too."""
    target = "https://www.quay-courier.example.org/local/ferry"
    assert f"the [ferry]({target}) runs" in text_of(include_links=True, url=RICH_URL)
    assert "the [ferry](/local/ferry) runs" in text_of(include_links=True)


def test_links_that_a_browser_would_run_are_text() -> None:
    """A ``javascript:`` link leaves its words."""
    page = RICH.replace("/local/ferry", "javascript:alert(1)")
    assert "javascript" not in text_of(page, include_links=True, output_format="html")
    assert text_of(page, include_links=True) == text_of(include_links=False)


def test_images_stand_where_their_captions_stood() -> None:
    """``include_images=True`` puts the image behind the standfirst, under its full address."""
    lines = text_of(include_images=True, url=RICH_URL).split("\n")
    image = (
        "![The bank where the bridge stood.](https://www.quay-courier.example.org/img/bridge.jpg)"
    )
    assert lines[1] == image


def test_markdown_is_formatted_unless_somebody_says_no() -> None:
    """Headings, numbers and blank lines in Markdown; ``include_formatting=False`` is honoured."""
    text = text_of(output_format="markdown")
    assert "\n\n## What it will cost\n\n" in text
    assert "\n1. First the river bed" in text
    assert text == text_of(include_formatting=True)
    assert "#" not in text_of(output_format="markdown", include_formatting=False)


def test_what_markdown_would_read_as_a_mark_is_escaped() -> None:
    """Stars, brackets and numbers at the start of a line stay what they are."""
    page = RICH.replace("Nine members", "9. *Nine* [members]")
    text = text_of(page, output_format="markdown")
    assert r"9\. \*Nine\* \[members\] were in favour" in text
    assert "9. *Nine* [members] were in favour" in text_of(page)


def test_metadata_stand_above_the_text_as_yaml() -> None:
    """``with_metadata=True``: a value that YAML would read otherwise is quoted."""
    lines = text_of(with_metadata=True).split("\n")
    end = lines.index("---", 1)
    assert lines[0] == "---"
    assert 'description: "Nine members were in favour: two were against."' in lines[:end]
    assert "title: Council votes for a new footbridge" in lines[:end]
    assert "categories: ['Local']" in lines[:end]
    assert lines[end + 1].startswith("The flood took")


def test_json_has_the_names_that_programs_read() -> None:
    """``source``, ``source-hostname``, ``excerpt``, and lists joined by semicolons."""
    found = json.loads(text_of(output_format="json", with_metadata=True, record_id="doc-7"))
    assert found["title"] == "Council votes for a new footbridge"
    assert found["author"] == "Ada Northwood"
    assert found["source"] == RICH_URL
    assert found["source-hostname"] == "The Quay Courier"
    assert found["hostname"] == "example.org"
    assert found["excerpt"] == "Nine members were in favour: two were against."
    assert found["date"] == "2026-03-04"
    assert found["categories"] == "Local"
    assert found["tags"] == "bridge;Ell;council"
    assert found["license"] == "CC BY 4.0"
    assert found["id"] == "doc-7"
    assert found["pagetype"] == "article"
    assert found["image"] == "https://www.quay-courier.example.org/img/bridge.jpg"
    assert SENTENCE in found["text"]
    assert found["comments"].startswith("About time.")
    assert int(found["fingerprint"], 16) < 1 << 64


def test_json_without_metadata_is_text_and_comments() -> None:
    """The default of ``output_format="json"``."""
    assert set(json.loads(text_of(output_format="json"))) == {"text", "comments"}


def test_csv_is_one_row_of_eleven_columns() -> None:
    """Tabs between the columns, ``null`` for what is missing."""
    rows = list(csv.reader(io.StringIO(text_of(output_format="csv")), delimiter="\t"))
    assert [len(row) for row in rows] == [11]
    assert rows[0][0] == "null"
    assert SENTENCE in rows[0][7]
    with_metadata = text_of(output_format="csv", with_metadata=True)
    (row,) = csv.reader(io.StringIO(with_metadata), delimiter="\t")
    assert (row[0], row[6], row[10]) == (RICH_URL, "2026-03-04", "article")


def test_xml_holds_main_text_and_comments_with_metadata_as_attributes() -> None:
    """``<doc>`` with ``<main>`` and ``<comments>``; items, cells and heads under their names."""
    root = fromstring(text_of(output_format="xml", with_metadata=True, include_links=True))
    assert root.tag == "doc"
    assert root.get("sitename") == "The Quay Courier"
    assert [child.tag for child in root] == ["main", "comments"]
    assert [head.get("rend") for head in root.iter("head")] == ["h2", "h3"]
    assert [found.get("rend") for found in root.iter("list")] == ["ul", "ul", "ol"]
    assert [ref.get("target") for ref in root.iter("ref")] == ["/local/ferry"]
    assert root.find("main/list/item/list/item") is not None
    assert [cell.text for cell in root.iter("cell")][:2] == ["Boat", "Leaves"]


def test_html_is_a_page_of_the_body_alone() -> None:
    """Metadata are ``<meta>`` of its head, where they are asked for."""
    root = fromstring(text_of(output_format="html", with_metadata=True))
    metas = {meta.get("name"): meta.get("content") for meta in root.iterfind("head/meta")}
    assert metas["title"] == "Council votes for a new footbridge"
    tags = {element.tag for element in root.iter()}
    assert {"h2", "h3", "ul", "ol", "li", "table", "tr", "blockquote"} <= tags


def test_tei_has_a_header_and_the_text_in_two_parts() -> None:
    """``<div type="entry">`` and ``<div type="comments">``, headings as ``<ab>``."""
    root = fromstring(text_of(output_format="xmltei"))
    tei = "{http://www.tei-c.org/ns/1.0}"
    assert root.tag == f"{tei}TEI"
    assert [part.get("type") for part in root.iter(f"{tei}div")] == ["entry", "comments"]
    assert [ab.get("rend") for ab in root.iter(f"{tei}ab")] == ["h2", "h3"]
    assert root.findtext(f".//{tei}biblFull//{tei}date") == "2026-03-04"


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_every_format_of_every_authored_page_can_be_read_back(
    name: str, output_format: str
) -> None:
    """XML, TEI, HTML, JSON and CSV parse; without an article all of them are ``None``."""
    found = extract(
        source(name),
        output_format=output_format,
        with_metadata=True,
        include_links=True,
        include_images=True,
        include_formatting=output_format != "json",
    )
    plain = extract(source(name))
    assert (found is None) == (plain is None)
    if found and output_format in ("xml", "xmltei", "html"):
        assert "".join(fromstring(found).itertext()).strip()
    elif found and output_format == "json":
        assert json.loads(found)["text"]


# What must not change when something else is asked for.


def words_of(root: Element) -> str:
    """The text of a tree, white space folded."""
    return trim(" ".join(root.itertext()))


@pytest.mark.parametrize("switch", ["include_links", "include_formatting", "include_images"])
@pytest.mark.parametrize("name", NAMES)
def test_switches_of_markup_leave_the_text_alone(name: str, switch: str) -> None:
    """Links, formatting and images add elements; every letter of text stays."""
    plain, marked = (
        bare_extraction(source(name), include_comments=False, **{switch: value})
        for value in (False, True)
    )
    if plain is None:
        assert marked is None
        return
    assert isinstance(plain, Document)
    assert isinstance(marked, Document)
    assert "".join(marked.body.itertext()) == "".join(plain.body.itertext())


@pytest.mark.parametrize("name", NAMES)
def test_metadata_leave_the_text_alone(name: str) -> None:
    """The text of a page does not depend on whether its metadata are asked for."""
    found = bare_extraction(source(name), with_metadata=True)
    assert (document_of(source(name)).text if found else extract(source(name))) == (
        found.text if isinstance(found, Document) else None
    )


# Pages without an article.


@pytest.mark.parametrize("name", ["de_consent_wall", "en_soft_404", "en_paywall_stub"])
def test_a_page_without_an_article_gives_none(name: str) -> None:
    """Walls, stubs and error pages give ``None``, also where more is asked for."""
    assert extract(source(name)) is None
    assert extract(source(name), favor_recall=True) is None
    assert bare_extraction(source(name)) is None
    assert extract_with_metadata(source(name)) is None


@pytest.mark.parametrize("page", [None, "", b"", "   ", b"%PDF-1.7 ..."])
def test_nothing_to_read_gives_none(page: Any) -> None:
    """A failed download passes through: ``extract(None)`` is ``None``, as it always was."""
    assert extract(page) is None
    assert bare_extraction(page) is None
    assert extract_metadata(page).title is None
    assert html2txt(page) == ""
    assert baseline(page)[1:] == ("", 0)


def test_with_recall_a_front_page_gives_its_text() -> None:
    """Where nothing is an article, ``favor_recall`` takes what there is."""
    teasers = "".join(
        f'<li><a href="/{n}">{n} sheep crossed the Ell bridge on Sunday</a></li>' for n in range(40)
    )
    page = f'<html lang="en"><body><nav><ul>{teasers}</ul></nav></body></html>'
    balanced = extract(page)
    recalled = text_of(page, favor_recall=True)
    assert balanced is None or len(balanced) <= len(recalled)
    assert "7 sheep crossed the Ell bridge on Sunday" in recalled
    assert extract(page, favor_recall=True, target_language="de") is None


@pytest.mark.parametrize("name", NAMES)
def test_precision_takes_no_more_than_recall(name: str) -> None:
    """``favor_precision`` gives no longer a text than ``favor_recall``."""
    precise = extract(source(name), favor_precision=True, include_comments=False) or ""
    recalled = extract(source(name), favor_recall=True, include_comments=False) or ""
    assert len(precise) <= len(recalled)


def test_a_language_that_was_not_asked_for_gives_none() -> None:
    """``target_language="de"`` on an English page."""
    assert extract(RICH, target_language="de") is None
    assert extract(RICH, target_language="de", favor_recall=True) is None
    assert extract(RICH, RICH_URL, target_language="en") is not None


def test_blacklists_refuse_addresses_and_forget_authors() -> None:
    """A page of the blacklist is none; an author of it, in any case, is nobody."""
    assert extract(RICH, url_blacklist={RICH_URL}) is None
    found = document_of(author_blacklist={"ADA NORTHWOOD"})
    assert found.author is None
    assert found.title


def test_pages_without_date_title_and_address_can_be_refused() -> None:
    """``only_with_metadata=True`` wants all three."""
    assert extract(RICH, only_with_metadata=True) is not None
    assert extract(RICH.replace(RICH_URL, ""), only_with_metadata=True) is None


# settings.rst


def test_a_line_of_html_is_read_and_a_minimum_refuses_it() -> None:
    """The example of the settings page: the default reads it, a minimum of 1000 does not."""
    my_html = "<html><body><p>Text.</p></body></html>"
    my_config = deepcopy(DEFAULT_CONFIG)
    my_config["DEFAULT"]["MIN_OUTPUT_SIZE"] = "1000"
    assert extract(my_html, config=my_config) is None
    assert extract(my_html) == "Text."


def test_settings_come_from_a_file(tmp_path: Path) -> None:
    """``use_config("myfile.cfg")`` and ``settingsfile=``: what the file leaves out is default."""
    path = tmp_path / "myfile.cfg"
    path.write_text("[DEFAULT]\nMIN_OUTPUT_SIZE = 100000\nMIN_OUTPUT_COMM_SIZE = 100000\n")
    assert use_config(str(path)).get("DEFAULT", "MIN_EXTRACTED_SIZE") == "250"
    assert extract(RICH, config=use_config(str(path))) is None
    assert extract(RICH, settingsfile=str(path)) is None
    assert extract(RICH, config=ConfigParser()) == text_of()
    with pytest.raises(FileNotFoundError, match="nowhere"):
        use_config("nowhere.cfg")


def test_a_tree_of_too_many_elements_is_refused() -> None:
    """``MAX_TREE_SIZE`` is a setting; as an argument it is an error, as in trafilatura."""
    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MAX_TREE_SIZE"] = "3"
    assert extract(RICH, config=config) is None
    with pytest.raises(UsageError, match="MAX_TREE_SIZE in the config"):
        extract(RICH, max_tree_size=3)


def test_one_object_of_options_serves_many_pages() -> None:
    """``Extractor(...)`` as the notebook writes it, with ``extract(downloaded, options=...)``."""
    options = Extractor(output_format="json", with_metadata=True, comments=False)
    found = json.loads(text_of(options=options))
    assert found["title"] == "Council votes for a new footbridge"
    assert found["comments"] == ""
    assert document_of(options=Extractor(output_format="python")).text == document_of().text


# corefunctions, quickstart, notebook: the other functions.


def test_bare_extraction_gives_a_document() -> None:
    """Fields, text and trees; ``as_dict()`` gives them by name."""
    found = document_of(with_metadata=True, url=RICH_URL)
    assert (found.title, found.author, found.date) == (
        "Council votes for a new footbridge",
        "Ada Northwood",
        "2026-03-04",
    )
    assert found.text == text_of(include_comments=False)
    assert found.body.findtext("p") == found.text.split("\n")[0]
    assert found.as_dict()["sitename"] == "The Quay Courier"
    assert list(found.as_dict())[:4] == ["title", "author", "url", "hostname"]
    assert Document.from_dict({"title": "A"}).title == "A"


def test_old_arguments_work_and_warn() -> None:
    """``no_fallback`` and ``as_dict`` are deprecated there, and here."""
    with pytest.warns(DeprecationWarning, match="use fast"):
        assert SENTENCE in (extract(RICH, no_fallback=True) or "")
    with pytest.warns(DeprecationWarning, match="as_dict"):
        found = bare_extraction(RICH, as_dict=True)
    assert isinstance(found, dict)
    assert SENTENCE in found["text"]
    with pytest.warns(UserWarning, match="recall is taken"):
        extract(RICH, favor_precision=True, favor_recall=True)


def test_extract_with_metadata_gives_both() -> None:
    """The document's ``text`` is the string of the format, its fields are filled."""
    found = extract_with_metadata(RICH, RICH_URL, "doc-7", output_format="xml")
    assert found is not None
    assert (found.title, found.id) == ("Council votes for a new footbridge", "doc-7")
    assert fromstring(found.text or "").get("title") == found.title


def test_metadata_alone() -> None:
    """``extract_metadata(downloaded)``, also of a page without an article."""
    found = extract_metadata(RICH)
    assert (found.title, found.sitename) == (
        "Council votes for a new footbridge",
        "The Quay Courier",
    )
    assert found.text is None
    wall = extract_metadata(source("de_consent_wall"), default_url="https://a.example.org/x")
    assert wall.title
    assert wall.hostname == "example.org"


def test_the_licence_of_a_picture_is_not_the_article_s() -> None:
    """A Creative Commons link in a caption says nothing of the text."""
    link = '<a href="https://creativecommons.org/licenses/by-sa/4.0/">CC</a>'
    page = RICH.replace("creativecommons.org", "licences.example.org")
    captioned = page.replace("The bank where the bridge stood.", f"The bank. Photo: Fern, {link}")
    assert extract_metadata(RICH).license == "CC BY 4.0"
    assert extract_metadata(captioned).license is None


def test_addresses_come_in_the_order_of_the_original() -> None:
    """``og:url`` before the canonical link, that before the caller's; none that is relative."""
    og = '<meta property="og:url" content="{}"></head>'
    other = "https://quay-courier.example.org/1"
    urls = [
        extract_metadata(RICH.replace("</head>", og.format(told)), default_url=other).url
        for told in ("https://www.quay-courier.example.org/s/1", "/s/1", "http://[")
    ]
    assert urls == ["https://www.quay-courier.example.org/s/1", RICH_URL, RICH_URL]
    assert extract_metadata(RICH.replace(RICH_URL, ""), default_url=other).url == other


def test_dates_follow_their_parameters() -> None:
    """``date_extraction_params``: the form, the bounds, and which of the dates."""
    page = RICH.replace(
        "</head>", '<meta property="article:modified_time" content="2026-03-09T10:00:00Z"></head>'
    )
    dated = {
        key: extract_metadata(page, date_config=wanted).date
        for key, wanted in {
            "published": {},
            "modified": {"original_date": False},
            "form": {"outputformat": "%d %B %Y"},
            "late": {"max_date": "2018-07-01"},
            "early": {"min_date": "2026-03-05"},
        }.items()
    }
    assert dated == {
        "published": "2026-03-04",
        "modified": "2026-03-09",
        "form": "04 March 2026",
        "late": None,
        "early": None,
    }
    assert extract_metadata(page, date_config={"max_date": "2026-11-22"}).filedate == "2026-11-22"


def test_all_text_of_a_page() -> None:
    """``html2txt(downloaded)``: one line, navigation and all; ``clean`` leaves out legal lines."""
    found = html2txt(RICH)
    assert found.startswith("Home Local Sport Council votes")
    assert "\n" not in found
    assert len(found) > len(text_of())
    assert "© 2026" in html2txt(RICH, clean=False)
    assert "© 2026" not in found


def test_baseline_gives_paragraphs_text_and_length() -> None:
    """A triple: the tree, its text, and how long that is."""
    body, text, length = baseline(RICH)
    assert {element.tag for element in body} == {"p"}
    assert SENTENCE in text
    assert length == len(text)
    assert baseline("<html><body><p>Text.</p></body></html>")[1] == "Text."


def test_trees_become_text() -> None:
    """``xmltotxt`` takes what ``bare_extraction`` gives, changed or not."""
    found = document_of(include_formatting=True)
    assert xmltotxt(found.body, include_formatting=True) == found.text
    found.body.remove(found.body[0])
    assert not xmltotxt(found.body, include_formatting=False).startswith("The flood")
    assert xmltotxt(None, include_formatting=False) == ""
    assert xmltotxt(fromstring("<p>One <hi rend='#b'>two</hi>.</p>"), True) == "One **two**."


def test_lxml_trees_are_read() -> None:
    """The example of usage-python, and a tree that ``load_html`` made."""
    html = pytest.importorskip("lxml.html")
    my_doc = "<html><body><article><p>\nHere is the main text.\n</p></article></body></html>"
    assert extract(html.fromstring(my_doc)) == "Here is the main text."
    tree = trafilatura.load_html(RICH)
    assert tree.tag == "html"
    assert extract(tree) == text_of()
    assert trafilatura.load_html(tree) is tree
    assert trafilatura.load_html("") is None


def test_load_html_says_that_it_needs_lxml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without lxml: one error that names what to install."""
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(UsageError, match=r"bodycopy\[lxml\]"):
        trafilatura.load_html(RICH)


def test_responses_are_read() -> None:
    """An object with the page's bytes in ``data``, as urllib3 and ``fetch_response`` give."""

    class Response:
        data = RICH.encode()
        url = RICH_URL

    response = Response()
    assert extract(response) == text_of()
    assert document_of(response.data, url=response.url).text == document_of().text
    assert extract(memoryview(RICH.encode())) == text_of()


def test_simhashes_are_those_of_the_documentation() -> None:
    """The numbers that the page on deduplication prints."""
    first, second = Simhash("This is a text."), Simhash("This is a test.")
    assert second.similarity(first) == 0.84375
    assert Simhash(existing_hash=first.hash).similarity(first) == 1.0
    assert Simhash(existing_hash=first.to_hex()).hash == first.hash
    assert content_fingerprint("Here is text.") == "d2ff47ba297cc254"
    assert generate_hash_filename("This is a text.") == "qAgzZnskrcRgeftk"
    with pytest.raises(UsageError, match="from 1 to 64"):
        Simhash("", length=65)


def test_caches_can_be_reset_though_there_are_none() -> None:
    """``reset_caches()`` at any point; the same page then gives the same text."""
    before = text_of()
    reset_caches()
    assert text_of() == before


def test_text_can_be_tidied() -> None:
    """``sanitize`` and ``trim`` of corefunctions."""
    assert sanitize(" one\x00 \n\n two ") == "one\ntwo"
    assert sanitize(" one\ntwo ", trailing_space=True) == " one two "
    assert sanitize(" one ", preserve_space=True) == " one "
    assert trim(" one\n two ") == "one two"


def test_neither_the_originals_nor_lxml_are_loaded() -> None:
    """The drop-ins stand alone: no import of theirs brings in what they replace."""
    script = (
        "import sys; from bodycopy.compat import newspaper, trafilatura as t; "
        "t.extract(sys.stdin.read(), output_format='xmltei', include_links=True); "
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=RICH, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "selectolax" in loaded
    assert not loaded & {"lxml", "trafilatura", "newspaper", "htmldate", "requests", "urllib3"}


# What cannot be done here.


@pytest.mark.parametrize(
    "fetch", [fetch_url, fetch_response, find_feed_urls, sitemap_search, focused_crawler]
)
def test_what_fetches_says_that_nothing_is_fetched(fetch: Any) -> None:
    """One error that names the call and the way round it."""
    with pytest.raises(UsageError, match=rf"{fetch.__name__}: nothing is fetched here"):
        fetch("https://www.example.org", target_lang="en")


@pytest.mark.parametrize(
    "call",
    [decode_file, duplicate_test, extract_comments, try_justext, try_readability, validate_tei],
)
def test_what_needs_the_original_says_so(call: Any) -> None:
    """Functions on its own trees and states: the error names them and something better."""
    with pytest.raises(UsageError, match=rf"{call.__name__}: .{{20}}"):
        call(RICH, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"prune_xpath": "//aside"}, "prune_xpath='//aside': nothing here reads XPath"),
        ({"output_format": "pdf"}, "output_format 'pdf' does not exist"),
        ({"output_format": "python"}, "is for bare_extraction"),
        ({"deduplicate": object()}, "bodycopy.SiteProfile"),
        ({"options": {"fast": True}}, "options must be an Extractor"),
    ],
)
def test_what_cannot_be_meant_is_one_clear_error(arguments: dict[str, Any], message: str) -> None:
    """The error names the argument and the alternative."""
    with pytest.raises(UsageError) as caught:
        extract(RICH, **arguments)
    assert message in str(caught.value)


def test_what_is_no_page_is_an_error() -> None:
    """A number is not a page."""
    with pytest.raises(UsageError, match="not int"):
        extract(7)


@given(text=st.text(alphabet=st.sampled_from("ab1 .)#>-+=*_`~[]()<&;!|\\"), max_size=30))
def test_a_parser_of_markdown_reads_the_text_back(text: str) -> None:
    """Whatever stands in a paragraph, CommonMark gives it back as a paragraph of that text."""
    body = Element("body")
    for tag in ("p", "quote"):
        SubElement(body, tag).text = text
    reference = SubElement(SubElement(body, "p"), "ref", {"target": "https://a.example/x"})
    reference.text = text
    body[-1].text = text
    wanted = [" ".join(part.split()) for part in (text, text, text + text) if part.strip()]
    tokens = MarkdownIt("commonmark").parse(xmltotxt(body, include_formatting=True))
    shown = [
        "".join(child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    ]
    assert [" ".join(part.split()) for part in shown] == wanted
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}


@given(text=st.text(max_size=60))
def test_any_text_gives_well_formed_xml(text: str) -> None:
    """Control characters, surrogates and brackets in a paragraph: XML and TEI still parse."""
    page = RICH.replace("Nine members", text + " Nine members")
    for output_format in ("xml", "xmltei", "html"):
        found = extract(page, output_format=output_format, with_metadata=True)
        assert found is None or len(fromstring(found))
