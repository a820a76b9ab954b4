"""The statistics of a corpus as one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from bodycopy.batch.stats import Chart, Stats

__all__ = ["stats_page"]


def stats_page(stats: Stats) -> str:
    """The page: figures, and a drawing of every chart, in light or dark as the reader likes."""
    style = files("bodycopy.batch").joinpath("stats_page.css").read_text(encoding="utf-8")
    charts = "\n".join(_card(chart) for chart in stats.charts)
    state = "" if stats.complete else '<p class="warning">The run is not complete.</p>'
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(stats.name)}: what the corpus holds</title>\n"
        f"<style>\n{style}</style></head>\n<body>\n"
        f"<header><h1>{escape(stats.name)}</h1>{state}\n{_figures(stats)}</header>\n"
        f"<main>\n{charts}\n</main>\n</body></html>\n"
    )


def _figures(stats: Stats) -> str:
    share = f"{100 * stats.articles / stats.read:.1f} %" if stats.read else "–"
    figures = (
        (f"{stats.read:,}", "pages read"),
        (f"{stats.articles:,}", "articles"),
        (share, "of the pages"),
        (_short(stats.characters), "characters"),
        (f"{stats.sites:,}", "sites"),
        (f"{stats.languages:,}", "languages"),
    )
    items = "".join(f"<li><b>{value}</b> {escape(name)}</li>" for value, name in figures)
    return f'<ul class="figures">{items}</ul>'


def _card(chart: Chart) -> str:
    drawing = _columns(chart) if chart.ordered else _bars(chart)
    note = f'<p class="note">{escape(chart.note)}</p>' if chart.note else ""
    kind = "wide" if chart.ordered and len(chart.rows) > 12 else "card"
    return f'<section class="{kind}"><h2>{escape(chart.title)}</h2>{drawing}{note}</section>'


def _bars(chart: Chart) -> str:
    """Bars that lie on each other, one a line, with label, count and share beside."""
    largest = max(count for _, count in chart.rows)
    rows = []
    for label, count in chart.rows:
        share = f"{100 * count / chart.of:.1f} %" if chart.of else ""
        rows.append(
            f'<tr><th scope="row" title="{escape(label)}">{escape(label)}</th>'
            f'<td class="bar"><i style="width:{100 * count / max(largest, 1):.2f}%"></i></td>'
            f"<td>{count:,}</td><td>{share}</td></tr>"
        )
    return f'<table class="bars">{"".join(rows)}</table>'


# Units of the drawing.
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640, 220, 46, 30, 10


def _columns(chart: Chart) -> str:
    """Columns side by side over an axis, with a scale at the left."""
    wide = len(chart.rows) > 12
    width = 2 * _WIDTH if wide else _WIDTH
    top = _round_up(max(count for _, count in chart.rows))
    step = (width - _LEFT) / len(chart.rows)
    every = -(-len(chart.rows) * 64 // (width - _LEFT))
    parts = [_scale_line(top * part // 4, top, width) for part in range(5)]
    for index, (label, count) in enumerate(chart.rows):
        x = _LEFT + index * step
        size = _room() * count / top
        parts.append(
            f'<rect x="{x + step * 0.1:.1f}" y="{_TOP + _room() - size:.1f}" '
            f'width="{step * 0.8:.1f}" height="{size:.1f}" rx="1.5">'
            f"<title>{escape(label)}: {count:,}</title></rect>"
        )
        if index % every == 0:
            parts.append(
                f'<text class="label" x="{x + step / 2:.1f}" y="{_HEIGHT - 10}">'
                f"{escape(label)}</text>"
            )
    return (
        f'<svg viewBox="0 0 {width} {_HEIGHT}" role="img" '
        f'aria-label="{escape(chart.title)}">{"".join(parts)}</svg>'
    )


def _room() -> int:
    return _HEIGHT - _BOTTOM - _TOP


def _scale_line(value: int, top: int, width: int) -> str:
    y = _TOP + _room() * (1 - value / top)
    return (
        f'<line x1="{_LEFT}" x2="{width}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="scale" x="{_LEFT - 6}" y="{y + 4:.1f}">{_short(value)}</text>'
    )


def _round_up(value: int) -> int:
    """The next number that a scale of four steps can end at."""
    unit = 4
    while True:
        for factor in (1, 2, 3, 5):
            if value <= unit * factor:
                return unit * factor
        unit *= 10


def _short(value: int) -> str:
    for size, name in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:.3g} {name}"
    return str(value)
