"""Why a line of flattened text is body or not: contributions that sum up, tokens as written."""

from pathlib import Path

import numpy as np
import pytest

from bodycopy.inspector import inspect_text
from bodycopy.inspector.line_reasons import line_reasons
from bodycopy.inspector.wording import line_wordings
from bodycopy.label.layers import body_share
from bodycopy.label.why import Contributions
from bodycopy.lines.features import LINE_COLUMNS, LineFeatures, measure_lines
from bodycopy.lines.net import predict_lines
from bodycopy.lines.plaintext import PlainText, read_text
from bodycopy.lines.spelling import spell_grams, spell_words
from bodycopy.lines.tokens import tokenise_lines
from bodycopy.lines.why import PLACE_COLUMNS, explain_lines

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
EACH = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)


def read(path: Path) -> tuple[PlainText, LineFeatures]:
    """The lines of an authored text, and what was measured of them."""
    text = read_text(path.read_text(encoding="utf-8"))
    return text, measure_lines(text)


def faults(found: Contributions) -> np.ndarray:
    """How far the sum of all contributions of each line is from what they are to explain."""
    total = found.own.sum(axis=1) + found.near + found.page
    return np.abs(total - (found.log_odds - found.base))


@EACH
def test_contributions_sum_up(path: Path) -> None:
    """Of log odds that differ by up to 22, .4 at most is lost in few steps, .1 in many."""
    _, features = read(path)
    few, many = (faults(explain_lines(features, steps=steps)) for steps in (16, 64))
    assert few.max() < 0.4
    assert few.mean() < 0.15
    assert many.max() < 0.1
    assert many.mean() < few.mean()


@EACH
def test_log_odds_are_those_of_the_network(path: Path) -> None:
    """What is explained is what the network says, and all lines start alike."""
    _, features = read(path)
    body = body_share(predict_lines(features).probabilities.astype(np.float64))
    found = explain_lines(features, steps=1)
    explained = 1 / (1 + np.exp(-found.log_odds.astype(np.float64)))
    np.testing.assert_allclose(explained, body, atol=1e-4)
    middle = found.base[18:-18]  # the first and last lines have fewer around them
    assert np.ptp(middle) < 1e-3 if len(middle) else True


def test_a_measure_speaks_as_the_network_answers_to_it() -> None:
    """A paragraph whose words are known from an ad label is less of one, and they say so."""
    text, features = read(TEXTS[0])
    row = next(at for at, line in enumerate(text.tape.texts) if line.startswith("Kritik"))
    column = LINE_COLUMNS.index("says_ad_label")
    labelled = features.matrix.copy()
    labelled[row, column] = 1.0
    changed = LineFeatures(labelled, features.tokens, features.chars)
    before, after = explain_lines(features), explain_lines(changed)
    assert after.log_odds[row] < before.log_odds[row] - 0.3
    assert after.own[row, column] < -0.3


def test_a_single_line_owes_nothing_to_what_it_is() -> None:
    """A text of one line is its own average: there is nothing on the way to it."""
    features = measure_lines(read_text("The council met on Tuesday."))
    found = explain_lines(features, steps=4)
    assert found.own.shape == (1, found.gradient.shape[1])
    assert np.abs(found.own).max() == np.abs(found.near).max() == 0


def test_every_column_of_lines_has_its_words() -> None:
    """Each measure is said in words both ways, and no words speak of one that is gone."""
    assert sorted(line_wordings()) == sorted((*LINE_COLUMNS, *PLACE_COLUMNS))
    phrases = [phrase for pair in line_wordings().values() for phrase in pair]
    assert all(phrases)
    assert len(set(phrases)) == len(phrases)


@EACH
def test_tokens_are_spelled_as_they_were_hashed(path: Path) -> None:
    """The words and n-grams that are told are those whose hashes the network looks up."""
    text, features = read(path)
    tokens = features.tokens
    words = [word for line in text.tape.texts for word in spell_words(line)]
    assert tokenise_lines(words).word_ids.tolist() == [
        one for word, one in zip(words, tokens.word_ids.tolist(), strict=True) if len(word) < 48
    ]
    grams = [gram for line in text.tape.texts for gram in spell_grams(line)]
    assert len(grams) == len(tokens.gram_ids)
    for gram, expected in list(zip(grams, tokens.gram_ids.tolist(), strict=True))[:400]:
        # Of a line that is but the n-gram the first one begins before it.
        assert tokenise_lines([gram]).gram_ids[len(gram) - 3] == expected


@pytest.mark.parametrize(
    "line", ["a", "ab", "©", "東京で 12", "« – »", "x" * 100, "ä" * 29, "a b " * 30]
)
def test_odd_lines_are_spelled_whole(line: str) -> None:
    """Lines without words, too short for n-grams, or too long to be shown have their tokens."""
    tokens = tokenise_lines([line])
    assert len(spell_words(line)) == len(tokens.word_ids)
    assert len(spell_grams(line)) == len(tokens.gram_ids)
    assert all(len(word) <= 48 for word in spell_words(line))


@EACH
def test_reasons_lead_to_what_the_network_says(path: Path) -> None:
    """What is listed leads from where a line starts to the log odds, the strongest first."""
    text, features = read(path)
    found = explain_lines(features)
    for row, one in enumerate(line_reasons(text.tape.texts, features)):
        told = one.start + sum(reason.points for reason in (*one.pro, *one.con))
        assert abs(told - found.log_odds[row]) < 0.15
        assert all(reason.points > 0 for reason in one.pro)
        assert all(reason.points < 0 for reason in one.con)
        loud = [reason.points for reason in one.pro if reason.words != "all else together"]
        assert loud == sorted(loud, reverse=True)


def test_reasons_name_what_was_seen() -> None:
    """An ad label's words, a credit's, the text around a subheading: the loudest come first."""
    text = (Path(__file__).parent / "texts" / "de_regional_daily.txt").read_bytes()
    blocks = {block.text: block.why for block in inspect_text(text, language="de").blocks}
    label = blocks["Weiterlesen nach der Anzeige"]
    assert label.con[0].words == "its words are known from an ad label"
    assert label.con[0].points < -1
    subheading = blocks["Landwirte verlangen Entschädigung"]
    assert subheading.pro[0].words == "the lines around it"
    credit = blocks["Quelle: Jasper Thölke/dpa"]
    said = {reason.words: reason.names for reason in credit.con}
    assert {"quelle", "dpa"} <= set(said["its first and last words"])
    spelt = [
        (text, name)
        for text, why in blocks.items()
        for reason in (*why.pro, *why.con)
        if reason.words == "the letters that it begins and ends with"
        for name in reason.names
    ]
    assert spelt
    assert all(name in text.lower() for text, name in spelt)


@EACH
def test_what_is_named_stands_in_the_line_itself(path: Path) -> None:
    """The network takes all figures for one, and other words too; a line is told its own."""
    text, features = read(path)
    told = [
        (line, name)
        for line, one in zip(text.tape.texts, line_reasons(text.tape.texts, features), strict=True)
        for reason in (*one.pro, *one.con)
        for name in reason.names
    ]
    assert told
    assert all(name in line.lower() for line, name in told)


def test_figures_are_spelt_as_they_are_written() -> None:
    """Two dates that the network reads alike."""
    for line in ("Stand: 31.12.2023, 17:45 Uhr", "Stand: 04.09.2024, 16:12 Uhr"):
        assert {line[7:9], "2023" if "2023" in line else "2024"} <= set(spell_words(line))
        assert all(gram in line for gram in spell_grams(line))
