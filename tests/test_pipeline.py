"""The public function: what it takes, what it refuses, and what its record promises."""

from __future__ import annotations

import json
import math
from pathlib import PurePosixPath
from typing import Any

import pytest

import bodycopy
from authored import NAMES, PARAGRAPHS, blocks_of, html_of, report, rows_of, source
from bodycopy import Article, BodycopyError, Encoding, Options, Role, UsageError, Verdict
from bodycopy.decode import decode
from bodycopy.scan import scan


def extracted(*arguments: Any, **keywords: Any) -> Article:
    """The record, where there must be an article."""
    record = bodycopy.extract(*arguments, **keywords)
    assert isinstance(record, Article)
    return record


# --- the caller's mistakes -------------------------------------------------------------


@pytest.mark.parametrize("html", [None, 5, 1.5, ["<p>"], {}, object(), PurePosixPath("a.html")])
def test_html_of_a_wrong_type_is_the_callers_mistake(html: object) -> None:
    """Only bytes and text are pages; the message names what came instead."""
    with pytest.raises(UsageError, match=type(html).__name__):
        bodycopy.extract(html)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", 5),
        ("url", b"https://ell.example/"),
        ("content_type", b"text/html"),
        ("content_type", {}),
        ("options", {}),
        ("options", None),
        ("options", {"min_chars": 5}),
    ],
)
def test_arguments_of_a_wrong_type_are_the_callers_mistake(name: str, value: object) -> None:
    """The message names the argument, also where the page alone would have been fine or empty."""
    for html in (report(), ""):
        with pytest.raises(UsageError, match=name):
            bodycopy.extract(html, **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("min_chars", [-1, 1.5, "120", None])
def test_options_that_cannot_be_meant_are_the_callers_mistake(min_chars: Any) -> None:
    """An option is refused where it is made, by name."""
    with pytest.raises(UsageError, match="min_chars"):
        Options(min_chars=min_chars)


def test_usage_errors_are_value_errors_of_this_package() -> None:
    """They are caught by who catches ``ValueError``, and by who catches our errors."""
    assert issubclass(UsageError, ValueError)
    assert issubclass(UsageError, BodycopyError)


# --- what it takes ---------------------------------------------------------------------


def test_bytes_in_any_wrapper_give_the_same_record() -> None:
    """bytes, bytearray and memoryview are one page."""
    data = report().encode()
    assert extracted(bytearray(data)) == extracted(data) == extracted(memoryview(data))


def test_text_and_bytes_differ_in_the_encoding_only() -> None:
    """Text was decoded by the caller, and the record says so; the rest is the same."""
    text, data = extracted(report()), extracted(report().encode())
    assert text.encoding == Encoding(name="utf-8", source="str")
    assert text.to_dict() | {"encoding": None} == data.to_dict() | {"encoding": None}


def test_the_content_type_header_decides_where_the_page_is_silent() -> None:
    """The charset of the header reads the page, and the record says that it did."""
    words = "Die Brücke über die Ell wird größer, schöner und kühner, sagte der Bürgermeister. "
    data = f"<title>Brücke</title><h1>Brücke</h1><p>{words * 3}</p>".encode("iso-8859-2")
    record = extracted(data, content_type="text/html; charset=iso-8859-2")
    assert record.encoding == Encoding(name="iso-8859-2", source="content_type")
    assert words.strip() in record.text


@pytest.mark.parametrize("content_type", ["", ";", "text/html; charset=utf-99", "\x00é\ud800"])
def test_a_content_type_of_nonsense_is_passed_over(content_type: str) -> None:
    """A header that names no known encoding decides nothing and breaks nothing."""
    assert extracted(report().encode(), content_type=content_type) == extracted(report().encode())


def test_the_url_is_on_the_record() -> None:
    """The address comes back as given, on an article and on a verdict; nothing is fetched."""
    url = "https://ell.example/town/bridge.html?utm_source=x#top"
    assert extracted(report(), url=url).url == url
    assert bodycopy.extract("", url=url).url == url
    assert bodycopy.extract(b"%PDF-1.7\n", url=url).url == url
    assert extracted(report()).url is None


@pytest.mark.parametrize(
    "url", ["", " ", "not a url", "http://[::1", "//x", "http://a:b:c/", "\ud800"]
)
def test_an_odd_url_breaks_nothing(url: str) -> None:
    """Addresses come as crawlers stored them: the body does not hang on them."""
    assert extracted(report(), url=url).text == extracted(report()).text


@pytest.mark.fault("bad-text")
@pytest.mark.parametrize("surrogate", [chr(0xD800), chr(0xDFFF), chr(0xDC80) + chr(0xD800)])
def test_lone_surrogates_become_replacement_characters(surrogate: str) -> None:
    """Text with half characters gives a record that can be written as UTF-8."""
    record = extracted(
        report(f'<p><a href="/{surrogate}">{surrogate}</a> {PARAGRAPHS[0][::-1]}</p>')
    )
    assert "\ufffd" in record.text
    encoded = json.dumps(record.to_dict(), ensure_ascii=False).encode()
    assert json.loads(encoded)["text"] == record.text


@pytest.mark.fault("bad-text")
@pytest.mark.parametrize("page", [report(), "", b"%PDF-1.7\n"])
def test_a_surrogate_in_the_url_does_not_spoil_the_record(page: str | bytes) -> None:
    """An address read from a file name with stray bytes still gives a record to write."""
    record = bodycopy.extract(page, url="https://ell.example/\udcfc")
    assert json.dumps(record.to_dict(), ensure_ascii=False).encode()


@pytest.mark.fault("bad-text")
def test_a_surrogate_in_the_pages_data_does_not_spoil_the_record() -> None:
    """JSON-LD can write half a character as an escape: fields made of it are valid text."""
    data = r'{"@type": "NewsArticle", "headline": "Bridge \ud83d", "url": "/\ud83d", '
    data += r'"publisher": {"name": "Ell \ude00"}, "inLanguage": "en-\ud800", "articleBody": "%s"}'
    body = r"\ud83d ".join(PARAGRAPHS)
    head = f'<script type="application/ld+json">{data % body}</script>'
    record = bodycopy.extract(html_of("<h1>Bridge</h1>", head=head, title=""))
    assert json.dumps(record.to_dict(), ensure_ascii=False).encode()


@pytest.mark.fault("bad-text")
def test_surrogate_pairs_of_a_text_become_their_character() -> None:
    """Two halves that belong together are one character."""
    assert "😀" in extracted(report(f"<p>\ud83d\ude00 {PARAGRAPHS[0][::-1]}</p>")).text


# --- what the record promises ----------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_record_is_plain_json(name: str) -> None:
    """``to_dict`` is JSON without NaN, and the record comes back from it equal."""
    record = bodycopy.extract(source(name))
    written = json.dumps(record.to_dict(), allow_nan=False)
    assert type(record).from_dict(json.loads(written)) == record
    assert all(0 <= block.score <= 1 and math.isfinite(block.score) for block in blocks_of(record))


@pytest.mark.fault("accounting")
@pytest.mark.parametrize("name", NAMES)
def test_body_and_dropped_cover_the_tape_once(name: str) -> None:
    """Every row of the tape is in exactly one block; embedded bodies follow the last row."""
    rows = len(scan(decode(source(name)).text))
    record = bodycopy.extract(source(name))
    covered = rows_of(record)
    assert covered[:rows] == list(range(rows))
    beyond = [block for block in blocks_of(record) if block.index >= rows]
    assert [block.index for block in beyond] == list(range(rows, rows + len(beyond)))
    assert all(not block.path for block in beyond)
    assert all(block.path for block in blocks_of(record) if block.index < rows)


@pytest.mark.parametrize("name", NAMES)
def test_text_is_standfirst_and_body_joined_by_blank_lines(name: str) -> None:
    """Headline, byline, captions and credits are fields and dropped blocks, never in the text."""
    record = bodycopy.extract(source(name))
    if isinstance(record, Verdict):
        assert record.text == ""
        return
    parts = [record.standfirst] if record.standfirst else []
    parts += [block.text for block in record.body]
    assert record.text == "\n\n".join(parts)
    for block in record.dropped:
        if block.role in (Role.BYLINE, Role.CAPTION, Role.SOURCE_LINE, Role.HEADLINE):
            assert block.text not in parts


# --- a body that only the page's data has ----------------------------------------------


def embedded(body: str, *shown: str) -> str:
    """A page that displays little, with this body in its JSON-LD."""
    data = {"@type": "NewsArticle", "headline": "Council votes", "articleBody": body}
    return html_of(
        "<h1>Council votes</h1>",
        *shown,
        head=f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("\n".join(PARAGRAPHS), id="lines"),
        pytest.param("\r\n\r\n".join(f"  {text} " for text in PARAGRAPHS), id="blank lines"),
        pytest.param("".join(f"<p>{text}</p>" for text in PARAGRAPHS), id="markup"),
        pytest.param("<br><br>".join(PARAGRAPHS), id="line breaks"),
        pytest.param(
            "".join(f"<p><b>{text[:9]}</b>{text[9:]}</p>\n" for text in PARAGRAPHS)
            + "<script>track()</script>",
            id="markup with a script",
        ),
    ],
)
def test_a_body_in_json_ld_only_is_the_body(body: str) -> None:
    """Plain or with markup left in, it becomes paragraphs whose rows follow the tape's last."""
    page = embedded(body, "<p>Loading ...</p>")
    record = extracted(page)
    assert [block.text for block in record.body] == list(PARAGRAPHS)
    first = len(scan(page))
    assert [block.index for block in record.body] == list(range(first, first + len(PARAGRAPHS)))
    assert {block.role for block in record.body} == {Role.PARAGRAPH}
    assert sorted(block.index for block in record.dropped) == list(range(first))


def test_a_body_that_is_displayed_is_read_as_displayed() -> None:
    """Where the page shows the text, its data does not replace or double it."""
    shown = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    record = extracted(embedded("\n".join(PARAGRAPHS), f"<article>{shown}</article>"))
    assert [block.text for block in record.body] == list(PARAGRAPHS)
    assert all(block.path for block in record.body)


def test_the_displayed_beginning_of_an_embedded_body_is_not_doubled() -> None:
    """A teaser that the page shows of the text in its data is the second copy, and dropped."""
    record = extracted(
        embedded("\n".join(PARAGRAPHS), f"<article><p>{PARAGRAPHS[0]}</p></article>")
    )
    assert record.text.count(PARAGRAPHS[0]) == 1
    assert [block.role for block in record.dropped if block.text == PARAGRAPHS[0]] == [
        Role.BOILERPLATE
    ]


@pytest.mark.parametrize(
    "data", ["{", "[]", "null", '{"articleBody": 7}', '{"@type": "NewsArticle"}']
)
def test_broken_page_data_is_no_body(data: str) -> None:
    """JSON-LD that is cut or says nothing leaves the displayed page as it is."""
    head = f'<script type="application/ld+json">{data}</script>'
    assert extracted(report(head=head)).body == extracted(report()).body


def test_news_fields_can_be_left_out() -> None:
    """Without them body, headline and page type are the same; what only they give is empty."""
    for name in NAMES:
        full = bodycopy.extract(source(name))
        record = bodycopy.extract(source(name), options=Options(news_fields=False))
        assert bool(record) is bool(full)
        if isinstance(record, Article) and isinstance(full, Article):
            assert (record.headline, record.kicker, record.standfirst, record.language) == (
                (full.headline, full.kicker, full.standfirst, full.language)
            )
            assert record.page_type is full.page_type
            assert record.authors == record.agencies == record.topics == record.images == ()
            assert record.date_published is record.dateline is record.section is None
            words = " ".join(block.text for block in record.body)
            assert all(block.text in words for block in full.body if not block.rows)
