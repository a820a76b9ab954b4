"""``python -m fuzz [TARGET]... [--seconds N]``: run targets, one after the other, and report.

Each runs in a process of its own, for the same time. What breaks a promise is kept in the folder of
findings, with what it raised beside it; ``--log`` adds a line a run to a table. ``--keep`` puts
into ``fuzz/corpus`` what the runs found that reaches code that nothing there did, smallest first,
as far as its bounds allow. Exits with 1 where there is a finding.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.environment import fuzzer_environment
from fuzz.keep import keep

_HERE = Path(__file__).resolve().parent
_CORPUS = _HERE / "corpus"
# By the names of their files: they are imported in the processes of the fuzzer alone.
_TARGETS = sorted(path.stem for path in _HERE.glob("targets/[a-z]*.py"))
# One input after the other may break the same promise: the rest of the time is for other targets.
_MOST_FINDINGS = 5
_EXECUTIONS = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_ARTIFACT = re.compile(r"Test unit written to (\S*-(?:crash|timeout|oom|leak)-\S+)")


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
    environment = fuzzer_environment(native=arguments.native)
    found = 0
    for name in arguments.targets or _TARGETS:
        folders = _folders(name, work, environment)
        outcome = _run(name, arguments.seconds, folders, findings, environment)
        found += len(outcome.findings)
        _tell(name, outcome, folders[0])
        if arguments.log:
            _log(Path(arguments.log), name, outcome)
        if arguments.keep:
            keep(name, folders, _CORPUS / name, environment)
    return 1 if found else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(_TARGETS))
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default 60)")
    parser.add_argument("--work", default="build/fuzz/corpus", help="inputs that grow with runs")
    parser.add_argument("--findings", default="build/fuzz/findings", help="where findings go")
    parser.add_argument("--log", help="table to add a line a run to")
    parser.add_argument("--keep", action="store_true", help="add to fuzz/corpus")
    parser.add_argument(
        "--native",
        action="store_true",
        help="the extensions are built with BODYCOPY_BUILD=fuzz",
    )
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in _TARGETS]
    if unknown:
        parser.error(f"no target {unknown[0]!r}; there are {', '.join(_TARGETS)}")
    return arguments


def _folders(name: str, work: Path, environment: Mapping[str, str]) -> list[Path]:
    """The inputs that a run begins with: its own first, then the kept ones, then the seeds."""
    made = work / f"{name}-seeds"
    command = [sys.executable, "-m", "fuzz.seeds", name, str(made)]
    subprocess.run(command, check=True, env=environment)
    own = work / name
    own.mkdir(parents=True, exist_ok=True)
    return [path for path in (own, _CORPUS / name, made) if path.is_dir()]


def _run(
    name: str, seconds: float, folders: list[Path], findings: Path, environment: Mapping[str, str]
) -> Outcome:
    outcome = Outcome()
    before = len(list(folders[0].iterdir()))
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) >= 1 and len(outcome.findings) < _MOST_FINDINGS:
        command = [sys.executable, "-m", "fuzz.session", name, f"-max_total_time={int(left)}"]
        command += [f"-artifact_prefix={findings / name}-", *map(str, folders)]
        _session(command, outcome, environment)
    outcome.new_units = len(list(folders[0].iterdir())) - before
    return outcome


def _session(command: list[str], outcome: Outcome, environment: Mapping[str, str]) -> None:
    """One process of the fuzzer: to the end of its time, or to its first finding."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, env=environment
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


def _tell(name: str, outcome: Outcome, work: Path) -> None:
    print(
        f"{name:11} {outcome.executions:>9,} inputs {outcome.cpu_seconds:>6.0f} s of the processor "
        f"{outcome.new_units:>5} new in {work} findings: {len(outcome.findings)}"
    )
    for path in outcome.findings:
        print(f"  {path}")
    sys.stdout.flush()


def _log(path: Path, name: str, outcome: Outcome) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=_HERE,
    ).stdout.strip()
    row = (name, commit, f"{outcome.cpu_seconds:.0f}", outcome.executions, len(outcome.findings))
    with path.open("a", encoding="utf-8") as file:
        file.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    sys.exit(main())
