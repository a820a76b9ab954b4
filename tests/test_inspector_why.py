"""Why a block is body or not: contributions that sum up, in words that say what was measured."""

import numpy as np
import pytest

from authored import NAMES, source
from bodycopy.features import COLUMNS
from bodycopy.features.tokens import tokenise
from bodycopy.inspector.block_reasons import block_reasons
from bodycopy.inspector.wording import say_measure, wordings
from bodycopy.label.layers import body_share
from bodycopy.label.net import predict
from bodycopy.label.why import Contributions, explain_blocks
from bodycopy.pipeline import ExaminedPage, examine
from bodycopy.scan import scan


def examined(html: bytes | str) -> ExaminedPage:
    """What was found on the way from a page to its record."""
    found = examine(html)[1]
    assert found is not None
    return found


def contributions(page: ExaminedPage, steps: int) -> Contributions:
    """What the log odds of its blocks are made of."""
    return explain_blocks(page.features.matrix, page.tokens, steps=steps)


def faults(found: Contributions) -> np.ndarray:
    """How far the sum of all contributions of each block is from what they are to explain."""
    total = found.own.sum(axis=1) + found.near + found.page
    return np.abs(total - (found.log_odds - found.base))


@pytest.mark.parametrize("name", NAMES)
def test_contributions_sum_up(name: str) -> None:
    """Of log odds that differ by up to 12, .4 at most is lost in few steps, .1 in many."""
    page = examined(source(name))
    few, many = faults(contributions(page, 16)), faults(contributions(page, 64))
    assert few.max() < 0.4
    assert few.mean() < 0.1
    assert many.max() < 0.1
    assert many.mean() < few.mean()


def test_log_odds_are_those_of_the_network() -> None:
    """What is explained is what the network says, not some other network's word."""
    page = examined(source("en_blog"))
    body = body_share(predict(page.features.matrix, page.tokens).probabilities)
    expected = np.log(body / (1 - body))
    np.testing.assert_allclose(contributions(page, 1).log_odds, expected, atol=1e-3)


def test_a_measure_speaks_as_the_network_answers_to_it() -> None:
    """Links all through a paragraph make it less of one, and their measure says so."""
    page = examined(source("en_broadsheet"))
    row = next(at for at, text in enumerate(page.tape.texts) if text.startswith("The plan has"))
    column = COLUMNS.index("link_share")
    place = _shown_columns().index(column)
    linked = page.features.matrix.copy()
    linked[row, column] = 1.0
    plain, changed = (
        explain_blocks(matrix, page.tokens) for matrix in (page.features.matrix, linked)
    )
    assert changed.log_odds[row] < plain.log_odds[row] - 0.3
    assert plain.own[row, place] > 0 > changed.own[row, place]


def _shown_columns() -> list[int]:
    from bodycopy.label.net import load_weights

    return load_weights().columns.tolist()


def test_a_page_of_no_blocks_has_nothing_to_explain() -> None:
    """An empty page gives empty contributions, and a page of one block none at all."""
    empty = scan("")
    found = explain_blocks(np.empty((0, len(COLUMNS)), np.float32), tokenise(empty))
    assert found.own.shape[0] == found.near.size == found.log_odds.size == 0
    alone = contributions(examined("<p>Alone.</p>"), 4)
    assert np.abs(alone.own).max() == 0


def test_every_column_has_its_words() -> None:
    """Each measure is said in words both ways, and no words speak of one that is gone."""
    assert list(wordings()) == list(COLUMNS)
    phrases = [phrase for pair in wordings().values() for phrase in pair]
    assert all(phrases)
    assert len(set(phrases)) == len(phrases)
    assert say_measure("link_share", -0.2) == "little of it is links"


def test_reasons_name_what_was_seen() -> None:
    """An ad label's words, a paragraph's neighbours: the strongest reasons come first."""
    page = examined(source("de_regional_daily"))
    reasons = block_reasons(page.tape, page.features.matrix, page.tokens)
    label = page.tape.texts.index("Weiterlesen nach der Anzeige")
    assert reasons[label].con[0].words == "its words are known from an ad label"
    assert reasons[label].con[0].points < -1
    paragraph = next(row for row, text in enumerate(page.tape.texts) if text.startswith("Kritik"))
    assert reasons[paragraph].pro[0].points > 1
    said = next(one for one in reasons[paragraph].pro if one.words == "its first and last words")
    assert "kritik" in said.names
    found = contributions(page, 16)
    for row, one in enumerate(reasons):
        loud = [reason.points for reason in one.pro if reason.words != "all else together"]
        assert loud == sorted(loud, reverse=True)
        # What is listed leads from where a block starts to what the network says.
        told = one.start + sum(reason.points for reason in (*one.pro, *one.con))
        assert abs(told - found.log_odds[row]) < 0.15
        assert all(reason.points > 0 for reason in one.pro)
        assert all(reason.points < 0 for reason in one.con)


def test_class_names_are_told_by_name() -> None:
    """A loud class name is named as the page writes it, letters of Japanese one by one."""
    page = examined(source("ar_daily"))
    reasons = block_reasons(page.tape, page.features.matrix, page.tokens)
    names = {name for one in reasons for reason in (*one.pro, *one.con) for name in reason.names}
    assert "menu" in names
    page = examined(source("ja_newspaper"))
    reasons = block_reasons(page.tape, page.features.matrix, page.tokens)
    words = {
        name
        for one in reasons
        for reason in (*one.pro, *one.con)
        for name in reason.names
        if reason.words == "its first and last words" and not name.isascii()
    }
    assert words
    assert all(len(word) == 1 for word in words)
