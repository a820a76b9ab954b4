"""Batches: NDJSON in, NDJSON out, line for line, while lines still arrive."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra service")

from authored import NAMES, source
from bodycopy import Options, extract, extract_text
from services import Reply, Served, is_cut_off

NDJSON = "application/x-ndjson"
PAGES = {name: source(name).decode("utf-8", "replace") for name in NAMES}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Two workers, short lines, an extractor with faults."""
    with Served(
        workers=2,
        extractor="faulty_extractor",
        page_seconds=4.0,
        queue_seconds=300.0,
        body_seconds=3.0,
        max_body=1 << 18,
        batches=2,
    ) as service:
        yield service


def lines_of(reply: Reply) -> list[dict[str, Any]]:
    """The lines of an answer."""
    assert reply.status == 200, reply
    return [json.loads(line) for line in reply.body.splitlines()]


def ndjson(*values: object) -> bytes:
    """A line of JSON for each."""
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def test_every_line_gets_its_record_in_order(served: Served) -> None:
    """Articles and verdicts as ``extract`` gives them, options of the query for all of them."""
    body = ndjson(
        *({"html": page, "url": f"https://a.example/{name}"} for name, page in PAGES.items())
    )
    got = lines_of(served.post("/v1/batch?tables=false", body, NDJSON))
    options = Options(tables=False)
    assert got == [
        extract(page, f"https://a.example/{name}", options=options).to_dict()
        for name, page in PAGES.items()
    ]


def test_a_line_may_be_text_and_name_its_own_options(served: Served) -> None:
    """What a line names comes before what the query names."""
    page, text = PAGES["de_regional_daily"], "A line.\n\n" + "Words of a paragraph. " * 20
    body = ndjson({"html": page, "options": {"tables": True}}, {"text": text, "language": "en"})
    got = lines_of(served.post("/v1/batch?tables=false&links=false", body, NDJSON))
    assert got[0] == extract(page, options=Options(links=False)).to_dict()
    expected = extract_text(text, language="en", options=Options(tables=False, links=False))
    assert got[1] == expected.to_dict()


@pytest.mark.fault("service")
def test_a_bad_line_gets_a_problem_and_its_neighbours_their_records(served: Served) -> None:
    """No JSON, no page, two of them, an unknown option, too long, a crash: each in its place."""
    good = ndjson({"html": PAGES["en_blog"]})
    bad = [
        (b"{nonsense\n", 400, "bad-request"),
        (b'"a string"\n', 422, "invalid-request"),
        (ndjson({"url": "https://a.example/"}), 422, "invalid-request"),
        (ndjson({"html": "", "text": ""}), 422, "invalid-request"),
        (ndjson({"html": "", "options": {"nonsense": 1}}), 422, "invalid-request"),
        (ndjson({"html": "x" * (1 << 18)}), 413, "body-too-large"),
        (ndjson({"html": "<p>FAULT:crash"}), 422, "page-fails"),
        (ndjson({"html": "<p>FAULT:hang"}), 504, "page-too-slow"),
    ]
    body = good + b"".join(line + good for line, _, _ in bad)
    got = lines_of(served.post("/v1/batch", body, NDJSON))
    assert [line["kind"] for line in got] == ["article"] + ["problem", "article"] * len(bad)
    for number, (told, (_, status, name)) in enumerate(zip(got[1::2], bad, strict=True)):
        assert (told["status"], told["type"]) == (status, f"/docs#{name}")
        assert told["line"] == 2 * number + 2


def test_empty_lines_are_passed_over_and_the_last_may_lack_its_end(served: Served) -> None:
    """They count in the numbers, so that an editor finds the line."""
    good = ndjson({"html": PAGES["en_blog"]})
    got = lines_of(served.post("/v1/batch", b"\n\r\n" + good + b"\n{", NDJSON))
    assert [line["kind"] for line in got] == ["article", "problem"]
    assert got[1]["line"] == 5
    assert lines_of(served.post("/v1/batch", b"", NDJSON)) == []


def test_answers_come_while_lines_are_still_to_be_sent(served: Served) -> None:
    """A line, its record, the next line: nobody waits for the end of a batch."""
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        head = b"POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        for number in range(3):
            line = ndjson({"html": PAGES["en_blog"], "url": f"https://a.example/{number}"})
            connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            if not number:
                answer.begin()
            assert json.loads(answer.readline())["url"] == f"https://a.example/{number}"
        connection.sendall(b"0\r\n\r\n")
        assert answer.read() == b""


@pytest.mark.fault("service")
def test_who_takes_no_answers_is_read_no_further(served: Served) -> None:
    """Back pressure: far more than the buffers hold is not taken, and the caller is cut off."""
    line = ndjson({"html": PAGES["en_blog"]})
    head = b"POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        assert is_cut_off(connection, b"%x\r\n%s\r\n" % (len(line), line), 5000)
    assert served.get("/health").status == 200


@pytest.mark.fault("service")
def test_a_batch_that_falls_silent_ends_with_a_problem(served: Served) -> None:
    """Its records are there, and the last line says what is missing."""
    line = ndjson({"html": PAGES["en_blog"]})
    head = b"POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        connection.sendall(head + b"Content-Length: 100000\r\n\r\n" + line)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert json.loads(answer.readline())["kind"] == "article"
        told = json.loads(answer.readline())
        assert (told["kind"], told["status"], told["type"]) == (
            "problem",
            408,
            "/docs#body-too-slow",
        )


def under_way(served: Served, count: int, seconds: float = 20) -> bool:
    """Wait until so many requests are, the one that asks included; whether it came to that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        metrics = served.get("/metrics").body.decode()
        if f"bodycopy_requests_under_way {count}.0" in metrics:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.fault("service")
def test_a_caller_that_goes_away_leaves_nothing_behind(served: Served) -> None:
    """The batch is over, its bytes are given back."""
    line = ndjson({"html": PAGES["en_blog"]})
    head = b"POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
            connection.sendall(head + b"Content-Length: 10000000\r\n\r\n" + line * 20)
            connection.recv(1)
    assert under_way(served, 1)
    assert "bodycopy_body_bytes 0.0" in served.get("/metrics").body.decode()
    assert len(lines_of(served.post("/v1/batch", line, NDJSON))) == 1
    assert [line["exception"][-900:] for line in served.log if "exception" in line] == []


def test_a_single_page_does_not_wait_for_a_batch(served: Served) -> None:
    """While a long batch is worked off, a page is answered before half of it is done."""
    line = ndjson({"html": PAGES["en_blog"]})
    with socket.create_connection(("127.0.0.1", served.port), 60) as connection:
        body = line * 300
        head = b"POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body))
        connection.settimeout(60)
        connection.sendall(body[: len(line) * 8])
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.readline()
        reply = served.post("/v1/extract", PAGES["en_blog"].encode())
        assert reply.status == 200


@pytest.mark.fault("service")
def test_more_batches_than_may_be_are_refused(served: Served) -> None:
    """Two are under way: the third is told when to come again; single pages are answered."""
    head = b"POST /v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
    line = ndjson({"html": PAGES["en_blog"]})
    address = ("127.0.0.1", served.port)
    assert under_way(served, 1), "what other tests began has not ended"
    with socket.create_connection(address) as one, socket.create_connection(address) as two:
        for connection in (one, two):
            connection.sendall(head + b"Content-Length: 10000\r\n\r\n{")
        assert under_way(served, 3)
        reply = served.post("/v1/batch", line, NDJSON)
        assert (reply.status, reply.problem) == (429, "too-many-requests")
        assert served.post("/v1/extract", PAGES["en_blog"].encode()).status == 200


@pytest.mark.fault("service")
@pytest.mark.parametrize(
    ("query", "kind", "status"), [("", "application/json", 415), ("?nonsense=1", NDJSON, 422)]
)
def test_a_batch_that_cannot_be_meant_is_refused_at_once(
    served: Served, query: str, kind: str, status: int
) -> None:
    """Before a line of it is read."""
    assert served.post(f"/v1/batch{query}", b"{}\n", kind).status == status
