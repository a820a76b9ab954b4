"""Pages a second from WARC to Parquet: ``python -m bench.throughput``.

Beside it in the same run: the bare extractor on the same pages in as many processes at once
(pages in memory, nothing written), and trafilatura and resiliparse as blocks of datatrove's
local executor (WARC reader, extractor, JSONL writer). The rounds are interleaved, so that
what else the machine does hits all of them; the fastest round of each counts.

The pages are those of the sets outside of the repository, repeated with changes.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.sets import shared_dir

_NEWS = ("fundus", "newspaper")
_PEERS = ("trafilatura", "resiliparse")


def main() -> None:
    """Make the WARC files, do the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", nargs="?", choices=("run", "_bare", "_peer"), default="run")
    parser.add_argument("--pages", type=int, default=1200, help="for the batch and the bare one")
    parser.add_argument("--peer-pages", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder to keep the WARC files in")
    parser.add_argument("rest", nargs="*")
    arguments = parser.parse_args()
    if arguments.task == "_bare":
        _bare(Path(arguments.rest[0]), int(arguments.rest[1]), int(arguments.rest[2]))
    elif arguments.task == "_peer":
        _peer(arguments.rest[0], Path(arguments.rest[1]), arguments.workers)
    else:
        with tempfile.TemporaryDirectory(prefix="bodycopy-throughput-") as folder:
            _run(arguments.keep or Path(folder), Path(folder), arguments)


def _run(kept: Path, scratch: Path, arguments: argparse.Namespace) -> None:
    workers = arguments.workers
    kept.mkdir(parents=True, exist_ok=True)
    large = _warc(kept / f"news-{arguments.pages}.warc.gz", arguments.pages)
    small = _warc(kept / f"news-{arguments.pages // 4}.warc.gz", arguments.pages // 4)
    folder = kept / "peers"
    folder.mkdir(exist_ok=True)
    for number in range(workers):
        name = folder / f"news-{number}-{arguments.peer_pages}.warc.gz"
        _warc(name, arguments.peer_pages // workers, number)
    rounds: dict[str, list[Cost]] = {}
    for _ in range(arguments.rounds):
        rounds.setdefault("bare", []).append(_bare_cost(large, workers))
        rounds.setdefault("large", []).append(_batch(large, scratch / "out", workers))
        rounds.setdefault("small", []).append(_batch(small, scratch / "out", workers))
        for peer in _PEERS:
            rounds.setdefault(peer, []).append(_peer_cost(peer, folder, workers))
    best = {name: min(costs, key=_seconds_of_a_page) for name, costs in rounds.items()}
    _print(best, large, workers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a round took: ``cpu`` is seconds of all processes together."""

    pages: int
    seconds: float
    cpu: float
    memory: int = 0
    written: int = 0


def _seconds_of_a_page(cost: Cost) -> float:
    return cost.seconds / cost.pages


def _cpu_of_a_page(cost: Cost) -> float:
    return cost.cpu / cost.pages


def _print(best: dict[str, Cost], warc: Path, workers: int) -> None:
    bare, large, small = best["bare"], best["large"], best["small"]
    stored = warc.stat().st_size / large.pages / 1e3, large.written / large.pages / 1e3
    print(f"{large.pages} pages, {workers} workers")
    print(f"a page: {stored[0]:.0f} kB in WARC.gz, {stored[1]:.1f} kB in Parquet")
    steady = Cost(
        pages=large.pages - small.pages,
        seconds=large.seconds - small.seconds,
        cpu=large.cpu - small.cpu,
    )
    rows = [
        ("extract() alone, in memory", bare),
        ("bodycopy batch, WARC to Parquet", large),
        ("  without the start of its workers", steady),
        *((f"{peer} through datatrove", best[peer]) for peer in _PEERS),
    ]
    print(f"{'':36}pages/s  CPU ms a page")
    for name, cost in rows:
        cpu = "" if math.isnan(cost.cpu) else f"{1e3 * _cpu_of_a_page(cost):14.2f}"
        print(f"{name:36}{cost.pages / cost.seconds:7.1f} {cpu}")
    by_cpu = _cpu_of_a_page(bare) / _cpu_of_a_page(steady)
    by_clock = steady.pages / steady.seconds / (bare.pages / bare.seconds)
    print(f"of the bare extractor: {by_cpu:.0%} by CPU time, {by_clock:.0%} by the clock")
    peaks = f"{small.memory / 1e6:.0f} MB on {small.pages} pages"
    print(f"peak memory of all processes: {peaks}, {large.memory / 1e6:.0f} MB on {large.pages}")


def _warc(path: Path, count: int, seed: int = 0) -> Path:
    """A file like those of CC-NEWS: pages of many sites, each one changed a little."""
    if path.exists():
        return path
    pages: list[dict[str, Any]] = []
    folder = shared_dir() / "data" / "pages"
    for name in _NEWS:
        pages += pq.read_table(folder / f"{name}.parquet", columns=["url", "html"]).to_pylist()
    dice = random.Random(seed)
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(count):
            chosen = dice.choice(pages)
            html = chosen["html"].replace(b"</p>", b" (%d)</p>" % number, 3)
            _write(writer, f"{chosen['url'] or 'https://nowhere.example/'}?{number}", html)
    return temporary.rename(path)


def _write(writer: Any, url: str, html: bytes) -> None:
    with tempfile.SpooledTemporaryFile(max_size=1 << 24) as body:
        body.write(html)
        body.seek(0)
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=body, http_headers=http)
        writer.write_record(record)


def _batch(warc: Path, out: Path, workers: int) -> Cost:
    """What a batch costs, with its start."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "bodycopy", "batch", str(warc), "-o", str(out), "--quiet",
               "--workers", str(workers)]  # fmt: skip
    peak, before, begun = 0, _children_cpu(), time.perf_counter()
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.1)
    if process.returncode:
        sys.exit(f"the batch ended with {process.returncode}")
    report = json.loads((out / "_report.json").read_text())
    written = sum(part.stat().st_size for part in out.glob("part-*"))
    return Cost(
        pages=report["read"],
        seconds=time.perf_counter() - begun,
        cpu=_children_cpu() - before,
        memory=peak,
        written=written,
    )


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(driver: int) -> int:
    """Resident bytes of a process and its children; pages that they share count in each."""
    try:
        children = Path(f"/proc/{driver}/task/{driver}/children").read_text().split()
    except OSError:
        return 0
    return sum(_resident(process) for process in (str(driver), *children))


def _resident(process: str) -> int:
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) << 10
    except OSError:
        # It ended meanwhile.
        return 0
    return 0


def _bare_cost(warc: Path, workers: int) -> Cost:
    """What the extractor alone costs, in this many processes at once."""
    command = [sys.executable, "-m", "bench.throughput", "_bare", str(warc)]
    running = [
        subprocess.Popen([*command, str(number), str(workers)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
        for number in range(workers)
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    found = [process.communicate()[0].split() for process in running]
    pages, seconds, cpu = zip(*found, strict=True)
    return Cost(
        pages=sum(map(int, pages)), seconds=max(map(float, seconds)), cpu=sum(map(float, cpu))
    )


def _bare(warc: Path, number: int, workers: int) -> None:
    """Extract every n-th page of the file, after loading them all."""
    from bodycopy import extract
    from bodycopy.sources.record import Record
    from bodycopy.sources.span import Span
    from bodycopy.sources.warc import WarcReader
    from bodycopy.sources.window import Window

    with warc.open("rb") as file:
        items = list(WarcReader(Window(file, warc.stat().st_size), "", Span()))[number::workers]
    pages = [item for item in items if isinstance(item, Record)]
    extract(pages[0].payload, pages[0].url)
    print("ready", flush=True)
    sys.stdin.readline()
    begun, cpu = time.perf_counter(), time.process_time()
    for page in pages:
        extract(page.payload, page.url, page.content_type)
    print(len(pages), time.perf_counter() - begun, time.process_time() - cpu)


def _peer_cost(name: str, folder: Path, workers: int) -> Cost:
    """What a peer costs in datatrove's local executor, without its imports.

    Its CPU time is not known: datatrove kills the processes that spent it.
    """
    command = [sys.executable, "-m", "bench.throughput", "_peer", name, str(folder)]
    command += ["--workers", str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    pages, seconds = done.stdout.split()[-2:]
    return Cost(pages=int(pages), seconds=float(seconds), cpu=float("nan"))


def _peer(name: str, folder: Path, workers: int) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.extractors.base import BaseExtractor
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter

    class Resiliparse(BaseExtractor):  # type: ignore[misc]
        name = "Resiliparse"

        def __init__(self) -> None:
            super().__init__(timeout=30)

        def extract(self, text: str) -> str:
            from resiliparse.extract.html2text import extract_plain_text

            return str(extract_plain_text(text, main_content=True))

    block = Trafilatura(timeout=30) if name == "trafilatura" else Resiliparse()
    with tempfile.TemporaryDirectory() as scratch:
        pipeline = [WarcReader(str(folder)), block, JsonlWriter(f"{scratch}/out")]
        begun = time.perf_counter()
        stats = LocalPipelineExecutor(
            pipeline=pipeline, tasks=workers, workers=workers, logging_dir=f"{scratch}/logs"
        ).run()
        seconds = time.perf_counter() - begun
    print(int(stats.stats[0].stats["documents"].total), seconds)


if __name__ == "__main__":
    main()
