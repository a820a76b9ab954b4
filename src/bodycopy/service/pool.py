"""The workers: who gets which page, and what becomes of a page that a worker did not survive.

# Strategy: a worker has two pages at most, one under way and one in its socket, so that it
# never waits for the next. A page waits in one of two lines, singles and lines of batches, which
# are served in turn: a batch keeps no single page waiting for more than its neighbour. The page
# in the socket of a worker that takes its time is given to another that is idle as well; the
# first answer counts, since both are the same. One more worker than asked for stands by, so that
# a replacement costs no one the time of a start.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import deque
from collections.abc import Iterator

from bodycopy.service.asks import Answer, Ask
from bodycopy.service.metrics import Metrics
from bodycopy.service.pool_errors import (
    NoWorkerError,
    PoolError,
    QueueFullError,
    TooLateError,
    WorkerLostError,
)
from bodycopy.service.settings import Settings
from bodycopy.service.worker_link import Errand, WorkerLink
from bodycopy.worker_process import cause_of_death

__all__ = ["Pool"]

_log = logging.getLogger(__name__)

_IN_FLIGHT = 2
# A page that a worker did not survive gets a second chance, a third where the worker was
# killed from outside (by a person, or for memory that somebody else took).
_TRIES, _TRIES_WHEN_KILLED = 2, 3
# Seconds that a page may wait in the socket of a busy worker while another one is idle.
_STUCK = 0.02
_MOST_STILLBORN = 3
# Seconds between two starts of workers that die before they are ready.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class Pool:
    """``settings.workers`` processes that extract, and one that stands by."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._workers: list[WorkerLink] = []
        self._spare: WorkerLink | None = None
        self._lines: tuple[deque[Errand], deque[Errand]] = (deque(), deque())
        self._turn = 0
        self._stillborn = 0
        self._funerals: set[asyncio.Task[None]] = set()
        self._relief: asyncio.TimerHandle | None = None
        self._hiring = asyncio.Lock()
        self._is_closed = False
        self._first: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Start all workers and wait for the first. Raises ``PoolError`` where none comes."""
        self._first = asyncio.get_running_loop().create_future()
        for _ in range(self._settings.workers):
            self._workers.append(await self._hire())
        self._spare = await self._hire()
        await self._first

    async def close(self) -> None:
        """End all workers; pages under way are lost."""
        self._is_closed = True
        if self._relief is not None:
            self._relief.cancel()
        links = [*self._workers, *([self._spare] if self._spare else [])]
        for link in links:
            link.close()
        for errand in (*self._lines[0], *self._lines[1]):
            errand.fail(NoWorkerError("the service stops"))
        for task in self._funerals:
            task.cancel()
        await asyncio.gather(*self._funerals, return_exceptions=True)
        for link in links:
            await asyncio.to_thread(link.bury)

    async def extract(self, ask: Ask) -> Answer:
        """The answer to one page.

        Raises ``QueueFullError`` at once, ``NoWorkerError`` where none can begin in time,
        ``TooLateError`` and ``WorkerLostError`` where the page is at fault.
        """
        if len(self._lines[0]) >= self._settings.queue_size:
            raise QueueFullError(self.seconds_to_wait())
        return await self._line_up(ask, 0)

    async def extract_of_batch(self, ask: Ask) -> Answer:
        """The same for a line of a batch, whose sender waits rather than being refused."""
        return await self._line_up(ask, 1)

    @property
    def ready(self) -> int:
        """Workers that can take a page, without the one that stands by."""
        return sum(link.is_ready for link in self._workers)

    @property
    def busy(self) -> int:
        """Workers that have one."""
        return sum(bool(link.errands) for link in self._workers)

    @property
    def waiting(self) -> int:
        """Pages that no worker has begun."""
        return len(self._lines[0]) + len(self._lines[1])

    def process_ids(self) -> Iterator[int]:
        """Of all workers, the one that stands by included."""
        for link in (*self._workers, *([self._spare] if self._spare else [])):
            yield link.process.pid

    def seconds_to_wait(self) -> int:
        """When the queue will have been worked off, roughly; for ``Retry-After``."""
        seconds = self.waiting * _PAGE_SECONDS / max(self.ready, 1)
        return max(1, round(seconds))

    # pages

    async def _line_up(self, ask: Ask, line: int) -> Answer:
        loop = asyncio.get_running_loop()
        errand = Errand(ask, loop.create_future())
        errand.waiting = loop.call_later(self._settings.queue_seconds, self._give_up, errand)
        self._lines[line].append(errand)
        self._dispatch()
        return await errand.answer

    def _give_up(self, errand: Errand) -> None:
        for line in self._lines:
            if errand in line:
                line.remove(errand)
        seconds = self._settings.queue_seconds
        errand.fail(NoWorkerError(f"no worker was free for {seconds:g} seconds"))

    def _dispatch(self) -> None:
        """Give pages that wait to workers that have room, idle ones first."""
        for room in range(_IN_FLIGHT):
            for link in self._workers:
                if link.is_ready and len(link.errands) == room and not link.is_retiring:
                    errand = self._next()
                    if errand is None:
                        self._plan_relief()
                        return
                    link.give(errand)

    def _next(self) -> Errand | None:
        """The page whose turn it is; those whose caller has gone are passed over."""
        for _ in self._lines:
            self._turn = 1 - self._turn
            line = self._lines[self._turn]
            while line:
                errand = line.popleft()
                errand.has_begun()
                if not errand.answer.done():
                    return errand
        return None

    def _plan_relief(self) -> None:
        if self._relief is None and any(len(link.errands) > 1 for link in self._workers):
            loop = asyncio.get_running_loop()
            self._relief = loop.call_later(_STUCK, self._relieve)

    def _relieve(self) -> None:
        """Give what is stuck behind a long page to workers that are idle as well."""
        self._relief = None
        now = asyncio.get_running_loop().time()
        idle = [link for link in self._workers if link.is_ready and not link.errands]
        for link in self._workers:
            if idle and len(link.errands) > 1 and now - link.begun_at >= _STUCK:
                idle.pop().give(link.errands[1])
        if not any(not link.errands for link in self._workers):
            return
        self._plan_relief()

    # workers

    async def _hire(self) -> WorkerLink:
        link = WorkerLink(self._settings, self._answered, self._ended)
        await link.connect()
        return link

    def _answered(self, link: WorkerLink) -> None:
        """It is ready, or ready for more."""
        self._stillborn = 0
        if self.ready and self._first is not None and not self._first.done():
            self._first.set_result(None)
        self._dispatch()

    def _ended(self, link: WorkerLink) -> None:
        if self._is_closed:
            return
        # Before anything else is awaited: nobody gives a page to a worker that is gone.
        self._replace(link)
        task = asyncio.get_running_loop().create_task(self._bury(link))
        self._funerals.add(task)
        task.add_done_callback(self._funerals.discard)

    def _replace(self, link: WorkerLink) -> None:
        """Let the worker that stands by take the place of one that is gone."""
        if link is self._spare:
            self._spare = None
            return
        self._workers.remove(link)
        if self._spare is not None:
            self._workers.append(self._spare)
            self._spare = None

    async def _bury(self, link: WorkerLink) -> None:
        """Find out what it died of, give its pages to others, and hire another one."""
        errands, link.errands = link.errands, deque()
        suspect = None
        if errands and not link.is_retiring and link.is_overdue:
            errands.popleft().fail(TooLateError(f"over {self._settings.page_seconds:g} s"))
        elif errands and not link.is_retiring:
            suspect = errands.popleft()
        self._requeue(errands)
        self._dispatch()
        status = await asyncio.to_thread(link.bury)
        words = link.last_words()
        if suspect is not None:
            self._try_again(suspect, status)
        self._note_end(link, status, words)
        if not link.is_ready:
            await self._pause(status, words)
        await self._fill_up()
        self._dispatch()

    def _requeue(self, errands: deque[Errand]) -> None:
        """To the front: they have waited before."""
        self._lines[0].extendleft(reversed(errands))

    def _try_again(self, errand: Errand, status: int) -> None:
        errand.strikes += 1
        was_killed = status == -signal.SIGKILL
        if errand.strikes < (_TRIES_WHEN_KILLED if was_killed else _TRIES):
            self._requeue(deque([errand]))
            self._dispatch()
        else:
            errand.fail(WorkerLostError(cause_of_death(status)))

    def _note_end(self, link: WorkerLink, status: int, words: str) -> None:
        if link.is_retiring:
            cause = "memory"
        elif link.is_overdue:
            cause = "timeout"
        else:
            cause = "death"
        self._metrics.worker_ends.labels(cause=cause).inc()
        level = logging.INFO if link.is_retiring else logging.WARNING
        said = {"pid": link.process.pid, "cause": cause, "status": cause_of_death(status)}
        _log.log(level, "worker ended", extra={"fields": said | ({"said": words} if words else {})})

    async def _pause(self, status: int, words: str) -> None:
        """Take more and more time before the next start of workers that never get ready."""
        self._stillborn += 1
        if self._stillborn >= _MOST_STILLBORN and self._first and not self._first.done():
            message = f"no worker comes to work ({cause_of_death(status)}): {words}"
            self._first.set_exception(PoolError(message))
        await asyncio.sleep(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**self._stillborn))

    async def _fill_up(self) -> None:
        """Hire as many as are missing."""
        async with self._hiring:
            while not self._is_closed and len(self._workers) < self._settings.workers:
                self._workers.append(await self._hire())
            if not self._is_closed and self._spare is None:
                self._spare = await self._hire()


# What a page takes on a common machine, with its way through the service: a guess that only
# tells callers when to come again.
_PAGE_SECONDS = 0.005
