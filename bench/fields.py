"""``python -m bench.fields``: the news fields of every page against the gold, field by field.

The score of a field is the share of pages where it is right to the letter (white space,
case and punctuation aside), or the mean F1 of a page for fields of several values; where
the page has none, none is right. ``tuned`` and ``held`` are the scores on two halves of the
publishers: rules are made on the first, the second is only looked at to report.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bench.field_gold import HALVES, SETS, FieldPage, Values, load_field_pages
from bench.field_scores import Match, match, summarise
from bench.field_tools import PEER_FIELDS, PEERS, FieldTool, flattened, load_field_tools
from bench.floors import broken, load_floors
from bench.held import line_networks, networks
from bench.peers import OURS, quiet
from bench.report import Table, show
from bench.sets import MissingPagesError
from bench.summary import Summary
from bench.text_renderings import RENDERINGS

__all__ = ["Judged", "disagreements", "exceptions", "judge", "scores", "tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One field of one page as one tool gives it, beside the gold."""

    tool: str
    set: str
    page: str
    half: str
    field: str
    given: Values
    gold: Values
    error: str = ""
    """Type and message of the exception; nothing was given then."""

    @property
    def match(self) -> Match:
        """How the two agree."""
        return match(self.field, self.given, self.gold)


def judge(
    pages: Sequence[FieldPage],
    tools: Sequence[FieldTool],
    fields: Sequence[str] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Judged]:
    """Every field with gold, page by page, as each tool that knows the field gives it.

    ``fields`` are the only ones looked at where any are named. A peer that raises gives
    nothing for the page; where ours raises, the run ends.
    """
    for number, page in enumerate(pages):
        for tool in tools:
            found, error = _read(tool, page)
            for field, gold in page.gold.items():
                if field in found and (not fields or field in fields):
                    yield Judged(
                        tool=tool.name,
                        set=page.set,
                        page=page.name,
                        half=page.half,
                        field=field,
                        given=found[field],
                        gold=gold,
                        error=error,
                    )
        progress(number + 1)


def _read(tool: FieldTool, page: FieldPage) -> tuple[Mapping[str, Values], str]:
    """Fields and error (empty where there was none)."""
    try:
        return tool.read(page), ""
    except Exception as caught:
        if tool.name == OURS:
            raise
        return dict.fromkeys(PEER_FIELDS, ()), f"{type(caught).__name__}: {caught}"


Scores = dict[str, dict[str, dict[str, Summary]]]
"""Set to field to tool to numbers."""


def scores(rows: Sequence[Judged]) -> Scores:
    """The numbers of each set, field and tool; ``tuned`` and ``held`` are scores of a half."""
    grouped: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for row in rows:
        grouped[row.set, row.field, row.tool].append(row)
    found: Scores = defaultdict(lambda: defaultdict(dict))
    for (name, field, tool), group in grouped.items():
        halves = {
            half: summarise(field, [row.match for row in group if row.half == half])["score"]
            for half in HALVES
        }
        found[name][field][tool] = summarise(field, [row.match for row in group]) | halves
    return found


_SHARES = ("score", *HALVES, "exact", "precision", "recall", "f1")


def tables(found: Scores) -> list[Table]:
    """A table a set: a line for each field and tool."""
    return [
        Table(
            f"{name}: fields",
            ("field", "tool", "pages", "with", *_SHARES),
            tuple(
                (
                    field,
                    tool,
                    f"{numbers['pages']:.0f}",
                    f"{numbers['with']:.0f}",
                    *(f"{numbers[share]:.3f}" for share in _SHARES),
                )
                for field, tools in fields.items()
                for tool, numbers in tools.items()
            ),
        )
        for name, fields in found.items()
    ]


def exceptions(rows: Sequence[Judged]) -> Iterator[str]:
    """A line for each tool that raised: on how many pages, and one of them."""
    raised: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.error:
            raised[row.tool][row.page] = row.error
    for tool, pages in raised.items():
        page, error = next(iter(pages.items()))
        yield f"{tool} raised on {len(pages)} pages, so on {page}: {error}"


def disagreements(rows: Sequence[Judged], field: str, limit: int) -> Iterator[str]:
    """A paragraph for each page where our values of a field are not the gold's."""
    wrong = [row for row in rows if row.field == field and row.tool == OURS and not row.match.exact]
    for row in wrong[:limit]:
        yield f"{row.page} ({row.half})"
        same = set(row.given) & set(row.gold)
        yield from (f"    ours: {value}" for value in row.given if value not in same)
        yield from (f"    gold: {value}" for value in row.gold if value not in same)
    yield f"{field}: {len(wrong)} pages disagree"


def _parser() -> argparse.ArgumentParser:
    def names(text: str) -> list[str]:
        return [name.strip() for name in text.split(",") if name.strip()]

    parser = argparse.ArgumentParser(prog="python -m bench.fields", description=__doc__)
    parser.add_argument("--fields", type=names, default=[], help="only these")
    parser.add_argument("--sets", type=names, default=list(SETS), help=f"of {','.join(SETS)}")
    parser.add_argument(
        "--peers", type=names, nargs="?", default=[], const=list(PEERS), help="beside ours"
    )
    parser.add_argument("--half", choices=HALVES, help="only pages of this half of the publishers")
    parser.add_argument("--show", nargs="+", metavar=("FIELD", "N"), help="print disagreements")
    parser.add_argument("--json", type=Path, metavar="OUT", help="all numbers")
    parser.add_argument(
        "--held", type=Path, metavar="DIR", help="ours with the networks of a cross-validation"
    )
    parser.add_argument(
        "--flattened", choices=tuple(RENDERINGS), help="ours from the page's text alone"
    )
    parser.add_argument("--check", type=Path, metavar="FLOORS", help="exit 1 if a floor broke")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 0 where all is well, 1 where a floor broke, 2 where it could not run."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True)
    tools, missing = load_field_tools([OURS, *options.peers])
    for name, reason in missing.items():
        console.print(f"not run: {name}: {reason}", style="yellow", markup=False)
    try:
        pages = load_field_pages(options.sets)
    except MissingPagesError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    quiet()
    if options.flattened:
        tools = [flattened(options.flattened) if tool.name == OURS else tool for tool in tools]
    if options.held:
        use = (line_networks if options.flattened else networks)(options.held)
        tools = [_held_out(tool, use) if tool.name == OURS else tool for tool in tools]
    pages = [page for page in pages if options.half in (None, page.half)]
    rows = _judged(pages, tools, options.fields, console)
    found = scores(rows)
    show(tables(found), Console() if sys.stdout.isatty() else Console(width=180))
    for line in exceptions(rows):
        console.print(line, style="yellow", markup=False)
    if options.show:
        field, limit = options.show[0], int(options.show[1]) if len(options.show) > 1 else 1000
        print("\n".join(disagreements(rows, field, limit)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return _checked(found, options.check, console)


def _held_out(tool: FieldTool, use: Callable[[str], None]) -> FieldTool:
    """The tool with networks that were not shown the page's site."""

    def read(page: FieldPage) -> Mapping[str, Values]:
        use(page.url)
        return tool.read(page)

    return FieldTool(tool.name, read)


def _judged(
    pages: Sequence[FieldPage], tools: Sequence[FieldTool], fields: Sequence[str], console: Console
) -> list[Judged]:
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"{len(tools)} tools", total=len(pages))
        return list(judge(pages, tools, fields, lambda done: bar.update(task, completed=done)))


def _checked(found: Scores, path: Path | None, console: Console) -> int:
    """Floors are named ``fundus fields`` and then by field; they bound its score."""
    if path is None:
        return 0
    groups = {
        f"{name} fields": {
            OURS: {field: tools[OURS]["score"] for field, tools in fields.items() if OURS in tools}
        }
        for name, fields in found.items()
    }
    lines, held = broken(load_floors(path, sampled=False), groups)
    for line in lines:
        console.print(f"broken floor: {line}", style="red", markup=False)
    console.print(f"{held - len(lines)} of {held} floors hold")
    return int(bool(lines) or not held)


if __name__ == "__main__":
    sys.exit(main())
