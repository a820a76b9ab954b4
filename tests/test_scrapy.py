"""bodycopy as an item pipeline of the real Scrapy: a crawl of files, and items of every kind."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scrapy", reason="needs Scrapy: make test-scrapy")

import scrapy
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from authored import NAMES, PAGES, report, source
from bodycopy import Options, UsageError, extract
from bodycopy.compat.scrapy import BodycopyPipeline

# Of Scrapy and what it imports, not of ours.
pytestmark = pytest.mark.filterwarnings("ignore")

SPIDER = """
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess


class Authored(scrapy.Spider):
    name = "authored"
    start_urls = [path.as_uri() for path in sorted(Path(sys.argv[1]).glob("*/source.html"))]

    def parse(self, response):
        yield {
            "url": response.url,
            "html": response.body,
            "content_type": response.headers.get("Content-Type"),
        }


process = CrawlerProcess({
    "ITEM_PIPELINES": {"bodycopy.compat.scrapy.BodycopyPipeline": 300},
    "BODYCOPY_OPTIONS": {"comments": False},
    "FEEDS": {sys.argv[2]: {"format": "jsonlines", "encoding": "utf-8"}},
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "STATS_DUMP": False,
})
crawler = process.create_crawler(Authored)
process.crawl(crawler)
process.start()
print({name: n for name, n in crawler.stats.get_stats().items() if "bodycopy" in name})
"""


def test_a_crawl_gives_articles_and_an_account(tmp_path: Path) -> None:
    """Every page becomes an item with its fields, or is counted under its reason."""
    items = tmp_path / "items.jsonl"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SPIDER, PAGES, items],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = {item["url"]: item for item in map(json.loads, items.open(encoding="utf-8"))}
    rejected: dict[str, int] = {}
    for name in NAMES:
        url = (PAGES / name / "source.html").as_uri()
        record = extract(source(name), url, options=Options(comments=False))
        if record:
            assert found[url]["text"] == record.text
            assert found[url]["headline"] == record.to_dict()["headline"]
            assert "html" not in found[url]
        else:
            reason = f"bodycopy/rejected/{record.to_dict()['reason']}"
            rejected[reason] = rejected.get(reason, 0) + 1
    assert len(found) + sum(rejected.values()) == len(NAMES)
    counted = eval(done.stdout.splitlines()[-1])
    assert counted == {"bodycopy/articles": len(found), **rejected}


class Story(scrapy.Item):
    url = scrapy.Field()
    html = scrapy.Field()
    text = scrapy.Field()
    headline = scrapy.Field()


@dataclass
class Report:
    html: bytes | None
    text: str | None = None
    language: str | None = None


@pytest.mark.parametrize("item", [Story(html=report().encode()), Report(html=report().encode())])
def test_items_of_a_class_get_the_fields_that_they_declare(item: Any) -> None:
    """An item with a schema keeps it; the page itself does not go on to the feeds."""
    BodycopyPipeline().process_item(item)
    values = dict(item) if isinstance(item, Story) else vars(item)
    record = extract(report().encode())
    assert values["text"] == record.text
    assert values["html"] is None
    assert values.get("headline", values.get("language")) in (
        "Council votes for a new footbridge",
        "en",
    )


def test_a_page_without_an_article_is_dropped_with_its_reason() -> None:
    """The log says why, and an item without a page passes untouched."""
    pipeline = BodycopyPipeline()
    with pytest.raises(DropItem, match="error_page: "):
        pipeline.process_item({"html": source("en_soft_404")})
    assert pipeline.process_item({"url": "https://ell.example/"}) == {"url": "https://ell.example/"}


def test_settings_choose_fields_and_options() -> None:
    """What cannot be meant is told when the crawl begins."""
    settings = {"BODYCOPY_FIELDS": ["headline"], "BODYCOPY_OPTIONS": {"min_chars": 10**6}}
    pipeline = BodycopyPipeline.from_crawler(get_crawler(settings_dict=settings))
    assert pipeline.fields == ("headline",)
    with pytest.raises(DropItem, match="too_short: "):
        pipeline.process_item({"html": report()})
    for wrong in ({"BODYCOPY_FIELDS": ["autor"]}, {"BODYCOPY_OPTIONS": {"min_chars": -1}}):
        with pytest.raises(UsageError):
            BodycopyPipeline.from_crawler(get_crawler(settings_dict=wrong))
