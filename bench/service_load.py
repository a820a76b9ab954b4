"""``python -m bench.service_load``: what the service costs, and whether bad company hurts it.

First the pages that ship with the tests go through ``extract`` in one process and through the
service with one worker, in turns: requests a second beside pages a second. Then good requests at a
share of that capacity for a while, alone and among as many bad ones as asked for: malformed,
oversized, slow, and such as fall silent. Exits with 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console

from bench.report import Table, show
from bench.service_client import Bad, Load, Peace, bare_rate, resident, service, service_rate

__all__ = ["main"]

PAGES = Path(__file__).resolve().parents[1] / "tests" / "pages"

# What the service promises.
_LEAST_SHARE = 0.8
_MOST_SLOWER = 1.5
# Resident memory at the end beside that after the first tenth: allocators settle in that time.
_MOST_GROWTH = 1.1


def main() -> int:
    """Measure, print, and give the exit code."""
    arguments = _arguments()
    pages = [path.read_bytes() for path in sorted(PAGES.glob("*/source.html"))]
    return asyncio.run(_measure(arguments, pages))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.service_load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="of the load with bad requests")
    parser.add_argument("--clean-seconds", type=float, default=60, help="of the load without")
    parser.add_argument("--rounds", type=int, default=5, help="of the comparison of rates")
    parser.add_argument("--share", type=float, default=0.7, help="of the capacity, as load")
    parser.add_argument("--bad", type=float, default=0.2, help="share of bad requests")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


async def _measure(arguments: argparse.Namespace, pages: list[bytes]) -> int:
    console = Console()
    with service() as (port, process_id):
        bare, served = await _rates(port, pages, arguments.rounds)
        show((_rate_table(bare, served),), console)
        rate = arguments.share * max(served)
        # Bad requests come on top: it is the good ones that take capacity.
        good = rate * (1 - arguments.bad)
        clean = await Peace(port, pages, good, arguments.seed).run(arguments.clean_seconds)
        load = Load(port, pages, good, rate * arguments.bad, arguments.seed)
        memory = asyncio.create_task(_watch_memory(process_id, arguments.seconds))
        found = await load.run(arguments.seconds)
        sizes = await memory
    show((_load_table(clean, found), _status_table(found), _memory_table(sizes)), console)
    broken = _broken(bare, served, clean, found, sizes)
    for promise in broken:
        console.print(f"broken: {promise}", style="bold red")
    return 1 if broken else 0


async def _rates(port: int, pages: list[bytes], rounds: int) -> tuple[list[float], list[float]]:
    """Pages a second of both, round about, so that both see the same machine."""
    bare, served = [], []
    await service_rate(port, pages, seconds=2)
    for _ in range(rounds):
        bare.append(await asyncio.to_thread(bare_rate, 3))
        served.append(await service_rate(port, pages, seconds=3))
    return bare, served


async def _watch_memory(process_id: int, seconds: float) -> list[tuple[float, float]]:
    """Seconds and MiB of all processes of the service together, a hundred times."""
    sizes = []
    for step in range(100):
        sizes.append((step * seconds / 100, resident(process_id) / (1 << 20)))
        await asyncio.sleep(seconds / 100)
    return sizes


def _rate_table(bare: list[float], served: list[float]) -> Table:
    rows = [
        (str(number), f"{one:.0f}", f"{other:.0f}", f"{other / one:.1%}")
        for number, (one, other) in enumerate(zip(bare, served, strict=True), 1)
    ]
    rows.append(("best", f"{max(bare):.0f}", f"{max(served):.0f}", f"{_share(bare, served):.1%}"))
    header = ("round", "extract, pages/s", "service, requests/s", "share")
    return Table("one process, one worker", header, tuple(rows))


def _share(bare: list[float], served: list[float]) -> float:
    """Of the best round of each: whatever else runs on the machine only slows."""
    return max(served) / max(bare)


def _load_table(clean: Load, found: Load) -> Table:
    rows = [
        (name, *(f"{1000 * load.quantile(part):.1f}" for part in (0.5, 0.9, 0.99, 1.0)), str(count))
        for name, load, count in (
            ("good alone", clean, len(clean.times)),
            ("good among bad", found, len(found.times)),
        )
    ]
    header = ("requests", "p50 ms", "p90 ms", "p99 ms", "worst ms", "answered")
    return Table("good requests", header, tuple(rows))


def _status_table(found: Load) -> Table:
    kinds = ["good", *Bad]
    rows = []
    for kind in kinds:
        counts: Counter[int] = found.statuses[kind]
        told = ", ".join(
            f"{status or 'closed'}: {count}" for status, count in sorted(counts.items())
        )
        rows.append((kind, str(counts.total()), told))
    return Table("answers by status", ("requests", "sent", "status"), tuple(rows))


def _memory_table(sizes: list[tuple[float, float]]) -> Table:
    rows = [(f"{second:.0f}", f"{size:.0f}") for second, size in sizes[::10]]
    rows.append((f"{sizes[-1][0]:.0f}", f"{sizes[-1][1]:.0f}"))
    return Table("resident memory of all processes", ("second", "MiB"), tuple(rows))


def _broken(
    bare: list[float],
    served: list[float],
    clean: Load,
    found: Load,
    sizes: list[tuple[float, float]],
) -> list[str]:
    """The promises that were not kept."""
    broken = []
    if (share := _share(bare, served)) < _LEAST_SHARE:
        broken.append(f"{share:.1%} of the bare extractor's pages/s, {_LEAST_SHARE:.0%} promised")
    for name, load in (("alone", clean), ("among bad ones", found)):
        missed = load.statuses["good"].total() - load.statuses["good"][200]
        if missed:
            broken.append(f"{missed} good requests {name} were not answered with their record")
    slower = found.quantile(0.99) / clean.quantile(0.99)
    if slower > _MOST_SLOWER:
        broken.append(f"p99 is {slower:.2f} times that of the clean run")
    growth = sizes[-1][1] / sizes[len(sizes) // 10][1]
    if growth > _MOST_GROWTH:
        broken.append(f"memory grew to {growth:.2f} times what it was after a tenth of the time")
    for kind, counts in found.statuses.items():
        wrong = {status for status in counts if status >= 500 and status not in (503, 504)}
        if wrong:
            broken.append(f"{kind} requests were answered with {sorted(wrong)}")
    return broken


if __name__ == "__main__":
    sys.exit(main())
