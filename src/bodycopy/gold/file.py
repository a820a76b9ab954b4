"""Gold files: JSON lines, read one by one and added to one by one.

# Strategy of adding: the file is locked while a line is written, the line is on the disk before
# the call returns, and a line that could not be written whole is taken back. What a writer that
# was killed left behind stays on a line of its own.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from bodycopy.errors import InputError, UsageError
from bodycopy.gold.page import GoldPage

__all__ = ["append_gold", "read_gold"]

_GZIP = b"\x1f\x8b"


def read_gold(path: str | os.PathLike[str]) -> Iterator[GoldPage]:
    """The pages of a gold file, in its order; it may be gzipped.

    Raises ``UsageError`` where there is no such file, and in the place of a page that cannot be
    read ``InputError`` with file, line and what is wrong there. Blank lines are passed over.
    """
    name = os.fspath(path)
    with _open(name) as stored, _unpacked(stored) as file:
        lines = enumerate(file, 1)
        while True:
            try:
                number, line = next(lines)
            except StopIteration:
                return
            except (OSError, EOFError, zlib.error) as error:
                raise InputError(f"{name} cannot be read to its end: {error}") from error
            if line.strip():
                yield _page(name, number, line)


def _page(name: str, number: int, line: bytes) -> GoldPage:
    try:
        return GoldPage.from_json(line)
    except InputError as error:
        raise InputError(f"{name}:{number}: {error}") from error


def _open(name: str) -> IO[bytes]:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def _unpacked(stored: IO[bytes]) -> IO[bytes]:
    """The same, unpacked where it is gzipped."""
    file = io.BufferedReader(stored)  # type: ignore[type-var]
    if file.peek(len(_GZIP)).startswith(_GZIP):
        return cast(IO[bytes], gzip.open(file))
    return file


def append_gold(path: str | os.PathLike[str], page: GoldPage) -> None:
    """Add a page to a gold file, which is made where there is none.

    The line is on the disk when this returns, whole, also where several processes or threads
    add to the file at the same time. Raises ``UsageError`` where the file cannot be written to
    or is gzipped, and then leaves it as it was.
    """
    name = os.fspath(path)
    line = page.to_json() + b"\n"
    try:
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o666)
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}") from error
    try:
        with _locked(handle):
            _append(handle, name, line)
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}") from error
    finally:
        os.close(handle)


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write \r\n without it


def _append(handle: int, name: str, line: bytes) -> None:
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, 0, os.SEEK_SET)
        if os.read(handle, len(_GZIP)) == _GZIP:
            raise UsageError(f"{name} is gzipped: unpack it before you add to it")
        os.lseek(handle, size - 1, os.SEEK_SET)
        if os.read(handle, 1) != b"\n":
            line = b"\n" + line
    try:
        _write_all(handle, line)
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    """Nobody else adds to the file meanwhile; locks go with the process that holds them."""
    if sys.platform == "win32":
        import msvcrt

        # A byte far behind any end: locked bytes cannot be read by others there.
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)


_FAR = 0x7FFF_FFFE
