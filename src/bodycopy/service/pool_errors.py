"""Why the pool gives no answer to a page."""

from __future__ import annotations

from bodycopy.errors import BodycopyError

__all__ = ["NoWorkerError", "PoolError", "QueueFullError", "TooLateError", "WorkerLostError"]


class PoolError(BodycopyError):
    """Workers do not come to work; the message has what they said last."""


class QueueFullError(BodycopyError):
    """So many pages wait that another is refused; ``seconds`` is when to come again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("the queue is full")
        self.seconds = seconds


class TooLateError(BodycopyError):
    """The page took too long and was given up."""


class WorkerLostError(BodycopyError):
    """Workers died of the page, again and again; the message has the cause."""


class NoWorkerError(BodycopyError):
    """No worker could begin the page in time."""
