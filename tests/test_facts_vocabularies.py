"""One story told in every vocabulary that pages use: each gives what it has words for."""

from __future__ import annotations

import pytest
from tests.authored import PARAGRAPHS, html_of

from bodycopy import Article, extract

TITLE = "Council votes for a new footbridge"
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
MOMENT = "2024-05-03T15:47:00+02:00"


def meta(**pairs: str) -> str:
    """Meta tags; a dot or colon in a name is written as ``__`` or ``_c_``."""
    return "".join(
        f'<meta name="{name.replace("_c_", ":").replace("__", ".")}" content="{value}">'
        for name, value in pairs.items()
    )


HEADS = {
    "open graph": '<meta property="article:author" content="Ada Berg">'
    f'<meta property="article:published_time" content="{MOMENT}">'
    '<meta property="article:section" content="Town">',
    "dublin core": meta(DC__creator="Ada Berg", DC__date__issued=MOMENT),
    "dublin core terms": meta(dcterms__creator="Ada Berg", dcterms__issued=MOMENT),
    "parsely": meta(**{"parsely-author": "Ada Berg", "parsely-pub-date": MOMENT})
    + meta(**{"parsely-section": "Town"}),
    "sailthru": meta(sailthru__author="Ada Berg", sailthru__date=MOMENT),
    "citation": meta(citation_author="Berg, Ada", citation_publication_date=MOMENT),
    "json-ld": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
    f'{TITLE}", "author": {{"@type": "Person", "name": "Ada Berg"}}, "articleSection": "Town",'
    f' "datePublished": "{MOMENT}"}}</script>',
}
MICRODATA = (
    '<article itemscope itemtype="https://schema.org/NewsArticle">'
    f'<h1 itemprop="headline">{TITLE}</h1><p><span itemprop="author">Ada Berg</span></p>'
    f'<meta itemprop="datePublished" content="{MOMENT}"><div itemprop="articleBody">{BODY}</div>'
    "</article>"
)
RDFA = (
    '<article vocab="https://schema.org/" typeof="NewsArticle">'
    f'<h1 property="headline">{TITLE}</h1><p>By <span property="author">Ada Berg</span></p>'
    f'<span property="datePublished" content="{MOMENT}"></span>'
    f'<div property="articleBody">{BODY}</div></article>'
)


def article(html: str) -> Article:
    """The page's article."""
    found = extract(html, "https://www.ellbote.example/town/footbridge")
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("vocabulary", HEADS)
def test_the_head_tells_author_and_date(vocabulary: str) -> None:
    """In whatever tags: names in order, the moment with its zone."""
    found = article(html_of(f"<article><h1>{TITLE}</h1>{BODY}</article>", head=HEADS[vocabulary]))
    assert found.headline == TITLE
    assert found.authors == ("Ada Berg",)
    assert found.date_published is not None
    assert found.date_published.value == MOMENT
    if "Town" in HEADS[vocabulary]:
        assert found.section == "Town"


@pytest.mark.parametrize("page", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_the_markup_of_the_text_tells_author_and_date(page: str) -> None:
    """Properties on the elements that display them, or on empty ones beside them."""
    found = article(html_of(page))
    assert found.headline == TITLE
    assert found.authors == ("Ada Berg",)
    assert found.date_published is not None
    assert found.date_published.value == MOMENT
