"""The log: one line of JSON for every event, on standard error."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

import msgspec

__all__ = ["log_as_json", "request_id"]

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The request that is being answered."""


def log_as_json() -> None:
    """Send whatever this process logs to standard error, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Its lines on starting and stopping say less than ours.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.raiseExceptions = False


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if found := request_id.get():
            line["request_id"] = found
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        # What a caller sent may hold lone surrogates, which no encoder of UTF-8 takes.
        return msgspec.json.encode({key: _clean(value) for key, value in line.items()}).decode()


def _clean(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
