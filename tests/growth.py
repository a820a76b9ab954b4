"""Whether time grows with the input or with its square: ratios only, never seconds."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")

# Eight times the input takes eight times as long where time is linear (3 to 12 were measured
# on a busy machine), and up to 64 times where it is quadratic (27 and more).
STEPS = 8
LIMIT = 20.0


def growth(job: Callable[[Input], object], make: Callable[[int], Input], size: int) -> float:
    """How many times as long the job takes on an input ``STEPS`` times as large.

    ``size`` is that of the large input. The best of several runs counts, a hundredth of a
    millisecond is added to both: what takes less is the clock's noise.
    """
    small, large = make(size // STEPS), make(size)
    job(small)  # lists are read and patterns compiled at the first call
    quick = min(seconds(job, small) for _ in range(5))
    slow = seconds(job, large)
    for _ in range(2):
        if slow > LIMIT * quick:  # a busy machine: once more
            slow = min(slow, seconds(job, large))
    return (slow + 1e-5) / (quick + 1e-5)


def seconds(job: Callable[[Input], object], argument: Input) -> float:
    """The processor's seconds of one run, without the collector's or another process's."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        job(argument)
        return time.process_time() - start
    finally:
        gc.enable()
