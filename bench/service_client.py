"""Good and bad requests to the service, sent so cheaply that the service has the machine."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

__all__ = ["Bad", "Load", "Peace", "bare_rate", "resident", "service", "service_rate"]

_HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: service\r\nContent-Type: text/html\r\n"


class Bad(StrEnum):
    """What callers do wrong."""

    MALFORMED = "malformed"
    OVERSIZED = "oversized"
    SLOW = "slow"
    SILENT = "silent"


@contextmanager
def service() -> Iterator[tuple[int, int]]:
    """A service with one worker on a free port; the port and its process number."""
    command = [sys.executable, "-m", "bodycopy", "serve", "--port", "0", "--workers", "1"]
    limits = ["--quiet", "--max-body", "1M", "--body-seconds", "5"]
    process = subprocess.Popen([*command, *limits], stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            told = json.loads(line)
            if told["event"] == "listening":
                break
        else:
            raise RuntimeError("the service did not start")
        # Whoever reads no log from a pipe stops the service when the pipe is full.
        drain = threading.Thread(target=deque, args=(process.stderr, 0), daemon=True)
        drain.start()
        yield told["port"], process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


_BARE = """
import gc, sys, time, bodycopy
from pathlib import Path
pages = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*/source.html"))]
for page in pages: bodycopy.extract(page)
gc.collect(); gc.freeze()
began, count = time.perf_counter(), 0
while time.perf_counter() < began + float(sys.argv[2]):
    for page in pages: bodycopy.extract(page)
    count += len(pages)
print(count / (time.perf_counter() - began))
"""


def bare_rate(seconds: float) -> float:
    """Pages a second of ``extract`` in a process of its own, set up as a worker is."""
    pages = Path(__file__).resolve().parents[1] / "tests" / "pages"
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _BARE, str(pages), str(seconds)],
        env=os.environ | threads,
        capture_output=True,
        check=True,
    )
    return float(done.stdout)


async def service_rate(port: int, pages: list[bytes], seconds: float, callers: int = 6) -> float:
    """Requests a second of the service, with so many callers that it never waits."""
    requests = _requests(pages)
    clients = [await _connected(port) for _ in range(callers)]
    began = time.perf_counter()
    counts = await asyncio.gather(
        *(_keep_asking(one, requests, place, seconds) for place, one in enumerate(clients))
    )
    took = time.perf_counter() - began
    for client in clients:
        client.close()
    return sum(counts) / took


async def _keep_asking(client: Client, requests: list[bytes], place: int, seconds: float) -> int:
    """Every caller begins at another page; only whole rounds would be fair to all pages."""
    end, count = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        status = await client.ask(requests[(place * 3 + count) % len(requests)])
        if status != 200:
            raise RuntimeError(f"the service answered {status}")
        count += 1
    return count


class Client(asyncio.Protocol):
    """One connection that is kept; reads no more of an answer than it must."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._head = b""
        self._left = -1
        self._status = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to write."""
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        """An answer that is not whole by now never will be."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(0)

    def data_received(self, data: bytes) -> None:
        """Count off the answer."""
        if self._left < 0:
            self._head += data
            head, end, rest = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            self._status = int(head[9:12])
            lower = head.lower()
            start = lower.index(b"content-length: ") + 16
            self._left = int(lower[start:].split(b"\r\n", 1)[0]) - len(rest)
        else:
            self._left -= len(data)
        if self._left <= 0 and self._answer is not None and not self._answer.done():
            self._answer.set_result(self._status)

    async def ask(self, request: bytes) -> int:
        """The status of the answer; 0 where the connection was closed instead."""
        self.begin(request)
        return await self.end()

    def begin(self, request: bytes) -> None:
        """Send a request, or the first piece of one."""
        assert self.transport is not None
        self._head, self._left = b"", -1
        self._answer = asyncio.get_running_loop().create_future()
        self.send(request)

    def send(self, piece: bytes) -> None:
        """Send more of it."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(piece)

    async def end(self) -> int:
        """Wait for the answer."""
        assert self._answer is not None
        return await self._answer

    @property
    def is_open(self) -> bool:
        """It may be used again."""
        return self.transport is not None and not self.transport.is_closing()

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.abort()


def _requests(pages: list[bytes]) -> list[bytes]:
    """Good requests, whole, as they go over the wire."""
    return [_HEAD + b"Content-Length: %d\r\n\r\n" % len(page) + page for page in pages]


async def _connected(port: int) -> Client:
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    return client


class Load:
    """Good and bad requests at their rates, at times that chance chooses (a Poisson process)."""

    def __init__(self, port: int, pages: list[bytes], good: float, bad: float, seed: int) -> None:
        self._port = port
        self._good = good
        self._bad = bad
        self._chance = random.Random(seed)
        self._pages = pages
        self._requests = [
            _HEAD + b"Content-Length: %d\r\n\r\n" % len(page) + page for page in pages
        ]
        self._idle: list[Client] = []
        self._running: set[asyncio.Task[None]] = set()
        self.times: list[float] = []
        """Seconds that each good request took."""
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)

    def quantile(self, part: float) -> float:
        """Seconds within which this part of the good requests was answered."""
        ordered = sorted(self.times)
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)]

    async def run(self, seconds: float) -> Load:
        """Send for so long, wait for the last answers, and give itself."""
        began = time.perf_counter()
        due, rate = began, self._good + self._bad
        while due < began + seconds:
            due += self._chance.expovariate(rate)
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            is_bad = self._chance.random() * rate < self._bad
            task = asyncio.create_task(self._ask_badly() if is_bad else self._ask_well(due))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        await asyncio.gather(*self._running)
        for client in self._idle:
            client.close()
        return self

    async def _ask_well(self, due: float) -> None:
        """The time counts from when the request was due: a late sender hides no delay."""
        request = self._chance.choice(self._requests)
        client = self._idle.pop() if self._idle else None
        if client is None or not client.is_open:
            client = await _connected(self._port)
        status = await client.ask(request)
        self.statuses["good"][status] += 1
        self.times.append(time.perf_counter() - due)
        if client.is_open:
            self._idle.append(client)

    async def _ask_badly(self) -> None:
        kind = self._chance.choice(list(Bad))
        client = await _connected(self._port)
        try:
            self.statuses[kind][await self._send_badly(kind, client)] += 1
        finally:
            client.close()

    async def _send_badly(self, kind: Bad, client: Client) -> int:
        page = self._chance.choice(self._pages)
        if kind is Bad.MALFORMED:
            return await client.ask(self._chance.choice(_MALFORMED))
        if kind is Bad.OVERSIZED:
            client.begin(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
            for _ in range(20):
                client.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
                await asyncio.sleep(0)
            return await client.end()
        client.begin(_HEAD + b"Content-Length: %d\r\n\r\n" % len(page))
        if kind is Bad.SLOW:
            for place in range(0, len(page), len(page) // 8 or 1):
                client.send(page[place : place + 64])
                await asyncio.sleep(0.5)
        else:
            client.send(page[: len(page) // 2])
        return await client.end()


class Peace(Load):
    """Good requests alone."""

    def __init__(self, port: int, pages: list[bytes], good: float, seed: int) -> None:
        super().__init__(port, pages, good, 0.0, seed)


_MALFORMED = (
    b"\x00\x01\x02 nonsense\r\n\r\n",
    b"POST /v1/extract HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
    b"POST /v1/extract?tabels=1 HTTP/1.1\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
    b"POST /v1/extract HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/extract HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: 0\r\n\r\n",
    b"DELETE /v1/extract HTTP/1.1\r\nHost: service\r\n\r\n",
    b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\n\r\n",
)


def resident(process_id: int) -> int:
    """Bytes of resident memory of a process and its children (Linux)."""
    tasks = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return sum(_resident(number) for number in (process_id, *map(int, tasks.split())))


def _resident(process_id: int) -> int:
    try:
        pages = Path(f"/proc/{process_id}/statm").read_text().split()[1]
    except OSError:
        # It has ended meanwhile.
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
