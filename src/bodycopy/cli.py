"""The command line: a face on the package, without any extraction of its own."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from bodycopy import __version__
from bodycopy.batch.command import add_batch_command
from bodycopy.batch.stats_command import add_stats_command
from bodycopy.commands.convert import add_convert_command
from bodycopy.commands.evaluate import add_eval_command
from bodycopy.commands.extract import EPILOG, add_extract_command, add_text_command
from bodycopy.commands.inspect import add_inspect_command
from bodycopy.commands.terminal import ARTICLE, INTERRUPTED, NO_ARTICLE, UNWRITTEN, USAGE, complain
from bodycopy.errors import UsageError
from bodycopy.scan import SCANNER, SCANNER_REASON
from bodycopy.service.command import add_serve_command

__all__ = ["ARTICLE", "INTERRUPTED", "NO_ARTICLE", "UNWRITTEN", "USAGE", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; ``--help`` and ``--version`` exit at once."""
    try:
        arguments = _parser().parse_args(argv)
        return int(arguments.command(arguments))
    except UsageError as error:
        complain(str(error))
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _version() -> str:
    """The version, and which of the two scans works here: they differ in speed."""
    reason = f": {SCANNER_REASON}" if SCANNER_REASON else ""
    return f"{__version__} ({SCANNER} scan{reason})"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line like every other complaint, not the usage as well."""
        raise UsageError(f"{message} (see: {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="bodycopy",
        description="News pages in, articles out.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    add_extract_command(commands)
    add_text_command(commands)
    add_convert_command(commands)
    add_inspect_command(commands)
    add_batch_command(commands)
    add_stats_command(commands)
    add_serve_command(commands)
    add_eval_command(commands)
    return parser
