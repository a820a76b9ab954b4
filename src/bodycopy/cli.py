"""The command line: a face on the package, without any extraction of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from bodycopy import __version__
from bodycopy.article import Article, Verdict
from bodycopy.batch.command import add_batch_command
from bodycopy.batch.stats_command import add_stats_command
from bodycopy.errors import UsageError
from bodycopy.option_arguments import add_option_arguments, options_from
from bodycopy.pipeline import extract, extract_text
from bodycopy.render import to_json, to_markdown, to_text
from bodycopy.scan import SCANNER, SCANNER_REASON

__all__ = ["main"]

ARTICLE, UNWRITTEN, USAGE, NO_ARTICLE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes. 130 is what shells report for a program that was interrupted."""

_FORMATS: Mapping[str, Callable[[Article], str]] = {
    "text": to_text,
    "markdown": to_markdown,
    "json": to_json,
}

_EPILOG = """\
exit codes:
  0  there is an article
  1  the output could not be written
  2  the command cannot be meant: one line on standard error says why
  3  there is no article: one line on standard error says why

examples:
  bodycopy extract page.html
  bodycopy extract --format json --url https://example.org/a page.html
  bodycopy extract --explain page.html | less -R
  zcat page.html.gz | bodycopy extract --format markdown -
  bodycopy text --explain scraped.txt
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; ``--help`` and ``--version`` exit at once."""
    try:
        arguments = _parser().parse_args(argv)
        if "command" in arguments:
            return int(arguments.command(arguments))
        return _print_record(arguments, arguments.record(arguments))
    except UsageError as error:
        _complain(str(error))
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
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    command = commands.add_parser(
        "extract",
        help="print the article of one page",
        description="Print the article of one HTML page, always as UTF-8.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="an HTML file, or - for standard input")
    _add_output_arguments(command)
    command.add_argument(
        "--content-type",
        metavar="TYPE",
        type=_utf8,
        help="the HTTP header, if it is known: 'text/html; charset=iso-8859-1'",
    )
    command.set_defaults(record=_extract)
    command = commands.add_parser(
        "text",
        help="print the article of one page that was flattened to text",
        description="Print the article that a scraper's text of one page holds, always as UTF-8.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="a text file, or - for standard input")
    _add_output_arguments(command)
    command.add_argument(
        "--language", metavar="TAG", type=_utf8, help="the language, if it is known: de, pt-BR"
    )
    command.set_defaults(record=_extract_text)
    add_batch_command(commands)
    add_stats_command(commands)
    return parser


def _add_output_arguments(command: argparse.ArgumentParser) -> None:
    output = command.add_mutually_exclusive_group()
    output.add_argument(
        "--format",
        choices=tuple(_FORMATS),
        default="text",
        help="text: headline, standfirst and body (the default); markdown: the same with "
        "headings, lists, tables and links; json: the whole record",
    )
    output.add_argument(
        "--explain",
        action="store_true",
        help="show every block of the page with its role: in the article, or left out as what",
    )
    command.add_argument("--url", type=_utf8, help="where the page was found")
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours for --explain; auto: on a terminal, unless NO_COLOR is set",
    )
    add_option_arguments(command)


def _utf8(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError(f"not valid UTF-8: {argument!a}") from error
    return argument


def _extract(arguments: argparse.Namespace) -> Article | Verdict:
    return extract(
        _read(arguments.file),
        url=arguments.url,
        content_type=arguments.content_type,
        options=options_from(arguments),
    )


def _extract_text(arguments: argparse.Namespace) -> Article | Verdict:
    return extract_text(
        _read(arguments.file),
        url=arguments.url,
        language=arguments.language,
        options=options_from(arguments),
    )


def _print_record(arguments: argparse.Namespace, record: Article | Verdict) -> int:
    if arguments.explain:
        written = _write(_explained(record, arguments.color))
    elif isinstance(record, Article):
        written = _write(_FORMATS[arguments.format](record))
    else:
        _complain(f"{arguments.file}: no article: {_why(record)}")
        written = arguments.format != "json" or _write(to_json(record))
    if not written:
        return UNWRITTEN
    return ARTICLE if record else NO_ARTICLE


def _read(name: str) -> bytes:
    if name == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed: pipe a page into it, or give a file")
        return sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{name} is a directory: give one HTML file, or - for standard input")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        if "://" in name:
            raise UsageError(
                f"{name} is an address, and nothing is fetched: save the page and give its file, "
                f"with --url {name}"
            ) from error
        raise UsageError(
            f"{name} does not exist: give an HTML file, or - for standard input"
        ) from error
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def _explained(record: Article | Verdict, color: str) -> str:
    # Only here: rich takes longer to import than a page to extract.
    from bodycopy.explain import explain

    return explain(record, color=_wants_color(color))


def _wants_color(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def _why(verdict: Verdict) -> str:
    detail = " ".join(verdict.detail.split())
    return f"{verdict.reason.value}: {detail}" if detail else verdict.reason.value


def _write(text: str) -> bool:
    """Text and a line break on standard output as UTF-8; false if that is not possible."""
    if sys.stdout is None:
        _complain("standard output is closed")
        return False
    try:
        # Bytes, because the locale decides what the text layer would write.
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader (`head`) has seen enough: that is no failure.
        _forget_output()
    except OSError as error:
        _complain(f"the output cannot be written: {error.strerror}")
        _forget_output()
        return False
    return True


def _forget_output() -> None:
    # What is still buffered would fail again, loudly, when Python closes the stream.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"bodycopy: {message}\n")
