"""The gold made by hand: news fields and block roles, by page."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bodycopy.roles import BODY_ROLES

__all__ = ["Gold", "load_gold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What was annotated on one page; empty where nothing was."""

    page_type: str = ""
    language: str = ""
    role_body: str = ""
    """Blocks with a body role, joined by blank lines."""
    role_lead: str = ""
    """The same with the standfirst: annotators could not always tell a lead from a paragraph."""
    body_first: str = ""
    body_last: str = ""
    body_noise: tuple[str, ...] = ()

    def merged(self, other: Gold) -> Gold:
        """This gold, with the other's where this one has none."""
        return Gold(
            page_type=self.page_type or other.page_type,
            language=self.language or other.language,
            role_body=self.role_body or other.role_body,
            role_lead=self.role_lead or other.role_lead,
            body_first=self.body_first or other.body_first,
            body_last=self.body_last or other.body_last,
            body_noise=self.body_noise or other.body_noise,
        )


def load_gold(folder: Path) -> Mapping[tuple[str, str], Gold]:
    """Gold by set and page id, from ``fields_*.jsonl`` and ``roles.jsonl.gz`` in ``folder``."""
    found: dict[tuple[str, str], Gold] = {}
    for path in sorted(folder.glob("fields_*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found["fundus", row["id"]] = _from_fields(row)
    for row in _roles(folder / "roles.jsonl.gz"):
        # The older pages of the fundus file are named as a set of their own there.
        key = ("fundus" if row["set"] == "fundus-history" else row["set"], row["id"])
        found[key] = found.get(key, Gold()).merged(_from_roles(row))
    return found


def _roles(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _from_fields(row: dict[str, Any]) -> Gold:
    return Gold(
        page_type=row["page_type"],
        language=row["language"],
        body_first=row["body_first"] or "",
        body_last=row["body_last"] or "",
        body_noise=tuple(row["body_noise"] or ()),
    )


def _from_roles(row: dict[str, Any]) -> Gold:
    lead = BODY_ROLES | {"standfirst"}
    return Gold(
        page_type=row["page_type"],
        language=row["language"],
        role_body="\n\n".join(b["text"] for b in row["blocks"] if b["role"] in BODY_ROLES),
        role_lead="\n\n".join(b["text"] for b in row["blocks"] if b["role"] in lead),
    )
