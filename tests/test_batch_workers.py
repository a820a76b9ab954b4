"""Worker processes are expendable, and so is the driver: kills at any time cost nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.batches import (
    command,
    content,
    job,
    rejected,
    report,
    rows,
    run_command,
    run_inline,
    write_warc,
)

from bodycopy.batch.driver import Run
from bodycopy.batch.local import LocalEngine
from bodycopy.cli import main

FAULTY = "tests.faulty_extractor:extract"


@pytest.mark.fault("crashing-page")
def test_a_page_that_kills_its_worker_costs_that_page(tmp_path: Path) -> None:
    """Crash, kill, hang and hunger each cost one page, which has a row that says so."""
    faults = {2: "crash", 5: "hang", 9: "memory", 13: "kill", 14: "mistake"}
    path = write_warc(tmp_path / "in.warc.gz", 16, faults)
    asked = job(
        tmp_path / "out",
        path,
        shard_size=4000,
        extractor=FAULTY,
        page_seconds=2.0,
        memory=256 << 20,
    )
    found = Run(asked, LocalEngine(2)).run()
    assert found.complete
    assert (found.read, found.articles) == (16, 11)
    reasons = {row["warc_record_id"]: (row["reason"], row["detail"])
               for row in rejected(tmp_path / "out")}  # fmt: skip
    mistake = reasons.pop("<urn:test:14>")
    assert mistake[0] == "exception_ZeroDivisionError"
    assert reasons == {
        "<urn:test:2>": ("crash", "the worker died of SIGSEGV"),
        "<urn:test:5>": ("timeout", "over 2 s"),
        "<urn:test:9>": ("memory", f"more than {256 << 20} bytes"),
        "<urn:test:13>": ("memory", "the worker died of SIGKILL"),
    }
    ids = {row["warc_record_id"] for row in rows(tmp_path / "out")}
    assert ids == {f"<urn:test:{number}>" for number in range(16) if number not in faults}


@pytest.mark.fault("crashing-page")
def test_workers_that_cannot_begin_end_the_run(tmp_path: Path) -> None:
    """An installation that is broken is told as such, and not retried for ever."""
    path = write_warc(tmp_path / "in.warc.gz", 2)
    asked = job(tmp_path / "out", path, extractor="no_such_module:extract")
    found = Run(asked, LocalEngine(1)).run()
    assert not found.complete
    (problem,) = found.problems
    assert "No module named 'no_such_module'" in problem


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WARC of 200 pages, and the output of a run that nobody stopped."""
    folder = tmp_path_factory.mktemp("corpus")
    write_warc(folder / "in.warc.gz", 200, {77: "mistake"})
    run_inline(folder / "whole", folder / "in.warc.gz", shard_size=12_000)
    return folder


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The workers of a driver."""
    try:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(number) for number in text.split()]


def shards_done(out: Path) -> int:
    """How many shards a run has committed."""
    manifest = out / "_manifest.jsonl"
    return manifest.read_bytes().count(b"\n") if manifest.exists() else 0


@pytest.mark.fault("killed-run")
def test_kills_lose_nothing_and_double_nothing(corpus: Path, tmp_path: Path) -> None:
    """Driver and workers killed at random times; the end is that of a run in peace."""
    dice = random.Random(6)
    out = tmp_path / "out"
    arguments = command(
        "batch", corpus / "in.warc.gz", "-o", out, "--shard-size", "12000",
        "--workers", "2", "--resume", "--quiet",
    )  # fmt: skip
    kills = 0
    for _ in range(4):
        done = shards_done(out)
        with subprocess.Popen(arguments) as process:
            # A shard takes some 20 ms: anywhere in one of the next.
            while shards_done(out) == done and process.poll() is None:
                time.sleep(0.001)
            time.sleep(0.03 * dice.random())
            for worker in children(process)[:1]:
                os.kill(worker, signal.SIGKILL)
            time.sleep(dice.choice((0.0, 0.02)))
            process.kill()
        kills += process.returncode == -signal.SIGKILL
    assert kills >= 2
    assert subprocess.run(arguments, check=False).returncode == 0
    assert content(out) == content(corpus / "whole")
    assert report(out)["complete"]
    assert sorted(path.name for path in out.iterdir() if path.name.startswith("_")) == [
        "_lock", "_manifest.jsonl", "_plan.json", "_rejected.parquet", "_report.json",
    ]  # fmt: skip


@pytest.mark.fault("killed-run")
def test_a_driver_that_dies_in_a_commit_loses_nothing(corpus: Path, tmp_path: Path) -> None:
    """Before and after each renaming and each line of the manifest: the next run goes on."""
    out = tmp_path / "out"
    arguments = command(
        "batch", corpus / "in.warc.gz", "-o", out, "--shard-size", "12000",
        "--workers", "1", "--resume", "--quiet",
    )  # fmt: skip
    for seed in (1, 4, 3):
        mortal = [sys.executable, "-m", "bench.ordeal", "_suicidal", "--seed", str(seed)]
        done = subprocess.run([*mortal, *arguments[3:]], check=False)
        assert done.returncode == -signal.SIGKILL
        assert not (out / "_rejected.parquet").exists()
    assert subprocess.run(arguments, check=False).returncode == 0
    assert content(out) == content(corpus / "whole")


@pytest.mark.fault("killed-run")
def test_an_interrupt_stops_cleanly_and_says_how_to_go_on(tmp_path: Path) -> None:
    """Ctrl-C keeps what is done, leaves no half files and no workers behind."""
    out, warc = tmp_path / "out", tmp_path / "in.warc.gz"
    # So many that the run is not over before a busy machine sends the signal.
    write_warc(warc, 1000)
    arguments = command("batch", warc, "-o", out, "--shard-size", "12000", "--workers", "1")
    # Whoever runs the tests in the background has a shell that makes children deaf to Ctrl-C.
    with subprocess.Popen(
        arguments,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        manifest = out / "_manifest.jsonl"
        while not (manifest.exists() and manifest.stat().st_size):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "--resume goes on" in said
    assert "Traceback" not in said
    stopped = report(out)
    assert not stopped["complete"]
    assert 0 < stopped["read"] < 1000
    assert not list(out.rglob("*.tmp"))
    run_inline(tmp_path / "whole", warc, shard_size=12_000)
    again = run_command(*arguments[3:], "--resume")
    assert again.returncode == 0
    assert content(out) == content(tmp_path / "whole")


def test_the_command_prints_its_account(tmp_path: Path) -> None:
    """A table for people, one line of JSON for programs."""
    warc = write_warc(tmp_path / "in.warc.gz", 20)
    plain = run_command("batch", warc, "-o", tmp_path / "a", "--workers", "1")
    assert plain.returncode == 0
    assert plain.stdout == ""
    assert "articles" in plain.stderr
    assert "pages/s" in plain.stderr
    as_json = run_command("batch", warc, "-o", tmp_path / "b", "--workers", "1", "--log-json")
    last = json.loads(as_json.stderr.splitlines()[-1])
    assert (last["read"], last["complete"]) == (20, True)
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_standard_input_may_be_a_warc_or_a_list(tmp_path: Path) -> None:
    """``-`` is read as what it is, ``@-`` as paths, one a line."""
    warc = write_warc(tmp_path / "in.warc.gz", 20)
    with warc.open("rb") as file:
        done = subprocess.run(
            command("batch", "-", "-o", tmp_path / "a", "--workers", "1", "--quiet"),
            stdin=file,
            check=False,
        )
    assert done.returncode == 0
    assert report(tmp_path / "a")["read"] == 20
    again = run_command(
        "batch", "@-", "-o", tmp_path / "b", "--workers", "1", "--quiet", input=f"{warc}\n"
    )
    assert again.returncode == 0
    assert report(tmp_path / "b")["articles"] == report(tmp_path / "a")["articles"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.warc.gz", "-o", "out"], "nowhere.warc.gz does not exist"),
        (["old.arc.gz", "-o", "out"], "is an ARC file, the format before WARC: convert it"),
        (["page.html", "-o", "out", "--fields", "autor"], "no column 'autor'"),
        (["page.html", "-o", "out", "--shard-size", "big"], "'big' is no size"),
        (["page.html", "-o", "out", "--workers", "-1"], "--workers is a number from 1"),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(
    tmp_path: Path,
    arguments: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, and nothing but the reason."""
    (tmp_path / "page.html").write_bytes(b"<p>x")
    (tmp_path / "old.arc.gz").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert main(["batch", *arguments]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) == 1
