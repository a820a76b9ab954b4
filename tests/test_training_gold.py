"""Gold that stops too early is not taught, and labels find their blocks again without texts."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("tldextract")

from authored import PARAGRAPHS, html_of
from bodycopy.roles import ROLES
from bodycopy.scan import scan
from training.annotated import annotated, digest, with_texts
from training.short_gold import goes_on

STORY = [f"{text} That was in week {week}, they said." for week in range(3) for text in PARAGRAPHS]


def page(*after: str) -> str:
    """A story in one element, and what follows that element."""
    story = "".join(f'<p class="text">{text}</p>' for text in STORY)
    return html_of(f'<article><h1>Bridge</h1><div class="story">{story}</div></article>', *after)


def share(texts: tuple[str, ...], gold: list[str]) -> np.ndarray:
    """Which blocks are in the gold."""
    return np.array([text in gold for text in texts], np.float32)


def test_what_goes_on_behind_the_gold_is_unknown() -> None:
    """The gold holds four paragraphs; the rest, in the same markup, is neither kept nor left."""
    tape = scan(page())
    rows = goes_on(tape, share(tape.texts, STORY[:4]))
    assert [tape.texts[row] for row in rows] == STORY[4:]


def test_gold_that_ends_with_its_article_is_believed() -> None:
    """What stands in other elements behind the article stays an example of furniture."""
    aside = [f"<aside><p>{text}</p></aside>" for text in STORY]
    tape = scan(page(*aside))
    assert not len(goes_on(tape, share(tape.texts, STORY)))


def test_a_note_at_the_end_is_no_second_half() -> None:
    """One paragraph behind the gold may well be an appeal: it is taught as left out."""
    tape = scan(page())
    assert not len(goes_on(tape, share(tape.texts, STORY[:-1])))


def test_without_gold_nothing_goes_on() -> None:
    """A page none of whose blocks is gold has no end of the gold."""
    tape = scan(page())
    assert not len(goes_on(tape, np.zeros(len(tape), np.float32)))


def test_labels_find_their_blocks_though_others_came_and_went() -> None:
    """A block that is new has no label; one that is gone takes none with it."""
    texts = ("Menu", "Bridge opens", *STORY[:3])
    row = {
        "page_type": "article",
        "language": "en",
        "blocks": [[digest(text), role] for text, role in zip(texts, "abcde", strict=True)],
    }
    now = ("Bridge opens", STORY[0], "Advertisement", STORY[1].upper(), STORY[2])
    found = [(block["text"], block["role"]) for block in with_texts(row, now)["blocks"]]
    assert found == [(now[0], "b"), (now[1], "c"), (now[3], "d"), (now[4], "e")]


def test_the_labels_name_roles_and_no_text() -> None:
    """Every label is a role of ours; of the page there is nothing but digests."""
    pages = annotated()
    assert len(pages) > 100
    roles = {str(role) for role in ROLES}
    for row in pages.values():
        assert {role for _, role in row["blocks"]} <= roles
        assert {len(known) for known, _ in row["blocks"]} == {8}
