"""Extractors that go wrong, for tests of the workers that must survive them.

The page says what happens to it: ``FAULT:NAME`` anywhere in its bytes.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Mapping

import bodycopy
from bodycopy import Article, Options, Verdict

_FAULT = re.compile(rb"FAULT:([a-z_]+)")


def _crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _exit() -> None:
    os._exit(3)


def _hang() -> None:
    time.sleep(600)


def _memory() -> None:
    hoard = [bytes(1 << 24) for _ in range(1 << 12)]
    raise AssertionError(len(hoard))


def _mistake() -> None:
    raise ZeroDivisionError("a mistake of ours")


_FAULTS: Mapping[bytes, Callable[[], None]] = {
    b"crash": _crash,
    b"kill": _kill,
    b"exit": _exit,
    b"hang": _hang,
    b"memory": _memory,
    b"mistake": _mistake,
}


def extract(
    html: bytes | str,
    url: str | None = None,
    content_type: str | None = None,
    options: Options | None = None,
) -> Article | Verdict:
    """What ``bodycopy.extract`` gives, unless the page asks for a fault."""
    fault = _FAULT.search(html.encode() if isinstance(html, str) else html)
    if fault is not None:
        _FAULTS[fault[1]]()
    return bodycopy.extract(html, url, content_type, options or Options())


extract_text = bodycopy.extract_text


def extract_slowly(
    html: bytes,
    url: str | None = None,
    content_type: str | None = None,
    options: Options | None = None,
) -> Article | Verdict:
    """The same, at a pace that leaves time to interrupt it."""
    time.sleep(0.01)
    return extract(html, url, content_type, options)
