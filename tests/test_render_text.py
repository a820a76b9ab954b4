"""Plain text: what a reader reads, in the order of the page."""

from hypothesis import given

from bodycopy import Article, Comment
from bodycopy.render import to_text
from records import STREET, articles, block


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


def test_tables_comments_and_standfirst_come_and_go() -> None:
    """Each is left out or put behind the body, and nothing else changes."""
    article = Article(
        headline="Head",
        standfirst="Sum.",
        body=(block("paragraph", "One."), block("table", "a\tb", rows=(("a", "b"),))),
        comments=(
            Comment(author="Ada", time="9:30", body=(block("paragraph", "Fine."),)),
            Comment(body=(block("paragraph", "Yes."),)),
        ),
    )
    assert to_text(article) == "Head\n\nSum.\n\nOne.\n\na\tb"
    assert to_text(article, tables=False, standfirst=False) == "Head\n\nOne."
    assert to_text(article, comments=True) == (
        "Head\n\nSum.\n\nOne.\n\na\tb\n\nAda · 9:30\nFine.\n\nYes."
    )
