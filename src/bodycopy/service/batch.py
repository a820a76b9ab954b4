"""Many pages in one request: ``/v1/batch``, NDJSON in, NDJSON out.

# Strategy: lines are given to workers as they arrive, a few ahead of the answers, and answers
# are sent in the order of the lines. Whoever does not take the answers stops the reading of the
# lines: nothing piles up here. A bad line gets a problem in the place of its record.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bodycopy.options import Options
from bodycopy.service.body import Share, pieces_of
from bodycopy.service.media import essence
from bodycopy.service.option_values import options_of_query
from bodycopy.service.page_requests import LineRequest, read_json
from bodycopy.service.pages import extracted
from bodycopy.service.problem import Problem, ProblemBody
from bodycopy.service.state import Service, service_of

__all__ = ["NDJSON_TYPES", "ProblemLine", "batch"]

NDJSON_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl")
# Lines a worker: enough to keep all busy behind a slow one.
_AHEAD = 4


class ProblemLine(ProblemBody, frozen=True, kw_only=True, tag="problem", tag_field="kind"):
    """What stands in the place of a record: the problem of that line."""

    line: int
    """From 1; empty lines count."""


async def batch(request: Request) -> Response:
    """A record for every line, in their order, while lines still arrive."""
    service = service_of(request)
    kind = essence(request.headers.get("content-type"))
    if kind not in NDJSON_TYPES:
        known = ", ".join(NDJSON_TYPES)
        detail = f"Content-Type is {kind[:80] or 'missing'}; send one of {known}"
        raise Problem("unsupported-media-type", detail, closes=True)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        detail = "send the body as it is, without Content-Encoding"
        raise Problem("unsupported-media-type", detail, closes=True)
    options, _ = options_of_query(request.query_params.multi_items(), ())
    if service.batches >= service.settings.batches:
        detail = f"{service.batches} batches are under way, which is all that may be"
        raise Problem("too-many-requests", detail, retry_after=1, closes=True)
    return _BatchResponse(_Batch(service, request, options))


class _BatchResponse(Response):
    """Sends lines as they come, each within its time."""

    def __init__(self, batch: _Batch) -> None:
        self._batch = batch
        super().__init__(media_type="application/x-ndjson")
        # Its length is not known.
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        service = self._batch.service
        service.batches += 1
        try:
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            async for line in self._batch.lines():
                # Waits while the caller does not take them; the connection ends that in time.
                await send({"type": "http.response.body", "body": line, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except ClientDisconnect:
            scope["note"]["gone"] = True
        finally:
            service.batches -= 1
            scope["note"] |= {"lines": self._batch.count, "bad_lines": self._batch.bad}


class _Batch:
    """The lines of one request on their way."""

    def __init__(self, service: Service, request: Request, options: Options | None) -> None:
        self.service = service
        self.count = 0
        self.bad = 0
        self._request = request
        self._options = options
        ahead = _AHEAD * service.settings.workers
        self._answers: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue(ahead)

    async def lines(self) -> AsyncIterator[bytes]:
        """The answers, each with its line break, in the order of the lines."""
        with self.service.buffer.share() as share:
            reader = asyncio.create_task(self._read(share))
            try:
                while (answer := await self._answers.get()) is not None:
                    yield await answer
                await reader
            except Problem as problem:
                yield self._problem(problem, self.count + 1)
            finally:
                reader.cancel()
                while not self._answers.empty():
                    if (left := self._answers.get_nowait()) is not None:
                        left.cancel()

    async def _read(self, share: Share) -> None:
        """Have every line answered; the queue makes this wait for whoever takes the answers."""
        try:
            async for number, line in self._numbered(share):
                self.count = number
                if line is None or line.strip():
                    share.take(len(line or b""))
                    task = asyncio.create_task(self._answer(number, line, share))
                    await self._answers.put(task)
        finally:
            await self._answers.put(None)

    async def _numbered(self, share: Share) -> AsyncIterator[tuple[int, bytes | None]]:
        """The lines with their numbers; ``None`` in the place of one that is too long."""
        lines = _Lines(self.service.settings.max_body)
        number = 0
        async for piece in pieces_of(self._request, self.service.settings):
            for line in lines.feed(piece):
                number += 1
                yield number, line
        for line in lines.end():
            yield number + 1, line

    async def _answer(self, number: int, line: bytes | None, share: Share) -> bytes:
        metrics = self.service.metrics
        try:
            if line is None:
                most = self.service.settings.max_body
                raise Problem("body-too-large", f"a line may have {most} bytes")
            ask = read_json(line, LineRequest).which().ask(self._options)
            answer = await extracted(self.service, ask, of_batch=True)
        except Problem as problem:
            metrics.pages.labels(problem.name).inc()
            return self._problem(problem, number)
        finally:
            share.give_back(len(line or b""))
        metrics.pages.labels(answer.reason or answer.outcome).inc()
        return answer.body + b"\n"

    def _problem(self, problem: Problem, number: int) -> bytes:
        self.bad += 1
        body = msgspec.structs.asdict(problem.body())
        return msgspec.json.encode(ProblemLine(**body, line=number)) + b"\n"


class _Lines:
    """Pieces of any size in, whole lines out; a line that is too long is passed over."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._pieces: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> list[bytes | None]:
        """The lines that are whole now."""
        *ends, rest = piece.split(b"\n")
        found = [self._whole(end) for end in ends]
        self._keep(rest)
        return found

    def end(self) -> list[bytes | None]:
        """The last line, where it has no line break."""
        return [self._whole(b"")] if self._size else []

    def _whole(self, end: bytes) -> bytes | None:
        self._keep(end)
        line = b"".join(self._pieces) if self._size <= self._longest else None
        self._pieces, self._size = [], 0
        return line

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= self._longest:
            self._pieces.append(piece)
        else:
            self._pieces.clear()
