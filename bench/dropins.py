"""``python -m bench.dropins``: drop-ins beside the packages whose calls they take, in one run.

Every call is made as trafilatura's own evaluation makes it: no address, no comments. ``all``
is the drop-in with the page's whole text where it gives ``None``: what its verdicts cost or
save. ``--newspaper`` sets the drop-in for newspaper beside newspaper4k as well, which takes
its time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

import bodycopy
from bench.held import held_out
from bench.peers import Tool, load_tools, quiet
from bench.report import Table, markdown, show
from bench.run import Row, run
from bench.sets import MissingPagesError, load_pages
from bench.summary import Summary, by_set
from bodycopy.compat import newspaper, trafilatura

__all__ = ["DROP_INS", "compared"]

ORIGINAL = "trafilatura"


def _extract(html: bytes, *, fast: bool = False, recall: bool = False) -> str:
    found = trafilatura.extract(
        html,
        fast=fast,
        favor_recall=recall,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
    )
    return found or ""


DROP_INS: Mapping[str, Callable[[bytes], str]] = {
    "drop-in": _extract,
    "drop-in fast": lambda html: _extract(html, fast=True),
    "drop-in recall": lambda html: _extract(html, recall=True),
    "drop-in all": lambda html: _extract(html) or trafilatura.html2txt(html),
}
"""The drop-in for trafilatura, by what it is asked for."""


def _newspaper(html: bytes) -> str:
    return newspaper.article("http://localhost/", input_html=html).text


def compared(rows: Sequence[Row]) -> Iterator[Table]:
    """A table a set: F1, pages without text, and time against trafilatura's."""
    for name, tools in by_set(rows).items():
        if name != "all":
            original = tools.get(ORIGINAL, {}).get("mean_ms")
            yield Table(
                name,
                ("tool", "word F1", "snippet F1", "no text", "mean ms", "x trafilatura"),
                tuple(
                    (tool, *_numbers(found), _ratio(found["mean_ms"], original))
                    for tool, found in tools.items()
                ),
            )


def _numbers(found: Summary) -> tuple[str, ...]:
    shapes = (("word_f1", ".3f"), ("snippet_f1", ".3f"), ("empty", ".0f"), ("mean_ms", ".2f"))
    return tuple(format(found[key], shape) if key in found else "" for key, shape in shapes)


def _ratio(milliseconds: float, original: float | None) -> str:
    return f"{milliseconds / original:.3f}" if original else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the tables; 2 where pages or originals are missing."""
    options = _parser().parse_args(arguments)
    names = [ORIGINAL, "trafilatura-fast", *(["newspaper4k"] if options.newspaper else [])]
    tools, missing = load_tools(names)
    try:
        pages = load_pages(options.sets.split(","), options.sample)
    except MissingPagesError as error:
        missing["pages"] = str(error)
    if missing:
        print(*(f"{name}: {reason}" for name, reason in missing.items()), sep="\n", file=sys.stderr)
        return 2
    quiet()
    runs = {**DROP_INS, **({"drop-in newspaper": _newspaper} if options.newspaper else {})}
    ours = [Tool(name=name, version=bodycopy.__version__, run=call) for name, call in runs.items()]
    if options.held:
        ours = [held_out(tool, options.held, pages) for tool in ours]
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("drop-ins", total=len(pages))
        rows = list(run(pages, [*tools, *ours], lambda done: bar.update(task, completed=done)))
    tables = list(compared(rows))
    show(tables, Console() if sys.stdout.isatty() else Console(width=120))
    if options.markdown:
        options.markdown.write_text(markdown(tables), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.dropins", description=__doc__)
    parser.add_argument("--sets", default="wcxb,snippets")
    parser.add_argument("--sample", type=int, metavar="N", help="at most N pages of each set")
    parser.add_argument("--newspaper", action="store_true", help="newspaper4k and its drop-in too")
    parser.add_argument(
        "--held", type=Path, metavar="DIR", help="ours with the networks of a cross-validation"
    )
    parser.add_argument("--markdown", type=Path, metavar="OUT", help="the tables")
    return parser


if __name__ == "__main__":
    sys.exit(main())
