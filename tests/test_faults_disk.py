"""Disks that take no more, and two who want one folder: nothing half done is left behind."""

from __future__ import annotations

import resource
import signal
import subprocess
from pathlib import Path

import pytest
from tests.batches import command, content, run_command, run_inline, write_warc


def limited(size: int) -> None:
    """Files of this process end at so many bytes, as if the disk were full there."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@pytest.mark.fault("failing-disk")
@pytest.mark.parametrize(
    ("form", "size"),
    [("parquet", 0), ("parquet", 3_000), ("parquet", 20_000), ("jsonl", 100), ("jsonl", 3_000)],
)
def test_a_write_that_fails_in_the_middle_leaves_no_half_file(
    form: str, size: int, tmp_path: Path
) -> None:
    """At the plan or in a part: exit code 1, no part that is not whole, and the run goes on."""
    warc = write_warc(tmp_path / "in.warc.gz", 60)
    out = tmp_path / "out"
    arguments = ["batch", warc, "-o", out, "--workers", "1", "--format", form, "--quiet"]
    done = subprocess.run(
        command(*arguments),
        preexec_fn=lambda: limited(size),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.tmp"))
    assert not list(out.glob("part-*"))
    assert run_command(*arguments, "--resume").returncode == 0
    run_inline(tmp_path / "whole", warc, format=form)
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.fault("failing-disk")
def test_of_two_runs_on_one_folder_one_commits(tmp_path: Path) -> None:
    """Started at the same time, one is refused and the other is as if it had been alone."""
    warc = write_warc(tmp_path / "in.warc.gz", 200)
    out = tmp_path / "out"
    arguments = command("batch", warc, "-o", out, "--workers", "1", "--resume", "--quiet")
    runs = [subprocess.Popen(arguments, stderr=subprocess.PIPE) for _ in range(2)]
    said = [run.communicate(timeout=60)[1] for run in runs]
    codes = sorted(run.returncode for run in runs)
    # Who comes when the other is done finds a complete run, and adds nothing.
    assert codes in ([0, 2], [0, 0])
    if codes == [0, 2]:
        assert any(b"another run writes to" in text for text in said)
    run_inline(tmp_path / "whole", warc)
    assert content(out) == content(tmp_path / "whole")
