"""What kind of page it is: the labeller's word, and the signs that speak for and against it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.views import view_of

from bodycopy.article import PageType
from bodycopy.facts.filing.page_type import find_page_type
from bodycopy.facts.jsonld import JsonLd

BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def kind(
    head: str = "",
    url: str = "https://x.example/a/b",
    types: dict[str, float] | None = None,
    body: str = BODY,
    entries: int = 0,
) -> tuple[PageType, float | None]:
    """Type and probability of a page."""
    view = view_of(html_of("<h1>Council votes</h1>", body, head=head), {}, url, types)
    return find_page_type(view, JsonLd(view.tape.head.jsonld), entries=entries)


def data(kind: str) -> str:
    """A script with a node of this type."""
    node = {"@type": kind, "headline": "x", "name": "x", "datePublished": "2024-05-03"}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_a_page_is_what_the_labeller_is_sure_of():
    """With its probability."""
    found, chance = kind(types={"article": 0.97, "index": 0.02, "other": 0.01})
    assert found is PageType.ARTICLE
    assert chance is not None
    assert 0.9 < chance <= 1.0
    assert kind(types={"article": 0.1, "service": 0.5, "product": 0.4})[0] is PageType.OTHER


def test_a_page_of_many_faces_is_called_an_article():
    """Where nothing is likelier than not, it is read as what was asked for."""
    found, chance = kind(types={"article": 0.3, "index": 0.3, "media": 0.4})
    assert found is PageType.ARTICLE
    assert chance is not None
    assert chance < 0.5


def test_a_liveblog_says_so_in_its_data():
    """``LiveBlogPosting``; or it shows entries and is filed under live."""
    assert kind(head=data("LiveBlogPosting"))[0] is PageType.LIVEBLOG
    prior = {"article": 0.95, "liveblog": 0.02, "index": 0.03}
    assert kind(url="https://x.example/news/live/a", types=prior, entries=9)[0] is PageType.LIVEBLOG
    assert kind(types=prior)[0] is PageType.ARTICLE


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<meta property="og:type" content="video.other">', "https://x.example/video/rain"),
        (data("VideoObject"), "https://x.example/videos/rain"),
        (data("ImageGallery"), "https://x.example/gallery/rain"),
    ],
)
def test_a_video_or_gallery_with_little_text_is_media(head: str, url: str):
    """By its data and its address."""
    prior = {"article": 0.7, "media": 0.1, "index": 0.2}
    assert kind(head=head, url=url, types=prior, body="<p>Rain.</p>")[0] is PageType.MEDIA


def test_a_page_without_blocks_has_no_probability():
    """The labeller saw nothing."""
    view = view_of("", {}, None, {"article": 1.0})
    object.__setattr__(view, "page_types", {})
    assert find_page_type(view, JsonLd(())) == (PageType.ARTICLE, None)


chances = st.dictionaries(
    st.sampled_from("article liveblog media index stub error forum product other".split()),
    st.floats(0, 1),
    min_size=1,
)


@given(chances, st.text(max_size=40), st.text(max_size=40), st.integers(0, 9))
def test_no_page_makes_it_raise(types: dict[str, float], word: str, url: str, entries: int):
    """The probability is one, whatever the labeller and the page say."""
    head = f'<meta property="og:type" content="{word}">' + data(word)
    found, chance = kind(head=head, url=url, types=types, entries=entries)
    assert found in PageType
    assert chance is not None
    assert 0.0 <= chance <= 1.0
