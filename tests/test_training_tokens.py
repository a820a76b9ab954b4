"""Hashed tokens: cut where words are cut, the same wherever they stand."""

from __future__ import annotations

from bodycopy.features.tokens import Bags, tokenise
from bodycopy.scan import scan


def bag(bags: Bags, number: int) -> list[int]:
    """The hashes in one bag."""
    return [int(i) for i, b in zip(bags.ids, bags.bag, strict=True) if b == number]


def words(text: str) -> list[int]:
    """Hashes of the words of a page of one paragraph."""
    return bag(tokenise(scan(f"<p>{text}</p>")).words, 0)


def names(attributes: str) -> list[int]:
    """Hashes of the names of a paragraph's element, its tag first."""
    tokens = tokenise(scan(f"<p {attributes}>Text</p>"))
    return bag(tokens.names, int(tokens.around[0, 1]))


def test_case_and_place_do_not_change_a_word() -> None:
    """The hash of a word is its own, wherever in the page it stands."""
    assert words("Photo: Someone") == [words("PHOTO")[0], words("someone")[0]]


def test_digits_count_as_digits() -> None:
    """Two dates of the same form are the same tokens."""
    assert words("12.05.2024 08:30") == words("31.12.1999 23:59")


def test_ideographs_are_words() -> None:
    """Where no spaces are written each character is a token."""
    assert len(words("東京で雨")) == 4


def test_names_are_cut_at_signs_digits_and_capitals() -> None:
    """``articleBody`` and ``article-body2`` say the same."""
    assert names('class="articleBody"') == names('class="article-body2"')
    assert len(names('class="ARTICLE"')) == 2


def test_long_texts_are_heard_at_both_ends() -> None:
    """What stands in the middle of a long paragraph does not matter."""
    start, end = "Correction from our desk on the report below, in", "and that is the end"
    assert words(f"{start} {'x ' * 90}{end}") == words(f"{start} {'y ' * 90}{end}")


def test_hashes_never_change() -> None:
    """Weights are learned for these very numbers."""
    assert words("bodycopy") == [902057430]


def test_a_long_page_hashes_as_a_short_one() -> None:
    """Beyond the table of powers places are counted anew, and hashes stay the same."""
    tokens = tokenise(scan("<p>A paragraph of some length, and then some more.</p>" * 3000))
    assert bag(tokens.words, 0) == bag(tokens.words, 2999)
    assert bag(tokens.words, 0) == words("A paragraph of some length, and then some more.")


def test_an_empty_page_has_no_tokens() -> None:
    """Nothing in, nothing out."""
    tokens = tokenise(scan(""))
    assert tokens.words.size == 0
    assert tokens.around.shape == (0, 4)
