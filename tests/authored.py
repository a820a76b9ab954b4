"""The authored pages as tests use them, and small pages put together from parts."""

from functools import cache
from pathlib import Path

from bodycopy import Article, Block, Verdict
from bodycopy.decode import decode
from bodycopy.scan import scan
from bodycopy.tape import Tape

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.parent.name for path in PAGES.glob("*/source.html"))

PARAGRAPHS = (
    "The council voted on Tuesday night to rebuild the footbridge over the Ell, which the flood "
    "of last November had carried half a mile downstream.",
    "Nine members were in favour, two against. The new bridge will be wide enough for "
    "wheelchairs, prams and, as one speaker put it, the occasional determined sheep.",
    "Work is to start in spring, when the water is low, and to take eleven weeks. Until then "
    "the ferry runs every half hour, free of charge, between six and nine.",
    "Engineers had first proposed a steel arch, but the price rose by a third within a year; "
    "larch from the town's own forest, they now say, will last just as long.",
    "Most of the money comes from the county. The rest, some forty thousand pounds, was "
    "collected by the school, the choir and the two pubs on either bank.",
)
"""The body of a made-up report, long enough for an article by any measure."""


@cache
def source(name: str) -> bytes:
    """The bytes of an authored page."""
    return (PAGES / name / "source.html").read_bytes()


@cache
def tape_of(name: str) -> Tape:
    """The tape of an authored page."""
    return scan(decode(source(name)).text)


def html_of(*parts: str, title: str = "Council votes for a new footbridge", head: str = "") -> str:
    """A page with this head and body."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{''.join(parts)}</body></html>"
    )


def report(*parts: str, head: str = "") -> str:
    """The made-up report as a page, with more parts behind its second paragraph."""
    first, second, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return html_of(
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/town">Town</a></li></ul></nav>',
        "<main><article><h1>Council votes for a new footbridge</h1>",
        first,
        second,
        *parts,
        *rest,
        "</article></main>",
        "<footer><p>© Ell Valley Herald. All rights reserved.</p></footer>",
        head=head,
    )


def body_texts(record: Article | Verdict) -> list[str]:
    """The texts of the body, block by block; none where there is no article."""
    return [block.text for block in record.body] if isinstance(record, Article) else []


def blocks_of(record: Article | Verdict) -> list[Block]:
    """Every block of the page, in the order of the tape."""
    body = record.body if isinstance(record, Article) else ()
    return sorted((*body, *record.dropped), key=lambda block: block.index)


def rows_of(record: Article | Verdict) -> list[int]:
    """The tape rows that the record's blocks cover, in order of the blocks."""
    return [
        row for block in blocks_of(record) for row in range(block.index, block.index + block.span)
    ]
