"""The figures of an evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bodycopy.gold.evaluate import NOT_FOUND, PageScore
from bodycopy.gold.summary import Evaluation, Group

__all__ = ["GROUPINGS", "evaluation_tables"]

GROUPINGS = ("role", "language", "page_type")
"""What the second table may have a row for."""

_MOST_CONFUSIONS = 8
_MOST_NAMES = 5


def evaluation_tables(
    evaluation: Evaluation,
    *,
    by: str = "role",
    worst: int = 0,
    width: int | None = None,
    color: bool = False,
) -> str:
    """The figures as text: words of the body, a table ``by`` one of ``GROUPINGS``, and the rest.

    ``worst`` is the number of pages to name, lowest word F1 first. ``width`` is in terminal
    cells; without it, the terminal's own. With ``color``, the string holds ANSI escape codes.
    """
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,  # the caller has looked at NO_COLOR
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for number, part in enumerate(_parts(evaluation, by, worst)):
            if number:
                console.print()
            console.print(part, soft_wrap=isinstance(part, Text))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _parts(evaluation: Evaluation, by: str, worst: int) -> Iterator[Table | Text]:
    yield Text("\n".join(_opening(evaluation)))
    groups = {"language": evaluation.by_language, "page_type": evaluation.by_page_type}.get(by, ())
    yield _groups_table([evaluation.overall, *groups], by if groups else "")
    if by == "role":
        yield _roles_table(evaluation)
        if evaluation.confusions:
            yield _confusions_table(evaluation)
    if evaluation.verdicts:
        yield _verdicts_table(evaluation)
    if worst:
        yield _worst_table(evaluation.worst(worst))


def _opening(evaluation: Evaluation) -> Iterator[str]:
    """What was scored, and what was not."""
    scored = len(evaluation.pages)
    yield f"{evaluation.file}: {_count(evaluation.rows, 'row')}, {_count(scored, 'page')} scored"
    if evaluation.replaced:
        yield f"{_count(evaluation.replaced, 'row')} replaced by a later one of the same name"
    if evaluation.without_page:
        names = ", ".join(evaluation.without_page[:_MOST_NAMES])
        more = len(evaluation.without_page) - _MOST_NAMES
        and_more = f" and {more} more" if more > 0 else ""
        count = _count(len(evaluation.without_page), "row")
        yield f"{count} without html or source_text, not scored: {names}{and_more}"
    if evaluation.not_found:
        yield f"{_count(evaluation.not_found, 'block')} of the gold not found on their pages"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _table(title: str, *columns: str) -> Table:
    """A table whose first column is text, and whose others are numbers."""
    table = Table(box=None, pad_edge=False, header_style="dim", title=title or None)
    table.title_justify, table.title_style = "left", "bold"
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left", no_wrap=bool(number))
    return table


def _groups_table(groups: Sequence[Group], by: str) -> Table:
    table = _table(
        "Words of the body",
        by.replace("_", " "),
        "pages",
        "precision",
        "recall",
        "F1",
        "first words",
        "last words",
        "no article",
    )
    for group in groups:
        table.add_row(
            Text(group.name),
            f"{group.pages:,}",
            *_shares(group.precision, group.recall, group.f1, group.first, group.last),
            f"{group.verdicts:,}",
        )
    return table


def _roles_table(evaluation: Evaluation) -> Table:
    table = _table("Roles of blocks", "role", "gold", "given", "right", "precision", "recall", "F1")
    for role in evaluation.roles:
        table.add_row(
            role.role,
            f"{role.gold:,}",
            f"{role.given:,}",
            f"{role.right:,}",
            *_shares(role.precision, role.recall, role.f1),
        )
    return table


def _confusions_table(evaluation: Evaluation) -> Table:
    table = _table("Most often mistaken", "gold", "taken for", "blocks")
    table.columns[1].justify = "left"
    for found in evaluation.confusions[:_MOST_CONFUSIONS]:
        given = "(not found)" if found.given == NOT_FOUND else found.given
        table.add_row(found.gold, given, f"{found.blocks:,}")
    return table


def _verdicts_table(evaluation: Evaluation) -> Table:
    table = _table("Pages that gave no article", "page", "reason", "the gold has")
    table.columns[1].justify = table.columns[2].justify = "left"
    for verdict in evaluation.verdicts:
        table.add_row(
            _page_name(verdict.name, verdict.url),
            verdict.reason,
            "no body either" if verdict.right else "a body",
        )
    return table


def _worst_table(pages: Sequence[PageScore]) -> Table:
    table = _table(
        "Lowest word F1", "page", "F1", "precision", "recall", "words", "of gold", "no article"
    )
    for page in pages:
        table.add_row(
            _page_name(page.name, page.url),
            *_shares(page.f1, page.precision, page.recall),
            f"{page.given_words:,}",
            f"{page.gold_words:,}",
            page.reason or "",
        )
    return table


def _page_name(name: str, url: str | None) -> Text:
    # Out of somebody's file: no markup, and no line of its own.
    return Text(" ".join((url or name).split()))


def _shares(*values: float | None) -> Iterable[str]:
    return ("–" if value is None else f"{value:.3f}" for value in values)
