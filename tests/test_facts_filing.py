"""The filing as a whole: all its finders on one page, and none that raises."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of, report, source
from tests.views import headline_of, view_of

import bodycopy
from bodycopy import Article
from bodycopy.article import Access, PageType
from bodycopy.facts.filing.filing import find_filing
from bodycopy.facts.filing.publisher import find_publisher, find_publisher_url
from bodycopy.facts.jsonld import JsonLd

HEAD = (
    '<meta property="og:type" content="article"><script type="application/ld+json">'
    + json.dumps(
        {
            "@graph": [
                {
                    "@type": "NewsArticle",
                    "headline": "Council votes for a new footbridge",
                    "datePublished": "2024-05-03T15:47:00+01:00",
                    "dateModified": "2024-05-04T09:00:00+01:00",
                    "articleSection": "Town",
                    "isAccessibleForFree": True,
                    "publisher": {"@id": "#herald"},
                },
                {
                    "@type": "NewsMediaOrganization",
                    "@id": "#herald",
                    "name": "Ell Valley &amp; Coast Herald",
                    "url": "//www.ell-herald.example",
                },
            ]
        }
    )
    + "</script>"
)


def test_all_fields_of_a_page_are_in_its_record():
    """Dates, section, access, publisher and type of a made-up report."""
    record = bodycopy.extract(report(head=HEAD), "https://www.ell-herald.example/town/bridge")
    assert isinstance(record, Article)
    assert record.date_published is not None
    assert record.date_published.value == "2024-05-03T15:47:00+01:00"
    assert record.date_modified is not None
    assert record.date_modified.value == "2024-05-04T09:00:00+01:00"
    assert (record.section, record.access, record.truncated) == ("Town", Access.FREE, False)
    assert record.publisher == bodycopy.Publisher(
        name="Ell Valley & Coast Herald", url="https://www.ell-herald.example"
    )
    assert record.page_type is PageType.ARTICLE
    assert (record.page_type_probability or 0) > 0.5
    assert record.live_updates == ()


def test_the_entries_of_a_liveblog_are_made_of_the_records_blocks():
    """A block of an entry is the block of the body, path and all."""
    record = bodycopy.extract(source("en_liveblog"))
    assert isinstance(record, Article)
    body = {block.index: block for block in record.body}
    blocks = [block for update in record.live_updates for block in update.body]
    assert len(record.live_updates) == 9
    assert len(blocks) > 9
    assert all(body[block.index] == block and block.path for block in blocks)


def test_the_publisher_is_told_by_meta_tags_where_the_data_do_not():
    """Dublin Core, the publisher tag, the site's name; addresses are no names."""
    for name in ("DC.publisher", "publisher", "og:site_name", "citation_publisher"):
        view = view_of(html_of(head=f'<meta name="{name}" content=" Ell  Herald ">'))
        found = find_publisher(view, JsonLd(()))
        assert found is not None
        assert (found.value, found.source) == ("Ell Herald", f"meta:{name.lower()}")
    view = view_of(html_of(head='<meta name="publisher" content="https://social.example/ell">'))
    assert find_publisher(view, JsonLd(())) is None


def test_a_publishers_address_is_absolute_or_none():
    """Paths and words are no addresses."""
    for url, expected in (
        ("https://a.example/", "https://a.example/"),
        ("/about", None),
        ("our home", None),
        (None, None),
    ):
        node = {"@type": "Article", "headline": "x", "publisher": {"name": "A", "url": url}}
        assert find_publisher_url(JsonLd((json.dumps(node),))) == expected


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "name", "url", "@id", "headline", "item"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = (
    "datePublished dateModified articleSection keywords publisher isAccessibleForFree "
    "liveBlogUpdate itemListElement hasPart wordCount"
).split()


@given(
    st.dictionaries(st.sampled_from(KEYS), anything),
    st.sampled_from(["NewsArticle", "LiveBlogPosting", "BreadcrumbList", "WebPageElement"]),
    st.text(max_size=60),
)
def test_no_data_make_the_finders_raise(fields: dict[str, object], kind: str, text: str):
    """Any JSON in any place, any text in any block, any address."""
    script = json.dumps(
        [{"@type": kind, "headline": "x", **fields}, {"@type": "NewsArticle", **fields}]
    )
    html = html_of(
        f"<h1>{text}</h1><ul class=breadcrumb><li>{text}</ul><p>{PARAGRAPHS[0]}</p><p>{text}</p>",
        head=f'<script type="application/ld+json">{script}</script>',
    )
    view = view_of(html, {text[:2]: bodycopy.Role.DATE}, url=text)
    filing = find_filing(view, JsonLd(view.tape.head.jsonld), headline_of(view), text)
    assert filing.page_type in PageType


@given(st.text(max_size=200))
def test_a_tape_of_one_element_is_filed_too(text: str):
    """Flattened text has no markup to go by."""
    view = view_of(f"<pre>{text}</pre>")
    filing = find_filing(view, JsonLd(()), None, None)
    assert filing.section is None
    assert filing.topics is None
