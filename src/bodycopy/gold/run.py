"""A gold file from its first row to its figures."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from bodycopy.errors import UsageError
from bodycopy.gold.evaluate import PageScore, score_page
from bodycopy.gold.file import read_gold
from bodycopy.gold.summary import Evaluation, summarise
from bodycopy.options import Options

__all__ = ["evaluate"]

_DEFAULTS = Options()


def evaluate(
    path: str | os.PathLike[str],
    options: Options = _DEFAULTS,
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Evaluation:
    """The figures of the extractor on all rows of a gold file that carry their page.

    Of several rows of one set and id the last counts. ``progress`` is told how many of how many
    rows are done. Raises ``InputError`` for a row that cannot be read, with its line, and
    ``UsageError`` where there is no such file or no row with a page in it.
    """
    name = os.fspath(path)
    last, rows = _last_rows(name)
    scores: list[PageScore] = []
    without: list[str] = []
    for number, page in enumerate(read_gold(name)):
        if last[page.name] == number:
            if page.has_source:
                scores.append(score_page(page, options))
            else:
                without.append(page.name)
        progress(number + 1, rows)
    if not scores:
        raise UsageError(_nothing(name, rows))
    return summarise(name, scores, rows=rows, replaced=rows - len(last), without_page=without)


def _last_rows(name: str) -> tuple[Mapping[str, int], int]:
    """Of each name the last row that bears it, and how many rows there are.

    The file is read twice instead of held: pages are large.
    """
    last: dict[str, int] = {}
    rows = 0
    for number, page in enumerate(read_gold(name)):
        last[page.name] = number
        rows = number + 1
    return last, rows


def _nothing(name: str, rows: int) -> str:
    if not rows:
        return f"{name} has no rows: there is nothing to score"
    return (
        f"none of the {rows} rows of {name} carries its page: "
        "give them html or source_text to have them scored"
    )
