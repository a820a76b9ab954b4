"""``bodycopy batch``: its arguments, its exit codes, what it prints."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

from bodycopy.commands.option_arguments import add_option_arguments, options_from
from bodycopy.commands.quantities import cores, parse_size
from bodycopy.errors import UsageError

if TYPE_CHECKING:
    from bodycopy.batch.engine import Engine

__all__ = ["add_batch_command"]

COMPLETE, INCOMPLETE, INTERRUPTED = 0, 1, 130

_EPILOG = """\
inputs:
  .warc .warc.gz .warc.zst and WET files, HTML and text files, folders, glob patterns, tar of
  HTML, .jsonl and .parquet with a column of HTML or text, @FILE (a list of paths, one a
  line), - (standard input); paths, or any address that fsspec opens (s3://, gs:// ...)

exit codes:
  0    complete, and the sums add up
  1    not complete: standard error says why; --resume goes on
  2    the command cannot be meant
  130  interrupted; --resume goes on

examples:
  bodycopy batch CC-NEWS-20260101000000-00001.warc.gz -o articles
  bodycopy batch crawl/ 's3://bucket/2026/*.warc.gz' -o articles --workers 8
  bodycopy batch pages.parquet --html-column raw --format jsonl -o articles
  bodycopy batch @warc.paths --base s3://commoncrawl/ -o articles
"""


def add_batch_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Give the command line its ``batch``."""
    command = commands.add_parser(
        "batch",
        help="make articles of millions of pages: WARC, HTML files, JSON lines, Parquet",
        description="Make articles of all pages of the inputs: Parquet or JSON lines, and an "
        "account of every record that gave none.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("inputs", metavar="INPUT", nargs="+", help="see below")
    command.add_argument("-o", "--output", metavar="OUT", required=True, help="a folder")
    command.add_argument("--format", choices=("parquet", "jsonl"), default="parquet")
    command.add_argument(
        "--fields",
        metavar="NAMES",
        help="columns of the output, separated by commas (default: all but dropped and raw)",
    )
    command.add_argument(
        "--shard-size",
        metavar="SIZE",
        help="stored bytes of input that become one part (default: 2M to 64M, by the input)",
    )
    command.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=0,
        help="processes (default: one for each core)",
    )
    command.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="who runs the workers; ray: the cluster of RAY_ADDRESS, or this machine",
    )
    command.add_argument("--resume", action="store_true", help="go on with the run that OUT holds")
    _add_input_arguments(command)
    _add_limit_arguments(command)
    add_option_arguments(command)
    command.add_argument("--quiet", action="store_true", help="print nothing but faults")
    command.add_argument(
        "--log-json", action="store_true", help="progress as lines of JSON on standard error"
    )
    command.set_defaults(command=run_batch)


def _add_input_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--html-column", metavar="NAME", default="html")
    command.add_argument(
        "--text-column", metavar="NAME", help="read flattened text in place of HTML"
    )
    command.add_argument("--url-column", metavar="NAME", default="url")
    command.add_argument(
        "--base", metavar="PREFIX", default="", help="in front of every path of an @FILE"
    )
    command.add_argument(
        "--digests",
        choices=("auto", "verify", "ignore"),
        default="auto",
        help="WARC-Block-Digest; auto: verify where no checksum of the compression vouches "
        "for the record",
    )


def _add_limit_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--page-seconds",
        metavar="S",
        type=float,
        default=30.0,
        help="a page that takes longer is put aside (default: %(default)s)",
    )
    command.add_argument(
        "--memory",
        metavar="SIZE",
        default="2G",
        help="what one page may take in a worker (default: %(default)s)",
    )


def run_batch(arguments: argparse.Namespace) -> int:
    """Do the command and give its exit code."""
    try:
        from bodycopy.batch.driver import Run
        from bodycopy.batch.progress import Progress
        from bodycopy.sinks.columns import choose
    except ImportError as error:
        raise UsageError(f"{error}; install it: pip install 'bodycopy[batch]'") from error
    from bodycopy.batch.job import Job

    names = arguments.fields.split(",") if arguments.fields else None
    job = Job(
        inputs=tuple(arguments.inputs),
        output=arguments.output,
        format=arguments.format,
        columns=choose([name.strip() for name in names] if names else None),
        shard_size=parse_size(arguments.shard_size) if arguments.shard_size else 0,
        options=options_from(arguments),
        html_column=arguments.html_column,
        text_column=arguments.text_column,
        url_column=arguments.url_column,
        base=arguments.base,
        digests=arguments.digests,
        page_seconds=arguments.page_seconds,
        memory=parse_size(arguments.memory),
    )
    progress = Progress(quiet=arguments.quiet, as_json=arguments.log_json)
    engine = _engine(arguments)
    try:
        run = Run(job, engine, arguments.resume, progress.show)
        signal.signal(signal.SIGTERM, _interrupt)
        with progress:
            report = run.run()
    except KeyboardInterrupt:
        sys.stderr.write(
            "bodycopy: interrupted; what is done is kept, the same command with --resume goes on\n"
        )
        return INTERRUPTED
    except OSError as error:
        sys.stderr.write(f"bodycopy: {error}; --resume goes on\n")
        return INCOMPLETE
    progress.print_report(report)
    for problem in report.problems:
        sys.stderr.write(f"bodycopy: {problem}\n")
    if not report.complete:
        sys.stderr.write("bodycopy: the run is not complete; --resume goes on\n")
    return COMPLETE if report.complete else INCOMPLETE


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _engine(arguments: argparse.Namespace) -> Engine:
    if arguments.workers < 0:
        raise UsageError("--workers is a number from 1")
    if arguments.engine == "ray":
        try:
            from bodycopy.batch.ray_engine import RayEngine
        except ImportError as error:
            raise UsageError(f"{error}; install it: pip install 'bodycopy[ray]'") from error
        return RayEngine(arguments.workers)
    from bodycopy.batch.local import LocalEngine

    return LocalEngine(arguments.workers or cores())
