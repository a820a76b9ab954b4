"""``bodycopy convert``: stored records in any format.

# Strategy: one record is printed as ``extract`` prints it. Of records in lines each makes one
# line, so that nothing has to be held in memory and the input may be a corpus: formats of
# one line are printed as they are, others as a JSON object with the record's address.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any

import msgspec

from bodycopy.article import Article, Verdict
from bodycopy.commands.show_arguments import add_format_argument, add_show_arguments, choices_from
from bodycopy.commands.terminal import ARTICLE, NO_ARTICLE, UNWRITTEN, complain, why, write_output
from bodycopy.errors import InputError, UsageError
from bodycopy.render.csv import csv_header, to_csv_row
from bodycopy.render.formats import check_choices, line_end, render
from bodycopy.render.json import to_json
from bodycopy.render.jsonld import to_jsonld
from bodycopy.render.ninjs import to_ninjs

__all__ = ["add_convert_command", "read_record"]

Record = Article | Verdict

_EPILOG = """\
input:
  a record as `extract --format json` prints it, or JSON lines with a record in each, as
  `batch --format jsonl` writes them; either may be gzipped. Lines are seen by a name that
  ends in .jsonl or .ndjson (and .gz), by a second line behind a whole record, or by --lines.

output of lines, one for each article:
  json, jsonld, ninjs  the object
  csv                  a header, and a row for each
  others               an object with the article's url, and its text under the format's name

exit codes:
  0  there is an article
  1  a record cannot be read, or the output not be written
  2  the command cannot be meant
  3  there is no article, verdicts at most
  Standard error has a line for every verdict and every record that cannot be read, and
  behind lines of records their number.

examples:
  bodycopy convert article.json --format markdown --emphasis
  bodycopy convert articles/part-00000.jsonl.gz --format csv > articles.csv
"""


def add_convert_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``convert``."""
    command = commands.add_parser(
        "convert",
        help="print stored records in another format",
        description="Print records that were stored as JSON in another format, as UTF-8.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="JSON, or - for standard input")
    add_format_argument(command)
    command.add_argument("--lines", action="store_true", help="every line of the input is a record")
    add_show_arguments(command)
    command.set_defaults(command=run_convert)


def run_convert(arguments: argparse.Namespace) -> int:
    """Do the command and give its exit code."""
    name = arguments.file
    choices = choices_from(arguments)
    check_choices(arguments.format, choices)
    try:
        with _open(name) as stored, _unpacked(stored) as file:
            first, second = file.readline(), file.readline()
            if _are_lines(arguments, first, second):
                lines = chain(filter(None, (first, second)), file)
                return _Lines(name, arguments.format, choices).convert(lines)
            return _convert_one(name, first + second + file.read(), arguments.format, choices)
    except (OSError, EOFError, zlib.error) as error:
        complain(f"{name} cannot be read to its end: {error}")
        return UNREAD


UNREAD = UNWRITTEN


def read_record(text: bytes) -> Record:
    """The article or verdict of a JSON text; raises ``InputError`` where it holds none."""
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"no JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError("no record: it is no JSON object")
    if record.get("kind") == "verdict":
        return Verdict.from_dict(record)
    return Article.from_dict(record)


def _open(name: str) -> IO[bytes]:
    if name == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed: pipe a record into it, or give a file")
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


_GZIP = b"\x1f\x8b"


def _unpacked(stored: IO[bytes]) -> IO[bytes]:
    """The same, unpacked where it is gzipped."""
    file = io.BufferedReader(stored)  # type: ignore[type-var]
    if file.peek(len(_GZIP))[: len(_GZIP)] == _GZIP:
        return gzip.open(file)  # type: ignore[return-value]
    return file


def _are_lines(arguments: argparse.Namespace, first: bytes, second: bytes) -> bool:
    name = arguments.file.lower().removesuffix(".gz")
    if arguments.lines or name.endswith((".jsonl", ".ndjson")):
        return True
    return bool(second.strip()) and _is_json(first)


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _convert_one(name: str, text: bytes, format_name: str, choices: Mapping[str, bool]) -> int:
    try:
        record = read_record(text)
    except InputError as error:
        complain(f"{name}: {error}")
        return UNREAD
    if isinstance(record, Article):
        end = line_end(format_name)
        return (
            ARTICLE if write_output(render(record, format_name, **choices), end=end) else UNWRITTEN
        )
    complain(f"{name}: no article: {why(record)}")
    if format_name == "json" and not write_output(to_json(record)):
        return UNWRITTEN
    return NO_ARTICLE


class _Lines:
    """Records of a file, one a line, while they are converted and counted."""

    def __init__(self, name: str, format_name: str, choices: Mapping[str, bool]) -> None:
        self._name = name
        self._format = format_name
        self._choices = choices
        self._counts: Counter[str] = Counter()

    def convert(self, lines: Iterable[bytes]) -> int:
        """Write a line for every article and give the exit code."""
        if self._format == "csv" and not self._write(csv_header()):
            return UNWRITTEN
        for number, line in enumerate(lines, 1):
            if line.strip() and not self._convert_line(number, line):
                return UNWRITTEN
        complain(f"{self._name}: {self._summary()}")
        if self._counts["unreadable"]:
            return UNREAD
        return ARTICLE if self._counts["articles"] else NO_ARTICLE

    def _convert_line(self, number: int, line: bytes) -> bool:
        """Whether the output could be written, if there was any."""
        try:
            record = read_record(line)
        except InputError as error:
            complain(f"{self._name}:{number}: {error}")
            self._counts["unreadable"] += 1
            return True
        if isinstance(record, Article):
            self._counts["articles"] += 1
            return self._write(_in_one_line(record, self._format, self._choices))
        complain(f"{self._name}:{number}: no article: {why(record)}")
        self._counts["verdicts"] += 1
        return self._format != "json" or self._write(to_json(record, indent=None))

    def _write(self, text: str) -> bool:
        return write_output(text, end=line_end(self._format))

    def _summary(self) -> str:
        counts = self._counts
        return (
            f"{counts.total()} records: {counts['articles']} articles, "
            f"{counts['verdicts']} verdicts, {counts['unreadable']} that cannot be read"
        )


_ONE_LINE: Mapping[str, Callable[..., str]] = {
    "json": to_json,
    "jsonld": to_jsonld,
    "ninjs": to_ninjs,
}


def _in_one_line(article: Article, format_name: str, choices: Mapping[str, bool]) -> str:
    if format_name == "csv":
        return to_csv_row(article, **choices)
    if write := _ONE_LINE.get(format_name):
        return write(article, indent=None, **choices)
    text = render(article, format_name, **choices)
    return json.dumps({"url": article.url, format_name: text}, ensure_ascii=False)
