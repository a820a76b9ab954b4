"""One worker as the service sees it: a process, and the pages that are on their way through it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable

from bodycopy.service.asks import Answer, Ask, Frames, Outcome, frame, read_answer
from bodycopy.service.settings import Settings
from bodycopy.worker_process import worker_environment

__all__ = ["Errand", "WorkerLink"]


class Errand:
    """One page on its way: what is asked, who waits for it, what happened to it so far."""

    __slots__ = ("answer", "frame", "strikes", "waiting")

    def __init__(self, ask: Ask, answer: asyncio.Future[Answer]) -> None:
        self.frame = frame(ask)
        self.answer = answer
        self.strikes = 0
        """Workers that did not survive it."""
        self.waiting: asyncio.TimerHandle | None = None
        """Gives it up when no worker begins it in time."""

    def has_begun(self) -> None:
        """A worker has it: it waits no more."""
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    def finish(self, answer: Answer) -> None:
        """Tell who waits, unless he was told before or has gone."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        """The same, with what an ``await`` is to raise."""
        if not self.answer.done():
            self.answer.set_exception(error)


class WorkerLink(asyncio.Protocol):
    """The service's end of the socket to a worker, and the process behind it."""

    def __init__(
        self,
        settings: Settings,
        on_answer: Callable[[WorkerLink], None],
        on_end: Callable[[WorkerLink], None],
    ) -> None:
        self._settings = settings
        self._on_answer = on_answer
        self._on_end = on_end
        self._loop = asyncio.get_running_loop()
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None
        self._clock: asyncio.TimerHandle | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        self.errands: deque[Errand] = deque()
        """What it has: the first one is being extracted, the others wait in its socket."""
        self.is_ready = False
        self.is_overdue = False
        """It was killed because its page took too long."""
        self.is_retiring = False
        """It said that it ends."""
        self.begun_at = 0.0
        """When its first errand began, by the clock of the loop."""
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        ours, theirs = socket.socketpair()
        try:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "bodycopy.service.worker"),
                    *(str(theirs.fileno()), str(os.getpid())),
                    *(str(self._settings.memory), self._settings.extractor),
                ],
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                env=worker_environment(),
                pass_fds=[theirs.fileno()],
            )
        except BaseException:
            ours.close()
            self._errors.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        self._ours = ours
        return process

    async def connect(self) -> None:
        """Begin to listen to it."""
        await self._loop.create_connection(lambda: self, sock=self._ours)

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the way to write to it."""
        self._transport = transport
        # A worker needs this long at most to load what it works with.
        self._clock = self._loop.call_later(_START_SECONDS, self.kill)

    def data_received(self, data: bytes) -> None:
        """Hand its answers to those who wait for them."""
        for message in self._frames.feed(data):
            self._take(read_answer(message))

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, or will at once."""
        self._stop_clock()
        self._on_end(self)

    # of the pool

    def give(self, errand: Errand) -> None:
        """Send it a page."""
        assert self._transport is not None
        self.errands.append(errand)
        errand.has_begun()
        self._transport.write(errand.frame)
        if len(self.errands) == 1:
            self._start_clock()

    def kill(self) -> None:
        """End it now; its socket tells when it has ended."""
        self.is_overdue = True
        self.process.kill()

    def bury(self) -> int:
        """Wait for the end of the process, hurry it, and give its exit status. Blocks."""
        try:
            status = self.process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        return status

    def last_words(self) -> str:
        """The end of what it wrote to standard error; once."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        words = self._errors.read().decode("utf-8", "replace").strip()
        self._errors.close()
        return words

    def close(self) -> None:
        """End it, whatever it does."""
        self._stop_clock()
        self.process.kill()
        if self._transport is not None:
            self._transport.abort()

    def _take(self, answer: Answer) -> None:
        self._stop_clock()
        if answer.outcome is Outcome.READY:
            self.is_ready = True
        else:
            self.errands.popleft().finish(answer)
            self.is_retiring = answer.is_last
        if self.errands and not self.is_retiring:
            self._start_clock()
        self._on_answer(self)

    def _start_clock(self) -> None:
        self.begun_at = self._loop.time()
        self._clock = self._loop.call_later(self._settings.page_seconds, self.kill)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


_START_SECONDS = 60.0
# A process whose socket has closed is about to be gone; one that closed it itself may not be.
_LAST_SECONDS = 1.0
