"""``bodycopy eval``: how near the extractor comes to what people said of their pages."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from bodycopy.commands.option_arguments import add_option_arguments, options_from
from bodycopy.commands.terminal import (
    ARTICLE,
    NO_ARTICLE,
    UNWRITTEN,
    complain,
    utf8,
    wants_color,
    write_output,
)
from bodycopy.errors import InputError, UsageError

if TYPE_CHECKING:
    from bodycopy.gold.summary import Evaluation

__all__ = ["add_eval_command"]

_EPILOG = """\
input:
  JSON lines, a page in each with its html (or source_text) and the role of every block, as the
  inspector saves them; they may be gzipped. Of rows with the same set and id the last counts.

exit codes:
  0  the file was scored
  1  a row cannot be read, or the output not be written
  2  the command cannot be meant, or no row carries its page
  3  word F1 is below --min-f1

examples:
  bodycopy eval corrections.jsonl
  bodycopy eval corrections.jsonl --by language --worst 10
  bodycopy eval corrections.jsonl --json --min-f1 0.95 > scores.json
"""

_PASSED, _UNREAD, _BELOW = ARTICLE, UNWRITTEN, NO_ARTICLE


def add_eval_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``eval``."""
    command = commands.add_parser(
        "eval",
        help="score the extractor on pages whose blocks were given their roles",
        description="Score the extractor on pages whose blocks somebody has given their roles.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="gold rows: JSON lines")
    command.add_argument(
        "--json", action="store_true", help="print all figures, with those of every page, as JSON"
    )
    command.add_argument(
        "--by",
        choices=("role", "language", "page_type"),
        default="role",
        help="what the tables have a row for (default: %(default)s)",
    )
    command.add_argument(
        "--worst", metavar="N", type=int, default=0, help="name the N pages of the lowest word F1"
    )
    command.add_argument(
        "--min-f1",
        metavar="X",
        type=float,
        help="exit with 3 where the mean word F1 of the body is below X, from 0 to 1",
    )
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours for the tables; auto: on a terminal, unless NO_COLOR is set",
    )
    add_option_arguments(command)
    command.set_defaults(command=run_eval)


def run_eval(arguments: argparse.Namespace) -> int:
    """Do the command and give its exit code."""
    _check(arguments)
    # Only here: the other commands do without these modules.
    from bodycopy.gold.run import evaluate

    try:
        with _progress_bar() as progress:
            evaluation = evaluate(utf8(arguments.file), options_from(arguments), progress=progress)
    except InputError as error:
        complain(str(error))
        return _UNREAD
    if not write_output(_shown(evaluation, arguments)):
        return UNWRITTEN
    return _against_floor(evaluation.overall.f1, arguments.min_f1)


def _check(arguments: argparse.Namespace) -> None:
    if arguments.worst < 0:
        raise UsageError(f"--worst is a number of pages from 0, not {arguments.worst}")
    if arguments.min_f1 is not None and not 0 <= arguments.min_f1 <= 1:
        raise UsageError(f"--min-f1 is a share from 0 to 1, not {arguments.min_f1}")


def _shown(evaluation: Evaluation, arguments: argparse.Namespace) -> str:
    if arguments.json:
        return msgspec.json.format(msgspec.json.encode(evaluation), indent=2).decode()
    from bodycopy.gold.tables import evaluation_tables

    return evaluation_tables(
        evaluation,
        by=arguments.by,
        worst=arguments.worst,
        color=wants_color(arguments.color),
    )


def _against_floor(f1: float, floor: float | None) -> int:
    if floor is None or f1 >= floor:
        return _PASSED
    complain(f"word F1 is {f1:.4f}, below {floor}")
    return _BELOW


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], object]]:
    """What is told how far the scoring is: a bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("scoring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
