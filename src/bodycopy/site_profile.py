"""What recurs on a site's pages: a summary of many pages, to tell furniture from articles by.

# Strategy: how many pages hold a text is counted in a count-min sketch, so that a profile takes
# the same half megabyte for twenty pages and for twenty million. The sketch is a dozen lines on
# numpy; the packaged ones hash in Python what takes one call here, and do not merge or pickle
# smaller. A page whose story was counted before counts no second time: what an agency's
# story recurs with is itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bodycopy.article import Article, Block, Verdict
from bodycopy.errors import UsageError

__all__ = ["SiteProfile"]

_DEPTH, _WIDTH = 4, 1 << 15
"""Of the sketch. A count is too high by at most about 3 / 32,768 of all texts counted, which
for pages of a hundred blocks is less than one page in a hundred."""

# A text is furniture where it stands on at least so many different stories, and on this share
# of them: the background paragraph of a long affair stands on fewer, an imprint on all.
_LEAST_STORIES, _LEAST_SHARE = 4, 0.3
# Of a page's body characters: from here on the page tells a story that was told before.
_SAME_STORY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class SiteProfile:
    """How often the texts of one site's pages recur; made by ``of``, never changed.

    Two profiles of one site are merged by ``|``. Profiles pickle.
    """

    stories: int
    """Pages that were counted, further copies of a story left aside."""
    counts: NDArray[np.uint32]

    @classmethod
    def of(cls, records: Iterable[Article | Verdict]) -> Self:
        """The profile of a site, from what ``extract`` or ``extract_text`` gave of its pages.

        One pass; no record is kept. Raises ``UsageError`` for what is no record.
        """
        counts = np.zeros((_DEPTH, _WIDTH), np.uint32)
        stories = 0
        for record in records:
            if not isinstance(record, Article | Verdict):
                raise UsageError(f"a profile is made of records, not of {type(record).__name__}")
            body = record.body if isinstance(record, Article) else ()
            if _was_told(body, counts):
                continue
            stories += 1
            keys = {key for block in (*body, *record.dropped) for key in _keys(block)}
            for key in sorted(keys):
                counts[_ROWS, _places(key)] += np.uint32(1)
        return cls(stories, _sealed(counts))

    def __or__(self, other: object) -> SiteProfile:
        """The profile of the pages of both."""
        if not isinstance(other, SiteProfile):
            return NotImplemented
        return SiteProfile(self.stories + other.stories, _sealed(self.counts + other.counts))

    def count(self, text: str) -> int:
        """On how many stories the text stood: never too few, seldom too many."""
        return _count(_folded(text), self.counts)

    def is_furniture(self, text: str) -> bool:
        """Whether the text recurs on so many pages that it belongs to none of them."""
        least = max(_LEAST_STORIES, _LEAST_SHARE * self.stories)
        return self.stories >= _LEAST_STORIES and self.count(text) >= least


_ROWS = np.arange(_DEPTH)
_DIGITS = re.compile(r"\d+")


def _folded(text: str) -> str:
    """Case, white space and figures left aside: "12 comments" and "7 Comments" are one line."""
    return " ".join(_DIGITS.sub("#", text.casefold()).split())


def _keys(block: Block) -> Iterable[str]:
    """What a block says; a table says what each of its cells does."""
    cells = (cell for row in block.rows for cell in row) if block.rows else (block.text,)
    return filter(None, map(_folded, cells))


def _places(key: str) -> NDArray[np.uint32]:
    digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=4 * _DEPTH).digest()
    return np.frombuffer(digest, "<u4") % np.uint32(_WIDTH)


def _count(key: str, counts: NDArray[np.uint32]) -> int:
    return int(counts[_ROWS, _places(key)].min())


def _was_told(body: tuple[Block, ...], counts: NDArray[np.uint32]) -> bool:
    sizes = [(len(key), _count(key, counts)) for block in body for key in _keys(block)]
    known = sum(size for size, count in sizes if count)
    return known > _SAME_STORY * sum(size for size, _ in sizes)


def _sealed(counts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    counts.setflags(write=False)
    return counts
