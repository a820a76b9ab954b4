"""What the caller asked for, as plain data that workers and a later resume read again."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from bodycopy.errors import UsageError
from bodycopy.options import Options

__all__ = ["Job", "parse_size"]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One run. The output depends on these fields and the input, and on nothing else."""

    inputs: tuple[str, ...]
    output: str
    format: Literal["parquet", "jsonl"] = "parquet"
    columns: tuple[str, ...] = ()
    shard_size: int = 0
    """Stored bytes of input that become one part; 0: by the size of the input."""
    options: Options = Options()
    """What ``extract`` is asked for; a profile cannot be among it."""
    html_column: str = "html"
    text_column: str | None = None
    url_column: str = "url"
    base: str = ""
    """In front of every path of a list of paths."""
    digests: Literal["auto", "verify", "ignore"] = "auto"
    page_seconds: float = 30.0
    """A page that takes longer is given up."""
    memory: int = 2 << 30
    """Bytes that a page may take in a worker, over what the worker needs itself."""
    extractor: str = "bodycopy:extract"
    """Module and function that make a page a record; tests put faulty ones here."""


_SIZE = re.compile(r"([0-9]{1,12})\s*([kmg]?)(?:i?b)?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def parse_size(text: str) -> int:
    """Bytes of ``64M``, ``2GiB`` or ``4096``. Raises ``UsageError`` for anything else."""
    match = _SIZE.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise UsageError(f"{text!r} is no size: write 64M, 2G or a number of bytes")
    return int(match[1]) * _FACTORS[match[2].lower()]
