"""The drop-ins beside the packages whose calls they take: same signatures, same names.

A program that reads the original's output by name must be able to read ours. Skipped where
the originals are not installed (``pip install 'bodycopy[bench]'``).
"""

import csv
import inspect
import io
import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import NAMES, source
from tests.rich_page import RICH, RICH_URL

from bodycopy.compat import newspaper as our_newspaper
from bodycopy.compat import trafilatura as ours
from bodycopy.compat.trafilatura.deduplication import content_fingerprint
from bodycopy.compat.trafilatura.settings import DEFAULT_CONFIG, Extractor

theirs: Any = pytest.importorskip("trafilatura", reason="needs trafilatura: bodycopy[bench]")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it says that nltk is missing
    newspaper: Any = pytest.importorskip("newspaper", reason="needs newspaper4k: bodycopy[bench]")

from lxml import etree  # noqa: E402 - trafilatura brings it
from trafilatura import deduplication, settings  # noqa: E402
from trafilatura.xml import validate_tei  # noqa: E402

FULL = {
    "url": RICH_URL,
    "with_metadata": True,
    "include_links": True,
    "include_images": True,
    "include_formatting": True,
}


def parameters(function: Callable[..., Any]) -> dict[str, Any]:
    """Name to default, in order; configurations are all the same to us."""
    return {
        name: "config" if name == "config" else parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "self" and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }


@pytest.mark.parametrize(
    "name",
    [
        "extract",
        "bare_extraction",
        "extract_with_metadata",
        "extract_metadata",
        "html2txt",
        "baseline",
        "load_html",
    ],
)
def test_functions_of_trafilatura_have_its_arguments(name: str) -> None:
    """Every argument under its name, in its place, with its default."""
    assert parameters(getattr(ours, name)) == parameters(getattr(theirs, name))


def test_everything_that_trafilatura_exports_is_here() -> None:
    """``from trafilatura import ...`` works with the new name in front."""
    assert set(theirs.__all__) <= set(ours.__all__)


def test_options_of_trafilatura_have_their_names() -> None:
    """The arguments of ``Extractor``, and the attributes that programs set on it."""
    assert parameters(Extractor.__init__) == parameters(settings.Extractor.__init__)
    attributes = vars(Extractor())
    assert set(settings.Extractor.__slots__) <= set(attributes)
    assert ours.Document().as_dict().keys() == settings.Document().as_dict().keys()
    known = settings.DEFAULT_CONFIG["DEFAULT"]
    # What speaks of safety on the network was added from version to version.
    assert set(DEFAULT_CONFIG["DEFAULT"]) <= set(known)


def both(page: Any = RICH, **arguments: Any) -> tuple[str, str]:
    """What ours and what theirs gives for a call."""
    return ours.extract(page, **arguments), theirs.extract(page, **arguments)


def test_json_has_the_same_keys() -> None:
    """With metadata and without."""
    for arguments in ({"output_format": "json"}, {"output_format": "json", **FULL}):
        mine, original = map(json.loads, both(**arguments))
        assert mine.keys() == original.keys()


def test_what_stands_in_the_fields_is_the_same() -> None:
    """On a page whose fields leave no doubt, both say the same."""
    mine, original = map(json.loads, both(output_format="json", **FULL))
    same = "title author source source-hostname hostname excerpt date categories license".split()
    same += ["image", "pagetype", "id"]
    assert {name: mine[name] for name in same} == {name: original[name] for name in same}


def names_of(text: str) -> set[tuple[str, ...]]:
    """Every element with the names and tokens of its attributes, as a program looks for them."""
    found: set[tuple[str, ...]] = set()
    for element in etree.fromstring(text).iter():
        tag = etree.QName(element).localname
        found.add((tag,))
        for name, value in element.items():
            found.add((tag, name))
            if name in ("rend", "role", "type"):
                found.add((tag, name, value))
    return found


# What only the original gives of this page: the title stands in its text, and its HTML holds
# what is none (``<pre>`` inside a line, attributes of its own and of the page).
ONLY_THEIRS: dict[str, set[tuple[str, ...]]] = {
    "xml": {("head", "rend", "h1")},
    "xmltei": {("ab", "rend", "h1")},
    "html": {
        ("h1",),
        ("pre",),
        ("p", "class"),
        ("del", "rend"),
        ("del", "rend", "overstrike"),
    },
}


@pytest.mark.parametrize("output_format", ["xml", "xmltei", "html"])
@pytest.mark.parametrize("arguments", [{}, FULL], ids=["plain", "full"])
def test_elements_and_attributes_have_the_same_names(
    output_format: str, arguments: dict[str, Any]
) -> None:
    """Whatever a program finds in theirs by name, it finds in ours."""
    mine, original = map(names_of, both(output_format=output_format, **arguments))
    assert original - mine <= ONLY_THEIRS[output_format]


@pytest.mark.parametrize("name", NAMES)
def test_elements_of_authored_pages_are_ones_that_programs_know(name: str) -> None:
    """No authored page gives an element that the original has no name for."""
    known = "doc main comments p head list item quote code table row cell graphic hi del ref lb"
    found = ours.extract(source(name), output_format="xml", **FULL)
    assert {names[0] for names in names_of(found)} <= set(known.split()) if found else True


@pytest.mark.parametrize("name", [*NAMES, "rich"])
def test_tei_is_valid(name: str) -> None:
    """Against the schema that trafilatura carries; unlike TEI itself it knows no table, no code."""
    page = RICH if name == "rich" else source(name)
    found = ours.extract(page, output_format="xmltei", include_tables=False, **FULL)
    if found:
        assert validate_tei(etree.fromstring(found.replace("code>", "hi>")))
    else:
        assert ours.extract(page) is None


def test_csv_has_the_same_columns() -> None:
    """Address, hashes, title, image and date stand where they stand in theirs."""
    mine, original = (
        next(csv.reader(io.StringIO(text), delimiter="\t"))
        for text in both(output_format="csv", **FULL)
    )
    assert len(mine) == len(original)
    for column in (0, 1, 3, 4, 5, 6, 9, 10):
        assert mine[column] == original[column]


def header(text: str) -> list[str]:
    """The names of the fields above a text."""
    lines = text.split("\n")
    return [line.partition(":")[0] for line in lines[1 : lines.index("---", 1)]]


def test_the_header_of_a_text_has_the_same_names() -> None:
    """The lines of YAML, in the same order."""
    mine, original = both(with_metadata=True)
    assert header(mine) == header(original)


def test_lines_of_text_are_written_the_same_way() -> None:
    """Items, rows and paragraphs of the page, line by line, but for the title."""
    for arguments in ({}, {"output_format": "markdown"}, {"include_links": True, "url": RICH_URL}):
        mine, original = (
            [line.rstrip() for line in text.split("\n") if line.strip()]
            for text in both(include_comments=False, **arguments)
        )
        assert [line for line in original if line not in mine][1:] == []
        assert [line for line in mine if line not in original] == []


@given(
    text=st.text(max_size=300)
    | st.lists(st.sampled_from("sheep ferry 橋。川 Ell, x".split())).map(" ".join)
)
def test_fingerprints_are_the_same(text: str) -> None:
    """Any text has the hash that trafilatura computes, so that old ones can be compared."""
    text = text.encode("utf-8", "replace").decode()
    assert content_fingerprint(text) == deduplication.content_fingerprint(text)


# newspaper


def test_functions_of_newspaper_have_its_arguments() -> None:
    """``article``, ``fulltext``, ``Article`` and its ``download``."""
    pairs = (
        (our_newspaper.fulltext, newspaper.fulltext),
        (our_newspaper.Article.__init__, newspaper.Article.__init__),
        (our_newspaper.Article.download, newspaper.Article.download),
        (our_newspaper.Article.to_json, newspaper.Article.to_json),
    )
    for mine, original in pairs:
        assert parameters(mine) == parameters(original)
    assert list(parameters(our_newspaper.article)) == ["url", "language"]


def test_settings_of_newspaper_have_their_names_and_defaults() -> None:
    """Every setting of its ``Config`` is one of ours, with the same default."""
    mine, original = our_newspaper.Config(), newspaper.Config()
    for name, value in vars(original).items():
        name = name if name in ("_language", "_use_meta_language") else name.lstrip("_")
        if name not in ("requests_params", "honor_robotstxt"):
            assert getattr(mine, name) == value
    assert mine.requests_params.keys() == original.requests_params.keys()


def test_fields_of_newspaper_have_its_names() -> None:
    """What a parsed article has there, it has here; trees and internals aside."""
    arguments = {"input_html": RICH, "fetch_images": False}
    mine = our_newspaper.article(RICH_URL, **arguments)
    original = newspaper.article(RICH_URL, **arguments)
    internal = {"extractor", "doc", "top_node"}
    fields = {name for name in vars(original) if not name.startswith("_")} - internal
    assert [name for name in sorted(fields) if not hasattr(mine, name)] == []
    assert mine.to_json(as_string=False).keys() == original.to_json(as_string=False).keys()
    same = "title authors publish_date top_image meta_img images movies meta_keywords meta_lang"
    same += " meta_description meta_site_name canonical_link source_url url meta_favicon"
    for name in same.split():
        assert getattr(mine, name) == getattr(original, name)
