"""Settings under trafilatura's names: a configuration, and one object for all arguments."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from configparser import ConfigParser
from pathlib import Path
from typing import Any

from bodycopy.compat.trafilatura.document import Document
from bodycopy.errors import UsageError

__all__ = ["DEFAULT_CONFIG", "Document", "Extractor", "SUPPORTED_FORMATS", "use_config"]

SUPPORTED_FORMATS = frozenset("csv html json markdown python txt xml xmltei".split())
"""``python`` is for ``bare_extraction`` alone."""

# Names and values of trafilatura's settings.cfg. Those that have a say here: MIN_OUTPUT_SIZE,
# MIN_OUTPUT_COMM_SIZE, MAX_TREE_SIZE. The others are there to be read and set.
_DEFAULTS = {
    "DOWNLOAD_TIMEOUT": "30",
    "MAX_FILE_SIZE": "20000000",
    "MIN_FILE_SIZE": "10",
    "SLEEP_TIME": "5.0",
    "USER_AGENTS": "",
    "COOKIE": "",
    "MAX_REDIRECTS": "2",
    "MIN_EXTRACTED_SIZE": "250",
    "MIN_OUTPUT_SIZE": "1",
    "MIN_OUTPUT_COMM_SIZE": "1",
    "MAX_TREE_SIZE": "",
    "EXTRACTION_TIMEOUT": "30",
    "MIN_DUPLCHECK_SIZE": "100",
    "MAX_REPETITIONS": "2",
    "EXTENSIVE_DATE_SEARCH": "on",
    "EXTERNAL_URLS": "off",
}

# As a ConfigParser names them; what a configuration leaves out is as it is here.
_BY_OPTION = {name.lower(): value for name, value in _DEFAULTS.items()}


def use_config(filename: str | None = None, config: ConfigParser | None = None) -> ConfigParser:
    """The configuration given, else the defaults, overridden by what the file sets.

    Raises ``FileNotFoundError`` where there is no such file.
    """
    if config is not None:
        return config
    config = ConfigParser()
    config.read_dict({"DEFAULT": _DEFAULTS})
    if filename is not None:
        if not Path(filename).is_file():
            raise FileNotFoundError(f"no settings file {filename}")
        config.read(filename, encoding="utf-8")
    return config


DEFAULT_CONFIG = use_config()
"""The defaults; copy them before you change one."""


class Extractor:
    """All arguments of an extraction in one object, to be used for many pages.

    Attributes bear trafilatura's names and may be set. ``config`` gives sizes, see
    ``use_config``; ``dedup`` and ``tei_validation`` change nothing here. Raises ``UsageError``
    for a format that does not exist and for a cache given as ``dedup``.
    """

    def __init__(
        self,
        *,
        config: ConfigParser | None = DEFAULT_CONFIG,
        output_format: str = "txt",
        fast: bool = False,
        precision: bool = False,
        recall: bool = False,
        comments: bool = True,
        formatting: bool | None = None,
        links: bool = False,
        images: bool = False,
        tables: bool = True,
        dedup: bool = False,
        lang: str | None = None,
        url: str | None = None,
        source: str | None = None,
        with_metadata: bool = False,
        only_with_metadata: bool = False,
        tei_validation: bool = False,
        author_blacklist: Collection[str] | None = None,
        url_blacklist: Collection[str] | None = None,
        date_params: Mapping[str, Any] | None = None,
    ) -> None:
        self.format = _format(output_format)
        self.fast = fast
        self.focus = _focus(precision, recall)
        self.comments = comments
        # Markdown is formatted unless somebody says no.
        self.formatting = output_format == "markdown" if formatting is None else formatting
        self.links = links
        self.images = images
        self.tables = tables
        self.dedup = _dedup(dedup)
        self.lang = lang
        self.url = url
        self.source = url or source
        self.only_with_metadata = only_with_metadata
        self.tei_validation = tei_validation
        self.author_blacklist = frozenset(author_blacklist or ())
        self.url_blacklist = frozenset(url_blacklist or ())
        self.date_params = dict(date_params or {})
        # Blacklists and TEI headers need the metadata.
        self.with_metadata = (
            with_metadata
            or only_with_metadata
            or bool(self.url_blacklist)
            or bool(self.author_blacklist)
            or output_format == "xmltei"
        )
        self._read(config or DEFAULT_CONFIG)

    def _read(self, config: ConfigParser) -> None:
        self.config = config
        # The section itself: reading values one by one would take as long as a small page.
        found = {**_BY_OPTION, **config.defaults()}
        self.min_extracted_size = int(found["min_extracted_size"])
        self.min_output_size = int(found["min_output_size"])
        self.min_output_comm_size = int(found["min_output_comm_size"])
        self.min_duplcheck_size = int(found["min_duplcheck_size"])
        self.max_repetitions = int(found["max_repetitions"])
        self.max_file_size = int(found["max_file_size"])
        self.min_file_size = int(found["min_file_size"])
        most = found.get("max_tree_size", "").strip()
        self.max_tree_size = int(most) if most.isdecimal() else None


def _format(name: str) -> str:
    if name not in SUPPORTED_FORMATS:
        known = ", ".join(sorted(SUPPORTED_FORMATS))
        raise UsageError(f"output_format {name!r} does not exist, there are {known}")
    return name


def _focus(precision: bool, recall: bool) -> str:
    if precision and recall:
        warnings.warn("precision and recall exclude each other: recall is taken", stacklevel=3)
    return "recall" if recall else "precision" if precision else "balanced"


def _dedup(value: object) -> bool:
    if not isinstance(value, bool):
        raise UsageError(
            "deduplicate must be True or False: no state is kept between pages; "
            "bodycopy.SiteProfile leaves out what recurs on the pages of a site"
        )
    return value
