"""Block roles that were read and labelled by hand here, without a word of the pages.

``roles.jsonl.gz`` beside this file has a line for each page: its set and id, page type,
language, and for each block a digest of its letters and digits with its role. The texts stay
with their publishers: a label is found again by the digest of the block that it belongs to.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from training.align import squash

__all__ = ["ROLES_FILE", "annotated", "digest", "with_texts"]

ROLES_FILE = Path(__file__).with_name("roles.jsonl.gz")


def digest(text: str) -> str:
    """Eight hexadecimal digits that tell a block's text from the others of its page.

    >>> digest("Don't stop!") == digest("dont STOP")
    True
    """
    return hashlib.blake2b(squash(text).encode(), digest_size=4).hexdigest()


@cache
def annotated() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """The labelled pages by set and id."""
    with gzip.open(ROLES_FILE, "rt", encoding="utf-8") as lines:
        return {(row["set"], row["id"]): row for row in map(json.loads, lines)}


def with_texts(row: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """The page's gold in the form of the shared sets: text and role of every known block."""
    return {
        "page_type": row["page_type"],
        "language": row["language"],
        "blocks": [
            {"text": texts[place], "role": role} for place, role in _found(row["blocks"], texts)
        ],
    }


def _found(blocks: Sequence[Sequence[str]], texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Places of ``texts`` whose label is known, in order."""
    ours = [digest(text) for text in texts]
    matcher = SequenceMatcher(None, ours, [known for known, _ in blocks], autojunk=False)
    for start, first, size in matcher.get_matching_blocks():
        yield from ((start + step, blocks[first + step][1]) for step in range(size))
