"""Pages a second from WARC to Parquet: ``python -m bench.throughput``.

Beside it in the same run: the bare extractor on the same pages in as many processes at once
(pages in memory, nothing written), and trafilatura and resiliparse as blocks of datatrove's
local executor (WARC reader, extractor, JSONL writer). The rounds are interleaved, so that
what else the machine does hits all of them; the best round of each counts.

The pages are those of the sets outside of the repository, repeated with changes.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
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
    best: dict[str, float] = {}
    peak: dict[str, int] = {}
    written = 0
    for _ in range(arguments.rounds):
        _keep_best(best, "bare", _bare_speed(large, workers))
        speed, memory, written = _batch(large, scratch / "out", workers)
        _keep_best(best, "batch", speed)
        peak["large"] = memory
        _, peak["small"], _ = _batch(small, scratch / "out", workers)
        for peer in _PEERS:
            _keep_best(best, peer, _peer_speed(peer, folder, workers))
    _print(best, peak, large, written, arguments)


def _keep_best(best: dict[str, float], name: str, speed: float) -> None:
    best[name] = max(best.get(name, 0.0), speed)


def _print(
    best: dict[str, float],
    peak: dict[str, int],
    warc: Path,
    written: int,
    arguments: argparse.Namespace,
) -> None:
    pages, size = arguments.pages, warc.stat().st_size
    print(f"{pages} pages, {arguments.workers} workers")
    stored = f"{size / pages / 1e3:.0f} kB in WARC.gz, {written / pages / 1e3:.1f} kB in Parquet"
    print(f"a page: {stored}")
    print(f"{'':34}pages/s")
    print(f"{'extract() alone, in memory':34}{best['bare']:7.1f}")
    share = best["batch"] / best["bare"]
    print(f"{'bodycopy batch, WARC to Parquet':34}{best['batch']:7.1f}  {share:.0%} of that")
    for peer in _PEERS:
        print(f"{f'{peer} through datatrove':34}{best[peer]:7.1f}")
    print(f"peak memory of all processes: {peak['small'] / 1e6:.0f} MB on {pages // 4} pages, "
          f"{peak['large'] / 1e6:.0f} MB on {pages}")  # fmt: skip


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


def _batch(warc: Path, out: Path, workers: int) -> tuple[float, int, int]:
    """Pages a second, peak memory of all processes, bytes written."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "bodycopy", "batch", str(warc), "-o", str(out), "--quiet",
               "--workers", str(workers)]  # fmt: skip
    peak = 0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.1)
    if process.returncode:
        sys.exit(f"the batch ended with {process.returncode}")
    report = json.loads((out / "_report.json").read_text())
    written = sum(part.stat().st_size for part in out.glob("part-*"))
    return report["read"] / report["seconds"], peak, written


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


def _bare_speed(warc: Path, workers: int) -> float:
    """Pages a second of the extractor alone, in this many processes at once."""
    command = [sys.executable, "-m", "bench.throughput", "_bare", str(warc)]
    running = [
        subprocess.Popen([*command, str(number), str(workers)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
        for number in range(workers)
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    speed = 0.0
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        speed += float(process.communicate()[0])
    return speed


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
    begun = time.perf_counter()
    for page in pages:
        extract(page.payload, page.url, page.content_type)
    print(len(pages) / (time.perf_counter() - begun))


def _peer_speed(name: str, folder: Path, workers: int) -> float:
    """Pages a second of a peer in datatrove's local executor."""
    command = [sys.executable, "-m", "bench.throughput", "_peer", name, str(folder)]
    command += ["--workers", str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


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
    read = stats.stats[0].stats["documents"].total
    print(read / seconds)


if __name__ == "__main__":
    main()
