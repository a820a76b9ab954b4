"""What each target allows, which blocks a convention keeps, and what probabilities are worth."""

from __future__ import annotations

import numpy as np
import pytest

from bodycopy.roles import BODY_ROLES, ROLES, Role

pytest.importorskip("torch")

from training.batches import allowed_roles
from training.calibrate import reliability
from training.evaluate import kept_blocks, macro_f1
from training.examples import CONVENTION_NAMES, KEPT, LEFT


@pytest.mark.parametrize("convention", CONVENTION_NAMES)
def test_a_block_is_kept_or_left_but_never_both(convention: str) -> None:
    """The two sides share no role, and every role is on one of them."""
    table = allowed_roles(convention)
    assert (table[KEPT] ^ table[LEFT]).all()
    assert table[KEPT].sum() >= len(BODY_ROLES)


def test_a_known_role_allows_itself_alone() -> None:
    """A block whose role was annotated has no other way out."""
    table = allowed_roles("roles")
    row = ROLES.index(Role.BYLINE)
    assert table[row].nonzero()[0].tolist() == [row]


def test_a_lead_is_kept_where_the_convention_has_it() -> None:
    """The same probabilities give the standfirst to one set's text and not to the other's."""
    chances = np.zeros((1, len(ROLES)), np.float32)
    chances[0, ROLES.index(Role.STANDFIRST)] = 0.9
    assert kept_blocks(chances, "fundus").all()
    assert not kept_blocks(chances, "roles").any()


def test_roles_with_few_labels_do_not_count_in_the_mean() -> None:
    """Forty labels more or less are chance."""
    assert macro_f1({"date": (0.8, 500), "quote": (0.6, 900), "dateline": (0.0, 40)}) == 0.7


def test_reliability_tells_what_was_said_and_what_was_true() -> None:
    """Nine tenths said and one half true stand in one row."""
    said, true = np.array([0.92, 0.98, 0.12]), np.array([1.0, 0.0, 0.0])
    assert reliability(said, true) == [(0.12, 0.0, 1), (pytest.approx(0.95), 0.5, 2)]
