"""The application: which path does what, and what surrounds it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bodycopy.service import about
from bodycopy.service.batch import batch
from bodycopy.service.body import Buffer
from bodycopy.service.corrections import add_correction
from bodycopy.service.envelope import Envelope
from bodycopy.service.front import front
from bodycopy.service.metrics import Metrics
from bodycopy.service.pages import extract, extract_text, inspect
from bodycopy.service.pool import Pool
from bodycopy.service.problem import Problem, problem_response
from bodycopy.service.settings import Settings
from bodycopy.service.state import Service

__all__ = ["ROUTES", "make_app"]

ROUTES = (
    Route("/", front, methods=["GET"]),
    Route("/v1/extract", extract, methods=["POST"]),
    Route("/v1/extract-text", extract_text, methods=["POST"]),
    Route("/v1/batch", batch, methods=["POST"]),
    Route("/v1/schema", about.schema, methods=["GET"]),
    Route("/v1/inspect", inspect, methods=["POST"]),
    Route("/v1/corrections", add_correction, methods=["POST"]),
    Route("/health", about.health, methods=["GET"]),
    Route("/health/live", about.live, methods=["GET"]),
    Route("/health/ready", about.ready, methods=["GET"]),
    Route("/metrics", about.metrics, methods=["GET"]),
    Route("/openapi.json", about.document, methods=["GET"]),
    Route("/docs", about.docs, methods=["GET"]),
)


def make_app(settings: Settings) -> Envelope:
    """The ASGI application; its lifespan starts and ends the workers."""
    metrics = Metrics()
    service = Service(
        settings=settings,
        metrics=metrics,
        pool=Pool(settings, metrics),
        buffer=Buffer(settings.buffer),
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await service.pool.start()
        try:
            yield
        finally:
            await service.pool.close()

    app = Starlette(
        routes=ROUTES,
        lifespan=lifespan,
        exception_handlers={
            Problem: _tell_problem,
            HTTPException: _tell_http,
            ClientDisconnect: _tell_nobody,
            Exception: _tell_mistake,
        },
    )
    app.router.redirect_slashes = False
    app.state.service = service
    envelope = Envelope(app, settings, metrics, {route.path for route in ROUTES})
    _watch(service, envelope)
    return envelope


def _watch(service: Service, envelope: Envelope) -> None:
    """Show what is going on at the moment among the metrics."""
    pool, metrics = service.pool, service.metrics
    metrics.watch("bodycopy_workers_ready", "Workers that can take a page", lambda: pool.ready)
    metrics.watch("bodycopy_workers_busy", "Workers that have a page", lambda: pool.busy)
    metrics.watch("bodycopy_pages_waiting", "Pages that no worker has begun", lambda: pool.waiting)
    metrics.watch("bodycopy_requests_under_way", "Requests under way", lambda: envelope.under_way)
    metrics.watch("bodycopy_body_bytes", "Bytes of bodies under way", lambda: service.buffer.held)
    metrics.watch_processes(pool.process_ids)


# Starlette gives handlers any exception; each of these gets the one that it stands for.


def _tell_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    request.scope["note"]["problem"] = error.name
    return problem_response(error)


def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.scope["path"][:200]
    if error.status_code == 405:
        allow = (error.headers or {}).get("Allow", "")
        detail = f"{path} has {allow}"
        return _tell_problem(request, Problem("method-not-allowed", detail, allow=allow))
    return _tell_problem(request, Problem("not-found", f"{path} is none of ours; see /docs"))


def _tell_nobody(request: Request, error: Exception) -> Response:
    """The caller has gone: what is sent reaches nobody, and the log says so."""
    request.scope["note"]["gone"] = True
    return Response(status_code=400)


def _tell_mistake(request: Request, error: Exception) -> Response:
    """The traceback goes to the log on its way up."""
    return _tell_problem(request, Problem("internal-error", "the log has it, under this number"))
