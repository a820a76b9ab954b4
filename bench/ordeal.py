"""What a batch must survive: ``python -m bench.ordeal kills`` and ``... corruptions``.

``kills`` runs a batch over 20,000 records and kills driver and workers 200 times, at random
times and at random steps of a commit; whenever a run comes to its end, every file of it must
be that of a run in peace. ``corruptions`` damages 2,000 of 20,000 records at random; exactly
those must be missing, and each must be covered by a row of the sidecar.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from tests.batches import content, report, write_warc
from tests.warcs import packed, record

RECORDS, KILLS, CORRUPTIONS = 20_000, 200, 2_000
_SHARD = "256k"


def main() -> None:
    """Do one of the ordeals and exit non-zero where something was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ordeal", choices=("kills", "corruptions", "_suicidal"))
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--corruptions", type=int, default=CORRUPTIONS)
    parser.add_argument("--seed", type=int, default=1)
    arguments, rest = parser.parse_known_args()
    if arguments.ordeal == "_suicidal":
        _suicidal(arguments.seed, rest)
    dice = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="bodycopy-ordeal-") as folder:
        if arguments.ordeal == "kills":
            kills(Path(folder), arguments.records, arguments.kills, dice)
        else:
            corruptions(Path(folder), arguments.records, arguments.corruptions, dice)


def kills(folder: Path, records: int, wanted: int, dice: random.Random) -> None:
    """Kill a run again and again, and compare every end with that of a run in peace."""
    warc = write_warc(folder / "in.warc.gz", records)
    subprocess.run(_command(warc, folder / "whole"), check=True)
    whole = content(folder / "whole")
    tally = {"driver": 0, "worker": 0, "commit": 0}
    ends = 0
    out = folder / "out"
    while sum(tally.values()) < wanted:
        victim = dice.choice(tuple(tally))
        tally[victim] += _killed(_command(warc, out), victim, dice)
        if out.exists() and (out / "_report.json").exists() and report(out)["complete"]:
            ends += _compared(out, whole)
    subprocess.run(_command(warc, out), check=True)
    ends += _compared(out, whole)
    told = ", ".join(f"{count} of a {name}" for name, count in tally.items())
    print(f"{sum(tally.values())} kills ({told}) in {ends} runs over {records} records:")
    print("0 lost, 0 doubled, every file equal to that of a run in peace")


def _compared(out: Path, whole: dict[str, bytes]) -> int:
    found = content(out)
    if found != whole:
        different = sorted(name for name in whole.keys() | found.keys()
                           if whole.get(name) != found.get(name))  # fmt: skip
        sys.exit(f"different from a run in peace: {', '.join(different)}")
    shutil.rmtree(out)
    return 1


def _command(warc: Path, out: Path) -> list[str]:
    arguments = ["batch", str(warc), "-o", str(out), "--resume", "--quiet", "--workers", "2"]
    return [sys.executable, "-m", "bodycopy", *arguments, "--shard-size", _SHARD]


def _killed(command: list[str], victim: str, dice: random.Random) -> int:
    """Run the command and kill as asked; 1 if something was killed."""
    if victim == "commit":
        at = [str(dice.randrange(1 << 30)), *command[3:]]
        done = subprocess.run([sys.executable, "-m", "bench.ordeal", "_suicidal", "--seed", *at],
                              check=False)  # fmt: skip
        return int(done.returncode == -signal.SIGKILL)
    with subprocess.Popen(command) as process:
        try:
            process.wait(0.3 + 3 * dice.random())
        except subprocess.TimeoutExpired:
            found = _workers(process.pid) if victim == "worker" else []
            os.kill(dice.choice(found or [process.pid]), signal.SIGKILL)
            if found:
                # The driver is to notice, and go on; it is ended later, by its next kill.
                time.sleep(dice.random())
                process.kill()
            return 1
    return 0


def _workers(driver: int) -> list[int]:
    try:
        return [int(one) for one in
                Path(f"/proc/{driver}/task/{driver}/children").read_text().split()]  # fmt: skip
    except FileNotFoundError:
        return []


def _suicidal(seed: int, command: list[str]) -> None:
    """Run the command line in this process, and kill it at some step of some commit."""
    from bodycopy.batch import driver
    from bodycopy.batch.manifest import Manifest
    from bodycopy.cli import main as bodycopy

    dice = random.Random(seed)
    left = dice.randrange(1, 60)

    def mortal(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            nonlocal left
            left -= 1
            before = dice.random() < 0.5
            if left == 0 and before:
                os.kill(os.getpid(), signal.SIGKILL)
            result = function(*arguments)
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return called

    for name in ("commit", "write_whole", "merge_rejected"):
        setattr(driver, name, mortal(getattr(driver, name)))
    Manifest.add = mortal(Manifest.add)  # type: ignore[method-assign]
    sys.exit(bodycopy(command))


def corruptions(folder: Path, records: int, wanted: int, dice: random.Random) -> None:
    """Damage records at random, and find exactly those missing, each with a row."""
    sound = [packed(record(number), "gzip") for number in range(records)]
    hit = set(dice.sample(range(records), wanted))
    parts = [_damaged(part, dice) if number in hit else part for number, part in enumerate(sound)]
    warc = folder / "in.warc.gz"
    warc.write_bytes(b"".join(parts))
    starts, position = [], 0
    for part in parts:
        starts.append(position)
        position += len(part)
    lost = {number for number in hit if _content(parts[number]) != _content(sound[number])}
    subprocess.run(_command(warc, folder / "out"), check=True)
    table = pq.read_table(folder / "out", columns=["offset"])
    expected = [start for number, start in enumerate(starts) if number not in lost]
    sidecar = pq.read_table(folder / "out" / "_rejected.parquet").to_pylist()
    # A page that was read and is no article (report 404 is taken for an error) was read.
    others = [row["offset"] for row in sidecar if row["outcome"] == "rejected"]
    found = sorted([*table.column("offset").to_pylist(), *others])
    rows = [row for row in sidecar if row["outcome"] == "errored"]
    extents = sorted((row["offset"], row["offset"] + row["length"]) for row in rows)
    uncovered = [number for number in lost if not _covers(extents, starts[number])]
    missing, extra = set(expected) - set(found), set(found) - set(expected)
    print(f"{len(lost)} of {records} records damaged, {wanted - len(lost)} hits without effect:")
    print(f"{len(rows)} rows in the sidecar, {len(missing)} sound records missing, "
          f"{len(extra)} damaged ones read, {len(uncovered)} without a row")  # fmt: skip
    if missing or extra or uncovered or len(found) != len(set(found)):
        sys.exit("not exactly the damaged records are missing")


def _content(part: bytes) -> bytes:
    # The time, level and system in a gzip header are read by nobody.
    return part[:4] + part[10:]


def _damaged(part: bytes, dice: random.Random) -> bytes:
    data = bytearray(part)
    start = dice.randrange(len(data))
    for at in range(start, min(start + dice.randint(1, 40), len(data))):
        data[at] ^= dice.randint(1, 255)
    return bytes(data)


def _covers(extents: list[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in extents)


if __name__ == "__main__":
    main()
