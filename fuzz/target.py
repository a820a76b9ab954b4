"""One promise with what helps to test it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the package that reads bytes of strangers."""

    check: Callable[[bytes], None]
    """Raises ``AssertionError`` where the bytes break the promise; whatever else it raises, the
    part under test has raised, and that breaks it as well."""
    tokens: tuple[bytes, ...]
    """What the format is made of: mutations put it in, whole."""
    max_bytes: int = 16_384
    """Longer inputs are not tried: they cost more than they find."""
    seconds: float = 0.5
    """An input may take this long ..."""
    seconds_per_byte: float = 5e-5
    """... and so much more for every byte; five to ten times what the slowest honest input takes
    under the fuzzer, and far below what squares of ``max_bytes`` would take."""
