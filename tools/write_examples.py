"""Writes docs/examples.md, six authored pages beside their articles.

``python tools/write_examples.py``; with ``--check`` it writes nothing, and exits with 1 where
the page in the docs is not what the package gives now.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import bodycopy
from bodycopy import Article, Block, Verdict
from bodycopy.roles import BESIDE_ROLES, BODY_ROLES, HEADER_ROLES, Role

__all__ = ["examples"]

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "docs" / "examples.md"

# Name of the page, and what there is to see.
_PAGES = {
    "de_regional_daily": "A regional daily: an agency's story, ad labels and teasers in the text",
    "es_publicidad": "A national daily: seven ad labels inside of one article",
    "fr_chapeau": "A daily with a standfirst and a subscription box",
    "ar_daily": "A page that is read from right to left",
    "en_liveblog": "A liveblog: every entry with its time",
    "de_consent_wall": "A consent wall: a verdict, and no article",
}

_INTRODUCTION = """\
# Pages and their articles

Six pages that ship with the tests, their outlets and texts invented. On the left every block of the
page with the role that it was given, in the order of the page; on the right what becomes of it.
Blocks of the body have a solid bar, those of the header and beside the body a thin one, and what is
left out a dotted one.

<!-- Written by tools/write_examples.py: `make examples` writes it anew. -->
"""


def examples() -> str:
    """The page of examples, as Markdown with HTML in it."""
    parts = [_INTRODUCTION]
    for name, title in _PAGES.items():
        html = (ROOT / "tests" / "pages" / name / "source.html").read_bytes()
        parts.append(f"\n## {title}\n\n`tests/pages/{name}/source.html`\n\n{_example(html)}")
    return "".join(parts)


def _example(html: bytes) -> str:
    """Page and article side by side, without an empty line: that would end the HTML."""
    record = bodycopy.extract(html)
    left = "\n".join(map(_block, _in_page_order(record)))
    right = "\n".join(_article(record) if isinstance(record, Article) else _verdict(record))
    side_by_side = (
        f'<div class="bc-pair">\n<div class="bc-page" dir="auto">\n{left}\n</div>\n'
        f'<div class="bc-article" dir="auto">\n{right}\n</div>\n</div>\n'
    )
    return re.sub(r"\n\s*\n", "\n", side_by_side)


def _in_page_order(record: Article | Verdict) -> list[Block]:
    body = record.body if isinstance(record, Article) else ()
    return sorted((*body, *record.dropped), key=lambda block: block.index)


_LONGEST = 140  # characters: the roles are what the left side shows


def _block(block: Block) -> str:
    text = " ".join(block.text.split())
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
    return (
        f'<p class="bc-{_part(block.role)}"><span class="bc-role">{block.role}</span> '
        f"{escape(shown)}</p>"
    )


def _part(role: Role) -> str:
    """The part of the page that a role belongs to."""
    if role in BODY_ROLES:
        return "body"
    return "around" if role in HEADER_ROLES | BESIDE_ROLES else "out"


# Pictures of invented outlets lead nowhere, and no page of the docs loads anything.
_PICTURE = re.compile(r"<img [^<>]*>")


def _article(article: Article) -> Iterator[str]:
    yield "<dl>"
    for name, value in _fields(article):
        yield f"<dt>{name}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
    yield _PICTURE.sub("", article.to_html(links=False))


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    date = article.date_published
    values = {
        "authors": ", ".join(article.authors),
        "agencies": ", ".join(article.agencies),
        "source_line": article.source_line,
        "dateline": article.dateline.text if article.dateline else None,
        "date_published": date.value if date else None,
        "section": article.section,
        "topics": ", ".join(article.topics),
        "page_type": str(article.page_type),
        "language": article.language,
    }
    return ((name, value) for name, value in values.items() if value)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield "<dl>"
    yield f"<dt>reason</dt><dd>{verdict.reason}</dd>"
    yield f"<dt>detail</dt><dd>{escape(verdict.detail)}</dd>"
    yield "</dl>"


def main() -> int:
    """Write the page, or say whether it is up to date."""
    written = examples()
    if "--check" not in sys.argv[1:]:
        EXAMPLES.write_text(written, encoding="utf-8")
    elif EXAMPLES.read_text(encoding="utf-8") != written:
        sys.stderr.write("docs/examples.md is not up to date: make examples\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
