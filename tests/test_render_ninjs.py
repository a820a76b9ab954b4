"""ninjs: the properties of IPTC's News in JSON, version 3.0."""

import pytest

from bodycopy import Access, Article, Dateline, Image, LiveUpdate, Publisher, Timestamp
from bodycopy.render import to_html, to_ninjs
from records import STREET, block
from valid_formats import Node, check_ninjs


def item_of(article: Article, **choices: bool) -> Node:
    """The item of an article."""
    return check_ninjs(to_ninjs(article, **choices))


def test_a_short_article() -> None:
    """Headline, summary and the body as text and as HTML."""
    item = item_of(STREET)
    plain, markup = item.pop("bodies")
    assert item == {
        "uri": "https://example.org/city/street",
        "standard": {
            "name": "ninjs",
            "version": "3.0",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
        },
        "type": "text",
        "representationType": "full",
        "language": "en",
        "headlines": [{"role": "main", "value": STREET.headline}],
        "descriptions": [{"role": "summary", "value": STREET.standfirst}],
        "by": "Ada Example",
    }
    assert plain["charCount"] == len(plain["value"]) == 72
    assert markup["value"] == to_html(STREET)


def test_every_field() -> None:
    """Each field of the record where ninjs has a property for it."""
    article = Article(
        canonical_url="https://example.org/straße",
        publisher=Publisher(name="Herald Press", url="https://herald.example"),
        kicker="Transport",
        agencies=("dpa",),
        source_line="RND/dpa",
        dateline=Dateline(text="Minsk (dpa) -", places=("Minsk", "Kyiv")),
        date_published=Timestamp(value="2026-11-22T09:30+0100", raw="", source="meta"),
        date_modified=Timestamp(value="2026-11-22", raw="", source="meta"),
        section="Town",
        topics=("Bridges",),
        images=(Image(url="https://example.org/a b.jpg", caption="A", credit="Ada"), Image()),
        live_updates=(LiveUpdate(time="9.30", body=(block("paragraph", "First."),)),),
        access=Access.PAID,
        truncated=True,
    )
    item = item_of(article)
    name = "https://example.org/stra%C3%9Fe"
    assert item["uri"] == name
    assert item["representationType"] == "partial"
    assert item["firstCreated"] == "2026-11-22T09:30:00+01:00"
    assert "versionCreated" not in item  # a day is no date-time
    assert item["headlines"] == [{"role": "kicker", "value": "Transport"}]
    assert item["infoSources"] == [{"name": "dpa"}, {"literal": "RND/dpa"}]
    assert item["organisations"] == [
        {"name": "Herald Press", "uri": "https://herald.example", "rel": "publisher"}
    ]
    assert item["located"] == "Minsk, Kyiv"
    assert item["subjects"] == [
        {"name": "Town", "rel": "section"},
        {"name": "Bridges", "rel": "topic"},
    ]
    assert item["usageTerms"] == "paid"
    picture, nothing, update = item["associations"]
    assert picture == {
        "name": "image 1",
        "uri": "https://example.org/a%20b.jpg",
        "type": "picture",
        "descriptions": [{"role": "caption", "value": "A"}],
        "by": "Ada",
        "renditions": [{"name": "original", "href": "https://example.org/a%20b.jpg"}],
    }
    assert nothing == {"name": "image 2", "uri": f"{name}#image-2", "type": "picture"}
    assert (update["name"], update["uri"]) == ("9.30", f"{name}#update-1")


@pytest.mark.parametrize("url", [None, "page.html", "javascript:a", "https://"])
def test_a_name_is_made_up_where_there_is_none(url: str | None) -> None:
    """The same article has the same one, another has another."""
    uri = item_of(Article(url=url, headline="One"))["uri"]
    assert uri.startswith("urn:uuid:")
    assert uri == item_of(Article(url=url, headline="One"))["uri"]
    assert uri != item_of(Article(url=url, headline="Two"))["uri"]
