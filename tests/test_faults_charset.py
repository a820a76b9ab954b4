"""Pages in 37 languages and their old encodings, declared rightly, wrongly, twice or not at all."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.charset_pages import HOWS, charset_pages

import bodycopy
from bodycopy import Options
from bodycopy.decode import decode

PAGES = tuple(charset_pages())


@pytest.mark.fault("charset")
@pytest.mark.parametrize("how", HOWS)
def test_every_language_is_read_in_every_encoding(how: str) -> None:
    """Whatever the page says, its paragraph is there, letter by letter."""
    pages = [page for page in PAGES if page.how == how]
    wrong = [
        (page.language, page.label) for page in pages if page.text not in decode(page.data).text
    ]
    assert len(pages) == 75
    assert not wrong


@pytest.mark.fault("charset")
def test_the_header_reads_what_the_page_does_not_declare() -> None:
    """A charset in the HTTP header decides where the page is silent, and the record says so."""
    for page in PAGES:
        if page.how == "undeclared":
            found = decode(page.data, f"text/html; charset={page.label}")
            assert page.text in found.text, page.label
            assert found.encoding.source == "content_type"


@pytest.mark.fault("charset")
@pytest.mark.parametrize("header", ["windows-1252", "utf-8", "big5", "koi8-r", "utf-99"])
def test_a_wrong_header_does_not_spoil_a_page_in_utf8(header: str) -> None:
    """Text beyond ASCII is well-formed UTF-8 by intent: header and meta give way."""
    for page in PAGES:
        if page.how.startswith("utf-8"):
            found = decode(page.data, f"text/html; charset={header}")
            assert page.text in found.text, (page.language, page.how)
            assert found.encoding.name == "utf-8"


@pytest.mark.fault("charset")
def test_the_record_says_which_rule_decided() -> None:
    """Every way to declare has its own rule; the article has the paragraph."""
    rules: dict[str, Counter[str]] = {how: Counter() for how in HOWS}
    options = Options(min_chars=1)
    for page in PAGES:
        if page.language in ("ru", "ja", "de"):
            record = bodycopy.extract(page.data, options=options)
            assert page.text in record.text, (page.language, page.label, page.how)
            assert record.encoding is not None
            rules[page.how][record.encoding.source] += 1
    assert rules["declared"].keys() == rules["utf-8, declared"].keys() == {"meta"}
    assert rules["undeclared"].keys() == rules["declared as utf-8"].keys() == {"detector"}
    assert rules["utf-8, undeclared"].keys() == {"utf8"}
    assert rules["utf-8, declared as the old one"].keys() == {"utf8"}
    assert rules["utf-8, marked, declared as the old one"].keys() == {"bom"}
    assert rules["utf-16, marked"].keys() == {"bom"}
