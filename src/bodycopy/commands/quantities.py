"""What flags are measured in: bytes, and the cores that there are."""

from __future__ import annotations

import os
import re
import sys

from bodycopy.errors import UsageError

__all__ = ["cores", "parse_size"]

_SIZE = re.compile(r"([0-9]{1,12})\s*([kmg]?)(?:i?b)?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def parse_size(text: str) -> int:
    """Bytes of ``64M``, ``2GiB`` or ``4096``. Raises ``UsageError`` for anything else."""
    match = _SIZE.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise UsageError(f"{text!r} is no size: write 64M, 2G or a number of bytes")
    return int(match[1]) * _FACTORS[match[2].lower()]


def cores() -> int:
    """The cores that this process may use, which may be fewer than the machine has."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
