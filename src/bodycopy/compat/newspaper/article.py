"""``Article`` with newspaper's methods and fields."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import webencodings

from bodycopy.article import Article as Record
from bodycopy.article import Reason, Timestamp, Verdict
from bodycopy.compat.newspaper.configuration import Configuration
from bodycopy.compat.newspaper.exceptions import ArticleBinaryDataException, ArticleException
from bodycopy.compat.newspaper.meta_data import nested
from bodycopy.compat.newspaper.movies import movies_of
from bodycopy.compat.page_head import PageHead, read_head
from bodycopy.errors import UsageError
from bodycopy.options import Options
from bodycopy.pipeline import extract
from bodycopy.render.html import to_html

__all__ = ["Article", "ArticleDownloadState", "find_text"]

# A short text is a text, and newspaper leaves the dateline where it stands.
_OPTIONS = Options(min_chars=1, dateline_in_text=True, comments=False)
_REQUEST = "headers cookies auth timeout allow_redirects proxies verify cert".split()
_JSON = (
    "url read_more_link language title top_image meta_img images movies keywords meta_keywords "
    "tags authors publish_date summary meta_description meta_lang meta_favicon meta_site_name "
    "canonical_link text"
).split()


class ArticleDownloadState(IntEnum):
    """Whether the article has its page; numbers, because newspaper3k's programs set them."""

    NOT_STARTED = 0
    FAILED_RESPONSE = 1
    SUCCESS = 2


class Article:
    """A page and its article: ``download(input_html=...)``, then ``parse()``, then the fields.

    ``record`` is what the fields are made of, a ``bodycopy.Article`` or, where the page holds
    none, a ``bodycopy.Verdict`` that says why; then ``text`` is empty and the other fields are
    what the page's head declares. ``images`` are those of the article, not of the whole page.
    ``keywords`` and ``summary`` stay empty: they are not the newsroom's, see ``nlp``.

    ``title`` is kept until the page gives one; ``read_more_link`` is not followed. Further
    arguments are settings, see ``Configuration``.
    """

    def __init__(
        self,
        url: str,
        title: str = "",
        source_url: str = "",
        read_more_link: str = "",
        config: Configuration | None = None,
        **settings: Any,
    ) -> None:
        if isinstance(title, Configuration) or isinstance(source_url, Configuration):
            raise ArticleException("pass the settings by name: Article(url, config=...)")
        self.config = copy.deepcopy(config) if config else Configuration()
        for name in _REQUEST:
            if name in settings:
                self.config.requests_params[name] = settings.pop(name)
        self.config.update(**settings)
        self.url = self.original_url = _joined(source_url, url)
        self.source_url = source_url or _site(self.url)
        self.read_more_link = read_more_link
        self.title = title
        self.record: Record | Verdict | None = None
        self.is_parsed = False
        self.download_state = ArticleDownloadState.NOT_STARTED
        self.download_exception_msg: str | None = None
        self.history: list[str] = []
        self._source: bytes | str = ""
        self._empty_fields()

    def _empty_fields(self) -> None:
        self.text = ""
        self.authors: list[str] = []
        self.publish_date: datetime | None = None
        self.top_image = ""
        self.meta_img = ""
        self.images: list[str] = []
        self.movies: list[str] = []
        self.tags: set[str] = set()
        self.keywords: list[str] = []
        self.keyword_scores: dict[str, float] = {}
        self.summary = ""
        self.meta_keywords: list[str] = []
        self.meta_lang = ""
        self.meta_description = ""
        self.meta_favicon = ""
        self.meta_site_name = ""
        self.meta_data: dict[str, Any] = {}
        self.canonical_link = ""

    def download(
        self,
        input_html: str | bytes | None = None,
        title: str | None = None,
        recursion_counter: int = 0,
        ignore_read_more: bool = False,
    ) -> Self:
        """Take ``input_html`` as the page; bytes are best, their encoding is found.

        Raises ``ArticleException`` without it: nothing is fetched here.
        """
        if input_html is None:
            raise ArticleException(
                f"nothing is fetched here: get {self.url} with an HTTP client and pass "
                "its bytes: download(input_html=...)"
            )
        self.html = input_html
        if title is not None:
            self.title = title
        return self

    @property
    def html(self) -> str:
        """The page as text; bytes may be set."""
        if isinstance(self._source, str):
            return self._source
        text: str = webencodings.decode(self._source, _encoding(self._extracted()))[0]
        return text

    @html.setter
    def html(self, page: str | bytes) -> None:
        self._source = page or ""
        self.record = None
        self.is_parsed = False
        self.download_state = ArticleDownloadState.SUCCESS

    def set_html(self, page: str | bytes) -> None:
        """Take the page, as ``html = page`` does: newspaper3k's way to do without a download."""
        self.html = page

    def parse(self) -> Self:
        """Find the article and fill the fields.

        Raises ``ArticleException`` before ``download``, and ``ArticleBinaryDataException``
        where the page is a PDF, an image or the like, unless ``allow_binary_content`` is set.
        """
        self._check_downloaded()
        record = self._extracted()
        if isinstance(record, Verdict) and record.reason is Reason.NOT_HTML:
            self._check_binary(record.detail)
        self._empty_fields()
        head = read_head(self._source, _encoding(record))
        self._fill_from_head(head, record)
        if isinstance(record, Record):
            self._fill_from_article(record)
        self.title = (self.title or head.first("og:title") or head.title)[: self.config.max_title]
        self.is_parsed = True
        return self

    def nlp(self) -> None:
        """Raises ``UsageError``: keywords and summaries are not made here."""
        self._check_downloaded()
        self._check_parsed()
        raise UsageError(
            "nlp(): keywords and summaries are not made here; the newsroom's own are in "
            "meta_keywords, tags and record.standfirst"
        )

    def build(self) -> None:
        """Raises ``ArticleException``: nothing is fetched here."""
        self.download()

    def is_valid_body(self) -> bool:
        """Whether the text has the words and sentences that the settings ask for."""
        self._check_parsed()
        sentences = self.text.count(".") + 1
        enough = sentences >= self.config.min_sent_count
        return enough and len(self.text.split()) >= self.config.min_word_count

    def to_json(self, as_string: bool = True) -> str | dict[str, Any]:
        """The fields that newspaper writes, as a string of JSON or as a dictionary."""
        self._check_parsed()
        fields = {name: _plain(self._field(name)) for name in _JSON}
        return json.dumps(fields, indent=4, ensure_ascii=False) if as_string else fields

    @property
    def article_html(self) -> str:
        """The article as clean HTML; empty where there is none."""
        return to_html(self.record) if isinstance(self.record, Record) else ""

    @property
    def imgs(self) -> list[str]:
        """The same as ``images``."""
        return self.images

    @property
    def top_img(self) -> str:
        """The same as ``top_image``."""
        return self.top_image

    @property
    def text_cleaned(self) -> str:
        """The same as ``text``."""
        return self.text

    @property
    def doc(self) -> None:
        """Raises ``UsageError``: there is no tree here."""
        raise UsageError("doc: no tree is kept here; article_html is the article as HTML")

    top_node = clean_doc = clean_top_node = doc

    def _extracted(self) -> Record | Verdict:
        if self.record is None:
            self.record = extract(self._source, url=self.url, options=_OPTIONS)
        return self.record

    def _check_downloaded(self) -> None:
        if self.download_state != ArticleDownloadState.SUCCESS:
            raise ArticleException("call download(input_html=...) first")

    def _check_parsed(self) -> None:
        if not self.is_parsed:
            raise ArticleException("call parse() first")

    def _check_binary(self, detail: str) -> None:
        if not self.config.allow_binary_content:
            raise ArticleBinaryDataException(f"{self.url}: {detail}")

    def _field(self, name: str) -> Any:
        return self.config.language if name == "language" else getattr(self, name)

    def _fill_from_head(self, head: PageHead, record: Record | Verdict) -> None:
        keywords = (word.strip() for word in (head.first("keywords") or "").split(","))
        self.meta_keywords = [word for word in keywords if word][: self.config.max_keywords]
        self.meta_description = head.first("description", "og:description") or ""
        self.meta_site_name = head.first("og:site_name") or ""
        self.meta_favicon = head.link("icon") or ""
        self.meta_data = nested(head.meta)
        image = head.first("og:image", "og:image:url", "twitter:image", "twitter:image:src")
        self.meta_img = self.top_image = _joined(self.url, image or "")
        self.canonical_link = _joined(self.url, head.link("canonical") or "")
        self.meta_lang = (record.language or "").partition("-")[0]
        if self.meta_lang:
            self.config.found_language(self.meta_lang)

    def _fill_from_article(self, record: Record) -> None:
        base = _joined(self.url, record.base_url or "") or self.url
        self.title = record.headline or ""
        self.text = record.text[: self.config.max_text]
        self.authors = list(record.authors[: self.config.max_authors])
        self.publish_date = _moment(record.date_published)
        self.tags = set(record.topics)
        self.meta_site_name = self.meta_site_name or record.site_name or ""
        self.canonical_link = record.canonical_url or self.canonical_link
        self.images = _addresses(base, (image.url for image in record.images))
        self.top_image = self.top_image or next(iter(self.images), "")
        if record.embeds:
            self.movies = movies_of(self.html, base)


def find_text(html: str | bytes) -> str:
    """The article's text; empty where the page holds none."""
    return extract(html, options=_TEXT_ONLY).text


_TEXT_ONLY = Options(min_chars=1, dateline_in_text=True, comments=False, news_fields=False)


def _encoding(record: Record | Verdict) -> str:
    return record.encoding.name if record.encoding else "utf-8"


def _joined(base: str, address: str) -> str:
    """The absolute address; nothing for one that is none."""
    try:
        return urljoin(base, address.strip()) if address else ""
    except ValueError:  # "http://[" is no address
        return ""


def _addresses(base: str, addresses: Iterable[str | None]) -> list[str]:
    joined = (_joined(base, address or "") for address in addresses)
    return [address for address in joined if address]


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme or 'http'}://{parts.netloc}"


def _moment(stamp: Timestamp | None) -> datetime | None:
    """The date as a ``datetime``; midnight where no hour is known."""
    try:
        return datetime.fromisoformat(stamp.value) if stamp else None
    except ValueError:  # a year, or a year and a month
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, set):
        return sorted(value)
    return value.isoformat() if isinstance(value, datetime) else value
