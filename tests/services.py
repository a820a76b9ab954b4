"""A service for tests: started in a process of its own, on a free port of this machine."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).resolve().parents[1]
_START = (
    "import json, sys; from pathlib import Path; "
    "from bodycopy.service.server import serve; from bodycopy.service.settings import Settings; "
    "given = json.loads(sys.argv[1]); path = given.get('corrections'); "
    "given['corrections'] = Path(path) if path else None; "
    "given['tokens'] = tuple(given.get('tokens', ())); "
    "sys.exit(serve(Settings(**given)))"
)


class Reply(NamedTuple):
    """An answer, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The name of the problem that it is."""
        assert self.headers["content-type"] == "application/problem+json", self
        return str(self.json()["type"]).removeprefix("/docs#")


class Served:
    """A running service; ends with its ``with``."""

    def __init__(self, **settings: Any) -> None:
        given = {"port": 0, "workers": 1} | settings
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)])
        # A shell that runs the tests in the background makes its children deaf to Ctrl-C.
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(given)],
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": paths},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.log: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read_log)
        self._reader.start()
        try:
            self.port = int(self.wait_for("listening")["port"])
        except AssertionError:
            self.__exit__()
            raise

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(json.loads(line))

    def wait_for(self, event: str, seconds: float = 60, **fields: Any) -> dict[str, Any]:
        """The first line of the log of that event, with those fields."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in tuple(self.log):
                if line["event"] == event and fields.items() <= line.items():
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        last = [str(line)[-600:] for line in self.log[-3:]]
        raise AssertionError(f"no {event!r} {fields} in the log, which ends: {last}")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 60,
    ) -> Reply:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, named, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, None, {k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, body: bytes, kind: str = "text/html", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, body, {"Content-Type": kind} | named)

    def post_json(self, path: str, value: Any) -> Reply:
        return self.post(path, json.dumps(value).encode(), "application/json")

    def raw(self, data: bytes, *, close_half: bool = False, seconds: float = 30) -> bytes:
        """What comes back for these bytes until the service closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), seconds) as connection:
            connection.sendall(data)
            if close_half:
                connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def stop(self, number: int = signal.SIGTERM, seconds: float = 60) -> int:
        """Tell it to stop, and give its exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other end closes, or cuts the connection."""
    pieces = []
    try:
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    except ConnectionResetError:
        pieces.append(b"")
    return b"".join(pieces)


def is_cut_off(connection: socket.socket, piece: bytes, times: int) -> bool:
    """Whether the other end cuts the connection before it has got the piece so many times."""
    try:
        for _ in range(times):
            connection.sendall(piece)
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def wait_until_refused(port: int) -> None:
    """Return when nobody listens on the port any more."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)


def children_of(process_id: int) -> list[int]:
    """Processes that it has started and that live (Linux)."""
    tasks = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(number) for number in tasks.split()]
