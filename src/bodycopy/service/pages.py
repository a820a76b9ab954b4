"""One page in, one record out: ``/v1/extract``, ``/v1/extract-text``, ``/v1/inspect``."""

from __future__ import annotations

import hashlib
import logging

from starlette.requests import Request
from starlette.responses import Response

from bodycopy.service.asks import Answer, Ask, Kind, Outcome
from bodycopy.service.body import read_body
from bodycopy.service.envelope import Note
from bodycopy.service.media import content_type_of, essence, format_for
from bodycopy.service.option_values import options_of_query
from bodycopy.service.page_requests import HtmlRequest, LineRequest, TextRequest, read_json
from bodycopy.service.pool_errors import (
    NoWorkerError,
    QueueFullError,
    TooLateError,
    WorkerLostError,
)
from bodycopy.service.problem import Problem
from bodycopy.service.state import Service, service_of

__all__ = ["HTML_TYPES", "TEXT_TYPES", "extract", "extract_text", "extracted", "inspect"]

_log = logging.getLogger(__name__)

HTML_TYPES = ("text/html", "application/xhtml+xml", "application/octet-stream")
TEXT_TYPES = ("text/plain", "text/markdown", "application/octet-stream")
_JSON = "application/json"


async def extract(request: Request) -> Response:
    """The record of a page of HTML."""
    service = service_of(request)
    options, given = options_of_query(request.query_params.multi_items(), ("url", "format"))
    shown = format_for(request.headers.get("accept"), given.get("format"))
    kind = _media_type(request, HTML_TYPES)
    with service.buffer.share() as share:
        data = await read_body(request, service.settings, share)
        if kind == _JSON:
            asked = read_json(data, HtmlRequest)
            ask = asked.ask(options, format_name=shown, url=given.get("url"))
        else:
            ask = Ask(
                kind=Kind.EXTRACT,
                data=data,
                url=given.get("url"),
                content_type=_header(request),
                format=shown,
                options=options,
            )
        return await _answer(request, service, ask)


async def extract_text(request: Request) -> Response:
    """The record of a page that was flattened to text."""
    service = service_of(request)
    query = request.query_params.multi_items()
    options, given = options_of_query(query, ("url", "language", "format"))
    shown = format_for(request.headers.get("accept"), given.get("format"))
    kind = _media_type(request, TEXT_TYPES)
    with service.buffer.share() as share:
        data = await read_body(request, service.settings, share)
        if kind == _JSON:
            asked = read_json(data, TextRequest)
            ask = asked.ask(
                options, format_name=shown, url=given.get("url"), language=given.get("language")
            )
        else:
            ask = Ask(
                kind=Kind.EXTRACT_TEXT,
                data=data,
                url=given.get("url"),
                content_type=_header(request),
                language=given.get("language"),
                format=shown,
                options=options,
            )
        return await _answer(request, service, ask)


async def inspect(request: Request) -> Response:
    """What the inspector shows of a page."""
    service = service_of(request)
    _media_type(request, ())
    with service.buffer.share() as share:
        data = await read_body(request, service.settings, share)
        ask = read_json(data, LineRequest).which().ask(None, inspects=True)
        return await _answer(request, service, ask)


def _header(request: Request) -> str | None:
    return request.headers.get("content-type")


def _media_type(request: Request, kinds: tuple[str, ...]) -> str:
    """What the body is. Raises a ``Problem`` for what no page comes as."""
    kind = essence(_header(request))
    if kind in kinds or kind == _JSON:
        return kind
    known = ", ".join((*kinds, _JSON))
    raise Problem(
        "unsupported-media-type",
        f"Content-Type is {kind[:80] or 'missing'}; send one of {known}",
        closes=True,
    )


async def _answer(request: Request, service: Service, ask: Ask) -> Response:
    note: Note = request.scope["note"]
    note["bytes"] = len(ask.data)
    try:
        answer = await extracted(service, ask)
    except Problem as problem:
        service.metrics.pages.labels(problem.name).inc()
        raise
    note["outcome"] = answer.reason or answer.outcome
    service.metrics.pages.labels(note["outcome"]).inc()
    return Response(answer.body, headers={"content-type": content_type_of(answer.format)})


async def extracted(service: Service, ask: Ask, *, of_batch: bool = False) -> Answer:
    """The answer of a worker, with a record in it. Raises a ``Problem`` where there is none."""
    pool = service.pool
    try:
        answer = await (pool.extract_of_batch(ask) if of_batch else pool.extract(ask))
    except QueueFullError as error:
        detail = f"{service.pool.waiting} pages wait, which is all that may"
        raise Problem("too-many-requests", detail, retry_after=error.seconds) from error
    except NoWorkerError as error:
        wait = service.pool.seconds_to_wait()
        raise Problem("no-worker", str(error), retry_after=wait) from error
    except TooLateError as error:
        raise Problem("page-too-slow", f"its extraction was given up: {error}") from error
    except WorkerLostError as error:
        _log.error("page fails", extra={"fields": _traced(ask, str(error))})
        raise Problem("page-fails", f"{error}, and so did the next one") from error
    return _checked(answer, ask)


def _checked(answer: Answer, ask: Ask) -> Answer:
    if answer.outcome is Outcome.USAGE:
        raise Problem("invalid-request", answer.body.decode())
    if answer.outcome is Outcome.MEMORY:
        raise Problem("page-too-costly", "its extraction took more memory than a page may take")
    if answer.outcome is Outcome.ERROR:
        said = answer.body.decode("utf-8", "replace")
        _log.error("page fails", extra={"fields": _traced(ask, said)})
        raise Problem("page-fails", "the extractor raised an error; the log has it")
    return answer


def _traced(ask: Ask, said: str) -> dict[str, object]:
    """What finds the page again, without the page."""
    digest = hashlib.sha256(ask.data).hexdigest()
    return {"sha256": digest, "bytes": len(ask.data), "said": said}
