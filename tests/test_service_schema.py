"""The service keeps to its own description, whatever is asked of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="needs the extra service")
pytest.importorskip("schemathesis", reason="needs schemathesis")

from services import Served

TESTS = Path(__file__).parent
# Examples for each part of each operation; more with SCHEMATHESIS_EXAMPLES=200.
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "10")


@pytest.mark.fault("service")
def test_the_service_keeps_to_its_description(tmp_path: Path) -> None:
    """What it allows is answered as it says, what it does not allow is a caller's mistake.

    All of schemathesis' checks: no 5xx, no other status, type or schema than described, nothing
    refused that is valid, nothing taken that is not.
    """
    path = tmp_path / "corrections.jsonl"
    patience = {"body_seconds": 60.0, "page_seconds": 60.0, "queue_seconds": 60.0}
    with Served(corrections=str(path), **patience) as served:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "--no-color"),
                *("run", f"{served.address}/openapi.json", "--checks", "all"),
                *("--max-examples", EXAMPLES, "--seed", "1", "--generation-database", "none"),
                # Callers without a token are answered here: see test_service_access.py.
                *("--exclude-checks", "ignored_auth"),
            ],
            cwd=tmp_path,
            env=os.environ | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(TESTS)},
            capture_output=True,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert [line for line in served.log if line["level"] == "error"] == []
