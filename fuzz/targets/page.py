"""Promise: any bytes, address, header and options give an article or a verdict, never an exception.

Every block of the page is in the record once, the record can be written as JSON and read back, the
same arguments give the same record, and an article can be rendered in every format: valid UTF-8,
well-formed JSON, XML and CSV.
"""

from __future__ import annotations

import bodycopy
from bodycopy import Article
from fuzz.choices import drawn_options, drawn_url
from fuzz.draw import Draw
from fuzz.rendered import check_renderings
from fuzz.sound import check_record
from fuzz.target import Target
from fuzz.vocabulary import words_of

_HEADERS = (None, "text/html; charset=utf-8", "text/html; charset=windows-1252", "\ud800;charset=")


def check(data: bytes) -> None:
    """Extract the page as bytes, or as text, and render what comes out."""
    draw = Draw(data)
    options, url, header = drawn_options(draw), drawn_url(draw), draw.choice(_HEADERS)
    as_text, twice = draw.flag(), draw.flag()
    page = draw.rest()
    html = page.decode("utf-8", "surrogateescape") if as_text else page
    record = bodycopy.extract(html, url, header, options)
    check_record(record)
    if twice:
        assert bodycopy.extract(html, url, header, options) == record
    if isinstance(record, Article):
        check_renderings(record)


TARGET = Target(
    check,
    (*words_of("html"), *words_of("references"), *words_of("json")),
    seconds=2.0,
    seconds_per_byte=2e-4,
)
