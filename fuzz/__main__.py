"""``python -m fuzz [TARGET]... [--seconds N]``: run targets one after the other, and say what was found.

Each runs in a process of its own, for the same time. What breaks a promise is kept in the folder of
findings, with what it raised beside it; ``--log`` adds a line a run to a table. ``--keep`` puts
into ``fuzz/corpus`` what the runs found that reaches code that nothing there did, smallest first,
as far as its bounds allow. Exits with 1 where there is a finding.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from fuzz.keep import keep
from fuzz.seeds import seeds
from fuzz.targets import TARGETS

_HERE = Path(__file__).resolve().parent
_CORPUS = _HERE / "corpus"
# One input after the other may break the same promise: the rest of the time is for other targets.
_MOST_FINDINGS = 5
_EXECUTIONS = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_ARTIFACT = re.compile(r"Test unit written to (\S+)")


@dataclass(slots=True)
class Outcome:
    """What came of one target's run."""

    cpu_seconds: float = 0.0
    executions: int = 0
    findings: list[str] = field(default_factory=list)
    new_units: int = 0


def main() -> int:
    """Run the targets; the exit code."""
    arguments = _arguments()
    work, findings = Path(arguments.work), Path(arguments.findings)
    findings.mkdir(parents=True, exist_ok=True)
    found = 0
    for name in arguments.targets or TARGETS:
        outcome = _run(name, arguments.seconds, work / name, findings)
        found += len(outcome.findings)
        print(
            f"{name:11} {outcome.executions:>9,} inputs  {outcome.cpu_seconds:>7.0f} s of the processor"
            f"  {outcome.new_units:>4} new in {work / name}  findings: {len(outcome.findings)}",
            flush=True,
        )
        for path in outcome.findings:
            print(f"  {path}", flush=True)
        if arguments.log:
            _log(Path(arguments.log), name, outcome)
        if arguments.keep:
            keep(name, [work / name, *_seed_folders(name, work)], _CORPUS / name)
    return 1 if found else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default 60)")
    parser.add_argument("--work", default="build/fuzz/corpus", help="inputs that grow with runs")
    parser.add_argument("--findings", default="build/fuzz/findings", help="where findings go")
    parser.add_argument("--log", help="table to add to: target, commit, cpu seconds, inputs, findings")
    parser.add_argument("--keep", action="store_true", help="add to fuzz/corpus")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    return arguments


def _seed_folders(name: str, work: Path) -> list[Path]:
    """The kept corpus, and the seeds as files."""
    folder = work.with_name(f"{work.name}-seeds") / name
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(name):
        (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    return [path for path in (folder, _CORPUS / name) if path.is_dir()]


def _run(name: str, seconds: float, work: Path, findings: Path) -> Outcome:
    work.mkdir(parents=True, exist_ok=True)
    folders = [str(work), *map(str, _seed_folders(name, work.parent))]
    outcome = Outcome()
    before = len(list(work.iterdir()))
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) >= 1 and len(outcome.findings) < _MOST_FINDINGS:
        _session(name, left, folders, findings, outcome)
    outcome.new_units = len(list(work.iterdir())) - before
    return outcome


def _session(
    name: str, seconds: float, folders: list[str], findings: Path, outcome: Outcome
) -> None:
    """One process of the fuzzer: to the end of its time, or to its first finding."""
    command = [sys.executable, "-m", "fuzz.session", name, f"-max_total_time={int(seconds)}"]
    command += [f"-artifact_prefix={findings / name}-", *folders]
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, env=_environment()
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcome.cpu_seconds += used.ru_utime - started.ru_utime + used.ru_stime - started.ru_stime
    said = done.stdout + done.stderr
    executions = _EXECUTIONS.findall(said)
    outcome.executions += int(executions[-1]) if executions else 0
    if done.returncode == 0:
        return
    artifact = _ARTIFACT.search(said)
    if artifact is None:
        # Not an input that broke a promise, but a fuzzer that did not start: nobody may miss it.
        raise SystemExit(f"{' '.join(command)} failed:\n{said[-4000:]}")
    Path(f"{artifact[1]}.txt").write_text(said[-20_000:], encoding="utf-8")
    outcome.findings.append(artifact[1])


def _environment() -> dict[str, str]:
    # Python's allocator hides what is freed from tools that look for it; the hash seed decides
    # on the order of sets, and a finding has to come again.
    return {**os.environ, "PYTHONHASHSEED": "0"}


def _log(path: Path, name: str, outcome: Outcome) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=_HERE
    ).stdout.strip()
    row = (name, commit, f"{outcome.cpu_seconds:.0f}", outcome.executions, len(outcome.findings))
    with path.open("a", encoding="utf-8") as file:
        file.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    sys.exit(main())
