"""What the commands share: exit codes, reading a file or a pipe, writing, complaining."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bodycopy.article import Verdict
from bodycopy.errors import UsageError

__all__ = [
    "ARTICLE",
    "INTERRUPTED",
    "NO_ARTICLE",
    "UNWRITTEN",
    "USAGE",
    "complain",
    "read_input",
    "utf8",
    "wants_color",
    "why",
    "write_output",
]

ARTICLE, UNWRITTEN, USAGE, NO_ARTICLE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes. 130 is what shells report for a program that was interrupted."""


def read_input(name: str, *, kind: str) -> bytes:
    """The bytes of a file, or with ``-`` of standard input; ``kind`` is what it should be.

    Raises ``UsageError`` where there is nothing to read.
    """
    if name == "-":
        if sys.stdin is None:
            raise UsageError(f"standard input is closed: pipe {kind} into it, or give a file")
        return sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{name} is a directory: give {kind}, or - for standard input")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        if "://" in name:
            raise UsageError(
                f"{name} is an address, and nothing is fetched: save the page and give its file, "
                f"with --url {name}"
            ) from error
        raise UsageError(f"{name} does not exist: give {kind}, or - for standard input") from error
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def utf8(argument: str) -> str:
    """The argument, which has to be text (argparse's ``type``)."""
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError(f"not valid UTF-8: {argument!a}") from error
    return argument


def wants_color(choice: str) -> bool:
    """Whether ``--color`` asks for colours: ``auto`` does on a terminal without NO_COLOR."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def why(verdict: Verdict) -> str:
    """Reason and detail of a verdict in one line."""
    detail = " ".join(verdict.detail.split())
    return f"{verdict.reason.value}: {detail}" if detail else verdict.reason.value


def write_output(text: str, *, end: str = "\n") -> bool:
    """Text and a line break on standard output as UTF-8; false if that is not possible."""
    if sys.stdout is None:
        complain("standard output is closed")
        return False
    try:
        # Bytes, because the locale decides what the text layer would write.
        sys.stdout.buffer.write(f"{text}{end}".encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader (`head`) has seen enough: that is no failure.
        _forget_output()
    except OSError as error:
        complain(f"the output cannot be written: {error.strerror}")
        _forget_output()
        return False
    return True


def _forget_output() -> None:
    # What is still buffered would fail again, loudly, when Python closes the stream.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"bodycopy: {message}\n")
