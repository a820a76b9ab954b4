"""Markup on which the two scans may give different tapes, as ``docs/scan.md`` lists it."""

from __future__ import annotations

import re

__all__ = ["listed_difference"]

_FORMATTING = re.compile(
    r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
_FOREIGN = re.compile(r"<(?:svg|math)(?=[\s/>])", re.IGNORECASE)
# As wide as a pattern can be made that needs no parser: a page that is passed over here costs a
# comparison, one that is not costs the reader a false alarm.
_LISTED = (
    ("sup in a formula", re.compile(r"<math.*<sup(?=[\s/>])", re.I | re.S)),
    ("image in a table", re.compile(r"<table.*<image(?=[\s/>])", re.I | re.S)),
    ("implied end tags", re.compile(r"<(?:opt(?:group|ion)|r[bpt]c?|p|li|d[dt])(?=[\s/>])", re.I)),
    ("an empty end tag among a table's text", re.compile(r"<table.*</>", re.I | re.S)),
    ("frameset behind a reference to NUL", re.compile(r"&#[x0]*;?.*<frameset", re.I | re.S)),
    ("long s in a style", re.compile(r"style.*ſ", re.I | re.S)),
)  # fmt: skip
_IN_FOREIGN = frozenset({"implied end tags", "frameset behind a reference to NUL"})
# The adoption agency of the standard clones three elements.
_MOST_FORMATTING = 4


def listed_difference(html: str) -> str | None:
    """Which of the listed differences the page may meet; None where it may meet none."""
    if len(_FORMATTING.findall(html)) > _MOST_FORMATTING:
        return "adoption agency"
    foreign = _FOREIGN.search(html) is not None
    for name, pattern in _LISTED:
        if (foreign or name not in _IN_FOREIGN) and pattern.search(html):
            return name
    return None
