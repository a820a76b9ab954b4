"""The corpus that is kept with the code: few inputs, small ones, that reach much."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

__all__ = ["keep"]

# For each target; all of them stay below 200 kB.
_MOST_FILES = 40
_MOST_BYTES = 16_000


def keep(
    target: str, folders: Sequence[Path], corpus: Path, environment: Mapping[str, str]
) -> None:
    """Put into ``corpus`` what of the folders reaches code that nothing in it reaches.

    libFuzzer's merge takes the smallest input for each new piece of code. What is in the corpus
    stays: findings that were mended are among it, under names of their own.
    """
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        merged = Path(scratch)
        for path in corpus.iterdir():
            (merged / path.name).write_bytes(path.read_bytes())
        command = [sys.executable, "-m", "fuzz.session", target, "-merge=1", str(merged)]
        command += map(str, folders)
        subprocess.run(command, capture_output=True, check=True, env=environment)
        units = sorted((path.read_bytes() for path in merged.iterdir()), key=len)
    kept = {path.read_bytes() for path in corpus.iterdir()}
    size = sum(map(len, kept))
    room = _MOST_FILES - len(kept)
    new = [unit for unit in units if unit not in kept]
    # Of all sizes: the smallest ones alone are hardly more than noise.
    for unit in new[:: len(new) // room + 1] if room > 0 else ():
        if size + len(unit) > _MOST_BYTES:
            break
        size += len(unit)
        (corpus / sha256(unit).hexdigest()[:16]).write_bytes(unit)
