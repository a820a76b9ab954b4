"""CSV: a row by RFC 4180, and no formulas."""

import csv
import io

import pytest
from hypothesis import given

from bodycopy import Access, Article, Dateline, Timestamp
from bodycopy.render import CSV_COLUMNS, csv_header, to_csv, to_csv_row
from records import articles, block


def cells(article: Article, **choices: bool) -> dict[str, str]:
    """The cells of an article's row by their columns."""
    (row,) = csv.reader(io.StringIO(to_csv_row(article, **choices), newline=""), strict=True)
    return dict(zip(CSV_COLUMNS, row, strict=True))


def test_every_column() -> None:
    """Several values in a cell are parted by semicolons; paragraphs by blank lines."""
    article = Article(
        url="https://example.org/",
        confidence=0.5,
        headline='She said "no", he\nsaid yes',
        standfirst="Sum.",
        authors=("Ada", "Bo"),
        dateline=Dateline(text="Minsk -"),
        date_published=Timestamp(value="2026-11-22", raw="", source=""),
        access=Access.FREE,
        body=(block("paragraph", "One."), block("table", "a\tb", rows=(("a", "b"),))),
    )
    row = cells(article)
    assert {name: value for name, value in row.items() if value} == {
        "url": "https://example.org/",
        "page_type": "article",
        "confidence": "0.5",
        "headline": 'She said "no", he\nsaid yes',
        "standfirst": "Sum.",
        "authors": "Ada; Bo",
        "dateline": "Minsk -",
        "date_published": "2026-11-22",
        "access": "free",
        "truncated": "false",
        "text": "Sum.\n\nOne.\n\na\tb",
    }
    bare = cells(article, tables=False, standfirst=False)
    assert (bare["standfirst"], bare["text"]) == ("", "One.")


def test_rows_end_as_the_standard_says() -> None:
    """Header and row are parted by CR LF; quotes are doubled."""
    text = to_csv(Article(headline='"a"'))
    header, row = text.split("\r\n")
    assert header == csv_header() == ",".join(CSV_COLUMNS)
    assert ',"""a""",' in row


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_text(start: str) -> None:
    """A headline that a spreadsheet would run gets an apostrophe, unless nobody runs it."""
    article = Article(headline=f"{start}1+1")
    assert cells(article)["headline"] == f"'{start}1+1"
    assert cells(article, formulas=True)["headline"] == f"{start}1+1"


@given(articles)
def test_any_article_is_one_row(article: Article) -> None:
    """Line breaks and quotes stay inside of their cells, and the text is the record's."""
    assert cells(article, formulas=True)["text"] == article.text
