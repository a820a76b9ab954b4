"""What a process of the fuzzer has to have in its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

__all__ = ["fuzzer_environment"]


def fuzzer_environment(*, native: bool) -> Mapping[str, str]:
    """The environment of this process and what is said here.

    ``native`` says that the extensions are built with the sanitizer and for libFuzzer: both have
    to be loaded before Python is, and so has the module that hands our mutations to libFuzzer.
    """
    # The seed decides on the order of sets, and a finding has to come again.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    if native:
        sanitizer = _origin("atheris").parents[1] / "asan_with_fuzzer.so"
        environment["LD_PRELOAD"] = f"{sanitizer} {_origin('atheris.custom_mutator')}"
        # Python frees next to nothing when it ends. Its own allocator would hide what is freed.
        environment |= {"ASAN_OPTIONS": "detect_leaks=0", "PYTHONMALLOC": "malloc"}
    return environment


def _origin(module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{module} is not there: pip install 'bodycopy[fuzz]'")
    return Path(spec.origin)
