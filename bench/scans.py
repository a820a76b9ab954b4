"""``python -m bench.scans``: the compiled scan against its specification, page by page.

Every column of every page's tape is compared, and what the labeller computes from them; each
kind of difference is counted, with a page that shows it. ``--time`` measures both scans, the
parse of lexbor alone and resiliparse, interleaved.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from difflib import SequenceMatcher
from statistics import fmean, median
from typing import Any

import numpy as np
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from bench.report import Table, show
from bench.sets import SETS, MissingPagesError, Page, load_pages
from bodycopy.decode import decode
from bodycopy.features import measure
from bodycopy.features.tokens import tokenise
from bodycopy.scan import compiled as compiled_scan
from bodycopy.scan import lexbor as lexbor_scan
from bodycopy.tape import Tape

__all__ = ["Comparison", "compare", "differences", "tables"]

_BLOCK_COLUMNS = ("context", "element", "leaf", "level", "link_chars", "strong_chars")
_SPARSE_COLUMNS = (
    "texts",
    "links",
    "marks",
    "numbers",
    "citations",
    "leads",
    "markers",
    "truncated",
)
_ELEMENT_COLUMNS = ("tag", "parent", "child", "attrs", "first", "end")
_HEAD_FIELDS = ("title", "lang", "base", "meta", "links", "jsonld", "data")


def differences(ours: Tape, theirs: Tape) -> Iterator[str]:
    """Names of the columns in which two tapes differ."""
    for name in _SPARSE_COLUMNS:
        if getattr(ours, name) != getattr(theirs, name):
            yield name
    for name in _BLOCK_COLUMNS:
        if not np.array_equal(getattr(ours, name), getattr(theirs, name)):
            yield name
    for name in _ELEMENT_COLUMNS:
        if not np.array_equal(getattr(ours.elements, name), getattr(theirs.elements, name)):
            yield f"elements.{name}"
    for name in _HEAD_FIELDS:
        if getattr(ours.head, name) != getattr(theirs.head, name):
            yield f"head.{name}"


@dataclass(slots=True)
class Comparison:
    """What was counted over all pages."""

    pages: int = 0
    blocks: int = 0
    equal_blocks: int = 0
    kinds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Kind of difference to the names of the pages that show it."""

    def add(self, name: str, ours: Tape, theirs: Tape) -> None:
        """Count the differences of one page."""
        self.pages += 1
        self.blocks += len(theirs)
        self.equal_blocks += _equal_texts(ours, theirs)
        kinds = list(differences(ours, theirs))
        if kinds:
            self.kinds["(any)"].append(name)
            if not np.array_equal(measure(ours).matrix, measure(theirs).matrix):
                kinds.append("(features)")
            if not _same_tokens(ours, theirs):
                kinds.append("(tokens)")
        for kind in kinds:
            self.kinds[kind].append(name)


def _equal_texts(ours: Tape, theirs: Tape) -> int:
    """Blocks of one tape that stand in the other, in order."""
    if ours.texts == theirs.texts:
        return len(theirs)
    matcher = SequenceMatcher(None, ours.texts, theirs.texts, autojunk=False)
    return sum(match.size for match in matcher.get_matching_blocks())


def _same_tokens(ours: Tape, theirs: Tape) -> bool:
    return all(map(_same, _arrays(tokenise(ours)), _arrays(tokenise(theirs))))


def _arrays(record: Any) -> Iterator[Any]:
    """The arrays and numbers in a record of records."""
    for item in fields(record):
        value = getattr(record, item.name)
        if is_dataclass(value):
            yield from _arrays(value)
        else:
            yield value


def _same(one: object, other: object) -> bool:
    return bool(np.array_equal(one, other))  # type: ignore[arg-type]


def compare(pages: Sequence[Page]) -> Comparison:
    """Both scans of every page: of its bytes where they are UTF-8, else of its text."""
    found = Comparison()
    for page in pages:
        source = _source(page.html)
        for scripting in (True, False):
            name = page.name if scripting else f"{page.name} (without scripts)"
            found.add(
                name,
                compiled_scan.scan(source, scripting=scripting),
                lexbor_scan.scan(source, scripting=scripting),
            )
        if compiled_scan.scripts(source) != lexbor_scan.scripts(source):
            found.kinds["scripts()"].append(page.name)
    return found


def _source(html: bytes) -> bytes | str:
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        return decode(html).text
    return html


def tables(found: Comparison) -> list[Table]:
    """The counts, most frequent difference first."""
    kinds = sorted(found.kinds.items(), key=lambda item: -len(item[1]))
    share = found.equal_blocks / max(1, found.blocks)
    return [
        Table(
            "blocks with equal texts, in order",
            ("tapes", "blocks", "equal", "share"),
            ((str(found.pages), str(found.blocks), str(found.equal_blocks), f"{share:.4%}"),),
        ),
        Table(
            "tapes that differ",
            ("in", "tapes", "for example"),
            tuple((kind, str(len(names)), ", ".join(names[:3])) for kind, names in kinds),
        ),
    ]


def _timed(pages: Sequence[Page]) -> Table:
    """Milliseconds of each job on each page, all jobs on one page before the next page."""
    jobs: dict[str, Callable[[Any], object]] = {
        "compiled scan": compiled_scan.scan,
        "lexbor scan": lexbor_scan.scan,
        "lexbor parse alone": lambda source: LexborHTMLParser(source, scripting=True),
        **_peer(),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    names = list(jobs)
    for number, page in enumerate(pages):
        text = decode(page.html).text
        sources = {name: text if name == "resiliparse" else text.encode() for name in names}
        for name in names[number % len(names) :] + names[: number % len(names)]:
            best = min(_seconds(jobs[name], sources[name]) for _ in range(3))
            times[name].append(best * 1000)
    size = fmean(len(page.html) for page in pages) / 1000
    rows = [
        (name, f"{fmean(ms):.3f}", f"{median(ms):.3f}", f"{max(ms):.1f}")
        for name, ms in times.items()
    ]
    title = f"best of 3 on {len(pages)} pages of {size:.0f} kB"
    return Table(title, ("", "mean ms", "median ms", "max ms"), tuple(rows))


def _peer() -> dict[str, Callable[[Any], object]]:
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        return {}
    return {"resiliparse": lambda text: extract_plain_text(text, main_content=True)}


def _seconds(job: Callable[[Any], object], source: object) -> float:
    start = time.perf_counter()
    job(source)
    return time.perf_counter() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 2 where the pages are missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.scans", description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--sample", type=int, metavar="N", help="at most N pages of each set")
    parser.add_argument("--time", action="store_true", help="measure, compare nothing")
    options = parser.parse_args(arguments)
    try:
        pages = load_pages(options.sets.split(","), options.sample)
    except MissingPagesError as error:
        print(error, file=sys.stderr)
        return 2
    console = Console(width=None if sys.stdout.isatty() else 180)
    show([_timed(pages)] if options.time else tables(compare(pages)), console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
