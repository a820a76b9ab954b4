"""Files that are whole or not there: written under a temporary name, synced, renamed."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["TEMPORARY", "commit", "sync_file", "sync_folder", "temporary_name", "write_whole"]

TEMPORARY = ".tmp"
"""Ending of names that are being written; a file of that name is never part of the output."""


def temporary_name(path: Path, token: str) -> Path:
    """The name to write ``path`` under; ``token`` keeps two writers apart."""
    return path.with_name(f"_{path.name}.{token}{TEMPORARY}")


def sync_file(path: Path) -> None:
    """Wait until the bytes of the file are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def commit(temporary: Path, path: Path) -> None:
    """Give a synced file its name, at once or not at all; an older file of it is replaced."""
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in the folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, token: str) -> None:
    """Write a small file so that it is whole or not there."""
    temporary = temporary_name(path, token)
    try:
        temporary.write_bytes(data)
        sync_file(temporary)
        commit(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
