"""Summaries as tables (terminal and markdown) and as a plot of quality against speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from bench.run import Row
from bench.summary import ALL, Summary, by, by_set, by_type

__all__ = ["NUMBERS", "Table", "markdown", "plot", "show", "tables"]


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column heads and rows of cells; the first column is text, the others numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


# Number of a summary, its column head, its format. Columns without a value are left out.
_QUALITY = (
    ("word_f1", "word F1", ".3f"),
    ("word_precision", "word P", ".3f"),
    ("word_recall", "word R", ".3f"),
    ("shingle_f1", "4-gram F1", ".3f"),
    ("role_f1", "role F1", ".3f"),
    ("lead_f1", "role+lead F1", ".3f"),
    ("snippet_f1", "snippet F1", ".3f"),
    ("snippet_accuracy", "snippet acc", ".3f"),
    ("with_share", "with", ".3f"),
    ("without_share", "without ↓", ".3f"),
    ("noise_share", "noise ↓", ".3f"),
    ("first_share", "first", ".3f"),
    ("last_share", "last", ".3f"),
    ("empty", "empty ↓", ".0f"),
    ("errors", "errors ↓", ".0f"),
)
_SPEED = (
    ("mean_ms", "mean ms", ".2f"),
    ("median_ms", "median ms", ".2f"),
    ("max_ms", "max ms", ".0f"),
    ("pages_per_second", "pages/s", ".0f"),
    ("times_resiliparse", "x resiliparse", ".2f"),
    ("times_trafilatura_fast", "x traf. fast", ".2f"),
)
NUMBERS = frozenset(number for number, _, _ in (*_QUALITY, *_SPEED))
"""Names of the numbers that a table shows, and that a floor can be set on."""


def tables(rows: Sequence[Row]) -> list[Table]:
    """Quality and time by set, word F1 by language and page type, and the exceptions."""
    sets = by_set(rows)
    found = [
        _numbers(f"{name}: quality, {_pages(tools)} pages", tools, _QUALITY)
        for name, tools in sets.items()
        if name != ALL
    ]
    found += [
        _numbers(f"{name}: time, {_pages(tools)} pages", tools, _SPEED)
        for name, tools in sets.items()
    ]
    bodies = [row for row in rows if row.word]
    roles = [row for row in rows if row.lead]
    found += [
        _across("word F1 by language", by(bodies, lambda row: row.language), "word_f1"),
        _across("role+lead F1 by language", by(roles, lambda row: row.language), "lead_f1"),
        _across("word F1 by set and page type", by_type(bodies), "word_f1"),
        _exceptions(rows),
    ]
    return [table for table in found if table.rows]


def _pages(tools: Mapping[str, Summary]) -> int:
    return int(max(summary["pages"] for summary in tools.values()))


def _numbers(
    title: str, tools: Mapping[str, Summary], columns: Iterable[tuple[str, str, str]]
) -> Table:
    used = [column for column in columns if any(column[0] in found for found in tools.values())]
    return Table(
        title,
        ("tool", *(head for _, head, _ in used)),
        tuple(
            (tool, *(format(found[key], shape) if key in found else "" for key, _, shape in used))
            for tool, found in sorted(tools.items())
        ),
    )


def _across(title: str, groups: Mapping[str, Mapping[str, Summary]], key: str) -> Table:
    """One number, groups down and tools across, large groups first."""
    names = sorted({tool for tools in groups.values() for tool in tools})
    ordered = sorted(groups.items(), key=lambda item: (-_pages(item[1]), item[0]))
    rows = [
        (
            group,
            str(_pages(tools)),
            *(f"{tools[name][key]:.3f}" if name in tools else "" for name in names),
        )
        for group, tools in ordered
    ]
    return Table(title, ("", "pages", *names), tuple(rows))


def _exceptions(rows: Sequence[Row]) -> Table:
    kinds = Counter((row.tool, row.error.partition(":")[0]) for row in rows if row.error)
    examples = {(row.tool, row.error.partition(":")[0]): row for row in rows if row.error}
    return Table(
        "exceptions (their text counts as empty)",
        ("tool", "exception", "pages", "for example", "message"),
        tuple(
            (tool, kind, str(count), examples[tool, kind].page, examples[tool, kind].error[:80])
            for (tool, kind), count in kinds.most_common()
        ),
    )


# Characters: a longer cell is a message, to be folded rather than cut.
_SENTENCE = 60


def show(found: Iterable[Table], console: Console) -> None:
    """Print the tables to a terminal."""
    for table in found:
        drawn = RichTable(title=table.title, title_justify="left", min_width=len(table.title) + 2)
        for number, column in enumerate(table.columns):
            sentence = any(len(row[number]) > _SENTENCE for row in table.rows)
            left = sentence or not number
            drawn.add_column(column, justify="left" if left else "right", no_wrap=not sentence)
        for row in table.rows:
            drawn.add_row(*row)
        console.print(drawn)


def markdown(found: Iterable[Table]) -> str:
    """The tables as GitHub markdown."""
    return "\n".join(line for table in found for line in _markdown_lines(table))


def _markdown_lines(table: Table) -> Iterator[str]:
    yield f"### {table.title}\n"
    yield f"| {' | '.join(table.columns)} |"
    yield f"|---{'|---:' * (len(table.columns) - 1)}|"
    for row in table.rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


def plot(rows: Sequence[Row], path: Path) -> None:
    """Draw mean word F1 against pages a second, one point a tool, to ``path`` (SVG or PNG)."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "bodycopy"  # the same numbers draw the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    tools = by([row for row in rows if row.word], lambda row: ALL).get(ALL, {})
    for tool, found in sorted(tools.items()):
        point = (found["pages_per_second"], found["word_f1"])
        axes.scatter(*point, s=40)
        axes.annotate(tool, point, textcoords="offset points", xytext=(6, 4), fontsize=9)
    axes.set_xscale("log")
    axes.margins(x=0.2, y=0.1)  # room for the names
    axes.set_xlabel("pages per second, one process (log)")
    axes.set_ylabel("word F1, mean over pages")
    axes.grid(visible=True, alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
