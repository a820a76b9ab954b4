"""Ours as it does on sites that it was not trained on: each page by the network of its fold.

The shipped weights have seen the labelled pages, so that their scores on these are no
measure. ``python -m training`` leaves the weights of its cross-validation and the fold of
each site; here every page is read with the network that was not shown its site.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.peers import Tool
from bench.sets import Page
from bodycopy.label import net
from bodycopy.lines import net as line_net
from training.folds import group_of

__all__ = ["held_lines", "held_out", "line_networks", "networks"]


def held_out(tool: Tool, folder: Path, pages: Sequence[Page]) -> Tool:
    """The tool with the weights in ``folder`` in place of the shipped ones.

    Raises ``FileNotFoundError`` where the cross-validation left nothing there.
    """
    address = {page.html: page.url for page in pages}
    use = networks(folder)

    def run(html: bytes) -> Any:
        use(address.get(html, ""))
        return tool.run(html)

    return Tool(name=tool.name, version=tool.version, run=run, read=tool.read)


def held_lines(tool: Tool, folder: Path, texts: Sequence[Page]) -> Tool:
    """The tool, which reads flattened text, with a cross-validation's weights for lines.

    Raises ``FileNotFoundError`` where the cross-validation left nothing in ``folder``.
    """
    address = {page.html: page.url for page in texts}
    use = line_networks(folder)

    def run(text: bytes) -> Any:
        use(address.get(text, ""))
        return tool.run(text)

    return Tool(name=tool.name, version=tool.version, run=run, read=tool.read)


def networks(folder: Path) -> Callable[[str], None]:
    """What puts the network in place that was not shown the site of an address.

    Raises ``FileNotFoundError`` where the cross-validation left nothing in ``folder``.
    """
    weights = [net.unpack_weights(arrays) for arrays in _archives(folder, "fold-*.npz")]
    fold = _fold_of_site(folder / "folds.json")

    def use(url: str) -> None:
        net._loaded[:] = [weights[fold(url)]]

    return use


def line_networks(folder: Path) -> Callable[[str], None]:
    """The same for the network of lines, from a folder of ``python -m training.lines``."""
    weights = [
        line_net.unpack_line_weights(arrays) for arrays in _archives(folder, "lines-[0-9]*.npz")
    ]
    fold = _fold_of_site(folder / "lines-folds.json")

    def use(url: str) -> None:
        line_net._loaded[:] = [weights[fold(url)]]

    return use


def _fold_of_site(path: Path) -> Callable[[str], int]:
    folds: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return lambda url: folds.get(group_of(url, ""), 0)


def _archives(folder: Path, names: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folder.glob(names)):
        with np.load(path) as arrays:
            yield arrays
