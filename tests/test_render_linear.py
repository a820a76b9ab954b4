"""Records that somebody made to be slow take time that grows with their size, not its square."""

from collections.abc import Callable

import pytest

from bodycopy import Article, Comment, Image, Link, ListItem, Mark, MarkKind
from bodycopy.render import to_html, to_markdown
from growth import LIMIT, growth
from records import block

STRONG, DELETED, BREAK = MarkKind.STRONG, MarkKind.DELETED, MarkKind.BREAK


def signs(size: int) -> Article:
    """Signs of Markdown, with a mark or a link at every other one."""
    text = "*_`[<&~ " * size
    marks = tuple(Mark(at, at + 3, STRONG) for at in range(0, len(text), 5))
    links = tuple(Link(at, at + 2, "https://a.example/") for at in range(0, len(text), 4))
    return Article(body=(block("paragraph", text, marks=marks, links=links),))


def punctuation(size: int) -> Article:
    """Marks whose delimiters stand where no parser would read them."""
    text = "x" + "(((a)))" * size
    marks = tuple(
        Mark(at, at + 4, kind) for at in range(1, len(text), 6) for kind in (STRONG, DELETED)
    )
    return Article(body=(block("paragraph", text, marks=marks),))


def runs(size: int) -> Article:
    """Long runs of one sign, where a heading ends and a line begins."""
    blocks = (
        block("subheading", "#" * size + "x" + "#" * size),
        block("paragraph", f"x |{'=|:-' * size}x", marks=(Mark(1, 1, BREAK),)),
        block("code", "`" * size),
        block("paragraph", " " * size + "x" + "\t" * size + "-" * size),
    )
    return Article(headline="#" * size + " " * size + "x", body=blocks)


def table(size: int) -> Article:
    """A mark over every range of a table, a link over all of its cells."""
    rows = (("a", "b", "c"),) * size
    text = "\n".join(map("\t".join, rows))
    marks = tuple(Mark(at, len(text) - at, STRONG) for at in range(size))
    link = Link(0, len(text), "/x")
    return Article(body=(block("table", text, rows=rows, marks=marks, links=(link,)),))


def nesting(size: int) -> Article:
    """Lists and replies inside each other, each deeper than the one before."""
    items = (block("list_item", "a", level=at, item=ListItem(at)) for at in range(size))
    comments = (Comment(depth=at, body=(block("paragraph", "x"),)) for at in range(size))
    return Article(body=tuple(items), comments=tuple(comments))


def captions(size: int) -> Article:
    """Images and captions that all begin alike, and none of which belong together."""
    images = (Image(url="/a", caption=f"The same beginning of {at}") for at in range(size))
    dropped = (block("caption", "The same beginning of all", at) for at in range(size))
    return Article(url="https://a.example/", images=tuple(images), dropped=tuple(dropped))


def addresses(size: int) -> Article:
    """Addresses that are nearly some."""
    links = (
        Link(0, 1, f"http://{'a:' * size}"),
        Link(1, 2, f"https://a.example/{'%' * size}"),
        Link(2, 3, f"{'/.' * size}{'[' * size}"),
        Link(3, 4, f"http://{'a' * size}{'@' * size}/"),
    )
    return Article(url=f"http://{'a.' * size}", body=(block("paragraph", "abcd", links=links),))


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("make", [signs, punctuation, runs, table, nesting, captions, addresses])
@pytest.mark.parametrize("render", [to_markdown, to_html])
def test_time_is_linear(render: Callable[..., str], make: Callable[[int], Article]) -> None:
    """Eight times the record takes some eight times as long."""
    assert growth(lambda article: render(article, emphasis=True, comments=True), make, 2400) < LIMIT
