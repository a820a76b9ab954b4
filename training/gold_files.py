"""Rows of somebody's gold files as examples: pages that carry their own HTML and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from bodycopy.gold import GoldPage, page_id, read_gold
from training.examples import Example, labelled_example

__all__ = ["GoldExamples", "joined", "load_gold_examples"]


@dataclass(frozen=True, slots=True)
class GoldExamples:
    """What gold files give to learn from."""

    examples: tuple[Example, ...]
    passed_over: tuple[str, ...]
    """Names of rows without HTML, or with a page that has no text."""


def load_gold_examples(paths: Iterable[Path]) -> GoldExamples:
    """The pages of the files that carry their HTML; of rows of one name the last counts.

    A page of an address is in the fold of its site, one without in a fold of its own. Raises
    ``InputError`` for a row that cannot be read.
    """
    rows = {page.name: page for path in paths for page in read_gold(path)}
    made = {name: _example(page) for name, page in rows.items()}
    return GoldExamples(
        tuple(example for example in made.values() if example is not None),
        tuple(name for name, example in made.items() if example is None),
    )


def joined(examples: Sequence[Example], gold: GoldExamples) -> list[Example]:
    """The examples, those of gold files in the place of others of their name."""
    names = {example.name for example in gold.examples}
    return [*(example for example in examples if example.name not in names), *gold.examples]


def _example(page: GoldPage) -> Example | None:
    if page.html is None:
        return None
    example = labelled_example(_row(page), page.set, msgspec.to_builtins(page))
    # Corrections of what a network guessed: to learn from, and not to judge it by.
    return example and replace(example, own_labels=True)


_BOM = b"\xef\xbb\xbf"


def _row(page: GoldPage) -> Mapping[str, Any]:
    """The page in the form of the page sets."""
    return {
        "id": page.id,
        "url": page.url,
        "domain": "" if page.url else f"{page_id(page.name)}.invalid",
        "type": page.page_type,
        # The row has the page as text: whatever charset its meta declares is past.
        "html": _BOM + (page.html or "").encode(),
        "body": "",
        "paragraphs": [],
        "must_have": [],
        "must_not_have": [],
    }
