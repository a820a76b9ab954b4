"""The faults before other tools: how their ends are told, and that the pages are what they say."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="needs limits of processes")

from tests.faults import all_faults

import bodycopy
from bench.fault_pages import MARK, cut_page, files_that_are_no_pages, pages, warc_files

JOBS = {
    "{'found': 7}": {"found": 7},
    "1 / 0": {"end": "ZeroDivisionError"},
    "sys.exit('panic')": {"end": "SystemExit"},
    "os.kill(os.getpid(), signal.SIGSEGV)": {"end": "SIGSEGV"},
    "[None for _ in iter(int, 1)]": {"end": "> 1 s"},
    "bytes(4 << 30)": {"end": "> 3 GiB"},
}


@pytest.mark.parametrize("job", JOBS)
def test_every_end_of_a_tool_is_told(job: str) -> None:
    """An answer, an exception, a crash, a hang, a hunger for memory."""
    # A process that has threads should not fork: a fresh one does.
    imports = "import json, os, signal, sys; from bench.faults import apart"
    code = f"{imports}; print(json.dumps(apart(lambda: {job}, seconds=1)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == JOBS[job]


def test_pages_have_what_is_sought() -> None:
    """Every page ends with the sentence, the cut one holds its own; rows are those of the table."""
    known = {fault.slug for fault in all_faults()}
    for page in pages():
        assert MARK.encode() in page.data, page.what
        assert not page.row or page.row in known
    data, sentence = cut_page()
    assert sentence.encode() in data
    assert MARK.encode() not in data


def test_the_faults_are_the_same_every_time() -> None:
    """Whoever measures again has the same bytes."""
    assert files_that_are_no_pages() == files_that_are_no_pages()
    assert [file.data for file in warc_files()] == [file.data for file in warc_files()]


def test_a_page_without_a_fault_is_an_article() -> None:
    """Else the others would prove nothing."""
    first = next(pages())
    assert first.row == ""
    assert MARK in bodycopy.extract(first.data).text
