"""The statistics of a corpus as tables for the terminal."""

from __future__ import annotations

from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bodycopy.batch.stats import Chart, Stats

__all__ = ["print_stats"]

_BAR = 16
_BLOCKS = " ▏▎▍▌▋▊▉█"


def print_stats(stats: Stats, console: Console) -> None:
    """Print all charts, side by side as the width allows."""
    state = "" if stats.complete else "  [bold red]not complete[/]"
    console.print(
        f"[bold]{stats.name}[/]  {stats.articles:,} articles of {stats.read:,} pages, "
        f"{stats.characters:,} characters, {stats.sites:,} sites, "
        f"{stats.languages:,} languages{state}",
        highlight=False,
    )
    console.print()
    console.print(Columns([_table(chart) for chart in stats.charts], padding=(1, 4)))


def _table(chart: Chart) -> Table:
    table = Table(
        title=chart.title,
        title_justify="left",
        title_style="bold",
        caption=chart.note or None,
        caption_justify="left",
        show_header=False,
        box=None,
        pad_edge=False,
    )
    table.add_column(max_width=32, no_wrap=True, overflow="ellipsis")
    table.add_column(justify="right")
    table.add_column(justify="right", style="dim")
    table.add_column()
    largest = max(count for _, count in chart.rows)
    for label, count in chart.rows:
        share = f"{100 * count / chart.of:.1f} %" if chart.of else ""
        # Labels come out of pages: they are no markup.
        table.add_row(Text(label), f"{count:,}", share, Text(_bar(count, largest), style="cyan"))
    return table


def _bar(count: int, largest: int) -> str:
    eighths = round(8 * _BAR * count / max(largest, 1))
    return "█" * (eighths // 8) + _BLOCKS[eighths % 8].strip()
