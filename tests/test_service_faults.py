"""Pages that kill, hang or bloat a worker, and callers that hang, lie or go away."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="needs the extra service")

from authored import source
from services import (
    Reply,
    Served,
    children_of,
    is_cut_off,
    read_all,
    wait_until_refused,
)

PAGE = source("de_regional_daily")
LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")


def faulty(name: str) -> bytes:
    """A page that does this to the extractor."""
    return b"<p>FAULT:%s" % name.encode()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Two workers, little time, little memory, an extractor with faults."""
    with Served(
        workers=2,
        extractor="faulty_extractor",
        page_seconds=4.0,
        queue_seconds=300.0,
        memory=512 << 20,
        body_seconds=2.0,
        header_seconds=2.0,
        max_body=1 << 20,
        max_header=8 << 10,
    ) as service:
        yield service


def is_well(reply: Reply) -> bool:
    """It is the article of the page."""
    return reply.status == 200 and reply.json()["site_name"] == "Nordharzer Bote"


@pytest.mark.fault("service")
@pytest.mark.fault("crashing-page")
@pytest.mark.parametrize(
    ("fault", "status", "problem", "says"),
    [
        ("crash", 422, "page-fails", "SIGSEGV"),
        ("kill", 422, "page-fails", "SIGKILL"),
        ("exit", 422, "page-fails", "status 3"),
        ("hang", 504, "page-too-slow", "4 s"),
        ("memory", 422, "page-too-costly", "memory"),
        ("mistake", 422, "page-fails", "error"),
    ],
)
def test_a_bad_page_is_told_and_its_neighbours_are_answered(
    served: Served, fault: str, status: int, problem: str, says: str
) -> None:
    """Eight good pages around a bad one get their articles; the page is to blame."""
    with ThreadPoolExecutor(9) as pool:
        pages = [PAGE] * 4 + [faulty(fault)] + [PAGE] * 4
        replies = list(pool.map(lambda page: served.post("/v1/extract", page), pages))
    bad = replies.pop(4)
    assert all(map(is_well, replies))
    assert (bad.status, bad.problem) == (status, problem)
    assert bad.json()["blame"] == "page"
    assert says in bad.json()["detail"]
    assert is_well(served.post("/v1/extract", PAGE))


@pytest.mark.fault("service")
def test_the_log_finds_a_page_that_fails_without_holding_it(served: Served) -> None:
    """Its digest, and what the extractor said."""
    served.post("/v1/extract", faulty("mistake"))
    line = served.wait_for("page fails", bytes=len(faulty("mistake")))
    assert len(line["sha256"]) == 64
    assert "FAULT:mistake" not in json.dumps(line)


@pytest.mark.fault("service")
@pytest.mark.fault("crashing-page")
@LINUX
def test_a_worker_that_somebody_kills_costs_no_page(served: Served) -> None:
    """Its page is given to another one, and a new worker comes in its place."""
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(served.post, "/v1/extract", PAGE) for _ in range(200)]
        for _ in range(4):
            time.sleep(0.1)
            os.kill(children_of(served.process.pid)[0], signal.SIGKILL)
        assert all(is_well(one.result()) for one in asked)
    deadline = time.monotonic() + 30
    while len(children_of(served.process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    # The two that were asked for, and the one that stands by.
    assert len(children_of(served.process.pid)) == 3


@pytest.mark.fault("service")
def test_a_body_that_never_ends_is_given_up(served: Served) -> None:
    """408 for a caller that stops in the middle, and the connection is closed."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    answer = served.raw(head + b"Content-Length: 1000\r\n\r\n<p>half")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"blame":"caller"' in answer
    assert b"connection: close" in answer.lower()


@pytest.mark.fault("service")
def test_headers_that_never_end_are_given_up(served: Served) -> None:
    """A caller that says nothing, or stops within the headers, loses its connection."""
    assert served.raw(b"") == b""
    assert served.raw(b"POST /v1/extract HTTP/1.1\r\nHos") == b""


@pytest.mark.fault("service")
@pytest.mark.parametrize("separator", [b"\r\nA: ", b""])
def test_headers_that_are_too_large_are_refused(served: Served, separator: bytes) -> None:
    """Many fields or one, whole or not."""
    head = b"GET /health HTTP/1.1\r\nA: " + separator.join([b"b" * 100] * 200)
    for end in (b"", b"\r\n\r\n"):
        assert served.raw(head + end).startswith(b"HTTP/1.1 431 ")


@pytest.mark.fault("service")
def test_a_body_that_says_it_is_too_large_is_refused_unread(served: Served) -> None:
    """413 before a byte of it is sent, also to a caller that waits for leave to send."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    declared = b"Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n"
    answer = served.raw(head + declared)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"100 Continue" not in answer


@pytest.mark.fault("service")
def test_a_body_that_grows_too_large_is_refused(served: Served) -> None:
    """In pieces without a length; the answer arrives although the caller goes on sending."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n" + piece * 20)
        connection.sendall(b"0\r\n\r\n")
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 413 ")


@pytest.mark.fault("service")
def test_a_caller_that_sends_for_ever_is_cut_off(served: Served) -> None:
    """The answer is there, and what still comes is read for a short time only."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        assert is_cut_off(connection, piece, 2000)


@pytest.mark.fault("service")
def test_a_caller_that_closes_his_half_gets_his_answer(served: Served) -> None:
    """He has said all that he had to say, which is no reason to hang up."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    answer = served.raw(head + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE, close_half=True)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["kind"] == "article"


@pytest.mark.fault("service")
def test_requests_on_one_connection_are_answered_in_their_order(served: Served) -> None:
    """Three at once, the slow one first (HTTP/1.1 pipelining)."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    page = head + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    last = b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answer = served.raw(page + page + last)
    assert answer.count(b"HTTP/1.1 200 ") == 3
    assert answer.index(b'"kind":"article"') < answer.index(b'"status":"ok"')


@pytest.mark.fault("service")
@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_is_a_bad_request_or_hung_up_on(served: Served, data: bytes) -> None:
    """Never an error of the service, and the next one is answered."""
    answer = served.raw(data)
    assert not answer or answer.startswith(b"HTTP/1.1 4"), answer
    assert served.get("/health").status == 200


@pytest.mark.fault("service")
def test_an_offer_of_another_protocol_is_passed_over(served: Served) -> None:
    """Clients that would like HTTP/2 send their request with the offer."""
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n" + offer
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE)
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 ")


@pytest.mark.fault("service")
def test_a_caller_that_does_not_take_his_answers_is_cut_off(served: Served) -> None:
    """Requests without end on one connection, and nothing is read of what comes back."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    page = head + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        assert is_cut_off(connection, page, 3000)
    assert served.get("/health").status == 200


@pytest.mark.fault("service")
def test_callers_that_go_away_leave_nothing_behind(served: Served) -> None:
    """Fifty hang up in the middle of a body, fifty before the answer."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
    whole = head + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    for data in [whole[:5000]] * 50 + [whole] * 50:
        with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
            connection.sendall(data)
    assert is_well(served.post("/v1/extract", PAGE))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        metrics = served.get("/metrics").body.decode()
        # The one that asks is under way itself.
        if "bodycopy_requests_under_way 1.0" in metrics and "bodycopy_body_bytes 0.0" in metrics:
            return
        time.sleep(0.1)
    raise AssertionError(metrics)


@pytest.mark.fault("service")
def test_nothing_of_all_this_was_an_error_of_the_service(served: Served) -> None:
    """No 500 was counted, and no traceback of the service is in the log."""
    assert 'status="500"' not in served.get("/metrics").body.decode()
    assert [line["exception"][-900:] for line in served.log if "exception" in line] == []


@pytest.mark.fault("service")
def test_too_much_at_once_is_refused_with_the_time_to_come_again() -> None:
    """One page hangs, one waits in the socket, two in the queue: the fifth is one too many."""
    with Served(extractor="faulty_extractor", page_seconds=5.0, queue=2) as served:
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(served.post, "/v1/extract", faulty("hang")) for _ in range(4)]
            while "bodycopy_pages_waiting 2.0" not in served.get("/metrics").body.decode():
                time.sleep(0.02)
            reply = served.post("/v1/extract", PAGE)
            # Its end: the answers of the others are those of another test.
            served.process.kill()
            for one in asked:
                assert one.exception() is not None
        assert (reply.status, reply.problem) == (429, "too-many-requests")
        assert int(reply.headers["retry-after"]) >= 1
        assert reply.json()["blame"] == "service"


@pytest.mark.fault("service")
def test_a_page_that_waits_too_long_is_refused() -> None:
    """The only worker hangs: who waits for it is told before the worker is replaced."""
    with Served(extractor="faulty_extractor", page_seconds=6.0, queue_seconds=1.0) as served:
        with ThreadPoolExecutor(3) as pool:
            hung = [pool.submit(served.post, "/v1/extract", faulty("hang")) for _ in range(2)]
            while "bodycopy_workers_busy 1.0" not in served.get("/metrics").body.decode():
                time.sleep(0.02)
            time.sleep(0.3)
            reply = served.post("/v1/extract", PAGE)
            served.process.kill()
            for one in hung:
                assert one.exception() is not None
        assert (reply.status, reply.problem) == (503, "no-worker")
        assert int(reply.headers["retry-after"]) >= 1


@pytest.mark.fault("service")
def test_more_requests_than_may_be_are_refused() -> None:
    """Two callers hold their bodies back: the third is told so, and health answers still."""
    with Served(concurrency=2, body_seconds=20.0) as served:
        head = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\n"
        address = ("127.0.0.1", served.port)
        with socket.create_connection(address) as one, socket.create_connection(address) as two:
            for connection in (one, two):
                connection.sendall(head + b"Content-Length: 9\r\n\r\n<p>")
            while served.get("/v1/schema").status == 200:
                time.sleep(0.02)
            assert served.post("/v1/extract", PAGE).status == 429
            assert served.get("/health").status == 200


@pytest.mark.fault("service")
def test_more_bytes_than_may_be_are_refused() -> None:
    """Bodies under way share one buffer."""
    with Served(buffer=60_000) as served:
        assert is_well(served.post("/v1/extract", PAGE))
        reply = served.post("/v1/extract", b"<p>" + b"x" * 70_000)
        assert (reply.status, reply.problem) == (429, "too-many-requests")
        assert is_well(served.post("/v1/extract", PAGE))


@pytest.mark.fault("service")
def test_a_stop_lets_what_runs_finish() -> None:
    """The request that has begun is answered, the next one finds nobody; exit status 0."""
    with Served(extractor="faulty_extractor", page_seconds=3.0) as served:
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(served.post, "/v1/extract", faulty("hang"))
            while "bodycopy_workers_busy 1.0" not in served.get("/metrics").body.decode():
                time.sleep(0.02)
            served.process.send_signal(signal.SIGTERM)
            served.wait_for("stopping")
            wait_until_refused(served.port)
            assert asked.result().problem == "page-too-slow"
        assert served.process.wait(30) == 0
        served.wait_for("stopped")


@pytest.mark.fault("service")
def test_a_stop_does_not_wait_for_ever() -> None:
    """A page that hangs for longer than the service may take to stop is given up."""
    with (
        Served(extractor="faulty_extractor", page_seconds=300.0, stop_seconds=1.0) as served,
        ThreadPoolExecutor(1) as pool,
    ):
        asked = pool.submit(served.post, "/v1/extract", faulty("hang"))
        while "bodycopy_workers_busy 1.0" not in served.get("/metrics").body.decode():
            time.sleep(0.02)
        assert served.stop() == 0
        # An answer or none, but an end.
        asked.exception(30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_service_stops_at_once(number: int) -> None:
    """With an open connection that asks for nothing, and no workers left behind."""
    with Served() as served, socket.create_connection(("127.0.0.1", served.port)) as idle:
        assert served.stop(number) == 0
        assert read_all(idle) == b""


@pytest.mark.fault("service")
@LINUX
def test_workers_do_not_outlive_a_service_that_is_killed() -> None:
    """SIGKILL leaves no time to tell them; the kernel does."""
    with Served() as served:
        workers = children_of(served.process.pid)
        assert len(workers) == 2
        served.process.kill()
        served.process.wait()
        deadline = time.monotonic() + 20
        while any(_lives(worker) for worker in workers) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(_lives(worker) for worker in workers)


def _lives(process_id: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False


def test_workers_that_never_come_end_the_service() -> None:
    """An extractor that cannot be loaded is told at the start, with what Python said."""
    with pytest.raises(AssertionError, match="no_such_extractor"):
        Served(extractor="no_such_extractor")


def test_a_port_that_is_taken_is_told() -> None:
    """Before any worker is started."""
    from bodycopy.errors import UsageError
    from bodycopy.service.server import serve
    from bodycopy.service.settings import Settings

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port}"):
            serve(Settings(port=port))
