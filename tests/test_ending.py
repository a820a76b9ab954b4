"""Pages that break off are known by what they leave open; whole ones are not doubted."""

import pytest
from tests.authored import NAMES, PARAGRAPHS, report, source
from tests.growth import LIMIT, growth

import bodycopy
from bodycopy import Article
from bodycopy.scan.ending import is_cut

WHOLE = report()


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize("name", NAMES)
def test_a_whole_page_is_not_cut(name: str) -> None:
    """The authored pages end where they end."""
    assert not is_cut(source(name))


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize(
    "end",
    [
        "<p>The council vo",
        "<p>The council voted.</p><div>",
        "<p>The council voted.<a href=/b",
        "<p>The council voted.<!-- ad",
        "<p>The council voted.<script>var end = '</html>'",
        "<p>The council voted.<style>p {",
        "<!-- </body></html> --><p>The council vo",
        "</body></html>" + " " * 2000 + "<section><p>Read on:",
    ],
)
def test_what_must_be_closed_and_is_not_shows_the_cut(end: str) -> None:
    """A sentence, an element, a tag, a comment, a script; end tags inside of these do not count."""
    assert is_cut(f"<!DOCTYPE html><html><body>{end}")
    assert is_cut(f"<html><body>{end}".encode())


@pytest.mark.fault("cut-page")
@pytest.mark.parametrize(
    "page",
    [
        "",
        "The council vo",
        "<div><p>The council vo",
        "<html><body><p>The council voted.",
        "<html><body><div><p>The council voted.</div>\n<!-- cached -->\n",
        "<html><body><p>議会は可決した。",
        "<html><body><p>The council voted.</HTML>",
        "<html><body><div></body><p>The council voted." + " " * 2000,
    ],
)
def test_what_may_be_left_out_shows_no_cut(page: str) -> None:
    """Fragments, and pages without the end tags that the standard lets them leave out."""
    assert not is_cut(page)


def test_the_record_of_a_cut_page_says_so() -> None:
    """What is left of the text is an article, flagged; the whole page's is not."""
    whole = bodycopy.extract(WHOLE)
    cut = bodycopy.extract(WHOLE[: WHOLE.index(PARAGRAPHS[3]) + 40])
    assert isinstance(whole, Article)
    assert isinstance(cut, Article)
    assert (whole.truncated, cut.truncated) == (False, True)
    assert [block.text for block in cut.body[:3]] == list(PARAGRAPHS[:3])


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<!--", "</html", "</html><!--", "<script></script", "<title>", "<p>x"]
)
def test_the_end_is_found_in_linear_time(unit: str) -> None:
    """Whatever stands before it is passed once."""
    end = " " * 2000
    assert growth(is_cut, lambda n: f"<html>{unit * (n // len(unit))}{end}", 1 << 20) < LIMIT
