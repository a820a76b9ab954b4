"""What a file holds, by its name or else by its first bytes."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum

from bodycopy.errors import UsageError

__all__ = ["Kind", "kind_by_name", "kind_of"]


class Kind(StrEnum):
    """The formats that pages are read from."""

    WARC = "warc"
    """WARC and WET."""
    HTML = "html"
    TEXT = "text"
    """Text that somebody flattened."""
    TAR = "tar"
    JSONL = "jsonl"
    PARQUET = "parquet"


_NAMES = (
    (Kind.WARC, re.compile(r"\.(warc|wet|wat)(\.(gz|zst))?$", re.IGNORECASE)),
    (Kind.HTML, re.compile(r"\.(html?|xhtml|shtml)(\.gz)?$", re.IGNORECASE)),
    (Kind.TAR, re.compile(r"\.(tar(\.(gz|bz2|xz|zst))?|tgz)$", re.IGNORECASE)),
    (Kind.JSONL, re.compile(r"\.(jsonl|ndjson)(\.(gz|zst))?$", re.IGNORECASE)),
    (Kind.PARQUET, re.compile(r"\.parquet$", re.IGNORECASE)),
    (Kind.TEXT, re.compile(r"\.(txt|md)(\.gz)?$", re.IGNORECASE)),
)
_ARC = re.compile(r"\.arc(\.gz)?$", re.IGNORECASE)


def kind_by_name(name: str) -> Kind | None:
    """What a file of this name holds; ``None`` where the name does not say.

    Raises ``UsageError`` for ARC, the format before WARC.
    """
    path = name.partition("?")[0]
    if _ARC.search(path):
        raise UsageError(
            f"{name} is an ARC file, the format before WARC: "
            f"convert it with `warcio recompress {name} {_ARC.sub('.warc.gz', path)}`"
        )
    return next((kind for kind, pattern in _NAMES if pattern.search(path)), None)


def kind_of(name: str, head: bytes) -> Kind:
    """What a file holds that starts with ``head``; its name goes first."""
    kind = kind_by_name(name)
    if kind is not None:
        return kind
    if head.startswith(b"\x1f\x8b"):
        head = _inflated(head)
    if head.startswith(b"filedesc://"):
        raise UsageError(f"{name} is an ARC file, the format before WARC: convert it with warcio")
    if head.startswith((b"WARC/", b"\x28\xb5\x2f\xfd")) or head[1:4] == b"\x2a\x4d\x18":
        return Kind.WARC
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head[257:262] == b"ustar":
        return Kind.TAR
    return Kind.JSONL if head.lstrip().startswith(b"{") else Kind.HTML


def _inflated(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 1 << 16)
    except zlib.error:
        return head
