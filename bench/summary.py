"""Rows summed up: one flat record of numbers for a tool on a set, a language or a type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean, median

from bench.metrics import shingle_score, snippet_scores
from bench.run import Row

__all__ = ["ALL", "RATIOS", "Summary", "by", "by_set", "by_type", "summarise"]

Summary = dict[str, float]
"""Name of a number to its value; a number that has no gold behind it is missing."""

ALL = "all"
"""The group of every page of the run. Only its times mean anything: conventions differ."""

RATIOS = {"resiliparse": "times_resiliparse", "trafilatura-fast": "times_trafilatura_fast"}
"""Tool to the number that says how many times as long as it another tool takes."""


def summarise(rows: Sequence[Row]) -> Summary:
    """Scores and times of one tool's rows.

    Means over the pages that have the gold, but for shingles and snippets, which their
    makers sum up otherwise (see ``metrics``), and for body noise, which is the share of all
    noise strings of all pages.
    """
    return {
        "pages": len(rows),
        "errors": sum(bool(row.error) for row in rows),
        "empty": sum(row.empty for row in rows),
        **_times(rows),
        **_words(rows),
        **_snippets(rows),
        **_fields(rows),
    }


def _times(rows: Sequence[Row]) -> Summary:
    seconds = [row.seconds for row in rows]
    return {
        "mean_ms": fmean(seconds) * 1000,
        "median_ms": median(seconds) * 1000,
        "max_ms": max(seconds) * 1000,
        "pages_per_second": len(seconds) / sum(seconds),
    }


def _words(rows: Sequence[Row]) -> Summary:
    found: Summary = {}
    if scores := [row.word for row in rows if row.word]:
        found["body_pages"] = len(scores)
        found["word_precision"] = fmean(score.precision for score in scores)
        found["word_recall"] = fmean(score.recall for score in scores)
        found["word_f1"] = fmean(score.f1 for score in scores)
    if counts := [row.shingles for row in rows if row.shingles]:
        found |= {f"shingle_{k}": v for k, v in shingle_score(counts)._asdict().items()}
    if roles := [row.role for row in rows if row.role]:
        found["role_pages"] = len(roles)
        found["role_f1"] = fmean(score.f1 for score in roles)
    if leads := [row.lead for row in rows if row.lead]:
        found["lead_f1"] = fmean(score.f1 for score in leads)
    return found


def _snippets(rows: Sequence[Row]) -> Summary:
    counts = [row.snippets for row in rows if row.snippets]
    if not counts:
        return {}
    scores = {f"snippet_{k}": v for k, v in snippet_scores(counts)._asdict().items()}
    return (
        {"snippet_pages": len(counts)}
        | scores
        | _mean("with_share", (row.with_share for row in rows))
        | _mean("without_share", (row.without_share for row in rows))
    )


def _fields(rows: Sequence[Row]) -> Summary:
    found = _mean("first_share", (row.first for row in rows))
    found |= _mean("last_share", (row.last for row in rows))
    noise = [row.noise for row in rows if row.noise]
    if total := sum(count for _, count in noise):
        found["noise_share"] = sum(hits for hits, _ in noise) / total
    return found


def _mean(name: str, values: Iterable[float | None]) -> Summary:
    known = [value for value in values if value is not None]
    return {name: fmean(known)} if known else {}


def by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, dict[str, Summary]]:
    """Group to tool to summary, the groups in the order of their first row."""
    groups: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        groups[key(row)][row.tool].append(row)
    return {
        group: _with_ratios({tool: summarise(tool_rows) for tool, tool_rows in tools.items()})
        for group, tools in groups.items()
    }


def by_set(rows: Sequence[Row]) -> dict[str, dict[str, Summary]]:
    """Set to tool to summary, and under ``ALL`` all pages of the run together."""
    return by(rows, lambda row: row.set) | by(rows, lambda row: ALL)


def by_type(rows: Iterable[Row]) -> dict[str, dict[str, Summary]]:
    """``set type`` (``wcxb article``) to tool to summary."""
    return by(rows, lambda row: f"{row.set} {row.type}")


def _with_ratios(tools: Mapping[str, Summary]) -> dict[str, Summary]:
    """Each summary with the quotients of mean times, where the other tool ran too."""
    others = {name: tools[tool]["mean_ms"] for tool, name in RATIOS.items() if tool in tools}
    return {
        tool: summary | {name: summary["mean_ms"] / other for name, other in others.items()}
        for tool, summary in tools.items()
    }
