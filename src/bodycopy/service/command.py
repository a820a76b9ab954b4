"""``bodycopy serve``: its arguments and exit codes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bodycopy.commands.quantities import cores, parse_size
from bodycopy.errors import UsageError

__all__ = ["add_serve_command"]

_EPILOG = """\
paths:
  GET  /                 the inspector: a page, its blocks with their roles, its article
  POST /v1/extract       HTML (or JSON with html, url, options) -> the record
  POST /v1/extract-text  flattened text (or JSON with text ...) -> the record
  POST /v1/batch         NDJSON of such JSON -> NDJSON of records, while it still arrives
  GET  /v1/schema, /health, /metrics, /openapi.json, /docs

exit codes:
  0  it was told to stop (SIGTERM, Ctrl-C), and did
  1  its workers do not come to work: the log says why
  2  the command cannot be meant

examples:
  bodycopy serve --workers 4
  curl --data-binary @page.html -H 'Content-Type: text/html' localhost:8080/v1/extract
"""


def add_serve_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``serve``."""
    command = commands.add_parser(
        "serve",
        help="extract over HTTP, and look at pages in the inspector",
        description="Extract over HTTP. Nothing is fetched: pages come in the requests.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    command.add_argument(
        "--port", metavar="N", type=int, default=8080, help="0: any (default: %(default)s)"
    )
    command.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=0,
        help="processes that extract (default: one for each core)",
    )
    command.add_argument(
        "--token-file",
        metavar="FILE",
        help="bearer tokens, one a line; requests have to bring one of them "
        "(or a single one in the variable BODYCOPY_TOKEN)",
    )
    command.add_argument(
        "--corrections",
        metavar="FILE",
        type=Path,
        help="append the inspector's corrections to this file, as gold rows",
    )
    command.add_argument("--quiet", action="store_true", help="log no line for every request")
    _add_limits(command)
    command.set_defaults(command=run_serve)


def _add_limits(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("limits")
    for name, metavar, default, text in _LIMITS:
        group.add_argument(
            f"--{name}",
            metavar=metavar,
            type=float if metavar == "S" else int if metavar == "N" else _size,
            default=default,
            help=f"{text} (default: %(default)s)",
        )


_LIMITS = (
    ("max-body", "SIZE", "16M", "of the body of a request, and of a line of a batch: else 413"),
    ("max-header", "SIZE", "32K", "of first line and headers: else 431"),
    ("body-seconds", "S", 10.0, "for a body to arrive: else 408"),
    ("page-seconds", "S", 10.0, "for the extraction of a page: else 504"),
    ("queue-seconds", "S", 10.0, "that a page may wait for a worker: else 503"),
    ("queue", "N", 0, "pages that may wait, 0 for 128 a worker: else 429"),
    ("concurrency", "N", 1024, "requests under way: else 429"),
    ("batches", "N", 8, "batches under way: else 429"),
    ("buffer", "SIZE", "512M", "of all bodies under way together: else 429"),
    ("memory", "SIZE", "1G", "that a page may take in a worker: else 422"),
    ("stop-seconds", "S", 20.0, "for requests under way, when it is told to stop"),
)


def run_serve(arguments: argparse.Namespace) -> int:
    """Do the command and give its exit code."""
    if sys.platform == "win32":
        raise UsageError("the service runs on Linux and macOS")
    try:
        from bodycopy.service.access import read_tokens
        from bodycopy.service.server import serve
    except ImportError as error:
        raise UsageError(f"{error}; install it: pip install 'bodycopy[service]'") from error
    from bodycopy.service.settings import Settings

    if arguments.workers < 0:
        raise UsageError("--workers is a number from 1")
    if arguments.corrections is not None:
        _check_corrections(arguments.corrections)
    limits = {name.replace("-", "_") for name, *_ in _LIMITS}
    settings = Settings(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers or cores(),
        tokens=read_tokens(arguments.token_file),
        corrections=arguments.corrections,
        quiet=arguments.quiet,
        **{name: getattr(arguments, name) for name in limits},
    )
    return serve(settings)


def _check_corrections(path: Path) -> None:
    """Tell now that the file cannot be written, not when the first correction is lost."""
    try:
        path.open("ab").close()
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _size(text: str) -> int:
    try:
        return parse_size(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
