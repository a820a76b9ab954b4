"""What an import costs: ``import bodycopy`` loads what every page needs, and no more."""

import subprocess
import sys

import pytest

HEAVY = (
    "rich py3langid torch pyarrow trafilatura requests urllib3 asyncio multiprocessing "
    "fastwarc fsspec zstandard brotli ray datatrove bodycopy.batch"
).split()


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a fresh interpreter that imported bodycopy."""
    script = "import sys, bodycopy; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    return set(done.stdout.split())


def test_the_import_is_whole(loaded: set[str]) -> None:
    """The public function's way is there after the import: nothing is put off to the first page."""
    assert {"bodycopy", "bodycopy.pipeline", "bodycopy.scan", "bodycopy.label"} <= loaded


@pytest.mark.parametrize("module", HEAVY)
def test_the_import_is_light(loaded: set[str], module: str) -> None:
    """Terminal, language models, training, benchmark peers and networking stay out."""
    assert module not in loaded
    assert not any(name.startswith(f"{module}.") for name in loaded)
