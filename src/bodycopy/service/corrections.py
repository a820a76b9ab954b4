"""Corrections out of the inspector: ``/v1/corrections``, one gold row a request."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bodycopy.errors import InputError, UsageError
from bodycopy.gold import GoldPage, append_gold
from bodycopy.service.body import read_body
from bodycopy.service.media import essence
from bodycopy.service.problem import Problem
from bodycopy.service.state import service_of

__all__ = ["add_correction"]


async def add_correction(request: Request) -> Response:
    """Append the row to the operator's file; on the disk when this answers."""
    service = service_of(request)
    path = service.settings.corrections
    if path is None:
        raise Problem(
            "no-corrections",
            "start the service with --corrections FILE, which they are appended to",
            closes=True,
        )
    _check_origin(request)
    with service.buffer.share() as share:
        data = await read_body(request, service.settings, share)
    try:
        page = GoldPage.from_json(data)
    except (InputError, UsageError) as error:
        raise Problem("invalid-request", str(error)) from error
    try:
        await asyncio.to_thread(append_gold, path, page)
    except UsageError as error:
        raise Problem("not-saved", str(error), retry_after=10) from error
    return Response(b'{"saved":1}', 201, media_type="application/json")


def _check_origin(request: Request) -> None:
    """Refuse what a page of another site makes a browser send: it would be written down here."""
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Problem("cross-site", "corrections are taken from the inspector itself", closes=True)
    # A form of another site cannot send this type, and a script not without asking first.
    if essence(request.headers.get("content-type")) != "application/json":
        raise Problem("unsupported-media-type", "send application/json", closes=True)
