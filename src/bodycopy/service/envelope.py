"""What every request goes through: its number, its token, its headers, its line in the log."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bodycopy.service.access import check_token
from bodycopy.service.log import request_id
from bodycopy.service.metrics import Metrics
from bodycopy.service.problem import Problem, problem_response
from bodycopy.service.settings import Settings

__all__ = ["Envelope", "Note"]

_log = logging.getLogger(__name__)

# Answers are data: whoever opens one in a browser gets no script, frame or guess at its type.
_SECURE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
# What callers may number their requests with: nothing that a log or a header cannot hold.
_SANE = re.compile(rb"[A-Za-z0-9._:/+=-]{1,128}")

Note = MutableMapping[str, Any]
"""What is learned of a request on its way and told in the log: ``request.scope["note"]``."""


class Envelope:
    """The application with all of that around it."""

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, routes: set[str]
    ) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._routes = routes
        self._tokens = tuple(token.encode() for token in settings.tokens)
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; hand on what is none (the lifespan of the server)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _number(scope)
        token = request_id.set(number)
        scope["note"] = {}
        exchange = _Exchange(send, number.encode())
        began = time.perf_counter()
        self.under_way += 1
        try:
            await self._answer(scope, receive, exchange)
        finally:
            self.under_way -= 1
            self._tell(scope, exchange, time.perf_counter() - began)
            request_id.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, exchange: _Exchange) -> None:
        try:
            check_token(scope, self._tokens)
            if self.under_way > self._settings.concurrency and not scope["path"].startswith(
                "/health"
            ):
                most = self._settings.concurrency
                detail = f"{most} requests are under way, which is all that may be"
                raise Problem("too-many-requests", detail, retry_after=1, closes=True)
        except Problem as problem:
            scope["note"]["problem"] = problem.name
            await problem_response(problem)(scope, receive, exchange.send)
        else:
            await self._app(scope, receive, exchange.send)

    def _tell(self, scope: Scope, exchange: _Exchange, seconds: float) -> None:
        path: str = scope["path"]
        route = path if path in self._routes else "other"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        # 499 is what servers note where the client was gone before there was an answer.
        status = exchange.status or 499
        self._metrics.requests.labels(route, method, status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if not self._settings.quiet:
            fields = {
                "method": scope["method"],
                "path": path[:200],
                "status": status,
                "milliseconds": round(1000 * seconds, 1),
                "bytes_sent": exchange.size,
            }
            _log.info("request", extra={"fields": fields | scope["note"]})


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _number(scope: Scope) -> str:
    """The number that the caller gave the request, if it is sane; else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _SANE.fullmatch(value):
            return bytes(value).decode()
    return secrets.token_hex(8)


class _Exchange:
    """The way of an answer: gets its headers, is counted."""

    def __init__(self, send: Send, number: bytes) -> None:
        self._send = send
        self._number = number
        self.status = 0
        self.size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", ()))
            present = {name for name, _ in headers}
            headers += [one for one in _SECURE if one[0] not in present]
            headers.append((b"x-request-id", self._number))
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)
