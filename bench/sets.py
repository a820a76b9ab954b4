"""The page sets: where they lie, what is gold on each page, what each set counts as body.

The pages are not part of this repository (they belong to their publishers). They lie in
``data/`` of a folder ``shared`` beside the repository, or in the one that the environment
variable ``BODYCOPY_SHARED`` names.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench.gold import Gold, load_gold

if TYPE_CHECKING:
    from tldextract import TLDExtract

__all__ = [
    "BODY_ONLY",
    "CONVENTIONS",
    "LEAD_AND_BODY",
    "SETS",
    "Convention",
    "MissingPagesError",
    "Page",
    "load_pages",
    "registrable_domain",
    "shared_dir",
]

SETS = ("fundus", "newspaper", "wcxb", "dragnet", "l3s", "snippets", "dates")
"""In the order in which the gold of byte-identical pages is preferred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """What a set's gold holds besides the paragraphs of the body."""

    headline: bool = False
    standfirst: bool = False
    captions: bool = False


BODY_ONLY = Convention()
LEAD_AND_BODY = Convention(standfirst=True)

# Evidence, counted on the pages (h1: first-level headings of 3 words and more; deck: blocks
# whose class names a lead or deck and whose text the meta description repeats; caption:
# figcaptions of 5 words and more; all compared as lower-case words).
CONVENTIONS: Mapping[str, Convention] = {
    # body = its rows of kind standfirst (155), subheading (447) and paragraph (3,306), joined.
    # h1 in the body on 1 of 174 pages, 3 of 431 captions, 63 of 77 standfirsts of roles.jsonl.
    "fundus": LEAD_AND_BODY,
    # The gold starts with the h1 on 0 of 210 pages; 26 of 42 decks, 1 of 460 captions,
    # 39 % of subheadings and 47 % of long list items are in it: decks yes, but unevenly.
    "newspaper": LEAD_AND_BODY,
    # Articles: the h1 opens 37 of 727 golds, 11 of 47 decks and 52 of 919 captions are in it;
    # 80 % of subheadings and list items are. (On product, service and listing pages the h1
    # is mostly in, on forum and documentation pages mostly not; a set has one convention,
    # because the type of a page is part of its gold.)
    "wcxb": BODY_ONLY,
    # The h1 opens 516 of 750 golds (in 567); 14 of 18 decks, 96 of 439 captions are in it.
    "dragnet": Convention(headline=True, standfirst=True),
    # body = the spans marked "body"; 7 of 520 "headline" and 6 of 648 "supplement" spans
    # (dates, captions) recur in it; 8 of 9 decks do.
    "l3s": LEAD_AND_BODY,
    # Must-have snippets that the role gold places: 96 stand in standfirsts, 5 in captions, 7
    # in titles; must-not-have: 0 mostly in standfirsts, 53 in captions, 11 in titles.
    "snippets": LEAD_AND_BODY,
    # No text gold of its own: only the role gold is scored.
    "dates": LEAD_AND_BODY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its bytes and everything that is known of it. Empty where nothing is."""

    set: str
    id: str
    url: str
    type: str
    language: str
    html: bytes
    body: str = ""
    must_have: tuple[str, ...] = ()
    must_not_have: tuple[str, ...] = ()
    gold: Gold = field(default_factory=Gold)

    @property
    def name(self) -> str:
        """The page as messages name it: ``set/id``."""
        return f"{self.set}/{self.id}"


class MissingPagesError(Exception):
    """The page sets are not where they should be; the message says where that is."""


def shared_dir() -> Path:
    """The folder that holds ``data/pages`` and ``data/gold``.

    Raises ``MissingPagesError`` where there is none.
    """
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("BODYCOPY_SHARED", beside))
    if not (folder / "data" / "pages").is_dir():
        raise MissingPagesError(
            f"no page sets in {folder / 'data' / 'pages'}: put them there, "
            "or name the folder that holds data/ in BODYCOPY_SHARED"
        )
    return folder


def load_pages(names: Sequence[str] = SETS, sample: int | None = None) -> list[Page]:
    """The pages of the named sets, byte-identical pages once, with their gold merged.

    ``sample`` is a number of pages a set: the same ones every time, spread by a hash of
    their names. Raises ``MissingPagesError`` for a set that does not exist.
    """
    folder = shared_dir() / "data"
    gold = load_gold(folder / "gold")
    ordered = [name for name in SETS if name in names] + [n for n in names if n not in SETS]
    pages: list[Page] = []
    for name in ordered:
        rows = [_page(name, row, gold) for row in _rows(folder / "pages" / f"{name}.parquet")]
        pages.extend(rows)
    return _sampled(_merged(pages), sample)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise MissingPagesError(f"no set {path.stem!r} in {path.parent} (known: {', '.join(SETS)})")
    from pyarrow import parquet  # here, so that the rest of this module works without it

    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def _page(name: str, row: dict[str, Any], gold: Mapping[tuple[str, str], Gold]) -> Page:
    known = gold.get((name, row["id"]), Gold())
    return Page(
        set=name,
        id=row["id"],
        url=row["url"] or "",
        type=known.page_type or row["type"] or "other",
        language=known.language or declared_language(row["html"]) or "und",
        html=row["html"],
        body=row["body"] or "",
        must_have=tuple(row["must_have"] or ()),
        must_not_have=tuple(row["must_not_have"] or ()),
        gold=known,
    )


_LANG = re.compile(
    rb"<html\b[^>]*?\s(?:xml:)?lang\s*=\s*[\"']?([a-z]{2,3})(?![a-z])"
    rb"|<meta\b[^>]*?content-language[^>]*?content\s*=\s*[\"']?([a-z]{2,3})(?![a-z])",
    re.IGNORECASE,
)


def declared_language(html: bytes) -> str:
    """The primary language tag that the page declares, in lower case; empty where none.

    >>> declared_language(b'<html class="no-js" lang="de-AT">')
    'de'
    >>> declared_language(b"<html><head>")
    ''
    """
    found = _LANG.search(html, 0, 20_000)
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def _merged(pages: Iterable[Page]) -> list[Page]:
    """Byte-identical pages once: the first one, with what only the others know."""
    first: dict[bytes, Page] = {}
    for page in pages:
        key = hashlib.sha256(page.html).digest()
        first[key] = _with_gold_of(first[key], page) if key in first else page
    return list(first.values())


def _with_gold_of(page: Page, twin: Page) -> Page:
    gold = page.gold.merged(twin.gold)
    return replace(
        page,
        type=gold.page_type or page.type,
        language=gold.language or page.language,
        body=page.body or twin.body,
        must_have=page.must_have or twin.must_have,
        must_not_have=page.must_not_have or twin.must_not_have,
        gold=gold,
    )


def _sampled(pages: list[Page], sample: int | None) -> list[Page]:
    if sample is None:
        return pages
    taken: dict[str, int] = {}
    chosen: set[str] = set()
    for page in sorted(pages, key=lambda page: hashlib.sha256(page.name.encode()).digest()):
        taken[page.set] = taken.get(page.set, 0) + 1
        if taken[page.set] <= sample:
            chosen.add(page.name)
    return [page for page in pages if page.name in chosen]


@cache
def _suffixes() -> TLDExtract:
    # The snapshot inside the package: no network. Hosts of many blogs (wordpress.com) stay
    # one domain, because their pages share templates: private suffixes are not used.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def registrable_domain(url: str) -> str:
    """The domain that somebody registered: what folds must keep together.

    An address or a bare name is returned whole; an address without a host gives ``""``.

    >>> registrable_domain("https://www.news.example.co.uk/a?b=c")
    'example.co.uk'
    >>> registrable_domain("http://10.0.0.1/x"), registrable_domain("http://localhost/")
    ('10.0.0.1', 'localhost')
    >>> registrable_domain("http://")
    ''
    """
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    return _suffixes()(host).top_domain_under_public_suffix or host
