"""A worker process: pages come in over a socket, answers go out in the same order.

It may be killed at any time; nothing but the page that it has is lost, and that is known.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from bodycopy.article import Article, Verdict
from bodycopy.decode import Decoded, decode
from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.render.formats import line_end, render
from bodycopy.service.asks import Answer, Ask, Frames, Kind, Outcome, frame, read_ask
from bodycopy.worker_process import die_with_parent, limit_memory

__all__ = ["answer_to", "main"]

Record = Article | Verdict


class Extractor(Protocol):
    """The module ``bodycopy``, or one that stands in for it."""

    extract: Callable[..., Record]
    extract_text: Callable[..., Record]


def main(handle: int, parent: int, memory: int, extractor: str) -> None:
    """Answer until the socket ends or the supervisor is gone.

    ``handle`` is the file descriptor of the socket, ``memory`` in bytes over what the worker
    itself needs, ``extractor`` the name of a module.
    """
    # The supervisor ends its workers; a signal to the whole group must not do so before.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    die_with_parent(parent)
    # What a library prints is none of the service's output.
    os.dup2(2, 1)
    module: Extractor = importlib.import_module(extractor)
    _warm_up()
    leash = _Leash(memory)
    limit_memory(memory)
    with socket.socket(fileno=handle) as connection:
        connection.sendall(frame(Answer(outcome=Outcome.READY)))
        for ask in _asks(connection):
            answer = answer_to(ask, module)
            if answer.outcome is Outcome.MEMORY or leash.is_taut():
                connection.sendall(frame(msgspec.structs.replace(answer, is_last=True)))
                return
            connection.sendall(frame(answer))


# As much as a socket of this kind holds by default on Linux.
_PIECE = 1 << 18


def _asks(connection: socket.socket) -> Iterator[Ask]:
    frames = Frames()
    while data := connection.recv(_PIECE):
        for message in frames.feed(data):
            yield read_ask(message)


_ENOUGH = "<p>" + "The council of the town met on Monday and voted for the new bridge. " * 8


def _warm_up() -> None:
    """Load what the first page would wait for, and put it out of the collector's way."""
    from bodycopy.pipeline import extract, extract_text

    extract(_ENOUGH)
    extract_text(_ENOUGH)
    gc.collect()
    gc.freeze()


def answer_to(ask: Ask, module: Extractor) -> Answer:
    """What becomes of the page."""
    try:
        if ask.kind in (Kind.INSPECT, Kind.INSPECT_TEXT):
            return _inspect(ask)
        return _shown(_record(ask, module), ask.format)
    except UsageError as error:
        return Answer(outcome=Outcome.USAGE, body=str(error).encode())
    except MemoryError:
        return Answer(outcome=Outcome.MEMORY)
    except Exception:  # noqa: BLE001 - the extractor's mistake, which is one page's answer
        return Answer(outcome=Outcome.ERROR, body=traceback.format_exc(limit=-3).encode())


def _record(ask: Ask, module: Extractor) -> Record:
    options = ask.options or Options()
    if ask.kind is Kind.EXTRACT:
        data = ask.data.decode() if ask.is_text else ask.data
        return module.extract(data, ask.url, ask.content_type, options)
    return module.extract_text(_text(ask), ask.url, ask.language, options)


def _text(ask: Ask) -> bytes | str:
    """The flattened text; as a string where its encoding is known."""
    if ask.is_text:
        return ask.data.decode()
    if ask.content_type and "charset" in ask.content_type.lower():
        found = decode(ask.data, ask.content_type)
        if isinstance(found, Decoded):
            return found.text
    return ask.data


def _inspect(ask: Ask) -> Answer:
    # Only here: no other page needs it.
    from bodycopy.inspector import encode_inspection, inspect_page, inspect_text

    options = ask.options or Options()
    if ask.kind is Kind.INSPECT:
        data = ask.data.decode() if ask.is_text else ask.data
        found = inspect_page(data, url=ask.url, content_type=ask.content_type, options=options)
    else:
        found = inspect_text(_text(ask), url=ask.url, language=ask.language, options=options)
    return Answer(outcome=Outcome.ARTICLE, body=encode_inspection(found))


def _shown(record: Record, format_name: str) -> Answer:
    if isinstance(record, Verdict):
        return Answer(outcome=Outcome.VERDICT, body=_json(record), reason=record.reason)
    if format_name == "json":
        return Answer(outcome=Outcome.ARTICLE, body=_json(record))
    text = render(record, format_name) + line_end(format_name)
    return Answer(outcome=Outcome.ARTICLE, body=text.encode(), format=format_name)


_encode = msgspec.json.Encoder().encode


def _json(record: Record) -> bytes:
    """What ``to_json`` gives in one line, without the way over a dictionary."""
    return b'%s,"text":%s}' % (_encode(record)[:-1], _encode(record.text))


class _Leash:
    """Knows when the process has grown so much that it is better replaced."""

    # Half of what a page may take: allocators keep a part of what large pages took.
    _SHARE = 2

    def __init__(self, memory: int) -> None:
        self._page = resource.getpagesize()
        self._file = _open_statm()
        self._limit = self._size() + memory // self._SHARE

    def is_taut(self) -> bool:
        """The process holds more address space than it should between two pages."""
        return self._size() > self._limit

    def _size(self) -> int:
        if self._file is None:
            return 0
        return int(os.pread(self._file, 64, 0).split()[0]) * self._page


def _open_statm() -> int | None:
    """Where Linux tells the size of this process; nothing like it elsewhere."""
    return os.open("/proc/self/statm", os.O_RDONLY) if sys.platform == "linux" else None


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
