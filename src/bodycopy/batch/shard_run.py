"""One shard from front to back: read, extract, write. Runs in a worker, holds no state."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec

from bodycopy.article import Article, Verdict
from bodycopy.batch.beat import Pulse, now
from bodycopy.batch.job import Job
from bodycopy.batch.outcome import Counts, Done
from bodycopy.batch.plan import Shard
from bodycopy.pipeline import extract_text
from bodycopy.sinks.columns import row_of
from bodycopy.sinks.jsonl import JsonLinesPart
from bodycopy.sinks.parquet import ParquetPart
from bodycopy.sinks.rejected import RejectedPart
from bodycopy.sources.fields import Columns
from bodycopy.sources.read import read_piece
from bodycopy.sources.record import Item, Record, Refused, Skipped
from bodycopy.sources.span import Span

__all__ = ["Quarantined", "Task", "run_shard"]


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """A page that a worker did not survive."""

    reason: str
    detail: str = ""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A shard to be done, and what is known of earlier tries."""

    job: Job
    shard: Shard
    start: int | None = None
    """Where its first record starts, if the shard before said so."""
    quarantine: Mapping[int, Quarantined] = {}
    """Records (by their number in the shard) that are not to be extracted."""
    careful: bool = False
    """Read without the fast reader: a worker died while it read."""
    part: str
    rejected: str


class _Sink(Protocol):
    def add(self, row: dict[str, Any], size: int) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


def run_shard(task: Task, beat: Callable[[Pulse], None]) -> Done:
    """Do the task; its files are whole and synced when this returns.

    ``beat`` is told of every page before and after it. Raises ``OSError`` where a file
    cannot be read or written; what was written is removed.
    """
    part, rejected = Path(task.part), Path(task.rejected)
    sinks: list[_Sink] = []
    try:
        articles: _Sink
        if task.job.format == "parquet":
            articles = ParquetPart(part, task.job.columns)
        else:
            articles = JsonLinesPart(part, task.job.columns)
        sinks.append(articles)
        others = RejectedPart(rejected)
        sinks.append(others)
        done = _Run(task, articles, others, beat).run()
        for sink in sinks:
            sink.close()
    except BaseException:
        _abandon(sinks)
        part.unlink(missing_ok=True)
        rejected.unlink(missing_ok=True)
        raise
    return done


def _abandon(sinks: list[_Sink]) -> None:
    for sink in sinks:
        try:
            sink.abandon()
        except OSError:
            # The disk is full; the error on its way up says so.
            continue


class _Run:
    def __init__(
        self,
        task: Task,
        articles: _Sink,
        others: RejectedPart,
        beat: Callable[[Pulse], None],
    ) -> None:
        self._task = task
        self._articles = articles
        self._others = others
        self._beat = beat
        self._counts = Counts(rejected={}, errored={}, skipped={})
        self._record = -1
        self._stored = 0
        module, _, name = task.job.extractor.partition(":")
        self._extract = getattr(importlib.import_module(module), name)

    def run(self) -> Done:
        """Read every piece to its end."""
        job, shard = self._task.job, self._task.shard
        columns = Columns(html=job.html_column, text=job.text_column, url=job.url_column)
        span = Span()
        before = 0
        for piece in shard.pieces:
            exact = not shard.follows or self._task.start is not None
            start = self._task.start if self._task.start is not None else piece.start
            span = Span(start, piece.end, exact)
            for item in read_piece(piece, span, columns, job.digests, not self._task.careful):
                self._stored = before + max(0, min(item_end(item, piece.start), piece.size))
                self._take(item)
            before += piece.size
        self._counts.bytes_read = before
        return Done(
            index=shard.index,
            counts=self._counts,
            part=self._task.part,
            rejected=self._task.rejected,
            first=span.first,
            following=span.following,
        )

    def _take(self, item: Item) -> None:
        if isinstance(item, Skipped):
            self._counts.skipped[item.kind] = self._counts.skipped.get(item.kind, 0) + 1
            return
        self._record += 1
        self._counts.read += 1
        if isinstance(item, Refused):
            self._refuse(item)
            return
        quarantined = self._task.quarantine.get(self._record)
        if quarantined is not None:
            self._error(item, quarantined.reason, quarantined.detail)
            return
        self._pulse(now())
        record = self._extracted(item)
        self._pulse(0.0)
        if isinstance(record, Article):
            self._counts.articles += 1
            row = row_of(item, record, self._task.job.columns)
            self._articles.add(row, len(record.text))
        elif isinstance(record, Verdict):
            self._reject(item, record)

    def _extracted(self, item: Record) -> Article | Verdict | None:
        try:
            record: Article | Verdict
            if item.is_text:
                record = extract_text(item.payload, item.url, options=self._task.job.options)
            else:
                record = self._extract(
                    item.payload, item.url, item.content_type, options=self._task.job.options
                )
        except (KeyboardInterrupt, SystemExit):
            raise
        except MemoryError:
            self._error(item, "memory", f"more than {self._task.job.memory} bytes")
            return None
        except BaseException as error:  # noqa: BLE001 - panics of Rust code are no Exception
            # A fault of ours costs the page, which keeps it by name, and not the run.
            where = traceback.extract_tb(error.__traceback__)[-1]
            detail = f"{error} - at {Path(where.filename).name}, line {where.lineno}"
            self._error(item, f"exception_{type(error).__name__}", detail)
            return None
        return _flagged(item, record)

    def _reject(self, item: Record, verdict: Verdict) -> None:
        reason = verdict.reason.value
        self._counts.rejected[reason] = self._counts.rejected.get(reason, 0) + 1
        self._others.add_row(
            self._place(item)
            | {
                "outcome": "rejected",
                "reason": reason,
                "detail": verdict.detail,
                "page_type": verdict.page_type.value,
                "language": verdict.language,
            }
        )

    def _error(self, item: Record, reason: str, detail: str) -> None:
        self._counts.errored[reason] = self._counts.errored.get(reason, 0) + 1
        self._others.add_row(
            self._place(item) | {"outcome": "errored", "reason": reason, "detail": detail}
        )

    def _refuse(self, item: Refused) -> None:
        counts = self._counts.errored if item.errored else self._counts.rejected
        counts[item.reason] = counts.get(item.reason, 0) + 1
        outcome = "errored" if item.errored else "rejected"
        self._others.add_row(
            self._place(item) | {"outcome": outcome, "reason": item.reason, "detail": item.detail}
        )

    @staticmethod
    def _place(item: Record | Refused) -> dict[str, Any]:
        return {
            "source": item.source,
            "offset": item.offset,
            "length": item.length,
            "url": item.url,
            "warc_record_id": item.record_id,
            "warc_date": item.date,
        }

    def _pulse(self, since: float) -> None:
        counts = self._counts
        rejected = sum(counts.rejected.values())
        errored = sum(counts.errored.values())
        self._beat(
            Pulse(
                self._record,
                since,
                counts.read,
                counts.articles,
                rejected,
                errored,
                self._stored,
            )
        )


def _flagged(item: Record, record: Article | Verdict) -> Article | Verdict:
    """The record, truncated where the page was stored so, whatever its markup shows."""
    if item.is_cut and isinstance(record, Article) and not record.truncated:
        return msgspec.structs.replace(record, truncated=True)
    return record


def item_end(item: Item, start: int) -> int:
    """Stored bytes from ``start`` to the end of the item, as far as it says."""
    if isinstance(item, Skipped):
        return 0
    return item.offset + (item.length or 0) - start
