"""Promise: any flattened text, as text or bytes, gives an article or a verdict, never an exception.

Every line of it is in the record once, the record can be written as JSON and read back, and
the same arguments give the same record.
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

_LANGUAGES = (None, "de", "en", "ja", "ar", "zh-Hant", "x", "")


def check(data: bytes) -> None:
    """Extract the text as it is, or the bytes of it."""
    draw = Draw(data)
    options, url, language = drawn_options(draw), drawn_url(draw), draw.choice(_LANGUAGES)
    as_text, twice = draw.flag(), draw.flag()
    lines = draw.rest()
    text = lines.decode("utf-8", "surrogateescape") if as_text else lines
    record = bodycopy.extract_text(text, url, language, options)
    check_record(record)
    if twice:
        assert bodycopy.extract_text(text, url, language, options) == record
        if isinstance(record, Article):
            check_renderings(record)


TARGET = Target(
    check,
    (*words_of("text"), *words_of("dates"), *words_of("people")),
    max_bytes=8192,
    seconds=2.0,
    seconds_per_byte=2e-4,
)
