"""``bodycopy inspect``: a page, its blocks and its article as one HTML file to look at."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bodycopy.commands.option_arguments import add_option_arguments, options_from
from bodycopy.commands.terminal import ARTICLE, UNWRITTEN, complain, read_input, utf8, write_output
from bodycopy.errors import UsageError

if TYPE_CHECKING:
    from bodycopy.inspector.inspection import Inspection

__all__ = ["add_inspect_command"]

_DESCRIPTION = """\
Write one HTML file that shows a page as it looks with every block tinted by its role, the
article, and between them the blocks with score and reasons. The file needs no server and no
network; roles can be corrected in it and downloaded as a row for `bodycopy eval`.
"""
_EPILOG = """\
exit codes:
  0  the file is written; its path is on standard output
  1  the file could not be written
  2  the command cannot be meant: one line on standard error says why

examples:
  bodycopy inspect page.html
  bodycopy inspect --url https://example.org/a -o look.html page.html
  bodycopy inspect --text scraped.txt
"""


def add_inspect_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``inspect``."""
    command: argparse.ArgumentParser = commands.add_parser(
        "inspect",
        help="write one HTML file that shows a page, its blocks and why, and its article",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="an HTML file, or - for standard input")
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT.html",
        help="the file to write, over one that is there (default: FILE.inspect.html, if there is "
        "none yet)",
    )
    command.add_argument("--url", type=utf8, help="where the page was found")
    command.add_argument(
        "--text", action="store_true", help="FILE is text that a scraper left of a page"
    )
    add_option_arguments(command)
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    path = _output(arguments.file, arguments.output)
    inspection = _inspect(arguments)
    # Only here: the screen's parts are read from files.
    from bodycopy.inspector.screen import inspector_page

    try:
        # Not over a file that somebody else made meanwhile.
        with path.open("w" if arguments.output else "x", encoding="utf-8") as file:
            file.write(inspector_page(inspection))
    except FileExistsError:
        raise UsageError(_taken(path)) from None
    except OSError as error:
        complain(f"{path} cannot be written: {error.strerror}")
        return UNWRITTEN
    return ARTICLE if write_output(str(path)) else UNWRITTEN


def _inspect(arguments: argparse.Namespace) -> Inspection:
    from bodycopy.inspector.inspect import inspect_page, inspect_text

    kind = "a text file" if arguments.text else "an HTML file"
    data = read_input(arguments.file, kind=kind)
    look = inspect_text if arguments.text else inspect_page
    return look(data, url=arguments.url, options=options_from(arguments))


def _output(file: str, named: str | None) -> Path:
    if named == "-":
        raise UsageError("-o takes a file: the path of what was written goes to standard output")
    if named:
        return Path(named)
    path = Path("stdin.inspect.html" if file == "-" else f"{file}.inspect.html")
    if path.exists():
        raise UsageError(_taken(path))
    return path


def _taken(path: Path) -> str:
    return f"{path} exists: name it with -o to write over it, or another file"
