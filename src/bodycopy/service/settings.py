"""What whoever starts the service may choose, in one frozen place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bodycopy.errors import UsageError

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices of the operator. Raises ``UsageError`` for a value that cannot be meant."""

    host: str = "127.0.0.1"
    port: int = 8080
    """0 takes any that is free; the log says which."""

    workers: int = 1
    """Processes that extract."""

    max_body: int = 16 << 20
    """Bytes of a request's body, and of one line of a batch."""

    max_header: int = 32 << 10
    """Bytes of a request's first line and headers."""

    header_seconds: float = 10.0
    """From the first byte of a connection or request to the end of its headers."""

    body_seconds: float = 10.0
    """For the whole body of a request; of a batch, between two pieces of it in either direction."""

    page_seconds: float = 10.0
    """A page that takes longer is given up, with the worker that has it."""

    queue_seconds: float = 10.0
    """A page that no worker could begin within this time is refused."""

    queue: int = 0
    """Pages that may wait for a worker; 0: 128 for each."""

    concurrency: int = 1024
    """Requests under way, those whose body still arrives among them."""

    batches: int = 8
    """Batches under way."""

    buffer: int = 512 << 20
    """Bytes of all bodies under way together."""

    memory: int = 1 << 30
    """Bytes that a page may take in a worker, over what the worker needs itself."""

    stop_seconds: float = 20.0
    """What requests under way have left when the service is asked to stop."""

    tokens: tuple[str, ...] = ()
    """Bearer tokens, one of which a request has to bring; empty: anybody may ask."""

    corrections: Path | None = None
    """The file that corrections are appended to; without one they are refused."""

    quiet: bool = False
    """No line in the log for every request."""

    extractor: str = "bodycopy"
    """Module with the functions that make a page a record; tests put a faulty one here."""

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise UsageError(f"port must be a number from 0 to 65535, not {self.port!r}")
        for name in _AT_LEAST_ONE:
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be a number from 1, not {getattr(self, name)!r}")
        for name in _SECONDS:
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} must be more than 0, not {getattr(self, name)!r}")
        if self.queue < 0:
            raise UsageError(f"queue must be a number from 0, not {self.queue!r}")
        for token in self.tokens:
            if not _is_token(token):
                raise UsageError("a token is 8 or more printable ASCII characters without blanks")

    @property
    def queue_size(self) -> int:
        """Pages that may wait for a worker."""
        # At three milliseconds a page four tenths of a second: whoever comes later has to wait so
        # long that it is better told at once.
        return self.queue or 128 * self.workers


_AT_LEAST_ONE = ("workers", "max_body", "max_header", "concurrency", "batches", "buffer", "memory")
_SECONDS = ("header_seconds", "body_seconds", "page_seconds", "queue_seconds", "stop_seconds")
_SHORTEST_TOKEN = 8


def _is_token(token: str) -> bool:
    return (
        len(token) >= _SHORTEST_TOKEN
        and token.isascii()
        and token.isprintable()
        and " " not in token
    )
