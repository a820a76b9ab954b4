"""Extraction in a process of its own, which answers line by line until its input ends."""

from __future__ import annotations

import base64
import json
import locale
import os
import subprocess
import sys
from pathlib import Path
from typing import Self

__all__ = ["Answering", "answer"]


def answer(given: bytes, *, text: bool = False) -> str:
    """The record of a page, or of flattened text, as JSON in one line."""
    import bodycopy
    from bodycopy.render import to_json

    record = bodycopy.extract_text(given) if text else bodycopy.extract(given)
    return to_json(record, indent=None)


class Answering:
    """Such a process, with an environment of its own."""

    def __init__(self, **environment: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, __file__],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for stream in (self._child.stdin, self._child.stdout):
            assert stream is not None
            stream.close()
        self._child.wait(timeout=60)

    def answer(self, given: bytes, *, text: bool = False) -> str:
        """What :func:`answer` gives there."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        line = json.dumps([base64.b64encode(given).decode(), text])
        self._child.stdin.write(f"{line}\n")
        self._child.stdin.flush()
        return self._child.stdout.readline().removesuffix("\n")


def _use_locale() -> None:
    # What many programs do at their start; Python leaves the C library's alone otherwise.
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        locale.setlocale(locale.LC_ALL, "C")


def _serve() -> None:
    _use_locale()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in sys.stdin:
        given, text = json.loads(line)
        sys.stdout.write(f"{answer(base64.b64decode(given), text=text)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parent))
    _serve()
