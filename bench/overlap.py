"""``python -m bench.overlap``: pages and domains that stand in more than one place.

Folds must be cut by registrable domain across all sets, or a model is tested on the
template that it learned from.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from rich.console import Console

from bench.report import Table, show
from bench.sets import SETS, Page, load_pages, registrable_domain

__all__ = ["address", "overlaps", "spread"]

_SCHEME = re.compile(r"^[a-z]+://(www\.)?", re.IGNORECASE)


def address(url: str) -> str:
    """The address without scheme, ``www.``, fragment and last slash; empty for a bare host.

    >>> address("https://www.example.org/a/#top"), address("http://example.org/")
    ('example.org/a', '')
    """
    bare = _SCHEME.sub("", url).partition("#")[0].rstrip("/")
    return bare if "/" in bare else ""


def spread(pages: Iterable[Page], key: Callable[[Page], str]) -> Mapping[str, Counter[str]]:
    """Key to number of pages in each set, for keys of two pages and more; empty keys not."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        if name := key(page):
            found[name][page.set] += 1
    return {name: sets for name, sets in found.items() if sets.total() > 1}


def overlaps(pages: Iterable[Page]) -> list[Table]:
    """Which sets share addresses, and which share registrable domains."""
    pages = list(pages)
    addresses = spread(pages, lambda page: address(page.url))
    domains = spread(pages, lambda page: registrable_domain(page.url))
    return [
        _table("same address (byte-identical pages already merged)", addresses),
        _table(
            "same registrable domain in several sets",
            {name: sets for name, sets in domains.items() if len(sets) > 1},
        ),
    ]


def _table(title: str, groups: Mapping[str, Counter[str]]) -> Table:
    kinds = Counter(tuple(sorted(sets)) for sets in groups.values())
    pages: Counter[tuple[str, ...]] = Counter()
    for sets in groups.values():
        pages[tuple(sorted(sets))] += sets.total()
    rows = [(" + ".join(kind), str(count), str(pages[kind])) for kind, count in kinds.most_common()]
    return Table(title, ("sets", "groups", "pages"), tuple(rows))


def main() -> int:
    """Print the tables for all sets."""
    show(overlaps(load_pages(SETS)), Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())
