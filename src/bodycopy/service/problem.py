"""Answers that are no answer: RFC 9457, with who is to blame.

``caller``: the request has to change. ``page``: this page gets no other answer, others do.
``service``: the same request may be sent again later.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec
from starlette.responses import Response

from bodycopy.service.log import request_id

__all__ = ["PROBLEMS", "PROBLEM_TYPE", "Blame", "Problem", "ProblemBody", "problem_response"]

PROBLEM_TYPE = "application/problem+json"


class Blame(StrEnum):
    """Whose turn it is to do something about it."""

    CALLER = "caller"
    PAGE = "page"
    SERVICE = "service"


class _Known(NamedTuple):
    status: int
    blame: Blame
    title: str


PROBLEMS = {
    "bad-request": _Known(400, Blame.CALLER, "The request cannot be read"),
    "no-token": _Known(401, Blame.CALLER, "A bearer token is needed"),
    "cross-site": _Known(403, Blame.CALLER, "Another site's page must not ask for this"),
    "not-found": _Known(404, Blame.CALLER, "There is nothing at this path"),
    "no-corrections": _Known(404, Blame.SERVICE, "Corrections are not taken here"),
    "method-not-allowed": _Known(405, Blame.CALLER, "The path does not have this method"),
    "not-acceptable": _Known(406, Blame.CALLER, "None of the types asked for can be given"),
    "body-too-slow": _Known(408, Blame.CALLER, "The body took too long to arrive"),
    "body-too-large": _Known(413, Blame.CALLER, "The body is too large"),
    "unsupported-media-type": _Known(415, Blame.CALLER, "The body is of a type not taken here"),
    "invalid-request": _Known(422, Blame.CALLER, "The request asks for what does not exist"),
    "page-fails": _Known(422, Blame.PAGE, "The extractor fails on this page"),
    "page-too-costly": _Known(422, Blame.PAGE, "The page takes too much memory"),
    "too-many-requests": _Known(429, Blame.SERVICE, "Too much is under way"),
    "headers-too-large": _Known(431, Blame.CALLER, "The headers are too large"),
    "internal-error": _Known(500, Blame.SERVICE, "The service made a mistake"),
    "not-saved": _Known(503, Blame.SERVICE, "The correction could not be written"),
    "no-worker": _Known(503, Blame.SERVICE, "No worker is free"),
    "page-too-slow": _Known(504, Blame.PAGE, "The page took too long"),
}
"""Every problem by its name, which is the end of its ``type``."""


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem as it is sent."""

    type: str
    """``/docs#`` and the problem's name: where this service explains it."""
    title: str
    status: int
    detail: str
    blame: Blame
    request_id: str | None = None


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Raised anywhere on the way of a request; the caller gets it as problem+json."""

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        retry_after: int | None = None,
        closes: bool = False,
        allow: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.name = name
        self.detail = detail
        self.known = PROBLEMS[name]
        self.headers: dict[str, str] = {}
        if retry_after is not None:
            self.headers["retry-after"] = str(retry_after)
        if closes:
            # What of the request is still to come would be read for nothing.
            self.headers["connection"] = "close"
        if allow is not None:
            self.headers["allow"] = allow
        if name == "no-token":
            self.headers["www-authenticate"] = 'Bearer realm="bodycopy"'

    @property
    def status(self) -> int:
        """Of the HTTP answer."""
        return self.known.status

    def body(self) -> ProblemBody:
        """What is sent."""
        return ProblemBody(
            type=f"/docs#{self.name}",
            title=self.known.title,
            status=self.known.status,
            detail=self.detail.encode("utf-8", "replace").decode(),
            blame=self.known.blame,
            request_id=request_id.get(),
        )


def problem_response(problem: Problem) -> Response:
    """The problem as an HTTP answer."""
    return Response(
        msgspec.json.encode(problem.body()),
        problem.status,
        problem.headers,
        PROBLEM_TYPE,
    )
