"""Tokens, corrections and the inspector's page: what browsers may and may not do."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="needs the extra service")

from authored import source
from bodycopy.errors import UsageError
from bodycopy.gold import GoldBlock, GoldPage, read_gold
from bodycopy.inspector import encode_inspection, inspect_page, inspect_text
from bodycopy.roles import Role
from bodycopy.service.access import read_tokens
from bodycopy.service.settings import Settings
from services import Served

PAGE = source("de_regional_daily")
TOKEN = "a-token-for-tests"
OLD = "the-token-before"
URL = "https://a.example/1"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where corrections go."""
    return tmp_path_factory.mktemp("gold") / "corrections.jsonl"


@pytest.fixture(scope="module")
def served(file: Path) -> Iterator[Served]:
    """A service with two tokens that takes corrections."""
    with Served(tokens=[TOKEN, OLD], corrections=str(file)) as service:
        yield service


@pytest.mark.parametrize("token", [TOKEN, OLD])
def test_whoever_has_a_token_may_ask(served: Served, token: str) -> None:
    """Either of them: one can be replaced while the other still holds."""
    reply = served.post("/v1/extract", PAGE, Authorization=f"Bearer {token}")
    assert reply.status == 200


@pytest.mark.fault("service")
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \xff\xfe", TOKEN]
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/batch", "/v1/nothing", "/metrics"])
def test_nobody_else_may(served: Served, path: str, header: str | None) -> None:
    """401 with the scheme to use, before anything is read; nothing tells which paths there are."""
    reply = served.post(path, PAGE, **({} if header is None else {"Authorization": header}))
    assert (reply.status, reply.problem) == (401, "no-token")
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert TOKEN not in reply.body.decode()


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/health", "/health/live"])
def test_what_tells_of_no_page_is_open(served: Served, path: str) -> None:
    """Balancers have no token, and the inspector's page asks for one itself."""
    assert served.get(path).status == 200


def test_tokens_come_from_a_file_or_the_environment(tmp_path: Path) -> None:
    """A file with one a line counts before the variable; one without any is a mistake."""
    path = tmp_path / "tokens"
    path.write_text(f"{TOKEN}\n{OLD}\n")
    assert read_tokens(str(path), {"BODYCOPY_TOKEN": "another-token"}) == (TOKEN, OLD)
    assert read_tokens(None, {"BODYCOPY_TOKEN": "another-token"}) == ("another-token",)
    assert read_tokens(None, {}) == ()
    path.write_text("\n")
    with pytest.raises(UsageError, match="one a line"):
        read_tokens(str(path), {})
    with pytest.raises(UsageError, match="cannot be read"):
        read_tokens(str(tmp_path / "nothing"), {})
    with pytest.raises(UsageError, match="8 or more"):
        Settings(tokens=("short",))


def row(name: str) -> bytes:
    """A page with the role of its only block, as the inspector saves it."""
    block = GoldBlock("Words of a paragraph.", Role.PARAGRAPH)
    return GoldPage(id=name, blocks=(block,), page_type="article", html="<p>Words.").to_json()


def test_corrections_are_appended_to_the_operators_file(served: Served, file: Path) -> None:
    """A row each, readable at once by whatever reads gold."""
    for name in ("one", "two"):
        reply = served.post(
            "/v1/corrections", row(name), "application/json", Authorization=f"Bearer {TOKEN}"
        )
        assert (reply.status, reply.json()) == (201, {"saved": 1})
    assert [page.id for page in read_gold(file)][-2:] == ["one", "two"]


@pytest.mark.fault("service")
@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {}, 422),
        (b"[", {}, 422),
        (row("three"), {"Content-Type": "text/plain"}, 415),
        (row("three"), {"Sec-Fetch-Site": "cross-site"}, 403),
        (row("three"), {"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_what_is_no_correction_is_not_written(
    served: Served, file: Path, body: bytes, headers: dict[str, str], status: int
) -> None:
    """No row, another type, or a request that a page of another site made a browser send."""
    before = file.read_bytes() if file.exists() else b""
    named = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"} | headers
    assert served.ask("POST", "/v1/corrections", body, named).status == status
    assert (file.read_bytes() if file.exists() else b"") == before


def test_the_inspectors_page_may_run_its_own_script_alone(served: Served) -> None:
    """Its policy is that of the page, not the one of answers, and no other site may frame it."""
    reply = served.get("/")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    policy = reply.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert b"<script" in reply.body


@pytest.mark.parametrize("kind", ["html", "text"])
def test_the_inspector_gets_what_it_shows(served: Served, kind: str) -> None:
    """A page or flattened text, inspected in a worker."""
    text = PAGE.decode() if kind == "html" else "A headline\n\n" + "Words of a paragraph. " * 20
    body = json.dumps({kind: text, "url": URL}).encode()
    reply = served.post("/v1/inspect", body, "application/json", Authorization=f"Bearer {TOKEN}")
    inspect = inspect_page if kind == "html" else inspect_text
    got, expected = reply.json(), json.loads(encode_inspection(inspect(text, url=URL)))
    # The weights behind a role are sums of floats: with another number of threads, their last
    # digits differ.
    for one in (*got["blocks"], *expected["blocks"]):
        one.pop("why")
    assert got == expected


def test_other_sites_get_no_leave_to_read(served: Served) -> None:
    """A preflight of a browser is answered like any method that a path does not have."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request(
        "OPTIONS",
        "/v1/extract",
        headers={
            "Origin": "https://other.example",
            "Access-Control-Request-Method": "POST",
            "Authorization": f"Bearer {TOKEN}",
        },
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 405
    assert answer.getheader("access-control-allow-origin") is None
