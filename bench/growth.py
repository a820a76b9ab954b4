"""``python -m bench.growth``: how time grows with the input, on shapes made to make it run away.

Each shape is read at doubling sizes, by ``extract`` or ``extract_text``; what counts is the
processor's time of the process, the least of several runs. ``--lifted`` raises the limits that
would cut the larger sizes short, so that what is measured is the work and not the limit.
``--scan`` measures the scan alone: set ``BODYCOPY_SCAN=lexbor`` for the other one.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console

from bench.growth_shapes import SHAPES, Shape
from bench.report import Table, show
from bodycopy import Options, extract, extract_text
from bodycopy.scan import scan

__all__ = ["LIFTED", "Growth", "grow", "table"]

LIFTED = Options(max_nodes=1 << 23, max_blocks=1 << 23, max_data_chars=1 << 28)
"""Limits that no shape of 16 MB passes, but for those of depth and attributes."""

_FIRST, _LAST = 125_000, 16_000_000
_RUNS = 5
# Seconds: behind one run that takes longer the others are left out, their noise is small.
_LONG = 3.0

Job = Callable[[bytes], object]


class Growth(NamedTuple):
    """Least seconds of a shape at each size."""

    shape: Shape
    sizes: Sequence[int]
    seconds: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """How many times as long each size takes as the one before it, which is half of it."""
        return [
            after / before for before, after in zip(self.seconds, self.seconds[1:], strict=False)
        ]

    @property
    def mean_ratio(self) -> float:
        """The ratio whose powers lead from the least size to the largest."""
        steps = len(self.seconds) - 1
        return float((self.seconds[-1] / self.seconds[0]) ** (1 / steps))


def grow(shape: Shape, sizes: Sequence[int], job: Job, runs: int = _RUNS) -> Growth:
    """The shape's times; each size is made once and read several times."""
    job(shape.make(sizes[0] // 8).encode())  # lists are read and patterns compiled at first
    return Growth(shape, sizes, [_least(job, shape.make(size).encode(), runs) for size in sizes])


def _least(job: Job, data: bytes, runs: int) -> float:
    least = float("inf")
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        job(data)
        least = min(least, time.process_time() - start)
        if least > _LONG:
            break
    return least


def table(found: Iterable[Growth]) -> Table:
    """A row for each shape: milliseconds at the ends, ratios of doubling."""
    rows = tuple(
        (
            growth.shape.name,
            f"{growth.seconds[0] * 1000:.1f}",
            f"{growth.seconds[-1] * 1000:.0f}",
            f"{growth.mean_ratio:.2f}",
            f"{max(growth.ratios):.2f}",
            " ".join(f"{ratio:.2f}" for ratio in growth.ratios),
        )
        for growth in found
    )
    header = ("shape", "ms, least", "ms, largest", "mean ratio", "worst", "each doubling")
    return Table("time when the input doubles", header, rows)


def _job(shape: Shape, options: Options, *, scan_alone: bool) -> Job:
    if scan_alone:
        return lambda data: scan(data, options=options)
    if shape.text:
        return lambda data: extract_text(data, options=options)
    return lambda data: extract(data, options=options)


def _sizes(first: int, last: int) -> Iterator[int]:
    while first <= last:
        yield first
        first *= 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a shape's mean ratio is over ``--most``."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--shapes", default="", help="words of names, separated by commas")
    parser.add_argument("--first", type=int, default=_FIRST, help="bytes (default: %(default)s)")
    parser.add_argument("--last", type=int, default=_LAST, help="bytes (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=_RUNS)
    parser.add_argument("--lifted", action="store_true", help="raise the limits")
    parser.add_argument("--scan", action="store_true", help="the scan alone")
    parser.add_argument("--most", type=float, default=2.3, help="ratio (default: %(default)s)")
    given = parser.parse_args(arguments)
    words = [word for word in given.shapes.split(",") if word]
    options = LIFTED if given.lifted else Options()
    console = Console(stderr=True)
    found = []
    for shape in SHAPES:
        if (words and not any(word in shape.name for word in words)) or (shape.text and given.scan):
            continue
        sizes = tuple(_sizes(given.first, given.last))
        found.append(grow(shape, sizes, _job(shape, options, scan_alone=given.scan), given.runs))
        console.print(f"{shape.name}: {found[-1].mean_ratio:.2f}", markup=False)
    show([table(found)], Console(width=160))
    return int(any(growth.mean_ratio > given.most for growth in found))


if __name__ == "__main__":
    sys.exit(main())
