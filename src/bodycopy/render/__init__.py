"""Records as strings, one file a format. Nothing here decides what belongs to the article."""

from bodycopy.render.csv import CSV_COLUMNS, csv_header, to_csv, to_csv_row
from bodycopy.render.formats import FORMATS, render
from bodycopy.render.html import to_html
from bodycopy.render.json import to_json
from bodycopy.render.jsonld import to_jsonld
from bodycopy.render.markdown import to_markdown
from bodycopy.render.ninjs import to_ninjs
from bodycopy.render.tei import to_tei
from bodycopy.render.text import to_text

__all__ = [
    "CSV_COLUMNS",
    "FORMATS",
    "csv_header",
    "render",
    "to_csv",
    "to_csv_row",
    "to_html",
    "to_json",
    "to_jsonld",
    "to_markdown",
    "to_ninjs",
    "to_tei",
    "to_text",
]
