"""A quote knows whom it quotes, where the page says so in a line of its own or in its markup."""

from __future__ import annotations

import pytest

from bodycopy.article import Block
from bodycopy.assemble.quotes import find_citation
from bodycopy.roles import Role
from bodycopy.scan import lexbor as lexbor_scan
from both_scans import SCANS

scan = lexbor_scan.scan


@pytest.fixture(autouse=True, scope="module", params=SCANS)
def _each_scan(request: pytest.FixtureRequest) -> None:
    """Every test here runs on both scans."""
    global scan
    scan = request.param.scan


_ROLES = {
    "Q": Role.QUOTE,
    "P": Role.PARAGRAPH,
    "-": Role.CREDIT,
}


def _citations(html: str, known: tuple[str, ...] = ()) -> dict[str, str]:
    """Quote to whom it quotes; a text's first letter tells its role, boilerplate by default."""
    tape = scan(html)
    blocks = [
        Block(role=_ROLES.get(text[0], Role.BOILERPLATE), text=text, index=row)
        for row, text in enumerate(tape.texts)
    ]
    found = {
        block.text: find_citation(tape, blocks, block.index, known)
        for block in blocks
        if block.role is Role.QUOTE
    }
    return {text: citation for text, citation in found.items() if citation is not None}


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>Q1</p><cite>Ada Ell</cite></blockquote>",
        "<blockquote><p>Q1</p><footer>— <cite>Ada Ell</cite></footer></blockquote>",
        "<blockquote><p>Q1</p><footer>- Ada Ell</footer></blockquote>",
        "<blockquote>Q1<br><br><cite>~ Ada Ell</cite></blockquote>",
        "<figure><blockquote>Q1</blockquote><figcaption>Ada Ell</figcaption></figure>",
        "<figure><blockquote>Q1</blockquote><p>share</p><figcaption>Ada Ell</figcaption></figure>",
        "<div><p>Q1</p><cite>Ada Ell</cite></div>",
        "<blockquote cite=/a><p>Q1</p><cite>Ada Ell</cite></blockquote>",
    ],
)
def test_line_under_a_quote_names_whom_it_quotes(html: str) -> None:
    """In any of the forms that pages have for it, without the dash in front."""
    assert _citations(f"<p>P1</p>{html}<p>P2</p>") == {"Q1": "Ada Ell"}


def test_a_name_in_several_lines_is_one() -> None:
    """Name and office are often blocks of one footer."""
    html = "<blockquote>Q1<footer><div>Ada Ell</div><div>Mayor</div></footer></blockquote>"
    assert _citations(html) == {"Q1": "Ada Ell Mayor"}


def test_the_last_block_of_a_quote_has_the_citation() -> None:
    """One that is printed behind every paragraph would be printed twice."""
    html = "<blockquote><p>Q1</p><p>share</p><p>Q2</p><cite>Ada Ell</cite></blockquote>"
    assert _citations(html) == {"Q2": "Ada Ell"}


def test_address_of_the_source_is_the_citation_where_no_line_is() -> None:
    """As the markup gives it."""
    html = "<blockquote cite=' /speech '><p>Q1</p><p>Q2</p></blockquote><p>P1</p>"
    assert _citations(html) == {"Q2": " /speech "}


def test_a_name_that_is_in_the_body_is_not_given_twice() -> None:
    """Neither in the quote's own block nor in one behind it."""
    assert _citations("<blockquote>Q1 <cite>Ada Ell</cite></blockquote>") == {}
    html = "<blockquote cite=/a><p>Q1</p><footer>P: Ada Ell</footer></blockquote>"
    assert _citations(html) == {"Q1": "/a"}


def test_a_line_that_is_a_pictures_caption_names_nobody() -> None:
    """The record has it with the image."""
    html = "<figure><img><blockquote>Q1</blockquote><figcaption>- Ell</figcaption></figure>"
    assert _citations(html) == {"Q1": "Ell"}
    assert _citations(html, known=("Ell",)) == {}


def test_lines_of_other_quotes_and_of_the_article_are_not_the_quotes() -> None:
    """Two quotes side by side, a footer of the page, a caption further down."""
    html = (
        "<blockquote><p>Q1</p></blockquote><blockquote><p>Q2</p><cite>Ada Ell</cite></blockquote>"
        "<blockquote><p>Q3</p></blockquote><footer>Imprint</footer>"
        "<div><p>Q4</p></div><p>share</p><cite>Bo Tamm</cite>"
    )
    assert _citations(html) == {"Q2": "Ada Ell"}


def test_page_without_quotes_has_no_citations() -> None:
    """A cite in a paragraph is a title."""
    assert _citations("<p>P1 <cite>The Ferry</cite></p><cite>Ada Ell</cite>") == {}
