"""JSON-LD: types and properties of schema.org."""

from bodycopy import (
    Access,
    Article,
    Comment,
    Dateline,
    Embed,
    Image,
    LiveUpdate,
    PageType,
    Publisher,
    Timestamp,
)
from bodycopy.render import to_jsonld
from records import STREET, block
from valid_formats import Node, check_jsonld


def node_of(article: Article, **choices: bool) -> Node:
    """The node of an article."""
    return check_jsonld(to_jsonld(article, **choices))


def test_a_short_article() -> None:
    """What it has, and nothing empty."""
    assert node_of(STREET) == {
        "@type": "NewsArticle",
        "url": "https://example.org/city/street",
        "headline": "Street reopens after four years",
        "inLanguage": "en",
        "author": [{"@type": "Person", "name": "Ada Example"}],
        "articleBody": "\n\n".join(block.text for block in STREET.body),
        "abstract": "Buses run again on Monday. The shops have waited for it.",
    }


def test_every_field() -> None:
    """Each field of the record under schema.org's name."""
    article = Article(
        url="/relative",
        canonical_url="https://example.org/a",
        site_name="Ell Valley Herald",
        publisher=Publisher(name="Herald Press", url="https://herald.example"),
        agencies=("dpa",),
        source_line="RND/dpa",
        dateline=Dateline(text="Minsk (dpa) -", places=("Minsk",)),
        date_published=Timestamp(value="2026-11-22", raw="22 Nov", source="dom"),
        date_modified=Timestamp(value="yesterday", raw="yesterday", source="dom"),
        section="Town",
        topics=("Bridges", ""),
        images=(Image(url="https://example.org/a.jpg", caption="A", credit="Ada"), Image()),
        embeds=(Embed(kind="video", provider="Tube"), Embed()),
        corrections=("We said ten.",),
        access=Access.METERED,
    )
    assert node_of(article) == {
        "@type": "NewsArticle",
        "url": "https://example.org/a",
        "datePublished": "2026-11-22",
        "articleSection": "Town",
        "keywords": ["Bridges"],
        "isAccessibleForFree": False,
        "isPartOf": {"@type": "WebSite", "name": "Ell Valley Herald"},
        "sourceOrganization": [{"@type": "Organization", "name": "dpa"}],
        "creditText": "RND/dpa",
        "publisher": {
            "@type": "Organization",
            "name": "Herald Press",
            "url": "https://herald.example",
        },
        "locationCreated": [{"@type": "Place", "name": "Minsk"}],
        "correction": ["We said ten."],
        "dateline": "Minsk (dpa) -",
        "hasPart": [
            {
                "@type": "CreativeWork",
                "genre": "video",
                "provider": {"@type": "Organization", "name": "Tube"},
            }
        ],
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://example.org/a.jpg",
                "caption": "A",
                "creditText": "Ada",
            }
        ],
    }


def test_a_liveblog() -> None:
    """Its entries are updates; a displayed clock is no date."""
    article = Article(
        page_type=PageType.LIVEBLOG,
        dateline=Dateline(text="Minsk -"),
        live_updates=(
            LiveUpdate(time="2026-11-22T09:30:00+01:00", body=(block("paragraph", "First."),)),
            LiveUpdate(time="9.45", headline="Second", body=()),
        ),
    )
    node = node_of(article)
    assert node["@type"] == "LiveBlogPosting"
    assert node["liveBlogUpdate"] == [
        {
            "@type": "BlogPosting",
            "datePublished": "2026-11-22T09:30:00+01:00",
            "articleBody": "First.",
        },
        {"@type": "BlogPosting", "headline": "Second"},
    ]


def test_replies_stand_inside_what_they_answer() -> None:
    """Comments are threads, however deep they say they are."""
    depths = (0, 1, 1, 0, 7)
    article = Article(
        comments=tuple(
            Comment(author=f"{at}", depth=depth, body=(block("paragraph", "Yes."),))
            for at, depth in enumerate(depths)
        )
    )
    node = node_of(article)
    assert node["commentCount"] == 5
    first, second = node["comment"]
    assert [reply["author"]["name"] for reply in first["comment"]] == ["1", "2"]
    assert [reply["author"]["name"] for reply in second["comment"]] == ["4"]
    assert "comment" not in node_of(article, comments=False)


def test_the_string_can_stand_in_a_script() -> None:
    """No headline ends the element that the JSON stands in."""
    text = to_jsonld(Article(headline="</script><!-- a"), indent=None)
    assert text == (
        '{"@context": "https://schema.org", "@type": "NewsArticle", '
        r'"headline": "\u003c/script>\u003c!-- a"}'
    )


def test_free_is_free() -> None:
    """Free is true, paid is false, unknown says nothing."""
    assert node_of(Article(access=Access.FREE))["isAccessibleForFree"] is True
    assert node_of(Article(access=Access.PAID))["isAccessibleForFree"] is False
    assert "isAccessibleForFree" not in node_of(Article())
