"""``extract`` and its kin with trafilatura's arguments and results."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Collection, Mapping
from configparser import ConfigParser
from typing import Any

from bodycopy.article import Article, Verdict
from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.csv import to_csv
from bodycopy.compat.trafilatura.deduplication import content_fingerprint
from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.front_matter import front_matter
from bodycopy.compat.trafilatura.html import to_html
from bodycopy.compat.trafilatura.json import to_json
from bodycopy.compat.trafilatura.last_resort import all_text, is_snippet
from bodycopy.compat.trafilatura.metadata import describe
from bodycopy.compat.trafilatura.settings import DEFAULT_CONFIG, Extractor, use_config
from bodycopy.compat.trafilatura.source import page_source
from bodycopy.compat.trafilatura.tei import to_tei
from bodycopy.compat.trafilatura.text import xmltotxt
from bodycopy.compat.trafilatura.tree import body_tree, comments_tree
from bodycopy.compat.trafilatura.xml import to_xml
from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.pipeline import extract as extract_record

__all__ = ["bare_extraction", "extract", "extract_comments", "extract_with_metadata"]

extract_comments = absent(
    "extract_comments", "there is no tree to take them from; bodycopy.extract(html).comments"
)


def extract(
    filecontent: Any,
    url: str | None = None,
    record_id: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "txt",
    tei_validation: bool = False,
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: bool = False,
    date_extraction_params: Mapping[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: Collection[str] | None = None,
    author_blacklist: Collection[str] | None = None,
    settingsfile: str | None = None,
    prune_xpath: str | list[str] | None = None,
    config: ConfigParser | None = DEFAULT_CONFIG,
    options: Extractor | None = None,
) -> str | None:
    """The article as a string of ``output_format``, or ``None`` where the page holds none.

    ``filecontent`` is a page as bytes (preferred: the encoding is found here), text, response
    or lxml tree; ``None`` gives ``None``, so that a failed download passes through.

    What the arguments do here, where it is not what they do in trafilatura:

    - ``fast``, ``no_fallback``: names, dates and images are not looked for unless the metadata
      or images are asked for. That halves the time and changes next to no text.
    - ``favor_precision``, ``favor_recall``: less or more of what may be body is taken; with
      ``favor_recall`` a page without an article, such as an index, gives all its text.
    - ``include_images``: an image stands where its caption stood; without one, the leading image
      stands at the front, others at the end.
    - ``date_extraction_params``: ``original_date``, ``outputformat``, ``min_date`` and
      ``max_date`` count.
    - ``deduplicate``, ``tei_validation`` change nothing: a text that stands twice on a page is
      given once in any case, no state is kept between pages, and TEI is not validated here.
    - ``config``, ``settingsfile``: see ``settings.use_config`` for what counts.
    - ``options`` stands in for all other arguments but ``record_id`` and ``prune_xpath``.

    Raises ``UsageError`` for ``prune_xpath``, for ``max_tree_size`` (as trafilatura does: it is
    a setting) and for arguments that cannot be meant.
    """
    settings = _settings(
        options,
        config=use_config(settingsfile) if settingsfile else config,
        output_format=output_format,
        fast=_fast(fast, no_fallback),
        precision=favor_precision,
        recall=favor_recall,
        comments=include_comments,
        formatting=include_formatting,
        links=include_links,
        images=include_images,
        tables=include_tables,
        dedup=deduplicate,
        lang=target_language,
        url=url,
        with_metadata=with_metadata,
        only_with_metadata=only_with_metadata,
        tei_validation=tei_validation,
        author_blacklist=author_blacklist,
        url_blacklist=url_blacklist,
        date_params=date_extraction_params,
    )
    _refuse(prune_xpath=prune_xpath, max_tree_size=max_tree_size)
    document = _written(filecontent, settings, record_id)
    return document.text if document else None


def extract_with_metadata(
    filecontent: Any,
    url: str | None = None,
    record_id: str | None = None,
    fast: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "txt",
    tei_validation: bool = False,
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: bool = False,
    date_extraction_params: Mapping[str, Any] | None = None,
    url_blacklist: Collection[str] | None = None,
    author_blacklist: Collection[str] | None = None,
    settingsfile: str | None = None,
    prune_xpath: str | list[str] | None = None,
    config: ConfigParser | None = DEFAULT_CONFIG,
    options: Extractor | None = None,
) -> Document | None:
    """The article's metadata with the string of ``extract`` as ``text``, or ``None``.

    The arguments are those of ``extract``.
    """
    settings = _settings(
        options,
        config=use_config(settingsfile) if settingsfile else config,
        output_format=output_format,
        fast=fast,
        precision=favor_precision,
        recall=favor_recall,
        comments=include_comments,
        formatting=include_formatting,
        links=include_links,
        images=include_images,
        tables=include_tables,
        dedup=deduplicate,
        lang=target_language,
        url=url,
        with_metadata=True,
        tei_validation=tei_validation,
        author_blacklist=author_blacklist,
        url_blacklist=url_blacklist,
        date_params=date_extraction_params,
    )
    _refuse(prune_xpath=prune_xpath)
    return _written(filecontent, settings, record_id)


def bare_extraction(
    filecontent: Any,
    url: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "python",
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: bool = False,
    date_extraction_params: Mapping[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: Collection[str] | None = None,
    author_blacklist: Collection[str] | None = None,
    as_dict: bool = False,
    prune_xpath: str | list[str] | None = None,
    config: ConfigParser | None = DEFAULT_CONFIG,
    options: Extractor | None = None,
) -> Document | dict[str, Any] | None:
    """The article as a ``Document`` with text and element trees, or ``None``.

    The arguments are those of ``extract``. The trees are of ``xml.etree.ElementTree``, not of
    lxml: the same names, but no ``getparent`` and no ``xpath``. ``as_dict`` is deprecated, as
    it is in trafilatura: call ``as_dict()`` of the result.
    """
    settings = _settings(
        options,
        config=config,
        output_format=output_format,
        fast=_fast(fast, no_fallback),
        precision=favor_precision,
        recall=favor_recall,
        comments=include_comments,
        formatting=include_formatting,
        links=include_links,
        images=include_images,
        tables=include_tables,
        dedup=deduplicate,
        lang=target_language,
        url=url,
        with_metadata=with_metadata,
        only_with_metadata=only_with_metadata,
        author_blacklist=author_blacklist,
        url_blacklist=url_blacklist,
        date_params=date_extraction_params,
    )
    _refuse(prune_xpath=prune_xpath, max_tree_size=max_tree_size)
    document = _document(filecontent, settings)
    if not as_dict:
        return document
    warnings.warn("as_dict is deprecated: call .as_dict()", DeprecationWarning, stacklevel=2)
    return document.as_dict() if document else None


def _fast(fast: bool, no_fallback: bool) -> bool:
    if no_fallback:
        warnings.warn("no_fallback is deprecated: use fast", DeprecationWarning, stacklevel=3)
    return fast or no_fallback


def _settings(options: Extractor | None, **arguments: Any) -> Extractor:
    if options is None:
        return Extractor(**arguments)
    if not isinstance(options, Extractor):
        raise UsageError(
            "options must be an Extractor of bodycopy.compat.trafilatura.settings, "
            f"not {type(options).__module__}.{type(options).__name__}"
        )
    return options


_REFUSED = {
    "prune_xpath": "nothing here reads XPath: take the elements out of the page before, or leave "
    "out what recurs on a site's pages with bodycopy.SiteProfile",
    "max_tree_size": "set MAX_TREE_SIZE in the config instead",
}


def _refuse(**arguments: Any) -> None:
    for name, value in arguments.items():
        if value:
            raise UsageError(f"{name}={value!r}: {_REFUSED[name]}")


def _document(filecontent: Any, settings: Extractor) -> Document | None:
    """What the settings let through of a page."""
    source = page_source(filecontent)
    if not source:
        return None
    record = extract_record(source, url=settings.url, options=_choices(settings))
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


def _has_size(document: Document, settings: Extractor) -> bool:
    """Whether the texts are long enough; fills them in."""
    document.text = _normal(xmltotxt(document.body, settings.formatting))
    document.comments = _normal(xmltotxt(document.commentsbody, settings.formatting))
    plain = xmltotxt(document.body, False) if settings.formatting else document.text
    document.raw_text = _normal(plain)
    most = settings.max_tree_size
    if most is not None and len(document.body) > most:
        return False
    return (
        len(document.text) >= settings.min_output_size
        or len(document.comments) >= settings.min_output_comm_size
    )


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# Formats that name document and fingerprint only in their header.
_BARE = ("txt", "markdown")


def _written(filecontent: Any, settings: Extractor, record_id: str | None) -> Document | None:
    """The document with the string of the format as its text."""
    if settings.format == "python":
        raise UsageError("output_format 'python' is for bare_extraction")
    document = _document(filecontent, settings)
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
