"""Many pages, one after the other or several at a time: results in the order of the pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from bodycopy.article import Article, Verdict
from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.pipeline import extract

__all__ = ["Html", "Page", "extract_many"]

Html = bytes | bytearray | memoryview | str


class Page(NamedTuple):
    """A page as ``extract`` takes it."""

    html: Html
    url: str | None = None
    content_type: str | None = None


_DEFAULTS = Options()


def extract_many(
    pages: Iterable[Page | tuple[Html, str | None] | Html],
    *,
    threads: int = 1,
    options: Options = _DEFAULTS,
) -> Iterator[Article | Verdict]:
    """What ``extract`` gives for each of the pages, in their order.

    A page is its HTML, an ``(html, url)`` pair or a ``Page``. Pages are taken from
    ``pages`` as results are asked for, and never more than four for each thread ahead of
    them. More than one thread pays where the compiled scan is at work, which lets the
    others run meanwhile; results are the same with any number.

    Raises ``UsageError`` where ``threads`` or ``options`` cannot be meant, and in the place
    of the result of a page that is of no such type, with its index.
    """
    if not isinstance(threads, int) or threads < 1:
        raise UsageError(f"threads must be a number from 1, not {threads!r}")
    if not isinstance(options, Options):
        raise UsageError(f"options must be bodycopy.Options, not {type(options).__name__}")
    numbered = enumerate(pages)
    if threads == 1:
        return (_extract(index, page, options) for index, page in numbered)
    return _in_threads(numbered, threads, options)


_AHEAD = 4  # pages a thread: enough to keep all busy behind a slow one


def _in_threads(
    numbered: Iterator[tuple[int, object]], threads: int, options: Options
) -> Iterator[Article | Verdict]:
    waiting: deque[Future[Article | Verdict]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="bodycopy")
    try:
        for index, page in numbered:
            waiting.append(pool.submit(_extract, index, page, options))
            if len(waiting) >= _AHEAD * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        # Whoever stops asking waits for no page that has not begun.
        pool.shutdown(cancel_futures=True)


def _extract(index: int, page: object, options: Options) -> Article | Verdict:
    try:
        if not isinstance(page, tuple):
            return extract(page, options=options)  # type: ignore[arg-type]
        if not 1 <= len(page) <= len(Page._fields):
            raise UsageError(f"a page is (html, url, content_type) at most, not {len(page)} values")
        given = Page(*page)
        return extract(given.html, given.url, given.content_type, options)
    except UsageError as error:
        raise UsageError(f"pages[{index}]: {error}") from error
