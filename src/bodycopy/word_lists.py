"""The package's word lists: tab-separated rows under ``data/``, below comments on their source."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

__all__ = ["read_rows"]


def read_rows(name: str) -> Iterator[list[str]]:
    """The cells of each row of ``data/NAME``, without its comments."""
    text = resources.files("bodycopy").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
