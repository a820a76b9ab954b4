"""The drop-in for newspaper3k and newspaper4k: every call that their documentation shows.

Documentation gone through: README, quickstart, advanced, examples and API reference of
newspaper4k, README of newspaper3k. ``test_compat_originals.py`` sets results beside those of
the original.
"""

import copy
import json
import pickle
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from tests.authored import NAMES, source
from tests.rich_page import RICH, RICH_URL

from bodycopy import UsageError, Verdict
from bodycopy.compat import newspaper
from bodycopy.compat.newspaper import (
    Article,
    ArticleBinaryDataException,
    ArticleDownloadState,
    ArticleException,
    Config,
    fulltext,
)
from bodycopy.compat.newspaper.google_news import GoogleNewsSource
from bodycopy.compat.newspaper.meta_data import nested
from bodycopy.compat.newspaper.mthreading import fetch_news

SENTENCE = "Nine members were in favour, two against."


def parsed(page: Any = RICH, **arguments: Any) -> Article:
    """The article of a page."""
    return newspaper.article(RICH_URL, input_html=page, **arguments)


# README, quickstart


def test_an_article_in_one_call() -> None:
    """``newspaper.article(url, input_html=...)``, then its fields."""
    article = newspaper.article(RICH_URL, language="en", input_html=RICH)
    assert article.title == "Council votes for a new footbridge"
    assert article.authors == ["Ada Northwood"]
    hour = timezone(timedelta(hours=1))
    assert article.publish_date == datetime(2026, 3, 4, 8, 15, tzinfo=hour)
    assert article.text.startswith("The flood took the old one")
    assert SENTENCE in article.text
    assert "About time." not in article.text
    assert article.top_image == "https://www.quay-courier.example.org/img/bridge.jpg"
    assert article.images == ["https://www.quay-courier.example.org/img/bridge.jpg"]
    assert article.movies == ["https://www.youtube.com/embed/x1x2x3"]


def test_an_article_step_by_step() -> None:
    """``Article(url)``, ``download(input_html=...)``, ``parse()``; each gives the article back."""
    article = Article(RICH_URL)
    assert article.title == ""
    assert article.download_state is ArticleDownloadState.NOT_STARTED
    assert article.download(input_html=RICH) is article
    assert article.html == RICH
    assert article.download_state is ArticleDownloadState.SUCCESS
    assert not article.is_parsed
    assert article.parse() is article
    assert article.is_parsed
    assert article.text == parsed().text


def test_pages_that_are_set() -> None:
    """newspaper3k's programs write ``set_html(html)`` and ``download_state = 2``."""
    article = Article(url="")
    article.set_html(RICH)
    article.parse()
    assert article.text == parsed().text
    article = Article(RICH_URL)
    article.download_state = 2  # type: ignore[assignment]
    article.html = RICH.encode()
    assert article.parse().text == parsed().text


def test_all_fields_of_the_head() -> None:
    """What the page declares: description, keywords, site, icon, addresses, all metas."""
    article = parsed()
    assert article.meta_description == "Nine members were in favour: two were against."
    assert article.meta_keywords == ["bridge", "Ell", "council"]
    assert article.meta_lang == "en"
    assert article.meta_site_name == "The Quay Courier"
    assert article.meta_favicon == "/favicon.ico"
    assert article.canonical_link == RICH_URL
    assert article.source_url == "https://www.quay-courier.example.org"
    assert article.meta_data["og"]["site_name"] == "The Quay Courier"
    assert article.meta_data["article"]["section"] == "Local"


def test_old_names_of_fields() -> None:
    """newspaper3k's ``top_img``, ``imgs`` and ``text_cleaned``."""
    article = parsed()
    assert article.top_img == article.top_image
    assert article.imgs == article.images
    assert article.text_cleaned == article.text


def test_the_html_of_the_article() -> None:
    """``article_html`` (docs: "keeping just the HTML of the main body article")."""
    html = parsed().article_html
    assert html.startswith("<article")
    assert SENTENCE.split(",")[0] in html
    assert "<script" not in html
    assert parsed(source("de_consent_wall")).article_html == ""


def test_the_fields_as_json() -> None:
    """``to_json()``: a string, or a dictionary."""
    fields = json.loads(str(parsed().to_json()))
    assert fields["title"] == "Council votes for a new footbridge"
    assert fields["publish_date"] == "2026-03-04T08:15:00+01:00"
    assert fields["language"] == "en"
    assert parsed().to_json(as_string=False) == fields


def test_bodies_are_measured_by_the_settings() -> None:
    """``is_valid_body()``: 300 words and seven sentences unless others are asked for."""
    assert not parsed().is_valid_body()
    assert parsed(min_word_count=100).is_valid_body()
    assert not parsed(min_word_count=100, min_sent_count=90).is_valid_body()


def test_the_text_alone() -> None:
    """``fulltext(html, language=...)``."""
    assert SENTENCE in fulltext(RICH)
    assert SENTENCE in fulltext(RICH.encode(), language="en")
    assert fulltext(source("de_consent_wall")) == ""


def test_pages_come_as_bytes_too() -> None:
    """Bytes are best: their encoding is found, and ``html`` gives them as text."""
    page = source("de_windows1252_undeclared")
    article = newspaper.article("https://a.example.org/x", input_html=page)
    assert article.html == page.decode("windows-1252")
    assert "ü" in article.text


@pytest.mark.parametrize("name", NAMES)
def test_every_authored_page_is_parsed(name: str) -> None:
    """No page is an exception; without an article the text is empty and the title is there."""
    article = newspaper.article("https://a.example.org/x", input_html=source(name))
    assert article.is_parsed
    assert article.title
    assert bool(article.text) is bool(article.record)
    if isinstance(article.record, Verdict):
        assert (article.authors, article.images, article.publish_date) == ([], [], None)


# advanced: parameters and configurations


def test_settings_by_name() -> None:
    """``Article(url, language="fr", fetch_images=False, ...)``."""
    article = Article(
        url=RICH_URL,
        language="fr",
        fetch_images=False,
        request_timeout=10,
        number_threads=20,
        memorize_articles=False,
        headers={"User-Agent": "a"},
        proxies={"http": "http://proxy.example:8080"},
    )
    assert article.config.language == "fr"
    assert not article.config.use_meta_language
    assert article.config.browser_user_agent == "a"
    assert article.config.request_timeout == 10
    article.download(input_html=RICH).parse()
    assert article.config.language == "fr"
    assert article.meta_lang == "en"


def test_settings_in_an_object() -> None:
    """``Config()``: the article keeps a copy, and limits cut its fields."""
    config = Config()
    config.memorize_articles = False
    config.browser_user_agent = "b"
    config.proxies = {"http": "192.0.2.1:8080"}
    config.MAX_TEXT = 40
    config.max_title = 7
    config.max_authors = 0
    config.max_keywords = 1
    article = parsed(config=config)
    assert config.max_text == 40
    assert (len(article.text), article.title) == (40, "Council")
    assert (article.authors, article.meta_keywords) == ([], ["bridge"])
    assert article.config is not config
    assert article.config.requests_params["proxies"] == {"http": "192.0.2.1:8080"}
    assert config.headers == {"User-Agent": "b"}


def test_the_language_of_the_page_is_noted_unless_one_is_given() -> None:
    """README: ``article.config.use_meta_language`` and ``article.config.language``."""
    article = parsed(source("ja_newspaper"))
    assert article.config.use_meta_language
    assert (article.meta_lang, article.config.language) == ("ja", "ja")
    with pytest.raises(UsageError, match="two letters"):
        Article(RICH_URL, language="english")
    assert not Article(RICH_URL, language="de").config.use_meta_language


def test_settings_passed_in_a_wrong_place_are_told() -> None:
    """``Article(url, config)``: newspaper raises as well."""
    with pytest.raises(ArticleException, match="config="):
        Article(RICH_URL, Config())  # type: ignore[arg-type]


def test_a_title_is_kept_until_the_page_gives_one() -> None:
    """``Article(url, title=...)`` and ``download(title=...)``."""
    assert Article(RICH_URL, title="A title").title == "A title"
    assert Article(RICH_URL).download(input_html=RICH, title="Forced").title == "Forced"
    assert newspaper.build_article(RICH_URL, title="B").title == "B"


def test_articles_can_be_copied_and_stored() -> None:
    """Before and after parsing: nothing in them refuses to be pickled."""
    for article in (Article(RICH_URL), parsed()):
        again = pickle.loads(pickle.dumps(copy.deepcopy(article)))
        assert (again.title, again.text, again.html) == (article.title, article.text, article.html)


def test_names_of_metas_nest() -> None:
    """A name that has a content and goes on; numbers; names that nest without end."""
    assert nested([("a:b", "1"), ("a", "2")]) == {"a": {"b": 1, "identifier": 2}}
    deep = nested([(":".join("x" * 5000), "end")])
    for _ in range(8):
        deep = deep["x"]
    assert list(deep.values()) == ["end"]


# What cannot be done here.


def test_without_a_page_an_article_says_that_nothing_is_fetched() -> None:
    """``download()``, ``article(url)`` and ``build()`` without ``input_html``."""
    for call in (Article(RICH_URL).download, Article(RICH_URL).build):
        with pytest.raises(ArticleException, match=r"nothing is fetched.*input_html"):
            call()
    with pytest.raises(ArticleException, match="nothing is fetched"):
        newspaper.article(RICH_URL)


def test_steps_out_of_order_are_told() -> None:
    """``parse()`` before ``download()``, ``nlp()`` and ``to_json()`` before ``parse()``."""
    article = Article(RICH_URL)
    with pytest.raises(ArticleException, match="download"):
        article.parse()
    with pytest.raises(ArticleException, match="download"):
        article.nlp()
    article.download(input_html=RICH)
    for step in (article.nlp, article.to_json):
        with pytest.raises(ArticleException, match="parse"):
            step()


def test_keywords_and_summaries_are_not_made() -> None:
    """``nlp()`` is one clear error; the fields are there and empty."""
    article = parsed()
    with pytest.raises(UsageError, match=r"record\.standfirst"):
        article.nlp()
    assert (article.keywords, article.summary, article.keyword_scores) == ([], "", {})
    assert article.record
    assert article.record.standfirst == article.text.split("\n\n")[0]


@pytest.mark.parametrize("name", ["doc", "top_node", "clean_doc", "clean_top_node"])
def test_trees_are_not_kept(name: str) -> None:
    """The error names what there is instead."""
    with pytest.raises(UsageError, match="article_html"):
        getattr(parsed(), name)


@pytest.mark.parametrize(
    "call",
    [
        lambda: newspaper.build("https://a.example.org", memorize_articles=False),
        lambda: newspaper.Source("https://a.example.org"),
        newspaper.hot,
        newspaper.popular_urls,
        lambda: fetch_news([RICH_URL], threads=4),
        lambda: GoogleNewsSource(country="US", period="7d", max_results=10),
    ],
    ids=["build", "Source", "hot", "popular_urls", "fetch_news", "GoogleNewsSource"],
)
def test_sites_are_not_crawled(call: Any) -> None:
    """What newspaper does with whole sites is one clear error."""
    with pytest.raises(UsageError, match=r"nothing is fetched here.*input_html"):
        call()


def test_data_that_is_no_page_is_its_own_exception() -> None:
    """A PDF, unless binary content is allowed: then the fields are empty."""
    with pytest.raises(ArticleBinaryDataException, match="application/pdf"):
        parsed(b"%PDF-1.7 ...")
    assert parsed(b"%PDF-1.7 ...", allow_binary_content=True).text == ""
