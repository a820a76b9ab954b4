"""The server: binds, starts, says where it listens, stops when it is told to."""

from __future__ import annotations

import logging
import signal
import socket
from types import FrameType

import uvicorn

from bodycopy import __version__
from bodycopy.errors import UsageError
from bodycopy.service.app import make_app
from bodycopy.service.connection import connection_class
from bodycopy.service.log import log_as_json
from bodycopy.service.settings import Settings

__all__ = ["serve"]

_log = logging.getLogger(__name__)

# Connections that wait to be accepted.
_BACKLOG = 2048


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; the exit code is 0 where that went well, else 1.

    Raises ``UsageError`` where the address cannot be had.
    """
    log_as_json()
    listener = _listen(settings)
    config = uvicorn.Config(
        make_app(settings),
        http=connection_class(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=max(1, round(settings.stop_seconds)),
    )
    server = _Server(config, settings)
    # uvicorn ends with the signal that it was ended by, which is no failure of a server.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _has_stopped)
    try:
        server.run(sockets=[listener])
    except SystemExit:
        # Its lifespan has failed, and has said why.
        return 1
    finally:
        listener.close()
    _log.info("stopped")
    return 0


def _has_stopped(number: int, frame: FrameType | None) -> None:
    """The server has seen the signal before."""


class _Server(uvicorn.Server):
    """uvicorn's, with our words."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where it listens, once it does."""
        await super().startup(sockets)
        host, port = (sockets or [])[0].getsockname()[:2]
        fields = {"host": host, "port": port, "workers": self._settings.workers}
        _log.info("listening", extra={"fields": {**fields, "version": __version__}})
        if not self._settings.tokens and not _is_loopback(host):
            _log.warning("anybody who reaches this address may use it: see --token-file")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say that it stops, and how long that may take."""
        _log.info("stopping", extra={"fields": {"seconds": self._settings.stop_seconds}})
        await super().shutdown(sockets)


def _is_loopback(host: str) -> bool:
    return host.startswith("127.") or host == "::1"


def _listen(settings: Settings) -> socket.socket:
    """The socket, bound: a port that is taken is told before anything starts."""
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"{settings.host} is no address of this machine: {error}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"{settings.host} port {settings.port} cannot be had: {error.strerror}"
        ) from error
    return listener
