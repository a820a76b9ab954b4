"""``bodycopy stats``: what a corpus holds, in the terminal and as a page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bodycopy.errors import UsageError

__all__ = ["add_stats_command"]


def add_stats_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``stats``."""
    command = commands.add_parser(
        "stats",
        help="show what a folder of `bodycopy batch` holds",
        description="Pages by outcome, type, language, site, section and agency, dates and "
        "lengths: tables in the terminal, and a page to look at.",
    )
    command.add_argument("folder", metavar="OUT", help="what `bodycopy batch` wrote to")
    command.add_argument(
        "--html", metavar="FILE", help="where the page goes (default: OUT/_stats.html)"
    )
    command.add_argument("--json", action="store_true", help="print the counts as JSON")
    command.set_defaults(command=run_stats)


def run_stats(arguments: argparse.Namespace) -> int:
    """Do the command and give its exit code."""
    try:
        from bodycopy.batch.stats import measure_corpus
    except ImportError as error:
        raise UsageError(f"{error}; install it: pip install 'bodycopy[batch]'") from error
    import msgspec
    from rich.console import Console

    from bodycopy.batch.stats_page import stats_page
    from bodycopy.batch.stats_terminal import print_stats

    folder = Path(arguments.folder)
    stats = measure_corpus(folder)
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.encode(stats) + b"\n")
    else:
        print_stats(stats, Console())
    path = Path(arguments.html) if arguments.html else folder / "_stats.html"
    try:
        path.write_text(stats_page(stats), encoding="utf-8")
    except OSError as error:
        sys.stderr.write(f"bodycopy: {path} cannot be written: {error.strerror}\n")
        return 1
    if not arguments.json:
        Console().print(f"{path}", highlight=False, soft_wrap=True)
    return 0
