"""Labelling: what any labeller behind this interface promises, whatever its weights are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from authored import NAMES, PARAGRAPHS, html_of, report, tape_of
from bodycopy.features import COLUMNS, Features, measure
from bodycopy.features.tokens import tokenise
from bodycopy.label import Labels, label
from bodycopy.roles import BODY_ROLES, ROLES, Role
from bodycopy.scan import scan
from bodycopy.tape import Tape


def labelled(html: str) -> tuple[Tape, Labels]:
    """The tape of a page and the roles of its blocks."""
    tape = scan(html)
    return tape, label(measure(tape), tokenise(tape))


def roles_in(html: str) -> dict[str, Role]:
    """The text of every block of a page, and its role."""
    tape, labels = labelled(html)
    return {text: ROLES[role] for text, role in zip(tape.texts, labels.roles, strict=True)}


def assert_sound(labels: Labels, n: int) -> None:
    """Rows of probabilities sum to one, and every block has one role with its probability."""
    assert labels.probabilities.shape == (n, len(ROLES))
    assert labels.roles.shape == labels.scores.shape == labels.body.shape == (n,)
    assert np.issubdtype(labels.roles.dtype, np.integer)
    assert np.isfinite(labels.probabilities).all()
    assert ((labels.probabilities >= 0) & (labels.probabilities <= 1 + 1e-5)).all()
    assert np.allclose(labels.probabilities.sum(axis=1), 1.0, atol=1e-4)
    assert ((labels.roles >= 0) & (labels.roles < len(ROLES))).all()
    assert np.array_equal(labels.scores, labels.probabilities[np.arange(n), labels.roles])
    assert labels.body.dtype == np.bool_
    assert labels.body.tolist() == [ROLES[role] in BODY_ROLES for role in labels.roles]


@pytest.mark.parametrize("name", NAMES)
def test_probabilities_are_probabilities(name: str) -> None:
    """On every authored page rows sum to one, and a block's score is that of its role."""
    tape = tape_of(name)
    assert_sound(label(measure(tape), tokenise(tape)), len(tape))


@given(n=st.integers(1, 30), seed=st.integers(0, 2**32 - 1), scale=st.sampled_from([0.1, 1.0, 4.0]))
def test_probabilities_hold_for_any_measures(n: int, seed: int, scale: float) -> None:
    """A matrix that no page gives, far outside the usual ranges, still gives probabilities."""
    draw = np.random.default_rng(seed)
    matrix = draw.uniform(-scale, scale, (n, len(COLUMNS))).astype(np.float32)
    container = draw.integers(0, n, n).astype(np.int32)
    tokens = tokenise(scan("<p>x</p>" * n))
    assert_sound(label(Features(matrix, container, headline=-1, best=0), tokens), n)


def test_an_empty_page_has_no_labels() -> None:
    """No rows in, no rows out, with a column a role all the same."""
    assert_sound(label(measure(scan("")), tokenise(scan(""))), 0)


@pytest.mark.parametrize(
    "html", ["x", f"<p>{PARAGRAPHS[0]}</p>", "<h1>Storm</h1>", "<a href=/>Home</a>"]
)
def test_one_block_is_labelled(html: str) -> None:
    """A page of one block has one role."""
    assert_sound(labelled(html)[1], 1)


@pytest.mark.parametrize("name", NAMES)
def test_labelling_is_pure(name: str) -> None:
    """The same measures twice give equal labels, and the measures are left as they were."""
    features, tokens = measure(tape_of(name)), tokenise(tape_of(name))
    before = features.matrix.copy()
    first, second = label(features, tokens), label(features, tokens)
    assert np.array_equal(first.probabilities, second.probabilities)
    assert np.array_equal(first.roles, second.roles)
    assert np.array_equal(features.matrix, before)


def test_a_report_is_body_and_the_page_around_it_is_not() -> None:
    """Paragraphs of a plain report are its body; menu, headline and legal line are not."""
    roles = roles_in(report())
    assert [roles[text] for text in PARAGRAPHS] == [Role.PARAGRAPH] * len(PARAGRAPHS)
    others = {role for text, role in roles.items() if text not in PARAGRAPHS}
    assert others.isdisjoint(BODY_ROLES)
    assert roles["Council votes for a new footbridge"] is Role.HEADLINE


@pytest.mark.parametrize(
    ("part", "text", "role"),
    [
        ("<h2>What it costs</h2>", "What it costs", Role.SUBHEADING),
        (f"<blockquote>{PARAGRAPHS[3][:-30]}.</blockquote>", PARAGRAPHS[3][:-30] + ".", Role.QUOTE),
        ("<pre>08:00  first ferry\n19:00  last ferry</pre>", "08:00 first", Role.PREFORMATTED),
        (
            "<ul><li>A bridge of larch, five feet wide, from the school to the mill.</li>"
            "<li>A ferry every half hour until the bridge stands.</li></ul>",
            "A ferry every half hour until the bridge stands.",
            Role.LIST_ITEM,
        ),
    ],
)
def test_body_blocks_have_the_role_of_their_markup(part: str, text: str, role: Role) -> None:
    """What an editor set as heading, list, quotation or preformatted text is that in the body."""
    roles = roles_in(report(part))
    found = {" ".join(block.split()): kind for block, kind in roles.items()}
    assert next(kind for block, kind in found.items() if block.startswith(text)) is role


def test_cells_of_a_data_table_in_the_body_are_its_table() -> None:
    """Figures between paragraphs belong to the report."""
    cells = "".join(
        f"<tr><td>{year}</td><td>{year % 89} mm</td></tr>" for year in range(2016, 2022)
    )
    assert roles_in(report(f"<table>{cells}</table>"))["2019"] is Role.TABLE


@pytest.mark.parametrize(
    ("part", "text", "role"),
    [
        ("<p>Advertisement</p>", "Advertisement", Role.AD_LABEL),
        ("<p>Anzeige</p>", "Anzeige", Role.AD_LABEL),
        (
            '<ul class="share-buttons"><li><a href="https://s.example/x">Post</a></li>'
            '<li><a href="mailto:?body=x">E-mail</a></li><li><a href="/p">Print</a></li></ul>',
            "Post",
            Role.SHARE,
        ),
        (
            "<figure><img src=b.jpg><figcaption>The ferry at noon</figcaption></figure>",
            "The ferry at noon",
            Role.CAPTION,
        ),
    ],
)
def test_what_stands_inside_the_flow_is_not_body(part: str, text: str, role: Role) -> None:
    """Labels, share bars and captions between two paragraphs keep their own role."""
    assert roles_in(report(part))[text] is role


def test_a_pull_quote_is_not_body_a_second_time() -> None:
    """What the text says once is in the body once."""
    quote = "“the occasional determined sheep”"
    assert roles_in(report(f"<blockquote>{quote}</blockquote>"))[quote] not in BODY_ROLES


def test_a_footer_of_links_is_not_body() -> None:
    """A page's menu of links holds no body, however many there are."""
    items = "".join(f'<li><a href="/{i}">Section number {i}</a></li>' for i in range(60))
    roles = roles_in(html_of(f"<nav><ul>{items}</ul></nav><footer><ul>{items}</ul></footer>"))
    assert BODY_ROLES.isdisjoint(roles.values())
