"""The body of a request, within limits: of one body, of its time, of all bodies together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from starlette.requests import ClientDisconnect, Request

from bodycopy.service.problem import Problem
from bodycopy.service.settings import Settings

__all__ = ["Buffer", "check_length", "pieces_of", "read_body"]


class Buffer:
    """Bytes of bodies that are held at the moment, of all requests together."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.held = 0

    @contextmanager
    def share(self) -> Iterator[Share]:
        """Room for one body; given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            self.held -= share.held


class Share:
    """What one request holds of a buffer."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer
        self.held = 0

    def take(self, size: int) -> None:
        """Hold so many bytes more. Raises a ``Problem`` where the buffer is full."""
        if self._buffer.held + size > self._buffer.size:
            raise Problem(
                "too-many-requests",
                f"bodies of {self._buffer.held} bytes are under way, {self._buffer.size} may be",
                retry_after=1,
                closes=True,
            )
        self._buffer.held += size
        self.held += size

    def give_back(self, size: int) -> None:
        """Hold so many bytes less."""
        self._buffer.held -= size
        self.held -= size


def check_length(request: Request, settings: Settings) -> None:
    """Refuse a body that says of itself that it is too large, before any of it is read."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(
            "unsupported-media-type",
            "send the body as it is, without Content-Encoding",
            closes=True,
        )
    declared = request.headers.get("content-length")
    # The server has checked that it is a number.
    if declared is not None and int(declared) > settings.max_body:
        raise _too_large(settings)


def _too_large(settings: Settings) -> Problem:
    return Problem("body-too-large", f"a body may have {settings.max_body} bytes")


async def read_body(request: Request, settings: Settings, share: Share) -> bytes:
    """The whole body. Raises a ``Problem`` where it is too large or too slow."""
    check_length(request, settings)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(settings.body_seconds):
            while True:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                piece = message.get("body", b"")
                size += len(piece)
                if size > settings.max_body:
                    raise _too_large(settings)
                share.take(len(piece))
                pieces.append(piece)
                if not message.get("more_body", False):
                    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
    except TimeoutError:
        raise Problem(
            "body-too-slow",
            f"{size} bytes of the body arrived in {settings.body_seconds:g} seconds",
            closes=True,
        ) from None


async def pieces_of(request: Request, settings: Settings) -> AsyncIterator[bytes]:
    """The body piece by piece, however long; raises a ``Problem`` where nothing comes for long."""
    more = True
    while more:
        try:
            async with asyncio.timeout(settings.body_seconds):
                message = await request.receive()
        except TimeoutError:
            raise Problem(
                "body-too-slow",
                f"nothing of the body arrived for {settings.body_seconds:g} seconds",
                closes=True,
            ) from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        more = message.get("more_body", False)
        if piece := message.get("body", b""):
            yield piece
