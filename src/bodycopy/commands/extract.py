"""``bodycopy extract`` and ``bodycopy text``: the article of one page, printed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from bodycopy.article import Article, Verdict
from bodycopy.commands.option_arguments import add_option_arguments, options_from
from bodycopy.commands.show_arguments import add_format_argument, add_show_arguments, choices_from
from bodycopy.commands.terminal import (
    ARTICLE,
    NO_ARTICLE,
    UNWRITTEN,
    complain,
    read_input,
    utf8,
    wants_color,
    why,
    write_output,
)
from bodycopy.errors import UsageError
from bodycopy.pipeline import extract, extract_text
from bodycopy.render.formats import check_choices, line_end, render
from bodycopy.render.json import to_json

__all__ = ["EPILOG", "add_extract_command", "add_text_command"]

EPILOG = """\
exit codes:
  0  there is an article
  1  the output could not be written
  2  the command cannot be meant: one line on standard error says why
  3  there is no article: one line on standard error says why

examples:
  bodycopy extract page.html
  bodycopy extract --format json --url https://example.org/a page.html
  bodycopy extract --explain page.html | less -R
  zcat page.html.gz | bodycopy extract --format markdown --emphasis -
  bodycopy text --explain scraped.txt
"""

Record = Article | Verdict


def add_extract_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``extract``."""
    command = _add_command(commands, "extract", "of one page", "one HTML page", "an HTML file")
    command.add_argument(
        "--content-type",
        metavar="TYPE",
        type=utf8,
        help="the HTTP header, if it is known: 'text/html; charset=iso-8859-1'",
    )
    command.set_defaults(command=lambda arguments: _run(arguments, _extract))


def add_text_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``text``."""
    command = _add_command(
        commands,
        "text",
        "of one page that was flattened to text",
        "one page that a scraper flattened to text",
        "a text file",
    )
    command.add_argument(
        "--language", metavar="TAG", type=utf8, help="the language, if it is known: de, pt-BR"
    )
    command.set_defaults(command=lambda arguments: _run(arguments, _extract_text))


def _add_command(
    commands: argparse._SubParsersAction[Any], name: str, page: str, described: str, file: str
) -> argparse.ArgumentParser:
    """A command that prints the article of a page."""
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=f"print the article {page}",
        description=f"Print the article of {described}, always as UTF-8.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help=f"{file}, or - for standard input")
    output = command.add_mutually_exclusive_group()
    add_format_argument(output)
    output.add_argument(
        "--explain",
        action="store_true",
        help="show every block of the page with its role: in the article, or left out as what",
    )
    command.add_argument("--url", type=utf8, help="where the page was found")
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours for --explain; auto: on a terminal, unless NO_COLOR is set",
    )
    add_option_arguments(command)
    add_show_arguments(command, given=("links", "images", "tables", "comments"))
    return command


def _extract(arguments: argparse.Namespace) -> Record:
    return extract(
        read_input(arguments.file, kind="an HTML file"),
        url=arguments.url,
        content_type=arguments.content_type,
        options=options_from(arguments),
    )


def _extract_text(arguments: argparse.Namespace) -> Record:
    return extract_text(
        read_input(arguments.file, kind="a text file"),
        url=arguments.url,
        language=arguments.language,
        options=options_from(arguments),
    )


def _run(arguments: argparse.Namespace, get: Callable[[argparse.Namespace], Record]) -> int:
    """Do the command and give its exit code."""
    choices = choices_from(arguments)
    if arguments.explain and choices:
        raise UsageError(f"--{next(iter(choices))} is for formats: --explain shows every block")
    check_choices(arguments.format, choices)
    record = get(arguments)
    if arguments.explain:
        written = write_output(_explained(record, arguments.color))
    elif isinstance(record, Article):
        text = render(record, arguments.format, **choices)
        written = write_output(text, end=line_end(arguments.format))
    else:
        complain(f"{arguments.file}: no article: {why(record)}")
        written = arguments.format != "json" or write_output(to_json(record))
    if not written:
        return UNWRITTEN
    return ARTICLE if record else NO_ARTICLE


def _explained(record: Record, color: str) -> str:
    # Only here: rich takes longer to import than a page to extract.
    from bodycopy.explain import explain

    return explain(record, color=wants_color(color))
