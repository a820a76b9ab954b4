"""The tools whose fields are compared: one small reader each, a page in and fields out.

Every tool is told the page's address, for dates stand in addresses too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.field_gold import FieldPage, Values
from bench.peers import OURS
from bench.text_renderings import render_all
from bodycopy.article import Article, Verdict
from bodycopy.roles import Role

__all__ = [
    "PEERS",
    "PEER_FIELDS",
    "FieldTool",
    "Fields",
    "fields_of",
    "flattened",
    "load_field_tools",
]

Fields = Mapping[str, Values]

PEER_FIELDS = ("headline", "authors", "date_published", "topics")
"""What the peers know of our fields."""


@dataclass(frozen=True, slots=True)
class FieldTool:
    """One tool; ``read`` gives the fields that it knows, and leaves out the others."""

    name: str
    read: Callable[[FieldPage], Fields]


def load_field_tools(names: Sequence[str]) -> tuple[list[FieldTool], dict[str, str]]:
    """The named tools that can run here, and for each of the others the reason why not."""
    tools: list[FieldTool] = []
    missing: dict[str, str] = {}
    for name in names:
        if name not in _TOOLS:
            missing[name] = f"unknown tool, there are {', '.join(_TOOLS)}"
            continue
        try:
            tools.append(FieldTool(name, _TOOLS[name]()))
        except ImportError as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return tools, missing


def fields_of(record: Article | Verdict) -> Fields:
    """All fields of our record as the gold names them; a verdict has a page type only."""
    if isinstance(record, Verdict):
        nothing = fields_of(Article(page_type=record.page_type, language=record.language))
        return nothing
    published, modified = record.date_published, record.date_modified
    live = record.live_updates
    return {
        "kicker": _one(record.kicker),
        "headline": _one(record.headline),
        "standfirst": _one(record.standfirst),
        "authors": record.authors,
        "agencies": record.agencies,
        "source_line": _one(record.source_line),
        "dateline": _one(record.dateline.text if record.dateline else None),
        "dateline_places": record.dateline.places if record.dateline else (),
        "date_published": _one(published.value if published else None),
        "date_modified": _one(modified.value if modified else None),
        "section": _one(record.section),
        "topics": record.topics,
        "subheadings": tuple(b.text for b in record.body if b.role is Role.SUBHEADING),
        "captions": tuple(image.caption for image in record.images if image.caption),
        "credits": tuple(image.credit for image in record.images if image.credit),
        "corrections": record.corrections,
        "access": _one(record.access),
        "truncated": ("yes",) if record.truncated else (),
        "live_entries": (str(len(live)),) if live else (),
        "page_type": (str(record.page_type),),
        "language": _one((record.language or "").partition("-")[0]),
    }


def _one(value: str | None) -> Values:
    return (value,) if value else ()


def _ours() -> Callable[[FieldPage], Fields]:
    from bodycopy.pipeline import extract

    return _fields_by(lambda page: extract(page.html, page.url or None))


def flattened(rendering: str) -> FieldTool:
    """Ours, given no more than the page's text (see ``bench.text_renderings``)."""
    from bodycopy.pipeline import extract_text

    def record(page: FieldPage) -> Article | Verdict:
        ((_, text),) = render_all(page.html, (rendering,))
        return extract_text(text, page.url or None)

    return FieldTool(OURS, _fields_by(record))


def _fields_by(record: Callable[[FieldPage], Article | Verdict]) -> Callable[[FieldPage], Fields]:
    def read(page: FieldPage) -> Fields:
        found = fields_of(record(page))
        if "date_modified" in page.gold:
            return found
        # Sets with one date mean the page's; so do the peers, who have but one.
        return {**found, "date_published": found["date_published"] or found["date_modified"]}

    return read


def _trafilatura() -> Callable[[FieldPage], Fields]:
    from trafilatura.metadata import extract_metadata

    def read(page: FieldPage) -> Fields:
        found = extract_metadata(page.html, default_url=page.url or None)
        if found is None:
            return dict.fromkeys(PEER_FIELDS, ())
        return {
            "headline": _one(found.title),
            "authors": tuple(filter(None, (found.author or "").split("; "))),
            "date_published": _one(found.date),
            "topics": tuple(found.tags or ()),
        }

    return read


def _newspaper() -> Callable[[FieldPage], Fields]:
    import warnings

    with warnings.catch_warnings():
        # It says once that nltk is missing; that is for keywords and summaries only.
        warnings.simplefilter("ignore", UserWarning)
        from newspaper import Article as Page
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def read(page: FieldPage) -> Fields:
        # parse() as its readme shows it, but with fetch_images off: it would go online.
        article = Page(page.url or "http://localhost/", fetch_images=False)
        encoding = detect_encoding(page.html, from_html_meta=True) or "utf-8"
        article.download(input_html=bytes_to_str(page.html, encoding))
        article.parse()
        date = article.publish_date
        return {
            "headline": _one(article.title),
            "authors": tuple(article.authors),
            "date_published": _one(date if isinstance(date, str) else date and date.isoformat()),
            "topics": tuple(sorted(article.tags or ())),
        }

    return read


_TOOLS: dict[str, Callable[[], Callable[[FieldPage], Fields]]] = {
    OURS: _ours,
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper,
}
PEERS = tuple(name for name in _TOOLS if name != OURS)
"""Names of the tools beside ours."""
