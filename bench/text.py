"""``python -m bench.text``: articles out of flattened text, ours and what else there is.

Every page is flattened in several ways; every tool reads every text, and our extraction reads
the page itself. One run, one process, tools in turn on each page.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.progress import Progress, TaskID

from bench.floors import broken, load_floors
from bench.held import held_lines, held_out
from bench.metrics import word_score
from bench.peers import OURS, Tool, load_tools, quiet
from bench.report import Table, show
from bench.run import Row, run
from bench.sets import MissingPagesError, Page, load_pages
from bench.text_peers import text_tools
from bench.text_renderings import RENDERINGS, render_all

__all__ = ["main", "summarise_texts"]

SETS = ("fundus", "newspaper", "wcxb")
RENDERED = ("blank-lines", "wet", "markdown", "nodes")
FROM_HTML = "bodycopy on HTML"
ALL = "all"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 where all is well, 1 where a floor broke, 2 where it could not run."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True)
    try:
        pages = _article_pages(load_pages(options.sets.split(","), options.sample))
    except MissingPagesError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    tools, missing = text_tools()
    for name, reason in missing.items():
        console.print(f"not run: {name}: {reason}", style="yellow", markup=False)
    quiet()
    found: dict[str, list[Row]] = {}
    sizes: dict[str, dict[str, int]] = {}
    names = options.renderings.split(",")
    with Progress(console=console, transient=True) as bar:
        for name in names:
            task = bar.add_task(name, total=len(pages))

            def progress(done: int, task: TaskID = task) -> None:
                bar.update(task, completed=done)

            flattened = _flattened(pages, name)
            held = [page for page in pages if page.name in flattened]
            console.print(f"{name}: {len(pages) - len(held)} texts do not hold their body")
            sizes[name] = {page: len(text) for page, text in flattened.items()}
            found[name] = _rows(held, flattened, tools, options, progress)
    tables = [quality_table(name, rows) for name, rows in found.items()]
    tables.append(speed_table("time, all texts", found))
    small = {name: _small(rows, sizes[name]) for name, rows in found.items()}
    tables.append(speed_table("time, texts of 3 to 7 kB", small))
    show(tables, Console() if sys.stdout.isatty() else Console(width=150))
    summary = summarise_texts(found)
    if options.json:
        options.json.write_text(json.dumps(summary, indent=1), encoding="utf-8")
    return _checked(summary, options, console)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.text", description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--sample", type=int, metavar="N", help="at most N pages of each set")
    parser.add_argument(
        "--renderings", default=",".join(RENDERED), help=f"of {','.join(RENDERINGS)}"
    )
    parser.add_argument(
        "--held", type=Path, metavar="DIR", help="lines read with a cross-validation's networks"
    )
    parser.add_argument(
        "--held-html", type=Path, metavar="DIR", help="and pages with those of another one"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="all numbers")
    parser.add_argument("--check", type=Path, metavar="FLOORS", help="exit 1 if a floor broke")
    return parser


def _article_pages(pages: Sequence[Page]) -> list[Page]:
    return [page for page in pages if page.body and page.type == "article"]


def _rows(
    pages: Sequence[Page],
    flattened: Mapping[str, bytes],
    tools: Sequence[Tool],
    options: argparse.Namespace,
    progress: Callable[[int], None],
) -> list[Row]:
    """Every tool on every flattened page, and our extraction on the page itself."""
    texts = [replace(page, html=flattened[page.name]) for page in pages]
    sources = {flattened[page.name]: page.html for page in pages}
    (html_tool,), _ = load_tools([OURS])
    if options.held_html:
        html_tool = held_out(html_tool, options.held_html, pages)
    read_html = html_tool.run
    from_html = replace(
        html_tool, name=FROM_HTML, run=lambda text: read_html(sources.get(text, text))
    )
    ours, *others = tools
    if options.held:
        ours = held_lines(ours, options.held, texts)
    return list(run(texts, (ours, *others, from_html), progress))


# Bodies that are only in the page's scripts are in none of its texts: nothing to be found.
_LEAST_RECALL = 0.85


def _flattened(pages: Sequence[Page], rendering: str) -> dict[str, bytes]:
    """The texts of the pages by name, of those that hold their body."""
    found = {}
    for page in pages:
        ((_, text),) = render_all(page.html, (rendering,))
        if word_score(text, page.body).recall >= _LEAST_RECALL:
            found[page.name] = text.encode("utf-8", "replace")
    return found


# --- what came out ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mean:
    f1: float
    precision: float
    recall: float


def _mean(rows: Sequence[Row]) -> _Mean:
    scores = [row.word for row in rows if row.word]
    return _Mean(
        fmean(score.f1 for score in scores),
        fmean(score.precision for score in scores),
        fmean(score.recall for score in scores),
    )


def summarise_texts(found: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, dict[str, float]]]:
    """``{rendering: {tool: {number: value}}}``: word F1 by set and over all pages, times."""
    return {name: _by_tool(rows) for name, rows in found.items()}


def _by_tool(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    summary = {}
    sets = sorted({row.set for row in rows})
    for tool in dict.fromkeys(row.tool for row in rows):
        own = [row for row in rows if row.tool == tool]
        whole = _mean(own)
        summary[tool] = {
            "word_f1": whole.f1,
            "word_precision": whole.precision,
            "word_recall": whole.recall,
            **{f"word_f1 {name}": _mean([r for r in own if r.set == name]).f1 for name in sets},
            "mean_ms": 1000 * fmean(row.seconds for row in own),
            "empty": float(sum(row.empty for row in own)),
            "errors": float(sum(bool(row.error) for row in own)),
        }
    for tool in summary:
        summary[tool]["times_faster_than_html"] = (
            summary[FROM_HTML]["mean_ms"] / summary[tool]["mean_ms"]
        )
    summary[OURS]["below_html"] = summary[FROM_HTML]["word_f1"] - summary[OURS]["word_f1"]
    return summary


def quality_table(rendering: str, rows: Sequence[Row]) -> Table:
    """Word F1 of every tool on one rendering."""
    summary = _by_tool(rows)
    sets = sorted({row.set for row in rows})
    numbers = ("word_f1", "word_precision", "word_recall", *(f"word_f1 {name}" for name in sets))
    pages = sum(row.tool == OURS for row in rows)
    return Table(
        f"{rendering}: {pages} pages",
        ("tool", "word F1", "word P", "word R", *sets, "empty", "errors"),
        tuple(
            (
                tool,
                *(f"{found[number]:.3f}" for number in numbers),
                f"{found['empty']:.0f}",
                f"{found['errors']:.0f}",
            )
            for tool, found in summary.items()
        ),
    )


_SMALL = range(3_000, 7_000)
"""Bytes of the texts that speed is told for as well: articles with little around them."""


def _small(rows: Sequence[Row], sizes: Mapping[str, int]) -> list[Row]:
    return [row for row in rows if sizes[row.page] in _SMALL]


def speed_table(title: str, found: Mapping[str, Sequence[Row]]) -> Table:
    """Milliseconds a text, and how many times faster that is than our extraction of the page."""
    lines = [
        (
            rendering,
            str(sum(row.tool == tool for row in rows)),
            tool,
            f"{numbers['mean_ms']:.2f}",
            f"{1000 / numbers['mean_ms']:.0f}",
            f"{numbers['times_faster_than_html']:.1f}",
        )
        for rendering, rows in found.items()
        if rows
        for tool, numbers in _by_tool(rows).items()
    ]
    columns = ("rendering", "texts", "tool", "ms a text", "texts/s", "x faster than HTML")
    return Table(title, columns, tuple(lines))


def _checked(
    summary: Mapping[str, dict[str, dict[str, float]]],
    options: argparse.Namespace,
    console: Console,
) -> int:
    if not options.check:
        return 0
    floors = load_floors(options.check, sampled=options.sample is not None)
    groups = {f"text {name}": dict(tools) for name, tools in summary.items()}
    lines, held = broken(floors, groups)
    for line in lines:
        console.print(f"broken floor: {line}", style="red", markup=False)
    console.print(f"{held - len(lines)} of {held} floors hold ({len(floors)} in the file)")
    return int(bool(lines) or not held)


if __name__ == "__main__":
    sys.exit(main())
