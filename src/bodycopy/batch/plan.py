"""The plan: which part of which file becomes which part of the output.

It depends on the input and the job alone, never on workers or chance, so that a run that is
resumed, or done again elsewhere, has the same parts.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bodycopy.batch.job import Job
from bodycopy.errors import UsageError
from bodycopy.sources.kind import Kind, kind_by_name, kind_of
from bodycopy.sources.location import expand, open_file, size_of
from bodycopy.sources.read import Piece

__all__ = ["Plan", "Shard", "make_plan"]


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker reads in one go, and one part of the output holds."""

    index: int
    pieces: tuple[Piece, ...]
    follows: bool = False
    """The shard before reads the same file up to where this one starts."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The shards of a job, in order."""

    version: int = 1
    job: Job
    shards: tuple[Shard, ...]
    ignored: int = 0
    """Files in folders that hold no pages by their names."""


def make_plan(job: Job, spool: Path) -> Plan:
    """The plan of a job; standard input was written to ``spool``.

    Raises ``UsageError`` where an input cannot be found or is of no kind that we read.
    """
    ignored = 0
    files: dict[str, tuple[Kind, int]] = {}
    for name, is_explicit in _names(job, spool):
        if name in files:
            continue
        try:
            kind = _kind(name, is_explicit)
            if kind is None:
                ignored += 1
            else:
                files[name] = (kind, size_of(name))
        except OSError as error:
            raise UsageError(f"{name} cannot be read: {error}") from error
    if not files:
        raise UsageError("the input holds no files that are pages or hold pages")
    size = job.shard_size or _shard_size(sum(size for _, size in files.values()))
    pieces: list[Piece] = []
    for name, (kind, stored) in files.items():
        try:
            pieces += _pieces(name, kind, stored, size)
        except OSError as error:
            raise UsageError(f"{name} cannot be read: {error}") from error
    return Plan(job=job, shards=tuple(_shards(pieces, size)), ignored=ignored)


def _names(job: Job, spool: Path) -> Iterator[tuple[str, bool]]:
    """Every file, and whether the caller named it himself."""
    for given in job.inputs:
        if given == "-":
            yield str(spool), True
        elif given.startswith("@"):
            for line in _lines(spool if given == "@-" else Path(given[1:])):
                yield from ((name, True) for name in expand(job.base + line))
        else:
            for name in expand(given):
                yield name, name == given


def _lines(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    if data.startswith(b"\x1f\x8b"):
        # Common Crawl lists its files in warc.paths.gz.
        data = zlib.decompressobj(31).decompress(data)
    for line in data.decode("utf-8", "surrogateescape").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _kind(name: str, is_explicit: bool) -> Kind | None:
    if not is_explicit:
        return kind_by_name(name)
    with open_file(name) as file:
        return kind_of(name, file.read(1 << 12))


_SMALLEST, _LARGEST = 2 << 20, 64 << 20
# Shards of a small input: enough that some workers are busy to the end.
_SHARDS = 32


def _shard_size(total: int) -> int:
    return min(max(total // _SHARDS, _SMALLEST), _LARGEST)


def _pieces(name: str, kind: Kind, stored: int, size: int) -> Iterator[Piece]:
    if kind is Kind.PARQUET:
        yield from _row_groups(name, size)
        return
    step = size if _can_be_cut(name, kind) else stored
    for start in range(0, max(stored, 1), max(step, 1)):
        end = min(start + step, stored)
        yield Piece(source=name, kind=kind, start=start, end=end, size=end - start)


def _can_be_cut(name: str, kind: Kind) -> bool:
    """Records of a WARC are found again behind any place, lines of plain JSON lines as well."""
    if kind is Kind.WARC:
        return True
    return kind is Kind.JSONL and name.lower().endswith((".jsonl", ".ndjson"))


def _row_groups(name: str, size: int) -> Iterator[Piece]:
    # Only here: a run over WARC files and folders needs no footer.
    from bodycopy.sources.parquet import row_groups

    with open_file(name) as file:
        groups = row_groups(file)
    start = held = 0
    for index, stored in enumerate(groups):
        held += stored
        if held >= size or index == len(groups) - 1:
            yield Piece(source=name, kind=Kind.PARQUET, start=start, end=index + 1, size=held)
            start, held = index + 1, 0


def _shards(pieces: list[Piece], size: int) -> Iterator[Shard]:
    """Pieces packed in order; pieces of one file that was cut stay alone."""
    held: list[Piece] = []
    index = 0
    for piece, cut in zip(pieces, _cut(pieces), strict=True):
        if held and (cut or sum(one.size for one in held) + piece.size > size):
            yield Shard(index=index, pieces=tuple(held))
            index += 1
            held = []
        if cut:
            yield Shard(index=index, pieces=(piece,), follows=piece.start > 0)
            index += 1
        else:
            held.append(piece)
    if held:
        yield Shard(index=index, pieces=tuple(held))


def _cut(pieces: list[Piece]) -> Iterator[bool]:
    """For each piece, whether its file has others that must join on to it."""
    for index, piece in enumerate(pieces):
        beside = pieces[max(index - 1, 0) : index + 2]
        neighbours = sum(one.source == piece.source for one in beside) > 1
        yield neighbours and piece.kind is not Kind.PARQUET
