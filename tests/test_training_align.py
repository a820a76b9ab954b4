"""Gold text finds its blocks, copies and cuts included."""

from __future__ import annotations

from training.align import align_body, align_roles

LONG = "The harbour was closed for three days because of the storm"
MORE = "Ferries to the islands will sail again on Monday morning"


def test_a_block_in_the_gold_is_body_and_the_rest_is_not() -> None:
    """Punctuation, case and white space do not count."""
    shares = align_body(["Menu", LONG + ".", "Read also: more", MORE], f"{LONG}\n\n{MORE.upper()}!")
    assert shares == [0.0, 1.0, 0.0, 1.0]


def test_a_gold_paragraph_may_lie_in_several_blocks() -> None:
    """Line breaks cut blocks that the gold has as one paragraph."""
    assert align_body([LONG, MORE], f"{LONG} {MORE}") == [1.0, 1.0]


def test_a_block_may_hold_several_gold_paragraphs() -> None:
    """And the other way round."""
    assert align_body([f"{LONG} {MORE}"], f"{LONG}\n\n{MORE}") == [1.0]


def test_of_two_copies_the_one_among_its_neighbours_is_body() -> None:
    """A teaser of the first paragraph stands far above the article."""
    texts = [LONG, "Sport", "Weather", LONG, MORE]
    assert align_body(texts, f"{LONG}\n{MORE}") == [0.0, 0.0, 0.0, 1.0, 1.0]


def test_a_short_block_is_body_only_where_the_gold_has_it() -> None:
    """``Share`` between two paragraphs is not in the gold; a short answer is."""
    assert align_body([LONG, "Share", MORE], f"{LONG}\n{MORE}")[1] == 0.0
    assert align_body([LONG, "Why?", MORE], f"{LONG}\nWhy?\n{MORE}")[1] == 1.0


def test_a_block_that_differs_in_a_word_is_mostly_body() -> None:
    """Mangled letters and cut words are bridged by the words around them."""
    texts = [MORE, LONG.replace("harbour", "harb?r")]
    share = align_body(texts, f"{MORE}\n{LONG}")[1]
    assert 0.8 < share < 1.0


def test_roles_follow_blocks_that_are_cut_alike_or_otherwise() -> None:
    """A role block cut in two gives both parts its role; unknown text gets none."""
    gold = [("Home", "navigation"), (f"{LONG} {MORE}", "paragraph"), ("Photo: A. Name", "credit")]
    texts = ["Home", LONG, MORE, "Photo: A. Name", "never seen by the annotator"]
    assert align_roles(texts, gold) == ["navigation", "paragraph", "paragraph", "credit", ""]
