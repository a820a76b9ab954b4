"""Page and settings → document, with the text of its format where one is asked for."""

from __future__ import annotations

import unicodedata
from typing import Any

from bodycopy.article import Article, Verdict
from bodycopy.compat.trafilatura.csv import to_csv
from bodycopy.compat.trafilatura.deduplication import content_fingerprint
from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.front_matter import front_matter
from bodycopy.compat.trafilatura.html import to_html
from bodycopy.compat.trafilatura.json import to_json
from bodycopy.compat.trafilatura.last_resort import all_text, is_snippet
from bodycopy.compat.trafilatura.metadata import describe
from bodycopy.compat.trafilatura.settings import Extractor
from bodycopy.compat.trafilatura.source import page_source
from bodycopy.compat.trafilatura.tei import to_tei
from bodycopy.compat.trafilatura.text import xmltotxt
from bodycopy.compat.trafilatura.tree import body_tree, comments_tree
from bodycopy.compat.trafilatura.xml import to_xml
from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.pipeline import extract

__all__ = ["bare_document", "written_document"]


def bare_document(filecontent: Any, settings: Extractor) -> Document | None:
    """What the settings let through of a page."""
    source = page_source(filecontent)
    if not source:
        return None
    record = extract(source, url=settings.url, options=_choices(settings))
    article = _article(record, settings)
    if article is None:
        return None
    document = Document()
    if settings.with_metadata:
        document = describe(
            article,
            source,
            date_params=settings.date_params,
            author_blacklist=settings.author_blacklist,
        )
        if not _is_wanted(document, settings):
            return None
    document.body = body_tree(article, settings)
    document.commentsbody = comments_tree(article, settings)
    _put_texts(document, settings)
    return document if _has_size(document, settings) else None


# How far the balance moves for a favour: half way, so that there is more for who wants it.
_FAVOURS = {"precision": -0.5, "balanced": 0.0, "recall": 0.5}


def _choices(settings: Extractor) -> Options:
    return Options(
        balance=_FAVOURS[settings.focus],
        # A short text is a text: sizes are checked when the text is there.
        min_chars=1,
        languages=(settings.lang,) if settings.lang else (),
        comments=settings.comments,
        dateline_in_text=True,
        news_fields=not settings.fast or settings.with_metadata or settings.images,
    )


def _article(record: Article | Verdict, settings: Extractor) -> Article | None:
    if isinstance(record, Article):
        return record
    wants_all = settings.focus == "recall" or is_snippet(record)
    return all_text(record) if wants_all and not _is_foreign(record, settings.lang) else None


def _is_foreign(verdict: Verdict, wanted: str | None) -> bool:
    # The option looks at articles alone.
    found = verdict.language or ""
    return bool(wanted and found) and found.partition("-")[0] != (wanted or "").partition("-")[0]


def _is_wanted(document: Document, settings: Extractor) -> bool:
    if document.url in settings.url_blacklist:
        return False
    complete = document.date and document.title and document.url
    return bool(complete) or not settings.only_with_metadata


def _put_texts(document: Document, settings: Extractor) -> None:
    document.text = document.raw_text = _normal(xmltotxt(document.body, settings.formatting))
    document.comments = _normal(xmltotxt(document.commentsbody, settings.formatting))
    if settings.formatting:
        document.raw_text = _normal(xmltotxt(document.body, include_formatting=False))


def _has_size(document: Document, settings: Extractor) -> bool:
    most = settings.max_tree_size
    if most is not None and len(document.body) > most:
        return False
    return (
        len(document.text or "") >= settings.min_output_size
        or len(document.comments or "") >= settings.min_output_comm_size
    )


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# Formats that name document and fingerprint only in their header.
_BARE = ("txt", "markdown")


def written_document(
    filecontent: Any, settings: Extractor, record_id: str | None
) -> Document | None:
    """The document with the string of the format as its text."""
    if settings.format == "python":
        raise UsageError("output_format 'python' is for bare_extraction")
    document = bare_document(filecontent, settings)
    if document is None:
        return None
    if settings.with_metadata or settings.format not in _BARE:
        document.id = record_id
        document.fingerprint = content_fingerprint(f"{document.title} {document.raw_text}")
    document.text = _normal(_formatted(document, settings))
    return document


def _formatted(document: Document, settings: Extractor) -> str:
    if settings.format == "json":
        return to_json(document, settings.with_metadata)
    if settings.format == "xml":
        return to_xml(document)
    if settings.format == "xmltei":
        return to_tei(document)
    if settings.format == "html":
        return to_html(document, settings.with_metadata)
    if settings.format == "csv":
        return to_csv(document, settings.formatting)
    between = "\n\n" if settings.formatting else "\n"
    text = between.join(filter(None, (document.text, document.comments)))
    return f"{front_matter(document)}{text}" if settings.with_metadata else text
