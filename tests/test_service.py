"""The service: what it answers, and to whom the blame goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pytest.importorskip("uvicorn", reason="needs the extra service")

import bodycopy
from authored import NAMES, source
from bodycopy import Article, Options, extract, extract_text
from bodycopy.cli import main
from bodycopy.errors import UsageError
from bodycopy.render.formats import FORMATS, render
from bodycopy.service.media import MEDIA_TYPES, format_for
from bodycopy.service.problem import PROBLEMS
from bodycopy.service.settings import Settings
from services import Served

PAGE = source("de_regional_daily")
TEXT = Path(__file__).parent / "texts" / "de_regional_daily.txt"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A service with a limit that a test can pass."""
    with Served(max_body=1 << 20) as service:
        yield service


@pytest.mark.parametrize("name", NAMES)
def test_a_page_gets_the_record_that_extract_gives(served: Served, name: str) -> None:
    """Article or verdict, to the last field; a verdict is an answer and no error."""
    reply = served.post("/v1/extract", source(name))
    assert reply.status == 200
    assert reply.json() == extract(source(name), content_type="text/html").to_dict()


def test_the_address_and_the_options_are_in_the_query(served: Served) -> None:
    """Each option changes what it names, lists are comma-separated."""
    url = "https://www.nordharzer-bote.example/politik/1"
    query = f"?url={url}&tables=false&min_chars=20&languages=de,pt-BR&balance=-0.5"
    options = Options(tables=False, min_chars=20, languages=("de", "pt-BR"), balance=-0.5)
    expected = extract(PAGE, url, "text/html", options).to_dict()
    assert served.post(f"/v1/extract{query}", PAGE).json() == expected


def test_a_page_may_come_as_json(served: Served) -> None:
    """The string, the address and the options in one object."""
    html = PAGE.decode()
    body = {"html": html, "url": "https://a.example/1", "options": {"images": False}}
    expected = extract(html, "https://a.example/1", options=Options(images=False)).to_dict()
    assert served.post_json("/v1/extract", body).json() == expected


def test_the_charset_of_the_header_counts(served: Served) -> None:
    """Bytes that declare nothing are read as Content-Type says."""
    page = "<p>" + "Ľubica Ďurišová išla na trh a kúpila žltý melón. " * 9
    reply = served.post("/v1/extract", page.encode("iso-8859-2"), "text/html; charset=iso-8859-2")
    assert reply.json()["encoding"]["source"] == "content_type"
    assert "Ľubica Ďurišová" in reply.json()["text"]


def test_flattened_text_gets_the_record_that_extract_text_gives(served: Served) -> None:
    """As bytes, or as JSON with its language."""
    text = TEXT.read_bytes()
    reply = served.post("/v1/extract-text", text, "text/plain")
    assert reply.json() == extract_text(text).to_dict()
    reply = served.post_json("/v1/extract-text", {"text": text.decode(), "language": "de"})
    assert reply.json() == extract_text(text.decode(), language="de").to_dict()


def test_the_charset_of_text_counts_as_well(served: Served) -> None:
    """Latin-2 that nobody could guess from so few letters."""
    text = "Ľubica Ďurišová išla na trh a kúpila žltý melón. " * 9
    kind = "text/plain; charset=iso-8859-2"
    reply = served.post("/v1/extract-text", text.encode("iso-8859-2"), kind)
    assert "Ľubica Ďurišová" in reply.json()["text"]


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_can_be_had(served: Served, name: str) -> None:
    """By its media type or by its name; the article is the same as ``render`` writes it."""
    record = extract(PAGE, content_type="text/html")
    assert isinstance(record, Article)
    by_type = served.post("/v1/extract", PAGE, Accept=MEDIA_TYPES[name])
    by_name = served.post(f"/v1/extract?format={name}", PAGE)
    assert by_type.body == by_name.body
    assert by_type.headers["content-type"].partition(";")[0] == MEDIA_TYPES[name]
    if name == "json":
        assert by_type.json() == json.loads(render(record, name))
    else:
        assert by_type.body.decode().rstrip() == render(record, name).rstrip()


def test_a_verdict_is_json_whatever_was_asked_for(served: Served) -> None:
    """There is no article to write as Markdown, and the answer says why."""
    reply = served.post("/v1/extract", b"<p>Too short.", Accept="text/markdown")
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()["reason"] == "no_body"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("text/*", "markdown"),
        ("text/html, */*;q=0.1", "html"),
        ("text/plain;q=0.2, application/tei+xml;q=0.9", "tei"),
        ("application/json;q=0, */*", "markdown"),
        (",", "json"),
    ],
)
def test_what_the_caller_likes_best_is_given(accept: str | None, name: str) -> None:
    """RFC 9110: what is said of a type counts before what is said of all."""
    assert format_for(accept, None) == name


@pytest.mark.fault("service")
@pytest.mark.parametrize(
    ("path", "body", "kind", "status", "problem", "says"),
    [
        ("/v1/extract?tabels=1", PAGE, "text/html", 422, "invalid-request", "tables"),
        ("/v1/extract?tables=maybe", PAGE, "text/html", 422, "invalid-request", "tables"),
        ("/v1/extract?min_chars=x", PAGE, "text/html", 422, "invalid-request", "min_chars"),
        ("/v1/extract?min_chars=1&min_chars=2", PAGE, "text/html", 422, "invalid-request", "once"),
        ("/v1/extract?languages=d_e", PAGE, "text/html", 422, "invalid-request", "BCP 47"),
        ("/v1/extract?balance=nan", PAGE, "text/html", 422, "invalid-request", "balance"),
        ("/v1/extract?format=pdf", PAGE, "text/html", 422, "invalid-request", "markdown"),
        ("/v1/extract", PAGE, "application/pdf", 415, "unsupported-media-type", "text/html"),
        ("/v1/extract", PAGE, "application/x-www-form-urlencoded", 415, None, "text/html"),
        ("/v1/extract", b"{", "application/json", 400, "bad-request", "JSON"),
        ("/v1/extract", b'{"html": 7}', "application/json", 422, "invalid-request", "$.html"),
        ("/v1/extract", b'{"htm": ""}', "application/json", 422, "invalid-request", "htm"),
        ("/v1/extract", b'{"html":"\xff"}', "application/json", 400, "bad-request", "JSON"),
        ("/v1/extract", b"[" * 100_000, "application/json", 422, "invalid-request", "object"),
        (
            "/v1/extract",
            b'{"html":"","options":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
            "application/json",
            400,
            "bad-request",
            "JSON",
        ),
        ("/v1/extract", b'{"html":"","options":{"x":1}}', "application/json", 422, None, "tables"),
        ("/v1/extract-text", b"x", "text/html", 415, "unsupported-media-type", "text/plain"),
        ("/v1/inspect", b"{}", "application/json", 422, "invalid-request", "html or text"),
        ("/v1/corrections", b"{}", "application/json", 404, "no-corrections", "--corrections"),
        ("/v1/nothing", b"", "text/html", 404, "not-found", "/docs"),
        ("/health", b"", "text/html", 405, "method-not-allowed", "GET"),
    ],
)
def test_a_callers_mistake_is_told_so_that_he_can_mend_it(
    served: Served, path: str, body: bytes, kind: str, status: int, problem: str | None, says: str
) -> None:
    """A status of 4xx, the name of the problem, what is wrong, and who is to blame."""
    reply = served.post(path, body, kind)
    assert reply.status == status, reply
    assert problem is None or reply.problem == problem
    told = reply.json()
    assert told["blame"] == PROBLEMS[reply.problem].blame
    assert told["title"] == PROBLEMS[reply.problem].title
    assert told["request_id"] == reply.headers["x-request-id"]
    assert says in told["detail"]


@pytest.mark.fault("service")
def test_what_cannot_be_given_is_not_given_as_something_else(served: Served) -> None:
    """A caller who takes only PDF gets a list of what there is."""
    reply = served.post("/v1/extract", PAGE, Accept="application/pdf")
    assert (reply.status, reply.problem) == (406, "not-acceptable")
    assert "text/markdown" in reply.json()["detail"]


@pytest.mark.fault("service")
def test_a_compressed_body_is_refused(served: Served) -> None:
    """Nothing is unpacked: a few bytes could be gigabytes."""
    reply = served.post("/v1/extract", b"\x1f\x8b", Content_Encoding="gzip")
    assert (reply.status, reply.problem) == (415, "unsupported-media-type")


@pytest.mark.fault("service")
def test_a_sane_request_id_comes_back_and_another_is_replaced(served: Served) -> None:
    """What a log cannot hold is not written to it."""
    assert served.get("/health", X_Request_ID="page-17/a").headers["x-request-id"] == "page-17/a"
    line = served.wait_for("request", request_id="page-17/a")
    assert (line["path"], line["status"], line["level"]) == ("/health", 200, "info")
    assert served.get("/health", X_Request_ID='a"b c').headers["x-request-id"] != 'a"b c'


def test_answers_carry_headers_that_keep_browsers_tame(served: Served) -> None:
    """No guess at the type, no script, no frame, no referrer, no other site, no copy in a cache."""
    for reply in (served.post("/v1/extract?format=html", PAGE), served.get("/v1/nothing")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["x-frame-options"] == "DENY"
        assert reply.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in reply.headers
        assert "server" not in reply.headers


def test_health_tells_of_the_workers(served: Served) -> None:
    """Ready to take a page, and alive in any case."""
    for path in ("/health", "/health/ready", "/health/live"):
        reply = served.get(path)
        assert reply.status == 200
        assert reply.json()["workers"] == {"wanted": 1, "ready": 1, "busy": 0}
        assert reply.json()["version"] == bodycopy.__version__


def test_metrics_count_what_was_answered(served: Served) -> None:
    """Requests by route and status, pages by what became of them."""
    served.post("/v1/extract", b"<p>Too short.")
    text = served.get("/metrics").body.decode()
    assert 'bodycopy_requests_total{method="POST",route="/v1/extract",status="200"}' in text
    assert 'bodycopy_pages_total{outcome="no_body"}' in text
    assert "bodycopy_workers_ready 1.0" in text


def test_the_schema_is_that_of_the_records(served: Served) -> None:
    """What it describes is what comes."""
    schema = served.get("/v1/schema").json()
    assert schema == json.loads(json.dumps(bodycopy.json_schema()))
    jsonschema.validate(served.post("/v1/extract", PAGE).json(), schema)


def test_the_description_names_every_option_and_problem(served: Served) -> None:
    """OpenAPI and the page for people come from the tables that the service works with."""
    document = served.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    options = document["components"]["schemas"]["Options"]["properties"]
    assert set(options) == {field.name for field in fields(Options)} - {"profile"}
    assert all(option["description"] for option in options.values())
    page = served.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    text = page.body.decode()
    assert [name for name in PROBLEMS if f'id="{name}"' not in text] == []
    assert [path for path in document["paths"] if f"<code>{path}</code>" not in text] == []


def test_the_page_for_people_fetches_nothing(served: Served) -> None:
    """No script, no picture, no address of another machine."""
    text = served.get("/docs").body.decode()
    assert "<script" not in text
    assert "http:" not in text
    assert "https:" not in text
    assert "@import" not in text


def test_head_is_get_without_a_body(served: Served) -> None:
    """As balancers ask."""
    reply = served.ask("HEAD", "/health")
    assert (reply.status, reply.body) == (200, b"")


def test_the_docs_name_every_problem() -> None:
    """With its status and who is to blame."""
    root = Path(__file__).resolve().parents[1]
    text = (root / "docs" / "service.md").read_text(encoding="utf-8")
    rows = [f"| {known.status} | `{name}` | {known.blame} |" for name, known in PROBLEMS.items()]
    assert [row for row in rows if row not in text] == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"port": 65536}, "port"),
        ({"workers": 0}, "workers"),
        ({"max_body": 0}, "max_body"),
        ({"page_seconds": 0.0}, "page_seconds"),
        ({"body_seconds": float("nan")}, "body_seconds"),
        ({"queue": -1}, "queue"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told(given: dict[str, Any], says: str) -> None:
    """By its name, before anything starts."""
    with pytest.raises(UsageError, match=says):
        Settings(**given)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--port", "x"], "--port"),
        (["--max-body", "much"], "--max-body"),
        (["--workers", "-1"], "--workers"),
        (["--corrections", "/nowhere/file"], "/nowhere/file"),
        (["--token-file", "/nowhere/file"], "/nowhere/file"),
    ],
)
def test_a_flag_that_cannot_be_meant_is_one_line(
    flags: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and no service."""
    assert main(["serve", *flags]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
