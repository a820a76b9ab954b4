"""``python -m bench.comments``: comments and posts against what is known of the pages.

Three looks, each on two halves of the domains (rules are made on ``tuned``; ``held`` is only
looked at to report):

- ``l3s``: word F1 of our comments (author, time, text) against the spans that its makers
  marked as comments, on pages where one of them is as long as a sentence. They marked the
  forms for new comments as well.
- ``roles``: of our comments' blocks, the share that the gold calls comments, on pages with
  block roles; and how many pages without gold comments are given some.
- ``forum``: on the forum pages of wcxb, the share of the gold's words that stand in posts,
  comments or, above them, the body; of our words, the share that is in the gold; the share of
  posts with an author and with a time; and the number of posts against that counted by eye.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from rich.console import Console

from bench.field_gold import HALVES
from bench.metrics import word_score
from bench.report import Table, show
from bench.sets import MissingPagesError, registrable_domain, shared_dir
from bodycopy import Article, Comment, extract

__all__ = ["Scores", "forum_scores", "l3s_scores", "role_scores"]

Scores = Mapping[str, float]

# Posts on the page, counted by looking at it: by the numbers and anchors that it gives its posts.
BY_EYE: Mapping[str, int] = {
    "0504": 4, "0514": 25, "0516": 11, "0519": 25, "0520": 15, "0522": 20, "0524": 6,
    "0527": 13, "0533": 18, "0535": 16, "0537": 25, "0547": 25, "0548": 12, "0555": 25,
    "0558": 10, "0560": 15, "0577": 20, "0578": 25, "0579": 11, "1350": 20,
}  # fmt: skip
_SENTENCE = 8  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    id: str
    html: bytes
    url: str
    half: str
    type: str
    body: str
    spans: tuple[str, ...]


def _pages(name: str) -> Iterator[_Page]:
    path = shared_dir() / "data" / "pages" / f"{name}.parquet"
    if not path.is_file():
        raise MissingPagesError(f"no set {name!r} in {path.parent}")
    from pyarrow import parquet  # here, so that the rest of this module works without it

    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    for row in rows:
        domain = registrable_domain(row["url"] or "") or row["id"]
        yield _Page(
            id=row["id"],
            html=row["html"],
            url=row["url"] or "",
            half=HALVES[zlib.crc32(domain.encode()) % 2],
            type=row["type"] or "",
            body=row["body"] or "",
            spans=tuple(row["paragraphs"] or ()),
        )


def _said() -> dict[tuple[str, str], frozenset[str]]:
    """Texts of the blocks that the gold calls comments, by set and page id."""
    path = shared_dir() / "data" / "gold" / "roles.jsonl.gz"
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            texts = (block["text"] for block in row["blocks"] if block["role"] == "comment")
            found[row["set"], row["id"]] = frozenset(texts)
    return found


def _discussion(page: _Page) -> tuple[Article | None, tuple[Comment, ...]]:
    record = extract(page.html, page.url)
    if not isinstance(record, Article):
        return None, ()
    return record, record.posts or record.comments


def l3s_scores(pages: Sequence[tuple[str, tuple[Comment, ...]]]) -> Scores:
    """Mean word precision, recall and F1; each page is its gold and our comments."""
    scores = [
        word_score(
            "\n".join(" ".join((c.author or "", c.time or "", c.text)) for c in comments), gold
        )
        for gold, comments in pages
    ]
    return {
        "pages": len(pages),
        "with ours": sum(bool(comments) for _, comments in pages),
        "word P": fmean(s.precision for s in scores),
        "word R": fmean(s.recall for s in scores),
        "word F1": fmean(s.f1 for s in scores),
        "word F1 where ours": fmean(
            s.f1 for s, (_, comments) in zip(scores, pages, strict=True) if comments
        ),
    }


def role_scores(pages: Sequence[tuple[frozenset[str], tuple[Comment, ...]]]) -> Scores:
    """How much of our comments the gold calls so; each page is its gold texts and ours."""
    ours = [(block.text, gold) for gold, cs in pages if gold for c in cs for block in c.body]
    empty = [comments for gold, comments in pages if not gold]
    return {
        "pages with comments": sum(bool(gold) for gold, _ in pages),
        "blocks": len(ours),
        "right": sum(text in gold for text, gold in ours) / max(1, len(ours)),
        "pages without": len(empty),
        "given some": sum(map(bool, empty)),
    }


def forum_scores(pages: Sequence[tuple[str, str, Article | None, tuple[Comment, ...]]]) -> Scores:
    """Shares over forum pages; each is its id, gold, record and posts."""
    recalls, precisions, authors, times = [], [], [], []
    counted = exact = 0
    for name, gold, record, posts in pages:
        opening = ""
        if record is not None and posts and not record.posts:
            first = min(block.index for post in posts for block in post.body)
            opening = "\n".join(block.text for block in record.body if block.index < first)
        score = word_score("\n".join((opening, *(post.text for post in posts))), gold)
        recalls.append(score.recall)
        if posts:
            precisions.append(score.precision)
            authors.append(fmean(post.author is not None for post in posts))
            times.append(fmean(bool(post.time or post.date_published) for post in posts))
        if name in BY_EYE:
            counted += 1
            # Comments on an answer are no posts.
            exact += sum(post.depth == 0 for post in posts) == BY_EYE[name]
    return {
        "pages": len(pages),
        "with posts": len(precisions),
        "gold in posts": fmean(recalls),
        "gold in posts, where any": fmean(r for r in recalls if r) if any(recalls) else 0.0,
        "posts in gold": fmean(precisions) if precisions else 0.0,
        "with author": fmean(authors) if authors else 0.0,
        "with time": fmean(times) if times else 0.0,
        "counted by eye": counted,
        "same number": exact,
    }


def _table(title: str, halves: Mapping[str, Scores]) -> Table:
    columns = tuple(next(iter(halves.values())))
    rows = tuple(
        (
            half,
            *(f"{value:.3f}" if isinstance(value, float) else str(value) for value in s.values()),
        )
        for half, s in halves.items()
    )
    return Table(title, ("half", *columns), rows)


def tables() -> Iterator[Table]:
    """The three looks."""
    spans = defaultdict(list)
    for page in _pages("l3s"):
        gold = [s.partition("\t")[2] for s in page.spans if s.startswith("comments\t")]
        if any(len(span.split()) >= _SENTENCE for span in gold):
            spans[page.half].append(("\n".join(gold), _discussion(page)[1]))
    yield _table("l3s: comments", {half: l3s_scores(spans[half]) for half in HALVES})

    said = _said()
    blocks = defaultdict(list)
    for name in ("fundus", "snippets", "dates"):
        for page in _pages(name):
            if (name, page.id) in said:
                blocks[page.half].append((said[name, page.id], _discussion(page)[1]))
    yield _table("pages with block roles", {half: role_scores(blocks[half]) for half in HALVES})

    threads = defaultdict(list)
    for page in _pages("wcxb"):
        if page.type == "forum" and page.body:
            threads[page.half].append((page.id, page.body, *_discussion(page)))
    yield _table("wcxb: forum pages", {half: forum_scores(threads[half]) for half in HALVES})


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 2 where the pages are missing."""
    argparse.ArgumentParser(prog="python -m bench.comments", description=__doc__).parse_args(
        arguments
    )
    try:
        show(list(tables()), Console(width=None if sys.stdout.isatty() else 180))
    except MissingPagesError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
