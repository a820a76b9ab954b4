"""Whether time grows with the input or with its square: ratios only, never seconds."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")

# Eight times the input takes eight times as long where time is linear, and 64 times where it
# is quadratic: the limit is on the safe side of the middle between them.
STEPS = 8
LIMIT = 28.0


def growth(job: Callable[[Input], object], make: Callable[[int], Input], size: int) -> float:
    """How many times as long the job takes on an input ``STEPS`` times as large.

    ``size`` is that of the large input. The best of several runs counts, a hundredth of a
    millisecond is added to both: what takes less is the clock's noise.
    """
    small, large = make(size // STEPS), make(size)
    job(small)  # lists are read and patterns compiled at the first call
    quick = min(seconds(job, small) for _ in range(5))
    slow = seconds(job, large)
    if slow > LIMIT * quick:  # a busy machine: once more
        slow = min(slow, seconds(job, large))
    return (slow + 1e-5) / (quick + 1e-5)


def seconds(job: Callable[[Input], object], argument: Input) -> float:
    """The seconds of one run, without the collector's."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        job(argument)
        return time.perf_counter() - start
    finally:
        gc.enable()
