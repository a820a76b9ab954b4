"""The calls of newspaper3k and newspaper4k over bodycopy: change the import, keep the calls.

    from bodycopy.compat import newspaper

    page = newspaper.article("https://quay-courier.example/bridge", input_html=html)
    page.title, page.authors, page.publish_date, page.text, page.top_image

Fields and settings have newspaper's names; the article is ours. Nothing is fetched: the page
comes as ``input_html``, and ``download()`` without it, ``build``, ``Source`` and ``hot`` raise
an error that says so. ``nlp()`` raises one too: keywords and summaries are not made here.
newspaper itself is not needed.
"""

from typing import Any

from bodycopy.compat.newspaper.article import Article, ArticleDownloadState, find_text
from bodycopy.compat.newspaper.configuration import Configuration
from bodycopy.compat.newspaper.configuration import Configuration as Config
from bodycopy.compat.newspaper.exceptions import ArticleBinaryDataException, ArticleException
from bodycopy.compat.newspaper.sources import Source, build, hot, popular_urls

__all__ = [
    "Article",
    "ArticleBinaryDataException",
    "ArticleDownloadState",
    "ArticleException",
    "Config",
    "Configuration",
    "Source",
    "article",
    "build",
    "build_article",
    "fulltext",
    "hot",
    "popular_urls",
]


def article(url: str, language: str | None = None, **arguments: Any) -> Article:
    """The article of the page ``input_html``, parsed.

    Other arguments are those of ``Article``. Raises ``ArticleException`` without
    ``input_html``: nothing is fetched here.
    """
    page = arguments.pop("input_html", None)
    return Article(url, language=language, **arguments).download(input_html=page).parse()


def build_article(url: str = "", config: Configuration | None = None, **settings: Any) -> Article:
    """An ``Article`` that has no page yet."""
    return Article(url, config=config, **settings)


def fulltext(html: str | bytes, language: str = "en") -> str:
    """The text of the article; empty where the page holds none. Any language is found."""
    return find_text(html)
