"""Ours as it does on sites that it was not trained on: each page by the network of its fold.

The shipped weights have seen the labelled pages, so that their scores on these are no
measure. ``python -m training`` leaves the weights of its cross-validation and the fold of
each site; here every page is read with the network that was not shown its site.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.peers import Tool
from bench.sets import Page
from bodycopy.label import net
from training.folds import group_of

__all__ = ["held_out", "networks"]


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


def networks(folder: Path) -> Callable[[str], None]:
    """What puts the network in place that was not shown the site of an address.

    Raises ``FileNotFoundError`` where the cross-validation left nothing in ``folder``.
    """
    folds: dict[str, int] = json.loads((folder / "folds.json").read_text(encoding="utf-8"))
    weights = []
    for path in sorted(folder.glob("fold-*.npz")):
        with np.load(path) as arrays:
            weights.append(net.unpack_weights(arrays))

    def use(url: str) -> None:
        net._loaded[:] = [weights[folds.get(group_of(url, ""), 0)]]

    return use
