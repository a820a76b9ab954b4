"""Accounting: every block of the tape stands once in the record, in the body or dropped."""

from __future__ import annotations

from bodycopy.article import Article, Verdict

__all__ = ["faults"]


def faults(record: Article | Verdict, tape_blocks: int | None = None) -> list[str]:
    """What is wrong with the record's account of its page; empty where all is well.

    Each block covers the rows ``index`` to ``index + span - 1`` of the tape. Together the
    blocks of body and dropped must cover rows 0 to n - 1, each once, where n is
    ``tape_blocks`` (``None`` where it is not known: then gaps and doubles only); the body
    must be in the order of the page. A body out of the page's data stands on no row: its
    blocks have no path, and follow the tape's last row one by one.
    """
    body = record.body if isinstance(record, Article) else ()
    blocks = (*body, *record.dropped)
    if tape_blocks is not None:
        tape_blocks += sum(not block.path and block.index >= tape_blocks for block in blocks)
    covered = [row for block in blocks for row in range(block.index, block.index + block.span)]
    found = []
    if len(set(covered)) != len(covered):
        found.append(f"{len(covered) - len(set(covered))} rows stand twice")
    if any(block.span < 1 or block.index < 0 for block in blocks):
        found.append("a block covers no row")
    rows = tape_blocks if tape_blocks is not None else max(covered, default=-1) + 1
    if missing := set(range(rows)) - set(covered):
        found.append(f"{len(missing)} rows of {rows} are missing, the first is {min(missing)}")
    if beyond := set(covered) - set(range(rows)):
        found.append(f"{len(beyond)} rows are beyond the tape's {rows}")
    if [block.index for block in body] != sorted(block.index for block in body):
        found.append("the body is not in the order of the page")
    return found
