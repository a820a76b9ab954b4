"""Article → a row of CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from bodycopy.article import Article
from bodycopy.render.text import body_text

__all__ = ["CSV_COLUMNS", "csv_header", "to_csv", "to_csv_row"]

CSV_COLUMNS = (
    "url",
    "canonical_url",
    "site_name",
    "language",
    "page_type",
    "confidence",
    "kicker",
    "headline",
    "standfirst",
    "authors",
    "agencies",
    "source_line",
    "dateline",
    "date_published",
    "date_modified",
    "section",
    "topics",
    "access",
    "truncated",
    "text",
)
"""The columns, in order: the fields of ``Article`` of these names. Several values in a cell
are separated by ``; ``, dates are ISO 8601, ``truncated`` is ``true`` or ``false``, and the
dateline is its text. ``text`` is the body with the standfirst, paragraphs separated by blank
lines; a field that the article does not have is an empty cell."""


def to_csv(
    article: Article, *, tables: bool = True, standfirst: bool = True, formulas: bool = False
) -> str:
    """A line with the names of the columns, and the article's row below it.

    See ``CSV_COLUMNS`` for what stands in them, ``to_csv_row`` for the rest.
    """
    row = to_csv_row(article, tables=tables, standfirst=standfirst, formulas=formulas)
    return f"{csv_header()}{_END}{row}"


def csv_header() -> str:
    """The names of the columns as a line, without a final line break."""
    return _line(CSV_COLUMNS)


def to_csv_row(
    article: Article, *, tables: bool = True, standfirst: bool = True, formulas: bool = False
) -> str:
    """The article as a row by RFC 4180, without a final line break; rows end in CR LF.

    A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break would be run as
    a formula by spreadsheets: it gets an apostrophe in front, which they take as the sign of
    text. With ``formulas`` such cells stay as they are, for programs that read rows as data.
    Without ``tables`` or ``standfirst``, ``text`` is without them, and so is the column
    ``standfirst``.
    """
    cells = _cells(article, tables=tables, standfirst=standfirst)
    return _line(cells if formulas else map(_as_text, cells))


def _cells(article: Article, *, tables: bool, standfirst: bool) -> tuple[str, ...]:
    published, modified = article.date_published, article.date_modified
    return (
        article.url or "",
        article.canonical_url or "",
        article.site_name or "",
        article.language or "",
        article.page_type.value,
        "" if article.confidence is None else f"{article.confidence}",
        article.kicker or "",
        article.headline or "",
        (article.standfirst or "") if standfirst else "",
        "; ".join(article.authors),
        "; ".join(article.agencies),
        article.source_line or "",
        article.dateline.text if article.dateline else "",
        published.value if published else "",
        modified.value if modified else "",
        article.section or "",
        "; ".join(article.topics),
        article.access.value if article.access else "",
        "true" if article.truncated else "false",
        body_text(article, tables=tables, standfirst=standfirst),
    )


_FORMULA = frozenset("=+-@\t\r\n")


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def _line(cells: Iterable[str]) -> str:
    out = StringIO(newline="")
    csv.writer(out, lineterminator=_END).writerow(cells)
    return out.getvalue().removesuffix(_END)


_END = "\r\n"
