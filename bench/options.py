"""The options that the smaller commands of the bench share: which pages to read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench.sets import MissingPagesError, Page, load_pages

__all__ = ["pages_asked_for"]


def pages_asked_for(
    arguments: Sequence[str] | None, prog: str, description: str | None, sets: str
) -> list[Page] | None:
    """The pages that the command line names; ``None``, after saying so, where they are missing.

    ``sets`` are the page sets, joined by commas, that are read where it names none.
    """
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--sets", default=sets)
    parser.add_argument("--sample", type=int, metavar="N", help="at most N pages of each set")
    options = parser.parse_args(arguments)
    try:
        return load_pages(options.sets.split(","), options.sample)
    except MissingPagesError as error:
        print(error, file=sys.stderr)
        return None
