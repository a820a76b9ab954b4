"""What every expendable worker process has: an environment, a leash, a limit, a cause of death."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["cause_of_death", "die_with_parent", "limit_memory", "worker_environment"]


def worker_environment() -> Mapping[str, str]:
    """The environment to start a worker in: this process's own, its import path included."""
    # One thread each: there is a worker for every core, and the nets are small.
    limits = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RUST_BACKTRACE": "0"}
    return os.environ | limits | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when its supervisor dies, even inside of a page."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def limit_memory(size: int) -> None:
    """Let allocations fail in Python, as a ``MemoryError``, before the system runs short.

    ``size`` is in bytes, over what the process holds already.
    """
    # Not there on Windows, where no worker starts.
    import resource

    try:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        # Only Linux tells; elsewhere the deadline is what stops a page.
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = used + size if hard == resource.RLIM_INFINITY else min(used + size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def cause_of_death(status: int) -> str:
    """What an exit status says, as ``Popen.wait`` gives it.

    >>> cause_of_death(3), cause_of_death(-11)
    ('the worker ended with status 3', 'the worker died of SIGSEGV')
    """
    if status >= 0:
        return f"the worker ended with status {status}"
    try:
        return f"the worker died of {signal.Signals(-status).name}"
    except ValueError:
        return f"the worker died of signal {-status}"
