"""Comments under articles and posts of threads: what they say, who wrote them, and when."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, blocks_of, html_of
from tests.growth import LIMIT, growth
from tests.views import view_of

import bodycopy
from bodycopy import Article, Comment, Options, Role
from bodycopy.facts.comments.comments import Discussion, find_discussion
from bodycopy.facts.jsonld import JsonLd

PAGES = Path(__file__).parent / "discussions"
SAID = "I have crossed that bridge every morning for thirty years, number {n}."
ARTICLE = "<article><h1>Bridge</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
FORUM = {"forum": 0.8, "article": 0.2}


def said_by(number: int) -> str:
    """What a reader says."""
    return SAID.format(n=number)


def extracted(name: str, **options: Any) -> Article:
    """The record of an authored page."""
    html = (PAGES / f"{name}.html").read_bytes()
    record = bodycopy.extract(html, options=Options(**options))
    assert isinstance(record, Article)
    return record


def discussion(
    *parts: str, types: dict[str, float] | None = None, head: str = "", said: Role = Role.COMMENT
) -> Discussion:
    """Comments and posts of a page on which what readers say is labelled so."""
    roles = {"I have crossed": said, "Posted by": said}
    view = view_of(html_of(*parts, head=head), roles, types=types)
    return find_discussion(view, JsonLd(view.tape.head.jsonld), "en")


def comments(pattern: str, count: int = 3, **arguments: Any) -> tuple[Comment, ...]:
    """The comments under an article, each by a pattern of number, name, day and text."""
    names = ("Ada", "Brock the Elder", "cormorant_9", "Dunja")
    parts = [
        pattern.format(
            n=n, name=names[n % 4], day=f"{n + 1} May 2024, 9:0{n}", text=SAID.format(n=n)
        )
        for n in range(count)
    ]
    return discussion(ARTICLE, "</article><section>", *parts, "</section>", **arguments).comments


# --- authored pages -----------------------------------------------------------------------


def test_nested_comments_have_author_time_depth_and_text() -> None:
    """Replies stand behind what they answer, one level deeper; their texts are their own."""
    record = extracted("nested_comments")
    found = [(c.author, c.depth, c.date_published, len(c.body)) for c in record.comments]
    assert found == [
        ("Marguerite Stobbs", 0, "2024-11-05T08:12:40+00:00", 2),
        ("Ines Quillfeather", 1, "2024-11-05T09:01:03+00:00", 1),
        ("Marguerite Stobbs", 2, "2024-11-06T19:44:00+00:00", 1),
        ("old_salt_47", 0, "2024-11-05T11:20:19+00:00", 2),
    ]
    assert record.comments[0].time == "5 November 2024 at 8:12 am"
    assert record.comments[2].text == "She would talk about nothing else."
    assert [block.role for block in record.comments[3].body] == [Role.QUOTE, Role.PARAGRAPH]
    assert record.posts == ()


def test_the_form_for_a_new_comment_is_none() -> None:
    """What the page says to those who may comment, nobody has said."""
    record = extracted("nested_comments")
    said = " ".join(comment.text for comment in record.comments)
    assert "email" not in said
    assert "Reply" not in said
    assert "thoughts" not in said


def test_comments_do_not_change_the_article() -> None:
    """The text is the same with and without; every block of a comment is among the dropped."""
    record, plain = extracted("nested_comments"), extracted("nested_comments", comments=False)
    assert plain.comments == ()
    assert record.text == plain.text
    assert blocks_of(record) == blocks_of(plain)
    texts = {block.index: block.text for block in record.dropped}
    assert all(texts[b.index] == b.text for comment in record.comments for b in comment.body)


def test_a_thread_is_posts() -> None:
    """The opening one first, each with its writer and time, without ranks and signatures."""
    record = extracted("forum_thread")
    assert record.comments == ()
    assert [(p.author, p.time, p.date_published) for p in record.posts] == [
        ("plankton", "Feb 3, 2024", "2024-02-03T18:20:11+00:00"),
        ("GrannyKnot", "Feb 3, 2024", "2024-02-03T18:55:47+00:00"),
        ("plankton", "Feb 4, 2024", "2024-02-04T09:10:30+00:00"),
        ("halyard", "Feb 4, 2024", "2024-02-04T12:41:02+00:00"),
    ]
    assert [len(post.body) for post in record.posts] == [2, 3, 2, 1]
    said = " ".join(post.text for post in record.posts)
    assert not [word for word in ("Deckhand", "Joined", "curse", "Report", "#2") if word in said]


def test_records_with_comments_come_back_as_they_went() -> None:
    """As data and back: nothing of a comment is lost."""
    record = extracted("nested_comments")
    assert Article.from_dict(json.loads(json.dumps(record.to_dict()))) == record


# --- markup -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    [
        '<div class="comment"><b>{name}</b> <i>{day}</i><p>{text}</p></div>',
        '<li class="comment-{n}"><p>{text}</p><p><cite>Comment by {name} — {day}</cite></p></li>',
        '<div class="css-x"><span>{name}</span><div><time>{day}</time></div><p>{text}</p></div>',
        "<p>Posted by {name} on {day}</p><p>{text}</p>",
        '<div class="commentText"><p>{text}</p></div><p class="posted">{name} | {day}</p>',
        '<div class="reaction"><a href="/u/{n}">{name}</a> wrote on {day}:<p>{text}</p></div>',
    ],
)
def test_comments_are_found_in_any_markup(pattern: str) -> None:
    """Named or not, in elements of their own or as lines between lines: one comment each."""
    found = comments(pattern)
    assert [comment.author for comment in found] == ["Ada", "Brock the Elder", "cormorant_9"]
    assert [comment.text for comment in found] == [SAID.format(n=n) for n in range(3)]
    assert [comment.date_published for comment in found] == [
        f"2024-05-0{n + 1}T09:0{n}" for n in range(3)
    ]


def test_comments_keep_their_marks() -> None:
    """What a reader set apart in a comment is a range over its text."""
    text = "<p>{text} <em>Never</em> again.</p>"
    pattern = f'<div class="comment"><b>{{name}}</b> <i>{{day}}</i>{text}</div>'
    (block,) = comments(pattern)[0].body
    assert [block.text[mark.start : mark.end] for mark in block.marks] == ["Never"]


def test_depth_may_stand_in_a_name() -> None:
    """Where replies do not nest, the level that their class tells counts, from the lowest."""
    parts = [
        f'<div class="comment level-{level}"><b>Ada</b> <i>3 May 2024</i><p>{said_by(n)}</p></div>'
        for n, level in enumerate((1, 2, 3, 1))
    ]
    found = discussion(ARTICLE, "</article>", *parts).comments
    assert [comment.depth for comment in found] == [0, 1, 2, 0]


def test_a_time_that_cannot_be_read_is_given_as_displayed() -> None:
    """How long ago it was when the page was made is no date."""
    found = comments('<div class="comment"><b>{name}</b> <i>{n} days ago</i><p>{text}</p></div>')
    assert [(c.time, c.date_published) for c in found][2] == ("2 days ago", None)


def test_a_clock_alone_is_a_time_without_a_day() -> None:
    """The comments of a day tell their hours only."""
    found = comments('<div class="comment"><b>{name}</b> 9:0{n} pm<p>{text}</p></div>')
    assert [(c.author, c.time, c.date_published) for c in found][:2] == [
        ("Ada", "9:00 pm", None),
        ("Brock the Elder", "9:01 pm", None),
    ]


def test_a_change_is_not_the_time_of_the_comment() -> None:
    """The line that tells of an edit does not stand in for the time."""
    pattern = (
        '<div class="comment"><b>{name}</b><div>Last edited 9 June 2024, 8:00</div>'
        "<i>{day}</i><p>{text}</p></div>"
    )
    assert comments(pattern)[0].date_published == "2024-05-01T09:00"


def test_one_comment_is_enough_where_its_name_says_so() -> None:
    """A lone comment with a time, in an element named for it."""
    found = comments('<div class="comment"><b>{name}</b> <i>{day}</i><p>{text}</p></div>', 1)
    assert [comment.author for comment in found] == ["Ada"]


@pytest.mark.parametrize(
    "pattern",
    [
        '<form class="comment-form"><p>{text}</p><p>{text}</p></form>',
        '<div class="comment-rules"><p>{text}</p></div>',
        "<p>{text}</p>",
    ],
)
def test_what_is_only_called_comment_is_none(pattern: str) -> None:
    """Forms, rules, and lines without times or writers."""
    assert comments(pattern) == ()


def test_a_page_without_comments_has_none() -> None:
    """Teasers with authors and times are no comments."""
    teaser = '<div class="teaser"><b>Ada</b> <i>{n} May 2024</i><p>{text}</p></div>'
    assert comments(teaser, said=Role.TEASER) == ()


def test_an_article_among_its_comments_is_none_of_them() -> None:
    """Where the article's element has the same name, it is left out."""
    pattern = '<div class="comment"><b>Ada</b> <i>3 May 2024, 9:00</i><p>{}</p></div>'
    parts = [pattern.format(said_by(n)) for n in range(3)]
    own = f'<div class="comment"><i>2 May 2024, 9:00</i>{ARTICLE}</article></div>'
    found = discussion(own, *parts, types={"article": 1.0}).comments
    assert [comment.text for comment in found] == list(map(said_by, range(3)))


# --- threads ------------------------------------------------------------------------------

POST = '<div class="post"><b class="user">{name}</b> <i>{day}</i><p>{text}</p></div>'


def posts(*names: str) -> list[str]:
    """Posts by these."""
    return [
        POST.format(name=name, day=f"3 May 2024, 9:{n:02}", text=PARAGRAPHS[n % len(PARAGRAPHS)])
        for n, name in enumerate(names)
    ]


def test_posts_of_a_forum_need_no_labels() -> None:
    """On a forum's page what looks like body text is the posts' text."""
    found = discussion("<h1>Bridge</h1>", *posts("Ada", "Brock", "Ada"), types=FORUM)
    assert [post.author for post in found.posts] == ["Ada", "Brock", "Ada"]
    assert found.comments == ()


def test_the_post_that_opens_a_thread_may_be_of_another_make() -> None:
    """The body above the replies is the first post."""
    opening = f"<h1>Bridge</h1><div class='question'><p>{PARAGRAPHS[0]}</p></div>"
    found = discussion(opening, *posts("Ada", "Brock"), types=FORUM)
    assert found.posts[0].text == PARAGRAPHS[0]
    assert len(found.posts) == 3


def test_comments_on_a_forum_stay_comments_where_they_are_called_so() -> None:
    """Under a story whose replies are named comments, the story is the article."""
    replies = [part.replace("post", "comment") for part in posts("Ada", "Brock")]
    found = discussion(f"<h1>Bridge</h1><p>{PARAGRAPHS[2]}</p>", *replies, types=FORUM)
    assert len(found.comments) == 2
    assert found.posts == ()


# --- declared -----------------------------------------------------------------------------


def declared(*nodes: dict[str, Any]) -> Discussion:
    """What a page gives that shows none but lists these."""
    head = "".join(f'<script type="application/ld+json">{json.dumps(n)}</script>' for n in nodes)
    return discussion(ARTICLE, "</article>", head=head)


def test_declared_comments_are_given_where_none_are_shown() -> None:
    """With their replies; their blocks stand behind the page's last row."""
    reply = {"@type": "Comment", "text": "No.", "author": {"@type": "Person", "name": "Brock"}}
    node = {
        "@type": "NewsArticle",
        "headline": "Bridge",
        "comment": [
            {
                "@type": "Comment",
                "text": "Is it open?<br>I am &quot;curious&quot;.",
                "dateCreated": "2024-05-03T09:00:00Z",
                "author": {"@type": "Person", "name": "Ada"},
                "comment": reply,
            }
        ],
    }
    found = declared(node)
    assert [(c.author, c.depth, c.date_published) for c in found.comments] == [
        ("Ada", 0, "2024-05-03T09:00:00Z"),
        ("Brock", 1, None),
    ]
    assert [b.text for b in found.comments[0].body] == ["Is it open?", 'I am "curious".']
    indexes = [block.index for comment in found.comments for block in comment.body]
    assert indexes == list(range(indexes[0], indexes[0] + 3))
    assert indexes[0] >= len(PARAGRAPHS)


def test_questions_and_answers_of_readers_are_posts() -> None:
    """A page of the type QAPage: the question, and its answers one level deeper."""
    answer = {"@type": "Answer", "text": "Yes.", "author": {"name": "Brock"}}
    question = {"@type": "Question", "text": "Is it open?", "suggestedAnswer": [answer, answer]}
    found = declared({"@type": "QAPage", "mainEntity": question})
    assert [(post.text, post.depth) for post in found.posts] == [
        ("Is it open?", 0),
        ("Yes.", 1),
        ("Yes.", 1),
    ]


def test_questions_that_a_publisher_answers_itself_are_no_posts() -> None:
    """A page of the type FAQPage is nobody's discussion."""
    answer = {"@type": "Answer", "text": "Yes."}
    question = {"@type": "Question", "name": "Is it open?", "acceptedAnswer": answer}
    assert declared({"@type": "FAQPage", "mainEntity": [question]}) == Discussion()


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "Comment"},
        {"@type": "Comment", "text": 5},
        {"@type": "Comment", "text": "  "},
        {"@type": "Comment", "text": "<p></p>"},
        {"@type": ["Comment"], "text": {"@value": 3}, "author": [[]]},
        {"@type": "Article", "comment": ["yes", None, 5]},
    ],
)
def test_declared_comments_without_text_are_none(node: dict[str, Any]) -> None:
    """Counts, links and broken data give no comment."""
    assert declared(node) == Discussion()


def test_comments_that_hold_each_other_end() -> None:
    """Nested far beyond what anybody answers: the first levels come."""
    node: dict[str, Any] = {"@type": "Comment", "text": "Yes."}
    for _ in range(60):
        node = {"@type": "Comment", "text": "No.", "comment": node}
    found = declared(node)
    assert 0 < len(found.comments + found.posts) <= 61


# --- any input ----------------------------------------------------------------------------

_tags = """<div class="comment"> <div> </div> <li class="comment-3 depth-2"> </li> <p> </p>
    <ol> </ol> <b class="author">Ada</b> <time datetime="2024-05-03"> </time> 9:05 12.5.2024
    <a href="/u">x</a> <blockquote> </blockquote> <form> </form>""".split()
_pieces = st.sampled_from([*_tags, f"<p>{SAID}</p>", PARAGRAPHS[0], '<div class="post">'])


@given(st.lists(_pieces, max_size=60), st.booleans())
def test_any_markup_gives_each_row_once(pieces: list[str], forum: bool) -> None:
    """Whatever the markup: rows of the page, each in one comment at most, none empty."""
    found = discussion(*pieces, types=FORUM if forum else None)
    rows = [b.index for c in (*found.comments, *found.posts) for b in c.body]
    assert len(rows) == len(set(rows))
    assert all(c.body for c in (*found.comments, *found.posts))


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "make",
    [
        lambda n: f'<div class="comment"><b>Ada</b> 9:05<p>{SAID}</p></div>' * n,
        lambda n: f'<div class="comment"><b>Ada</b> 9:05<p>{SAID}</p>' * n,
        lambda n: f"<p>Ada, 3 May 2024, 9:05</p><p>{SAID}</p>" * n,
        lambda n: f'<div class="comment">9:05<p>{SAID}</p>' + "<p>Reply</p>" * n + "</div>",
        lambda n: "".join(
            f'<div class="comment c{n} x{n}y">9:05<p>{SAID}</p></div>' for n in range(n)
        ),
    ],
)
def test_time_grows_with_the_page(make: Callable[[int], str]) -> None:
    """Long, deep, flat, wide: eight times the comments take some eight times as long."""

    def job(view: Any) -> object:
        return find_discussion(view, JsonLd(()), "en")

    def page(size: int) -> Any:
        return view_of(html_of(make(size)), {"I have crossed": Role.COMMENT}, types=FORUM)

    assert growth(job, page, 1600) < LIMIT
