"""The news fields that are known of each page: by hand, or as a set's makers give them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.sets import MissingPagesError, registrable_domain, shared_dir

__all__ = ["HALVES", "SETS", "FieldPage", "Values", "load_field_pages"]

Values = tuple[str, ...]

SETS = ("fundus", "wcxb", "snippets", "newspaper", "dates")
"""``fundus`` has every field by hand; the others title, authors and date where they have them."""
HALVES = ("tuned", "held")
"""The publishers that rules may be tuned on, and those that are only looked at to report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPage:
    """One page and its gold: field to values, none where it is known that there is none.

    A field that nobody looked for is missing.
    """

    set: str
    id: str
    url: str
    html: bytes
    gold: Mapping[str, Values]

    @property
    def name(self) -> str:
        """The page as messages name it: ``set/id``."""
        return f"{self.set}/{self.id}"

    @property
    def half(self) -> str:
        """One of ``HALVES``: fixed by a hash of the domain, so that no site is in both."""
        domain = registrable_domain(self.url) or self.url
        return HALVES[hashlib.sha256(domain.encode()).digest()[0] % 2]


def load_field_pages(names: Sequence[str]) -> list[FieldPage]:
    """The pages of the named sets that have any field.

    Raises ``MissingPagesError`` where a set is not there.
    """
    folder = shared_dir() / "data"
    return [page for name in names for page in _pages(folder, name) if page.gold]


def _pages(folder: Path, name: str) -> Iterator[FieldPage]:
    by_hand = _by_hand(folder / "gold") if name == "fundus" else {}
    for row in _rows(folder / "pages" / f"{name}.parquet"):
        gold = _from_hand(by_hand[row["id"]]) if row["id"] in by_hand else _from_makers(row)
        yield FieldPage(set=name, id=row["id"], url=row["url"] or "", html=row["html"], gold=gold)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise MissingPagesError(f"no set {path.stem!r} in {path.parent} (known: {', '.join(SETS)})")
    from pyarrow import parquet  # here, so that the rest of this module works without it

    columns = ["id", "url", "html", "title", "authors", "date"]
    rows: list[dict[str, Any]] = parquet.read_table(path, columns=columns).to_pylist()
    return rows


def _by_hand(folder: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(folder.glob("fields_*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found[row["id"]] = row
    return found


_SINGLE = (
    "kicker headline standfirst source_line date_published date_modified section access"
    " page_type language"
).split()
_SEVERAL = "agencies topics subheadings corrections".split()


def _from_hand(row: Mapping[str, Any]) -> dict[str, Values]:
    gold = {name: (row[name],) if row[name] else () for name in _SINGLE}
    gold |= {name: tuple(row[name] or ()) for name in _SEVERAL}
    images = row["images"] or ()
    dateline, liveblog = row["dateline"], row["liveblog"]
    return gold | {
        "authors": tuple(row["byline"] or ()),
        "captions": tuple(image["caption"] for image in images if image["caption"]),
        "credits": tuple(image["credit"] for image in images if image["credit"]),
        "dateline": (dateline["text"],) if dateline else (),
        "dateline_places": tuple(dateline["places"]) if dateline else (),
        "truncated": ("yes",) if row["truncated"] else (),
        "live_entries": (str(liveblog["entries"]),) if liveblog else (),
    }


def _from_makers(row: Mapping[str, Any]) -> dict[str, Values]:
    """What the set's makers wrote down; that they wrote nothing says nothing."""
    gold: dict[str, Values] = {
        "headline": (row["title"],) if row["title"] else (),
        "authors": tuple(name for text in row["authors"] or () for name in _persons(text)),
        "date_published": (row["date"],) if row["date"] else (),
    }
    return {name: values for name, values in gold.items() if values}


_JOINTS = re.compile(r"\s*[,;&]\s*(?:and\s+)?|\s+(?:and|und|et|y)\s+")
_DEGREE = re.compile(r"(?:[A-Z]\.?){2,6}|Ph\.?D\.?|Dr\.|CNN|Updated.*")


def _persons(text: str) -> list[str]:
    """The names in an author string that holds several.

    >>> _persons("Ann Moe, MS, RD, and Bo Lee"), _persons("Tom Ott und Pia Uhl")
    (['Ann Moe', 'Bo Lee'], ['Tom Ott', 'Pia Uhl'])
    """
    parts = [part for part in _JOINTS.split(text) if part]
    return [part for part in parts if not _DEGREE.fullmatch(part)] or [text]
