"""What became of every block of a page, drawn for a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bodycopy.article import Article, Block, Embed, Image, Verdict
from bodycopy.families import Family, FamilyBlock, in_page_order
from bodycopy.roles import BODY_ROLES, ROLES, Role

__all__ = ["explain"]


class _Look(NamedTuple):
    """How the blocks of a part of the page look, with and without colour."""

    bar: str
    indent: str
    bar_style: str
    role_style: str
    text_style: str


# The sixteen colours that every terminal has, so that the user's own theme stays readable.
_LOOKS = {
    Family.BODY: _Look("┃", "", "bold green", "green", "default"),
    Family.HEADER: _Look("│", "", "bold cyan", "cyan", "default"),
    Family.BESIDE: _Look("│", "", "bold magenta", "magenta", "default"),
    Family.LEFT_OUT: _Look("┊", "  ", "bright_black", "dim yellow", "bright_black"),
}
_STANDS_OUT = {Role.HEADLINE: "bold", Role.SUBHEADING: "bold", Role.STANDFIRST: "italic"}
_UNSURE = 0.5
"""Below this the labeller was more in doubt than not that a block of the body is one."""


def explain(record: Article | Verdict, *, width: int | None = None, color: bool = False) -> str:
    """A line for every block in the order of the page, then the fields and the counts by role.

    A solid bar ``┃`` marks the body, a thin one ``│`` what stands in the header or beside the
    body, a dotted one ``┊`` what is left out; the number is the score of the role. ``width`` is
    in terminal cells; without it, the terminal's own. With ``color``, the string holds ANSI
    escape codes.
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
    blocks = in_page_order(record)
    with console.capture() as capture:
        console.print(_blocks_table(blocks))
        console.print()
        if isinstance(record, Article):
            console.print(_fields_table(record))
            console.print()
        console.print(_counts_table(blocks))
        console.print()
        console.print(_closing_line(record))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()).strip("\n")


def _blocks_table(blocks: Iterable[FamilyBlock]) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for block, family in blocks:
        look = _LOOKS[family]
        table.add_row(
            Text(str(block.index), style="bright_black"),
            Text(look.bar, style=look.bar_style),
            Text(block.role.value, style=look.role_style),
            Text(_score(block), style="bold red" if _doubtful(block) else "bright_black"),
            Text(
                look.indent + _one_line(block.text),
                style=_STANDS_OUT.get(block.role, look.text_style),
            ),
        )
    return table


def _score(block: Block) -> str:
    """Two digits, and ``?`` where the block is in the body on a low score.

    >>> _score(Block(role=Role.PARAGRAPH, text="By our staff", index=0, score=0.456))
    '?.46'
    """
    digits = "1.0" if block.score >= 0.995 else f"{block.score:.2f}".removeprefix("0")
    return f"?{digits}" if _doubtful(block) else digits


def _doubtful(block: Block) -> bool:
    # Probabilities of what is left out spread over many like roles: low is no doubt there.
    return block.role in BODY_ROLES and block.score < _UNSURE


def _one_line(text: str) -> str:
    """The text on one line, without the characters that steer a terminal.

    A page may hold escape sequences and marks that turn the direction of the whole line.

    >>> _one_line("two" + chr(10) + "lines" + chr(27) + "[31m")
    'two lines[31m'
    """
    return "".join(char for char in " ".join(text.split()) if not _steers(char))


_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _steers(char: str) -> bool:
    return char in _DIRECTION_MARKS or unicodedata.category(char) in ("Cc", "Cs")


def _fields_table(article: Article) -> Table:
    """The fields that were found, and where."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", style="bright_black", no_wrap=True)
    for name, value in _fields(article):
        table.add_row(name, Text(_one_line(value)), Text(_one_line(article.sources.get(name, ""))))
    return table


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    values = (
        ("kicker", article.kicker),
        ("headline", article.headline),
        ("standfirst", article.standfirst),
        ("authors", ", ".join(article.authors)),
        ("agencies", ", ".join(article.agencies)),
        ("source_line", article.source_line),
        ("dateline", article.dateline.text if article.dateline else None),
        ("date_published", article.date_published.value if article.date_published else None),
        ("date_modified", article.date_modified.value if article.date_modified else None),
        ("section", article.section),
        ("topics", ", ".join(article.topics)),
        ("access", article.access),
        *(("image", _image(image)) for image in article.images),
        *(("embed", _embed(embed)) for embed in article.embeds),
        *(("correction", text) for text in article.corrections),
        ("comments", str(len(article.comments)) if article.comments else None),
        ("posts", str(len(article.posts)) if article.posts else None),
    )
    return ((name, value) for name, value in values if value)


def _image(image: Image) -> str:
    """Caption and credit, or the address where there is neither.

    >>> _image(Image(caption="The pier.", credit="Foto: dpa")), _image(Image(url="/a.jpg"))
    ('The pier. [Foto: dpa]', '/a.jpg')
    """
    credit = f"[{image.credit}]" if image.credit else ""
    return " ".join(part for part in (image.caption, credit) if part) or image.url or ""


def _embed(embed: Embed) -> str:
    """Provider and kind, and whether it is withheld.

    >>> _embed(Embed(kind="video", provider="YouTube", withheld=True)), _embed(Embed())
    ('YouTube (video, withheld)', 'unknown')
    """
    notes = ", ".join(note for note in (embed.kind, embed.withheld and "withheld") if note)
    name = embed.provider or "unknown"
    return f"{name} ({notes})" if notes else name


def _counts_table(blocks: Iterable[FamilyBlock]) -> Table:
    counts = Counter((family, block.role) for block, family in blocks)
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for family, look in _LOOKS.items():
        # The most frequent first; equals in the fixed order of the roles.
        roles = sorted(
            (role for role in ROLES if counts[family, role]),
            key=lambda role: -counts[family, role],
        )
        table.add_row(
            Text(look.bar, style=look.bar_style),
            Text(family.value, style=look.role_style),
            Text(str(sum(counts[family, role] for role in roles)), style="bold"),
            Text(" · ".join(f"{role.value} {counts[family, role]}" for role in roles)),
        )
    return table


def _closing_line(record: Article | Verdict) -> Text:
    if isinstance(record, Verdict):
        return Text(f"no article: {_verdict(record)}", style="bold red")
    facts = [
        record.page_type.value,
        f"{len(record.text):,} characters",
        record.language,
        f"confidence {record.confidence:.2f}" if record.confidence is not None else None,
        f"{record.encoding.name} by {record.encoding.source}" if record.encoding else None,
        "truncated" if record.truncated else None,
    ]
    return Text(" · ".join(fact for fact in facts if fact), style="bold")


def _verdict(verdict: Verdict) -> str:
    return ": ".join(part for part in (verdict.reason.value, _one_line(verdict.detail)) if part)
