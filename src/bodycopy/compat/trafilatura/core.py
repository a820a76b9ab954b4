"""``extract`` and its kin with trafilatura's arguments and results."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from configparser import ConfigParser
from typing import Any

from bodycopy.compat.absent import absent
from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.extraction import bare_document, written_document
from bodycopy.compat.trafilatura.settings import DEFAULT_CONFIG, Extractor, use_config
from bodycopy.errors import UsageError

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
    document = written_document(filecontent, settings, record_id)
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
    return written_document(filecontent, settings, record_id)


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
    document = bare_document(filecontent, settings)
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
