"""What the caller asked for, as plain data that workers and a later resume read again."""

from __future__ import annotations

from typing import Literal

import msgspec

from bodycopy.options import Options

__all__ = ["Job"]


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
