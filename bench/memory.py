"""``python -m bench.memory``: what a page takes of memory at most, and whether anything stays.

Each page is read in a process of its own that is warm: it has imported the tool and read a
small page, and holds the page's bytes. What it holds more at its peak is counted, results
included. ``--pages N`` reads many pages in one process instead.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.growth_shapes import SHAPES, Shape
from bench.memory_child import TEXT
from bench.peers import OURS
from bench.report import Table, markdown, show

__all__ = ["ALLOWED_GROWTH", "Peak", "allowed", "growth", "main", "measure"]

MB = 1 << 20
SIZES = (10_000, 100_000, 1_000_000, 4_000_000, 16_000_000)
PEERS = ("trafilatura", "resiliparse", "readability", "newspaper4k", "justext")
# What an article of usual markup, one of very short blocks and one of tables take.
PEER_SHAPES = ("articles", "tiny paragraphs", "table")

ALLOWED_GROWTH = 2 * MB
"""Between the second quarter of many pages and the last one: more is a leak."""


def allowed(size: int) -> int:
    """Bytes that a page of ``size`` bytes of decoded text may take at most."""
    return 64 * MB + 12 * size


@dataclass(frozen=True, slots=True)
class Peak:
    """What a process held, in bytes: warm, and above that at most; and its seconds."""

    held: int
    peak: int
    size: int
    seconds: float


def measure(tool: str, page: bytes, seconds: int = 120) -> Peak | None:
    """The peak of a tool on a page, in a fresh process.

    ``None`` where it does not come back: it takes more seconds of the processor, or dies.
    """
    with tempfile.NamedTemporaryFile() as file:
        file.write(page)
        file.flush()
        command = [sys.executable, "-m", "bench.memory_child", "peak", tool, file.name]
        try:
            done = subprocess.run(
                [*command, str(seconds)], capture_output=True, text=True, check=True
            )
        except subprocess.CalledProcessError:
            return None
    return Peak(**json.loads(done.stdout))


def growth(count: int) -> tuple[int, list[tuple[int, int]]]:
    """Bytes that many pages leave behind, and what was held after how many of them."""
    command = [sys.executable, "-m", "bench.memory_child", "pages", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    held = [(int(number), int(size)) for number, size in json.loads(done.stdout)]
    quarter = len(held) // 4
    before = median(size for _, size in held[quarter : 2 * quarter])
    return int(median(size for _, size in held[-quarter:]) - before), held


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 where more is taken than allowed."""
    options = _parser().parse_args(arguments)
    if options.pages:
        return _report_growth(options.pages)
    sizes = tuple(int(size) for size in options.sizes.split(","))
    tables = []
    broken: list[str] = []
    if options.peers:
        tables = [_peer_table(shape, sizes, options.seconds) for shape in _named(PEER_SHAPES)]
    else:
        table, broken = _shape_table(_named(options.shapes), sizes)
        tables = [table]
    show(tables, Console() if sys.stdout.isatty() else Console(width=150))
    if options.markdown:
        options.markdown.write_text(markdown(tables), encoding="utf-8")
    for line in broken:
        print(line, file=sys.stderr)
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="bytes of a page")
    parser.add_argument("--shapes", nargs="+", default=(), help="of these shapes alone")
    parser.add_argument("--peers", action="store_true", help="other tools beside ours")
    parser.add_argument("--pages", type=int, help="read so many pages in one process")
    parser.add_argument(
        "--seconds", type=int, default=10, help="of the processor that a peer may take for a page"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables here")
    return parser


def _named(names: Sequence[str]) -> list[Shape]:
    return [shape for shape in SHAPES if not names or shape.name in names]


def _shape_table(shapes: Sequence[Shape], sizes: Sequence[int]) -> tuple[Table, list[str]]:
    """The peaks of ours on every shape and size, and what is above the bound."""
    rows, broken = [], []
    for shape in shapes:
        cells = []
        for size in sizes:
            page = shape.make(size).encode()
            found = measure(TEXT if shape.text else OURS, page, seconds=600)
            cells.append(_cell(found))
            if found is None or found.peak > allowed(len(page)):
                most = f"{allowed(len(page)) / MB:.0f} MB"
                broken.append(f"{shape.name}, {_size(size)}: {cells[-1]}, allowed are {most}")
        print(shape.name, *cells, sep="\t", file=sys.stderr, flush=True)
        rows.append((shape.name, *cells))
    bound = tuple(f"{allowed(size) / MB:.0f}" for size in sizes)
    title = "MB that a page takes at most"
    heads = ("shape", *map(_size, sizes))
    return Table(title, heads, (("allowed", *bound), *rows)), broken


def _peer_table(shape: Shape, sizes: Sequence[int], seconds: int) -> Table:
    """The peaks of all tools on one shape; a tool that gives up on a size gets no larger one."""
    rows = []
    for tool in (OURS, *PEERS):
        cells: list[str] = []
        held = 0
        for size in sizes:
            given_up = bool(cells) and not _is_number(cells[-1])
            found = None if given_up else measure(tool, shape.make(size).encode(), seconds)
            cells.append(_cell(found, seconds))
            held = found.held if found else held
        print(shape.name, tool, *cells, sep="\t", file=sys.stderr, flush=True)
        rows.append((tool, f"{held / MB:.0f}" if held else "–", *cells))
    title = f"{shape.name}: MB that a page takes at most, beside what the warm process holds"
    return Table(title, ("tool", "holds", *map(_size, sizes)), tuple(rows))


def _cell(found: Peak | None, seconds: int = 600) -> str:
    return f"over {seconds} s" if found is None else f"{found.peak / MB:.0f}"


def _is_number(cell: str) -> bool:
    return cell.isdigit()


def _size(size: int) -> str:
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size // 1000} kB"


def _report_growth(count: int) -> int:
    grown, held = growth(count)
    for number, size in held:
        print(f"{number:>9,} pages {size / MB:8.1f} MB")
    print(f"from the second quarter to the last: {grown / MB:+.2f} MB")
    return 1 if grown > ALLOWED_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
