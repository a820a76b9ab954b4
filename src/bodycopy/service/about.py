"""What the service says of itself: its health, its counters, its schema, its documentation."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from bodycopy import __version__
from bodycopy.article import json_schema
from bodycopy.service.docs_page import docs_page, docs_policy
from bodycopy.service.health import Health, Workers
from bodycopy.service.metrics import METRICS_TYPE
from bodycopy.service.openapi import openapi
from bodycopy.service.state import Service, service_of

__all__ = ["docs", "document", "health", "live", "metrics", "ready", "schema"]

_JSON = "application/json"


async def health(request: Request) -> Response:
    """200 where a worker is ready, else 503; the same body in both cases."""
    found = _health(service_of(request))
    return Response(
        msgspec.json.encode(found), 200 if found.workers.ready else 503, media_type=_JSON
    )


async def ready(request: Request) -> Response:
    """The same, by the name that load balancers know."""
    return await health(request)


async def live(request: Request) -> Response:
    """200 while the process answers at all, whatever its workers do."""
    return Response(msgspec.json.encode(_health(service_of(request))), media_type=_JSON)


def _health(service: Service) -> Health:
    pool = service.pool
    workers = Workers(wanted=service.settings.workers, ready=pool.ready, busy=pool.busy)
    return Health(
        status="ok" if workers.ready else "no workers",
        version=__version__,
        workers=workers,
        waiting=pool.waiting,
    )


async def metrics(request: Request) -> Response:
    """The counters."""
    return Response(service_of(request).metrics.shown(), headers={"content-type": METRICS_TYPE})


_SCHEMA = msgspec.json.encode(json_schema())


async def schema(request: Request) -> Response:
    """JSON Schema of the records."""
    return Response(_SCHEMA, media_type="application/schema+json")


async def document(request: Request) -> Response:
    """The OpenAPI description."""
    return Response(msgspec.json.encode(openapi()), media_type=_JSON)


async def docs(request: Request) -> Response:
    """The same for people."""
    policy = {"content-security-policy": docs_policy(), "cache-control": "max-age=300"}
    return Response(docs_page(), headers=policy, media_type="text/html")
