"""Plain text: what a reader reads, in the order of the page."""

from hypothesis import given

from bodycopy import Article
from bodycopy.render import to_text
from records import STREET, articles


def test_headline_stands_first() -> None:
    """Headline, standfirst and body follow each other, a blank line between."""
    assert to_text(STREET) == f"Street reopens after four years\n\n{STREET.text}"


def test_nothing_is_written_for_what_is_missing() -> None:
    """Without a headline the text begins with the standfirst, without a blank line before."""
    assert to_text(Article(standfirst="Buses run again.")) == "Buses run again."
    assert to_text(Article()) == ""


@given(articles)
def test_text_ends_with_the_body(article: Article) -> None:
    """The headline is put before ``Article.text`` and changes nothing in it."""
    assert to_text(article).endswith(article.text)
