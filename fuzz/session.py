"""``python -m fuzz.session TARGET [LIBFUZZER ARGUMENT]...``: one target, in this process.

Code of the package is instrumented as it is imported. Extensions that were compiled with
``-fsanitize=fuzzer-no-link`` report their coverage too (``make fuzz`` builds them so where clang is
installed); others are black boxes. libFuzzer never returns: it exits.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial

# What libFuzzer offers to instrumented extensions has to be visible to them.
sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
import atheris  # noqa: E402

with atheris.instrument_imports(include=["bodycopy"]):
    from fuzz.targets import TARGETS

from fuzz.mutator import Mutator  # noqa: E402
from fuzz.target import Target  # noqa: E402

__all__ = ["TooSlowError"]


class TooSlowError(AssertionError):
    """An input takes longer than its length allows, three times in a row."""


def _check_in_time(target: Target, data: bytes) -> None:
    limit = target.seconds + target.seconds_per_byte * len(data)
    seconds = _seconds(target, data)
    if seconds > limit:  # a list may have been read, or a cache filled
        seconds = min(_seconds(target, data) for _ in range(2))
    if seconds > limit:
        raise TooSlowError(f"{seconds:.2f} s for {len(data)} bytes, {limit:.2f} s allowed")


def _seconds(target: Target, data: bytes) -> float:
    start = time.thread_time()
    target.check(data)
    return time.thread_time() - start


def _mutated_by_libfuzzer(data: bytes, max_size: int) -> bytes:
    # ``atheris.Mutate`` of atheris 3.0.0 takes itself for not yet started; the core knows better.
    core = sys.modules.get("atheris.core_with_libfuzzer") or sys.modules.get(
        "atheris.core_without_libfuzzer"
    )
    mutated: bytes = core.Mutate(data, max_size) if core else atheris.Mutate(data, max_size)
    return mutated


def _program(name: str) -> str:
    """What libFuzzer gives the shell to start a process like this one, as it does to merge."""
    # What is loaded in front of Python does not fit in front of a shell.
    preloaded = os.environ.pop("LD_PRELOAD", "")
    environment = f"env LD_PRELOAD='{preloaded}' " if preloaded else ""
    return f"{environment}{sys.executable} -m fuzz.session {name}"


def _main(arguments: list[str]) -> None:
    name, *libfuzzer = arguments
    target = TARGETS[name]
    atheris.Setup(
        [
            _program(name),
            f"-max_len={target.max_bytes}",
            # In seconds of the clock, which a busy machine stretches: for what never ends. In MB.
            "-timeout=600",
            "-report_slow_units=600",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
            *libfuzzer,
        ],
        partial(_check_in_time, target),
        custom_mutator=Mutator(target.tokens, _mutated_by_libfuzzer),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    _main(sys.argv[1:])
