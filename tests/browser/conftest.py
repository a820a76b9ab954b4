"""A browser and a running service for the tests of the screen; skipped where either is missing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser that the machine has."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright drives the browser: pip install '.[dev]'"
    )
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def corrections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the service keeps corrections in."""
    return tmp_path_factory.mktemp("corrections") / "corrections.jsonl"


@pytest.fixture(scope="session")
def service(corrections: Path) -> Iterator[str]:
    """The address of a running service."""
    pytest.importorskip("starlette", reason="the service needs it: pip install '.[service]'")
    command = [sys.executable, "-m", "bodycopy", "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(
        [*command, "--corrections", str(corrections)], stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            event = json.loads(line)
            if event["event"] == "listening":
                break
        yield f"http://127.0.0.1:{event['port']}/"
        process.terminate()
        process.communicate(timeout=60)
