"""What a corpus holds, counted in one pass over its parts."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bodycopy.batch.report import Report
from bodycopy.batch.timeline import timeline
from bodycopy.errors import UsageError

__all__ = ["Chart", "Stats", "measure_corpus"]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Counts with a title; ``ordered`` where the labels are steps of a scale, such as time."""

    title: str
    rows: tuple[tuple[str, int], ...]
    ordered: bool = False
    of: int = 0
    """What shares are shares of; 0 where the counts are not parts of a whole."""
    note: str = ""


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """A corpus at a glance."""

    name: str
    articles: int
    read: int
    characters: int
    sites: int
    languages: int
    complete: bool
    charts: tuple[Chart, ...]


# What a person reads of a list; the rest is one row.
_MOST_ROWS = 20

_FILLED = (
    "headline kicker standfirst authors agencies source_line dateline date_published "
    "date_modified section topics images language site_name canonical_url"
).split()
_PLAIN = ("url", "page_type", "language", "section", "confidence")
_COLUMNS = frozenset({*_FILLED, *_PLAIN, "text"})


def measure_corpus(folder: Path) -> Stats:
    """The statistics of what ``bodycopy batch`` wrote to a folder.

    Raises ``UsageError`` where it holds nothing that it wrote. Columns that were left out
    of the output are left out here.
    """
    counts = _Counts()
    for row in _rows(folder):
        counts.add(row)
    report = _report(folder)
    if report is None and not counts.articles:
        raise UsageError(f"{folder} holds nothing that `bodycopy batch` wrote")
    charts = (*_outcomes(report, counts.articles), *counts.charts())
    return Stats(
        name=folder.resolve().name,
        articles=counts.articles,
        read=report.read if report else counts.articles,
        characters=counts.characters,
        sites=len(counts.sites),
        languages=len(counts.languages),
        complete=report.complete if report else False,
        charts=charts,
    )


class _Counts:
    """Running counts over rows."""

    def __init__(self) -> None:
        self.articles = 0
        self.characters = 0
        self.page_types: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.sections: Counter[str] = Counter()
        self.sites: Counter[str] = Counter()
        self.agencies: Counter[str] = Counter()
        self.days: Counter[str] = Counter()
        self.lengths: Counter[int] = Counter()
        self.confidence: Counter[int] = Counter()
        self.filled: Counter[str] = Counter()
        self.columns: dict[str, None] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one article."""
        self.articles += 1
        if self.articles == 1:
            self.columns = dict.fromkeys(name for name in _FILLED if name in row)
        size = row.get("characters")
        if size is not None:
            self.characters += size
            self.lengths[_step(size)] += 1
        for name in self.columns:
            self.filled[name] += bool(row[name])
        for name, counter in (("page_type", self.page_types), ("section", self.sections)):
            if row.get(name):
                counter[row[name]] += 1
        if row.get("language"):
            # en-US and en-GB are one language here.
            self.languages[row["language"].partition("-")[0]] += 1
        site = urlsplit(row.get("url") or "").hostname
        if site:
            self.sites[site.removeprefix("www.")] += 1
        self.agencies.update(row.get("agencies") or ())
        published = row.get("date_published")
        if published:
            self.days[published["value"][:10]] += 1
        if row.get("confidence") is not None:
            self.confidence[min(int(row["confidence"] * 10), 9)] += 1

    def charts(self) -> Iterator[Chart]:
        """The charts of what was there to count."""
        total = self.articles
        steps = ((_step_name(step), self.lengths[step]) for step in range(len(_STEPS) + 1))
        tenths = ((f"{low / 10:.1f}", self.confidence[low]) for low in range(10))
        note = f"{sum(self.days.values()):,} articles with a date"
        drawn = (
            _top("Page types", self.page_types, total),
            _top("Languages", self.languages, total),
            Chart(title="Published", rows=timeline(self.days), ordered=True, note=note),
            Chart(title="Characters of text", rows=tuple(steps), ordered=True, of=total),
            _top("Sites", self.sites, total),
            _top("Sections", self.sections, total),
            _top("Agencies", self.agencies, total),
            Chart(title="Confidence", rows=tuple(tenths), ordered=True, of=total),
            Chart(title="Fields found", rows=tuple(self.filled.most_common()), of=total),
        )
        yield from (chart for chart in drawn if any(count for _, count in chart.rows))


def _top(title: str, counter: Counter[str], total: int) -> Chart:
    rows = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = rows[:_MOST_ROWS]
    rest = rows[_MOST_ROWS:]
    others = sum(count for _, count in rest)
    note = f"and {len(rest):,} others with {others:,} articles" if rest else ""
    return Chart(title=title, rows=tuple(shown), of=total, note=note)


def _outcomes(report: Report | None, articles: int) -> Iterator[Chart]:
    if report is None:
        return
    rows = [("articles", report.articles), *report.rejected.items(), *report.errored.items()]
    yield Chart(title="What became of the pages", rows=tuple(rows), of=report.read)


# Characters. Each step is twice the one before: lengths of articles are spread so.
_STEPS = (250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000)


def _step(size: int) -> int:
    return sum(size >= step for step in _STEPS)


def _step_name(step: int) -> str:
    if step == 0:
        return f"below {_STEPS[0]}"
    low = _STEPS[step - 1]
    return f"{low // 1000}k" if low >= 1000 else str(low)


def _report(folder: Path) -> Report | None:
    try:
        data = (folder / "_report.json").read_bytes()
        return msgspec.json.decode(data, type=Report)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{folder}/_report.json is no report: {error}") from error


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("part-*.parquet")):
        yield from _parquet_rows(path)
    for path in sorted(folder.glob("part-*.jsonl.gz")):
        yield from _json_rows(path)


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if name in _COLUMNS]
        for batch in file.iter_batches(batch_size=2000, columns=names):
            if "text" in names:
                sizes = pc.utf8_length(batch.column("text"))
                batch = batch.drop_columns(["text"]).append_column("characters", sizes)
            yield from batch.to_pylist()


def _json_rows(path: Path) -> Iterable[dict[str, Any]]:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with gzip.open(path, "rb") as file:
        for line in file:
            row = decode(line)
            if "text" in row:
                row["characters"] = len(row["text"])
            yield row
