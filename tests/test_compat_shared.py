"""The drop-ins on pages beside the repository: everything they give can be read back."""

import json
from xml.etree.ElementTree import fromstring

import pytest

from bench.sets import MissingPagesError, Page, load_pages, shared_dir
from bodycopy.compat import newspaper, trafilatura

pytest.importorskip("pyarrow", reason="pyarrow reads the page sets: pip install '.[bench]'")

SAMPLE = 12
ALL = {
    "with_metadata": True,
    "include_links": True,
    "include_images": True,
    "include_formatting": True,
}


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """Some pages of two small sets."""
    try:
        shared_dir()
    except MissingPagesError as error:
        pytest.skip(str(error))
    return load_pages(("fundus", "newspaper"), SAMPLE)


@pytest.mark.parametrize("output_format", ["xml", "xmltei", "html"])
def test_markup_of_any_page_is_well_formed(pages: list[Page], output_format: str) -> None:
    """With everything that can be asked for."""
    given = 0
    for page in pages:
        found = trafilatura.extract(page.html, page.url or None, output_format=output_format, **ALL)
        given += found is not None and len(fromstring(found)) > 0
    assert given > 0.9 * len(pages)


def test_json_of_any_page_can_be_read(pages: list[Page]) -> None:
    """Its text is that of plain text."""
    for page in pages:
        plain = trafilatura.extract(page.html, include_comments=False)
        found = trafilatura.extract(page.html, include_comments=False, output_format="json")
        assert plain == (json.loads(found)["text"] if found else None)


def test_newspaper_takes_any_page(pages: list[Page]) -> None:
    """No page is an exception, and every one has the text that its record has."""
    for page in pages:
        article = newspaper.article(page.url or "http://localhost/", input_html=page.html)
        assert article.record is not None
        assert article.text == article.record.text[:100_000]
        assert isinstance(article.to_json(), str)
