"""A tar of HTML files, plain or compressed, read from front to end."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from bodycopy.errors import UsageError
from bodycopy.sources.kind import Kind, kind_by_name
from bodycopy.sources.packed import ZSTD, open_zstd
from bodycopy.sources.record import Item, Record, Refused, Skipped
from bodycopy.sources.unpack import unpack
from bodycopy.sources.warc_block import LARGEST

__all__ = ["read_tar"]


def read_tar(file: BinaryIO, source: str) -> Iterator[Item]:
    """The pages of a tar; ``url`` is the name of the file in it.

    Files of other kinds are skipped. A damaged tar ends where its damage is.
    """
    offset = 0
    try:
        with tarfile.open(fileobj=_unpacked(file), mode="r|") as tar:
            for member in tar:
                offset = member.offset
                if member.isfile():
                    yield _item(tar, member, source)
    except (tarfile.TarError, EOFError, OSError, lzma.LZMAError, zlib.error) as error:
        detail = str(error) or type(error).__name__
        yield Refused(
            source=source, offset=offset, reason="corrupt_tar", detail=detail, errored=True
        )


def _item(tar: tarfile.TarFile, member: tarfile.TarInfo, source: str) -> Item:
    kind = _kind(member.name)
    if kind is None:
        return Skipped("other_file")
    if member.size > LARGEST:
        detail = f"{member.size} bytes"
        return Refused(
            source=source,
            offset=member.offset_data,
            length=member.size,
            reason="too_large",
            detail=detail,
            url=member.name,
        )
    content = tar.extractfile(member)
    data = content.read() if content is not None else b""
    if len(data) < member.size:
        raise EOFError(f"the file ends inside {member.name}")
    if data.startswith(b"\x1f\x8b"):
        data = unpack(data, "gzip", LARGEST)
    return Record(
        source=source,
        offset=member.offset_data,
        length=member.size,
        payload=data,
        is_text=kind is Kind.TEXT,
        url=member.name,
    )


def _kind(name: str) -> Kind | None:
    """HTML or text; a name without an ending is taken for a page."""
    try:
        kind = kind_by_name(name)
    except UsageError:
        return None
    if kind is None and "." not in name.rpartition("/")[2]:
        return Kind.HTML
    return kind if kind in {Kind.HTML, Kind.TEXT} else None


def _unpacked(file: BinaryIO) -> BinaryIO:
    """The tar itself. These readers say where a compressed file is cut; tarfile's do not."""
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(file))
    if head == b"\xfd7zXZ\x00":
        return cast(BinaryIO, lzma.LZMAFile(file))
    return open_zstd(file) if head.startswith(ZSTD) else file
