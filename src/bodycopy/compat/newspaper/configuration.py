"""The settings of newspaper, by name and with their defaults."""

from __future__ import annotations

from typing import Any

from bodycopy.errors import UsageError

__all__ = ["Configuration"]


def _renamed(name: str) -> Any:
    """A property that stands for another: newspaper3k wrote these in capitals."""
    return property(
        lambda config: getattr(config, name), lambda config, value: setattr(config, name, value)
    )


class Configuration:
    """Settings of an article; any may be given to ``Article`` and ``article`` by its name.

    What counts here: ``max_title``, ``max_text`` (characters), ``max_authors``,
    ``max_keywords`` (of ``meta_keywords``) and ``allow_binary_content``. ``language`` is kept,
    not needed: the article is found in any language, and told by ``Article.meta_lang``. What
    speaks of downloads, caches, summaries and the checking of images is there to be set.
    """

    def __init__(self) -> None:
        self.min_word_count = 300
        self.min_sent_count = 7
        self.max_title = 200
        self.max_text = 100_000
        self.max_keywords = 35
        self.max_authors = 10
        self.max_summary = 5000
        self.max_summary_sent = 5
        self.max_file_memo = 20_000
        self.top_image_settings: dict[str, int] = {
            "min_width": 300,
            "min_height": 200,
            "min_area": 10_000,
            "max_retries": 2,
        }
        self.memorize_articles = True
        self.disable_category_cache = False
        self.fetch_images = True
        self.follow_meta_refresh = False
        self.clean_article_html = True
        self.http_success_only = True
        self.requests_params: dict[str, Any] = {"timeout": 7, "proxies": {}, "headers": {}}
        self.number_threads = 10
        self.verbose = False
        self.thread_timeout_seconds = 10
        self.allow_binary_content = False
        self.ignored_content_types_defaults: dict[str, str] = {}
        self.honor_robots_txt = False
        self._language = "en"
        self._use_meta_language = True

    def update(self, **settings: Any) -> None:
        """Set what is named."""
        for name, value in settings.items():
            setattr(self, name, value)

    @property
    def language(self) -> str:
        """The ISO 639-1 code given, else that of the article parsed last, else ``en``."""
        return self._language

    @language.setter
    def language(self, value: str | None) -> None:
        if value is not None and len(value) != 2:
            raise UsageError(f"language must be a code of two letters, such as 'de', not {value!r}")
        self._use_meta_language = value is None
        self._language = value or "en"

    @property
    def use_meta_language(self) -> bool:
        """Whether nobody has given a language."""
        return self._use_meta_language

    def found_language(self, code: str) -> None:
        """Note the language of the page, where nobody has given one."""
        if self._use_meta_language:
            self._language = code

    @property
    def browser_user_agent(self) -> str | None:
        """The header of that name."""
        agent: str | None = self.requests_params.setdefault("headers", {}).get("User-Agent")
        return agent

    @browser_user_agent.setter
    def browser_user_agent(self, value: str) -> None:
        self.requests_params.setdefault("headers", {})["User-Agent"] = value

    @property
    def headers(self) -> Any:
        """The headers of requests."""
        return self.requests_params.get("headers")

    @headers.setter
    def headers(self, value: Any) -> None:
        self.requests_params["headers"] = value

    @property
    def request_timeout(self) -> Any:
        """The timeout of requests, in seconds."""
        return self.requests_params.get("timeout")

    @request_timeout.setter
    def request_timeout(self, value: Any) -> None:
        self.requests_params["timeout"] = value

    @property
    def proxies(self) -> Any:
        """The proxies of requests."""
        return self.requests_params.get("proxies")

    @proxies.setter
    def proxies(self, value: Any) -> None:
        self.requests_params["proxies"] = value

    memoize_articles = _renamed("memorize_articles")
    MIN_WORD_COUNT = _renamed("min_word_count")
    MIN_SENT_COUNT = _renamed("min_sent_count")
    MAX_TITLE = _renamed("max_title")
    MAX_TEXT = _renamed("max_text")
    MAX_KEYWORDS = _renamed("max_keywords")
    MAX_AUTHORS = _renamed("max_authors")
    MAX_SUMMARY = _renamed("max_summary")
    MAX_SUMMARY_SENT = _renamed("max_summary_sent")
    MAX_FILE_MEMO = _renamed("max_file_memo")
