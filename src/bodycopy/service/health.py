"""Whether the service can take a page now, as it is told."""

from __future__ import annotations

import msgspec

__all__ = ["Health", "Workers"]


class Workers(msgspec.Struct, frozen=True, kw_only=True):
    """The workers at this moment."""

    wanted: int
    ready: int
    busy: int


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the service can take a page now; ``ok`` or ``no workers``."""

    status: str
    version: str
    workers: Workers
    waiting: int
    """Pages that no worker has begun."""
