"""One connection: what keeps slow, endless and half-closed ones from doing harm.

# Strategy: uvicorn's protocol on httptools reads and writes HTTP; it sets no limit to headers,
# to their time, to the time that an answer takes to be taken, and to what is still sent when the
# answer has been given. These limits are put around it here.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any, ClassVar

import msgspec
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from bodycopy.service.problem import PROBLEM_TYPE, Problem
from bodycopy.service.settings import Settings

__all__ = ["connection_class"]

# What a caller may still send behind an answer that he did not wait for, and how long. Closed
# at once, the connection would be reset, and the answer lost on its way.
_LATE_BYTES, _LATE_SECONDS = 1 << 20, 2.0


class _Connection(HttpToolsProtocol):
    """HTTP/1.1 with limits."""

    settings: ClassVar[Settings]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._header_size = 0
        """Bytes that came for headers which are not whole yet."""
        self._field_size = 0
        """Of the first line and the fields that were parsed."""
        self._in_headers = True
        self._late_size = 0
        self._is_late = False
        self._clock: asyncio.TimerHandle | None = None
        self._write_clock: asyncio.TimerHandle | None = None
        self._late_clock: asyncio.TimerHandle | None = None
        self._under_way: list[RequestResponseCycle] = []

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the caller time for his first request."""
        super().connection_made(transport)
        self.flow = _Flow(transport, self)
        self._start_header_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        for clock in (self._clock, self._write_clock, self._late_clock):
            if clock is not None:
                clock.cancel()
        super().connection_lost(exc)
        # uvicorn tells the last request alone; one before it would write to what is closed.
        for cycle in self._under_way:
            if not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()

    def data_received(self, data: bytes) -> None:
        """Hand on what is within the limits."""
        if self.transport.is_closing():
            return
        if self._is_late:
            self._late_size += len(data)
            if self._late_size > _LATE_BYTES:
                self.transport.close()
                return
        if self._in_headers:
            self._header_size += len(data)
        super().data_received(data)
        # Behind the parser: a body may have come in the same piece.
        if self._in_headers and self._header_size > self.settings.max_header:
            self._refuse(self._too_large())

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer a caller who has said all and closed his half."""
        cycle = self.pipeline[0][0] if self.pipeline else self.cycle
        if cycle is None or cycle.more_body or cycle.response_complete:
            return False
        cycle.keep_alive = False
        return True

    def pause_writing(self) -> None:
        """Give the caller time to take what he asked for."""
        super().pause_writing()
        self._write_clock = self.loop.call_later(self.settings.body_seconds, self._abort)

    def resume_writing(self) -> None:
        """He took it."""
        if self._write_clock is not None:
            self._write_clock.cancel()
            self._write_clock = None
        super().resume_writing()

    # of the parser

    def on_message_begin(self) -> None:
        """The next request begins."""
        self._in_headers, self._field_size = True, 0
        self._is_late, self._late_size = False, 0
        self._stop_clock("_late_clock")
        if self._clock is None:
            self._start_header_clock()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of the first line."""
        self._count_field(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One field."""
        # ": " and the end of the line count as well.
        self._count_field(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The request may be answered."""
        self._in_headers, self._header_size = False, 0
        self._stop_clock("_clock")
        super().on_headers_complete()
        waiting = [cycle for cycle in self._under_way if not cycle.response_complete]
        self._under_way = [*waiting, self.cycle]

    def on_message_complete(self) -> None:
        """Whatever comes now are the headers of the next one."""
        self._in_headers, self._header_size = True, 0
        self._is_late = False
        self._stop_clock("_late_clock")
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A body that is still arriving has a short time left."""
        # With more requests in line, what arrives now is the body of one of them.
        is_last = not self.pipeline and self.cycle.response_complete
        super().on_response_complete()
        if is_last and self.cycle.more_body and not self.transport.is_closing():
            self._is_late, self._late_size = True, 0
            self._late_clock = self.loop.call_later(_LATE_SECONDS, self.transport.close)

    def send_400_response(self, msg: str) -> None:
        """What cannot be parsed gets a problem like any other fault."""
        if self._field_size > self.settings.max_header:
            self._refuse(self._too_large())
        else:
            self._refuse(Problem("bad-request", msg))

    def _count_field(self, size: int) -> None:
        self._field_size += size
        if self._field_size > self.settings.max_header:
            # The parser stops at an error, and hands it on as one of its own.
            raise OverflowError("headers too large")

    def _too_large(self) -> Problem:
        return Problem("headers-too-large", f"they may have {self.settings.max_header} bytes")

    def _refuse(self, problem: Problem) -> None:
        """Answer in the place of the application, and end the connection."""
        body = msgspec.json.encode(problem.body())
        # An answer under way would be cut by this one.
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(
                b"HTTP/1.1 %d %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n"
                b"x-content-type-options: nosniff\r\nconnection: close\r\n\r\n%s"
                % (
                    problem.status,
                    problem.known.title.encode(),
                    PROBLEM_TYPE.encode(),
                    len(body),
                    body,
                )
            )
        self.transport.close()

    def _start_header_clock(self) -> None:
        self._clock = self.loop.call_later(self.settings.header_seconds, self.transport.close)

    def _stop_clock(self, name: str) -> None:
        clock = getattr(self, name)
        if clock is not None:
            clock.cancel()
            setattr(self, name, None)

    def _abort(self) -> None:
        """End it without what is still to be sent: nobody takes it."""
        connection = self.transport.get_extra_info("socket")
        # Else the system would go on for minutes with what it has been given to send.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class _Flow(FlowControl):
    """Reads no further while requests wait for the one before them.

    uvicorn's own goes on whenever a request asks for its body: who sends many at once and takes
    his time with the answers would fill the memory.
    """

    def __init__(self, transport: asyncio.Transport, connection: _Connection) -> None:
        super().__init__(transport)
        self._connection = connection

    def resume_reading(self) -> None:
        """Go on, if all that was read is under way."""
        if not self._connection.pipeline:
            super().resume_reading()


def connection_class(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol with the limits of those settings, as uvicorn takes it."""
    return type("Connection", (_Connection,), {"settings": settings})
