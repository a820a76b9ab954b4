"""When the article was published and last changed.

Strategy: every place that gives a date makes a claim; claims that may mean one moment form a
party, and each family of claims (JSON-LD, meta, displayed, address) votes once in it. The
strongest party wins, and of its claims the most precise one is the value. So a crawl time in
JSON-LD loses against the date that the page displays, and a displayed date of a change does
not stand against the declared day of publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bodycopy.article import Timestamp
from bodycopy.facts.dates.claims import (
    Claim,
    declared,
    displayed,
    from_url,
    month_comes_first,
)
from bodycopy.facts.dates.moment import agree
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.view import View

__all__ = ["Dates", "find_dates"]


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an article; what the page does not give is ``None``."""

    published: Timestamp | None = None
    modified: Timestamp | None = None


def find_dates(
    view: View, jsonld: JsonLd, headline: int | None = None, language: str | None = None
) -> Dates:
    """When the article was published and changed, as precisely as the page says.

    ``headline`` is the row of the displayed headline, ``language`` the page's (BCP 47).
    """
    tongue = language or ""
    month_first = month_comes_first(tongue, view.url)
    claims = list(declared(view, jsonld, tongue))
    claims += displayed(view, headline, tongue, month_first=month_first)
    address = from_url(view)
    if address:
        claims.append(address)
    modified = _elect([claim for claim in claims if claim.kind == "modified"])
    published = _elect(_of_publication(claims, modified))
    if published and modified and modified.nearness < _BESIDE and _is_older(modified, published):
        modified = None  # of something else that stands on the page
    return Dates(_stamp(_on_local_clock(published, claims)), _stamp(modified))


def _on_local_clock(claim: Claim | None, claims: Sequence[Claim]) -> Claim | None:
    """A time in UTC on the clock of the newsroom, where its day is another there.

    A page that displays "3 May, 9.25 pm" and declares 01:25 UTC lies four hours west.
    """
    if claim is None or claim.moment.hour is None or claim.moment.offset not in ("Z", "+00:00"):
        return claim
    for other in claims:
        moment = other.moment
        if moment.hour is None or moment.offset or moment.local_day == claim.moment.local_day:
            continue
        minutes = round((moment.hours - claim.moment.hours) * 60)
        if other.kind != "modified" and abs(minutes) <= _WIDEST_OFFSET and minutes % 15 == 0:
            hours, rest = divmod(abs(minutes), 60)
            offset = f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
            return claim._replace(moment=moment._replace(second=claim.moment.second, offset=offset))
    return claim


_WIDEST_OFFSET = 14 * 60  # minutes


def _is_older(one: Claim, other: Claim) -> bool:
    """Whether one date lies more than a day before another."""
    return one.moment.hours < other.moment.hours - 24


def _stamp(claim: Claim | None) -> Timestamp | None:
    return Timestamp(value=str(claim.moment), raw=claim.raw, source=claim.source) if claim else None


_UNSAID = 0.8  # of a displayed date without a word: it may be that of a change
# ... unless it is older than what is declared: then that is the time of a copy or a relaunch.
_OLDER = 1.5
_RENEWED = 0.4  # of a day of publication that is that of the change, where there is an older one
_BESIDE = 0.75  # nearness of lines that belong to the headline


def _of_publication(claims: Sequence[Claim], modified: Claim | None) -> list[Claim]:
    """Claims that speak for a day of publication."""
    found = []
    others = [c for c in claims if c.kind == "published" and c.family != "url"]
    for claim in claims:
        if claim.kind == "published":
            changed = modified is not None and agree(claim.moment, modified.moment)
            if changed and any(_is_older(c, claim) and c.weight >= claim.weight for c in others):
                claim = claim._replace(weight=claim.weight * _RENEWED)
            found.append(claim)
        elif claim.kind == "":
            # A line without a word shows the change as often as the first day.
            changed = modified is not None and agree(claim.moment, modified.moment)
            if changed and others and not any(agree(claim.moment, c.moment) for c in others):
                continue
            older = (
                bool(others)
                and claim.nearness > _BESIDE
                and all(_is_older(claim, c) for c in others)
            )
            found.append(claim._replace(weight=claim.weight * (_OLDER if older else _UNSAID)))
    return found


def _elect(claims: Sequence[Claim]) -> Claim | None:
    """The claim that most families agree with, in its most precise form."""
    claims = _unswapped(claims)
    best: Claim | None = None
    most = (0.0, 0.0)
    for claim in claims:
        votes: dict[str, float] = {}
        for other in claims:
            if agree(claim.moment, other.moment):
                vote = other.weight * other.nearness
                votes[other.family] = max(votes.get(other.family, 0.0), vote)
        exact = claim.moment.precision + 0.5 * (claim.moment.second is not None)
        own = claim.weight * claim.nearness * 0.5 + exact
        score = (round(sum(votes.values()), 3), own)
        if score > most:
            best, most = claim, score
    return best


def _unswapped(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, ``3/5/2024`` read the way that agrees with the others."""
    found = []
    for claim in claims:
        other = claim.swapped
        if other is not None:
            same = any(c is not claim and agree(c.moment, claim.moment) for c in claims)
            if not same and any(c is not claim and agree(c.moment, other) for c in claims):
                claim = claim._replace(moment=other)
        found.append(claim)
    return found
