"""What is asked of a worker and what it answers, and how both cross the socket."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from bodycopy.options import Options

__all__ = ["Answer", "Ask", "Frames", "Kind", "Outcome", "frame", "read_answer", "read_ask"]


class Kind(StrEnum):
    """What a worker is to do with the data."""

    EXTRACT = "extract"
    EXTRACT_TEXT = "extract-text"
    INSPECT = "inspect"
    INSPECT_TEXT = "inspect-text"


class Ask(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One page, and what the caller wants to have of it."""

    kind: Kind
    data: bytes
    is_text: bool = False
    """The data were a string, and are UTF-8: no encoding is looked for."""
    url: str | None = None
    content_type: str | None = None
    language: str | None = None
    format: str = "json"
    """A name of ``bodycopy.render.formats``; verdicts are JSON in any case."""
    options: Options | None = None


class Outcome(StrEnum):
    """What became of the page."""

    ARTICLE = "article"
    VERDICT = "verdict"
    USAGE = "usage"
    """The caller's mistake; ``body`` says which."""
    MEMORY = "memory"
    ERROR = "error"
    """The extractor raised; ``body`` has what and where."""
    READY = "ready"
    """No page: the worker has loaded what it needs."""


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a worker says of one page, in the order of the pages that it got."""

    outcome: Outcome
    body: bytes = b""
    format: str = "json"
    reason: str | None = None
    """Of a verdict."""
    is_last: bool = False
    """The worker ends behind this answer, because it holds more memory than it should."""


_LENGTH = struct.Struct(">I")
_encoder = msgspec.msgpack.Encoder()
read_ask = msgspec.msgpack.Decoder(Ask).decode
read_answer = msgspec.msgpack.Decoder(Answer).decode


def frame(message: Ask | Answer) -> bytes:
    """The message as it goes over the socket, behind its length."""
    buffer = bytearray(_LENGTH.size)
    _encoder.encode_into(message, buffer, _LENGTH.size)
    _LENGTH.pack_into(buffer, 0, len(buffer) - _LENGTH.size)
    return bytes(buffer)


class Frames:
    """Takes what a socket gives, in pieces of any size, and gives whole messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._needed = _LENGTH.size

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The messages that are whole now."""
        self._buffer += data
        while len(self._buffer) >= self._needed:
            end = _LENGTH.size + _LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) < end:
                # Nothing is looked at again until all of it is there.
                self._needed = end
                return
            message = bytes(memoryview(self._buffer)[_LENGTH.size : end])
            del self._buffer[:end]
            self._needed = _LENGTH.size
            yield message
