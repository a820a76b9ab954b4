"""``python -m bench``: run, score, print, and check against floors."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import report
from bench.floors import broken, load_floors
from bench.held import held_out
from bench.peers import OURS, TOOLS, Tool, load_tools, quiet
from bench.run import Row, run
from bench.sets import SETS, MissingPagesError, Page, load_pages
from bench.summary import by, by_set, by_type


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 where all is well, 1 where a floor broke, 2 where it could not run."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True)
    tools, missing = load_tools([OURS, *(name for name in options.peers if name != OURS)])
    for name, reason in missing.items():
        console.print(f"not run: {name}: {reason}", style="yellow", markup=False)
    unknown = [name for name in missing if name not in TOOLS]
    try:
        pages = load_pages(options.sets, options.sample)
    except MissingPagesError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    if unknown or not tools:
        return 2
    quiet()
    if options.held:
        tools = [
            held_out(tool, options.held, pages) if tool.name.startswith(OURS) else tool
            for tool in tools
        ]
    rows = _measured(pages, tools, console)
    _write(rows, tools, options)
    return _checked(rows, options, console)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sets", type=_names, default=list(SETS), help=f"of {','.join(SETS)}")
    peers = [name for name in TOOLS if name != OURS]
    parser.add_argument("--peers", type=_names, default=peers, help=f"of {','.join(peers)}")
    parser.add_argument("--sample", type=int, metavar="N", help="at most N pages of each set")
    parser.add_argument("--json", type=Path, metavar="OUT", help="all numbers")
    parser.add_argument("--markdown", type=Path, metavar="OUT", help="the tables")
    parser.add_argument("--plot", type=Path, metavar="OUT.svg", help="quality against speed")
    parser.add_argument(
        "--held", type=Path, metavar="DIR", help="ours with the networks of a cross-validation"
    )
    parser.add_argument("--check", type=Path, metavar="FLOORS", help="exit 1 if a floor broke")
    return parser


def _measured(pages: Sequence[Page], tools: Sequence[Tool], console: Console) -> list[Row]:
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"{len(tools)} tools", total=len(pages))
        return list(run(pages, tools, lambda done: bar.update(task, completed=done)))


def _write(rows: Sequence[Row], tools: Sequence[Tool], options: argparse.Namespace) -> None:
    found = report.tables(rows)
    # A table that is piped to a file keeps its columns whole.
    report.show(found, Console() if sys.stdout.isatty() else Console(width=180))
    if options.markdown:
        options.markdown.write_text(report.markdown(found), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(_record(rows, tools), indent=1), encoding="utf-8")
    if options.plot:
        report.plot(rows, options.plot)


def _record(rows: Sequence[Row], tools: Sequence[Tool]) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "machine": platform.platform(),
        "tools": {tool.name: tool.version for tool in tools},
        "sets": by_set(rows),
        "types": by_type(rows),
        "languages": by(rows, lambda row: row.language),
    }


def _checked(rows: Sequence[Row], options: argparse.Namespace, console: Console) -> int:
    if not options.check:
        return 0
    floors = load_floors(options.check, sampled=options.sample is not None)
    lines, held = broken(floors, by_set(rows) | by_type(rows))
    for line in lines:
        console.print(f"broken floor: {line}", style="red", markup=False)
    console.print(f"{held - len(lines)} of {held} floors hold ({len(floors)} in the file)")
    return int(bool(lines) or not held)


if __name__ == "__main__":
    sys.exit(main())
