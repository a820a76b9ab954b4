"""What all endpoints share while the service runs."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from bodycopy.service.body import Buffer
from bodycopy.service.metrics import Metrics
from bodycopy.service.pool import Pool
from bodycopy.service.settings import Settings

__all__ = ["Service", "service_of"]


@dataclass(slots=True, kw_only=True)
class Service:
    """One running service."""

    settings: Settings
    metrics: Metrics
    pool: Pool
    buffer: Buffer
    batches: int = 0
    """Batches under way."""


def service_of(request: Request) -> Service:
    """The service that the request came to."""
    service: Service = request.app.state.service
    return service
