"""One article, once: copies of its text and other articles on the page are not its body."""

from __future__ import annotations

import numpy as np
import pytest

from authored import NAMES, PARAGRAPHS, html_of, tape_of
from bodycopy.features import measure
from bodycopy.features.tokens import tokenise
from bodycopy.label import Labels, label
from bodycopy.label.one_article import keep_one_article
from bodycopy.roles import ROLES, Role
from bodycopy.scan import scan
from bodycopy.tape import Tape

PARAGRAPH, CODE = ROLES.index(Role.PARAGRAPH), ROLES.index(Role.CODE)
OTHERS = (
    "The bakery on Mill Lane closes after ninety years; its owner, who is eighty-one, says that "
    "the oven has earned a rest and so has she.",
    "Customers queued around the corner on Saturday for the last seeded loaves, some of them "
    "with photographs of their grandparents in the same queue.",
)
FURNITURE = "<p>Share</p><p>More from town</p><p>Ferry times</p><p>By Ada Ell</p><p>2 May</p>"


def all_body(tape: Tape, role: int = PARAGRAPH, page_type: str = "article") -> Labels:
    """Labels that call every block body, but for headings of the first rank and short lines."""
    short = [len(text) < 40 for text in tape.texts]
    roles = np.where(short, ROLES.index(Role.BOILERPLATE), role).astype(np.intp)
    rows = np.arange(len(tape))
    chances = np.full((len(tape), len(ROLES)), 0.01, np.float32)
    chances[rows, roles] = 0.7
    return Labels(chances, roles, chances[rows, roles], {page_type: 0.9}, 0.9)


def kept(html: str, role: int = PARAGRAPH, page_type: str = "article") -> list[str]:
    """Texts that are body in the end, where the labeller took every long block for it."""
    tape = scan(html)
    labels = keep_one_article(tape, measure(tape), all_body(tape, role, page_type))
    return [tape.texts[row] for row in np.flatnonzero(labels.body)]


def paragraphs(*texts: str) -> str:
    """The texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_second_copy_of_the_body_is_boilerplate() -> None:
    """A page that prints its text twice, for phones and for desks, has it in the body once."""
    once = paragraphs(*PARAGRAPHS)
    html = html_of(f"<h1>A bridge</h1><div>{once}</div><div>{once}</div>")
    assert kept(html) == list(PARAGRAPHS)
    tape = scan(html)
    labels = keep_one_article(tape, measure(tape), all_body(tape))
    copies = np.flatnonzero(labels.roles == ROLES.index(Role.BOILERPLATE))[1:]  # behind the h1
    assert [tape.texts[row] for row in copies] == list(PARAGRAPHS)
    assert labels.scores[copies] == pytest.approx(0.01)


def test_short_lines_between_copies_go_with_them() -> None:
    """A subheading is too short to be a copy by itself; among copied paragraphs it is one."""
    tape = scan(html_of(paragraphs(PARAGRAPHS[0], "The cost", PARAGRAPHS[1]) * 2))
    labels = all_body(tape)
    labels.roles[:] = PARAGRAPH
    body = keep_one_article(tape, measure(tape), labels).body
    assert body.tolist() == [True] * 3 + [False] * 3


def test_short_lines_may_stand_twice() -> None:
    """Two speakers may both say yes."""
    tape = scan(html_of(paragraphs(PARAGRAPHS[0], "- Yes.", PARAGRAPHS[1], "- Yes.")))
    labels = all_body(tape)
    labels.roles[:] = PARAGRAPH
    assert keep_one_article(tape, measure(tape), labels).body.all()


def test_lines_of_a_program_may_stand_twice() -> None:
    """Code repeats itself on purpose."""
    html = html_of(paragraphs(PARAGRAPHS[0], PARAGRAPHS[0]))
    assert kept(html, role=CODE) == [PARAGRAPHS[0]] * 2


def test_an_article_scrolled_under_the_first_is_not_its_body() -> None:
    """Endless pages append whole articles: only the one under the page's headline counts."""
    html = html_of(
        f'<div class="story"><h1 class="head a1">Council votes for a new footbridge</h1>'
        f"{paragraphs(*PARAGRAPHS)}{FURNITURE}</div>",
        f'<div class="story"><h1 class="head a2">Bakery closes</h1>{paragraphs(*OTHERS)}</div>',
    )
    assert kept(html) == list(PARAGRAPHS)
    tape = scan(html)
    labels = keep_one_article(tape, measure(tape), all_body(tape))
    teasers = np.flatnonzero(labels.roles == ROLES.index(Role.TEASER))
    assert [tape.texts[row] for row in teasers] == list(OTHERS)


def test_an_article_wrapped_otherwise_is_another_all_the_same() -> None:
    """Two ``article`` elements side by side, the second in a wrapper of its own."""
    html = html_of(
        f"<article><h1>Council votes for a new footbridge</h1>{paragraphs(*PARAGRAPHS)}"
        f"{FURNITURE}</article>",
        f"<div><article><h1>Bakery closes</h1>{paragraphs(*OTHERS)}</article></div>",
    )
    assert kept(html) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("second", "between", "page_type"),
    [
        ('<h1 class="part">The cost</h1>', FURNITURE, "article"),  # set otherwise
        ("<h1>The cost</h1>", "", "article"),  # right behind the text: its next part
        ("<h1>The cost</h1>", FURNITURE, "forum"),  # each post has a title
    ],
)
def test_a_part_of_the_article_is_not_another(second: str, between: str, page_type: str) -> None:
    """Headings of the first rank may head parts of one text."""
    html = html_of(
        f"<div><h1>Council votes for a new footbridge</h1>{paragraphs(*PARAGRAPHS)}{between}</div>",
        f"<div>{second}{paragraphs(*OTHERS)}</div>",
    )
    assert kept(html, page_type=page_type) == [*PARAGRAPHS, *OTHERS]


@pytest.mark.parametrize("name", NAMES)
def test_authored_pages_keep_what_is_theirs(name: str) -> None:
    """No body block of an authored page is another article's; the labels' shapes stay."""
    tape = tape_of(name)
    features = measure(tape)
    before = label(features, tokenise(tape))
    after = keep_one_article(tape, features, before)
    assert not (after.body & ~before.body).any()
    assert (after.roles != ROLES.index(Role.TEASER))[before.body].all()
    assert len(after.roles) == len(after.scores) == len(tape)
