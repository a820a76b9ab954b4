"""Every target by its name."""

from __future__ import annotations

from collections.abc import Mapping

from fuzz.target import Target
from fuzz.targets import (
    dates,
    decode,
    gold,
    jsonld,
    page,
    people,
    references,
    rows,
    scan,
    stored,
    text,
    warc,
)

__all__ = ["TARGETS"]

TARGETS: Mapping[str, Target] = {
    "decode": decode.TARGET,
    "scan": scan.TARGET,
    "references": references.TARGET,
    "jsonld": jsonld.TARGET,
    "dates": dates.TARGET,
    "people": people.TARGET,
    "text": text.TARGET,
    "page": page.TARGET,
    "warc": warc.TARGET,
    "rows": rows.TARGET,
    "stored": stored.TARGET,
    "gold": gold.TARGET,
}
