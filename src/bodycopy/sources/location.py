"""Where a file lies: a local path, or any address that fsspec opens."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from bodycopy.errors import UsageError

__all__ = ["expand", "is_remote", "open_file", "size_of"]

_GLOB_SIGNS = "*?["


def is_remote(name: str) -> bool:
    """The name is an address (``s3://...``), not a path."""
    return "://" in name


def open_file(name: str) -> BinaryIO:
    """The file for reading, seekable. Raises ``OSError`` where it cannot be opened."""
    if is_remote(name):
        system, path = _remote(name)
        return cast(BinaryIO, system.open(path, "rb"))
    return Path(name).open("rb")


def size_of(name: str) -> int:
    """Bytes of the file as stored. Raises ``OSError`` where nobody can say."""
    if not is_remote(name):
        return Path(name).stat().st_size
    system, path = _remote(name)
    size = system.info(path).get("size")
    if size is None:
        raise OSError(f"the size of {name} is not known: copy it first")
    return int(size)


def expand(name: str) -> Iterator[str]:
    """The files that a path, address, folder or glob pattern names, sorted.

    Files of a folder are all those in it and below whose names do not start with ``.`` or
    ``_``. Raises ``UsageError`` where there are none.
    """
    found = _expand_remote(name) if is_remote(name) else _expand_local(name)
    if not found:
        raise UsageError(f"{name} does not exist, or holds no files")
    yield from found


def _expand_local(name: str) -> list[str]:
    path = Path(name)
    if path.is_dir():
        return sorted(
            str(file)
            for file in path.rglob("*")
            if file.is_file() and not _hidden(file.relative_to(path).parts)
        )
    if path.exists():
        return [name]
    if any(sign in name for sign in _GLOB_SIGNS):
        # pathlib globs below a folder only; a pattern may begin anywhere.
        found = glob.glob(name, recursive=True)  # noqa: PTH207
        return sorted(file for file in found if Path(file).is_file())
    return []


def _expand_remote(name: str) -> list[str]:
    system, path = _remote(name)
    if any(sign in path for sign in _GLOB_SIGNS):
        found = [one for one in system.glob(path) if not system.isdir(one)]
    elif system.isdir(path):
        inside = len(path.rstrip("/").split("/"))
        found = [one for one in system.find(path) if not _hidden(one.split("/")[inside:])]
    else:
        return [name] if system.exists(path) else []
    return sorted(system.unstrip_protocol(one) for one in found)


def _hidden(parts: Any) -> bool:
    return any(part.startswith((".", "_")) for part in parts)


def _remote(name: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError("addresses need a package: pip install 'bodycopy[batch]'") from error
    try:
        system, path = url_to_fs(name)
    except (ImportError, ValueError) as error:
        # fsspec names the package that opens addresses of this scheme.
        raise UsageError(f"{name} cannot be opened: {error}") from error
    return system, path
