"""Items of lists know their list, their number, and what else belongs to them."""

from __future__ import annotations

import pytest

from bodycopy.article import ListItem
from bodycopy.assemble.lists import ListPlaces
from bodycopy.scan import lexbor as lexbor_scan
from both_scans import SCANS

scan = lexbor_scan.scan


@pytest.fixture(autouse=True, scope="module", params=SCANS)
def _each_scan(request: pytest.FixtureRequest) -> None:
    """Every test here runs on both scans."""
    global scan
    scan = request.param.scan


def _numbers(html: str) -> list[int | None]:
    """The numbers of all rows, in their order."""
    tape = scan(html)
    lists = ListPlaces(tape)
    items = [lists.item(row) for row in range(len(tape))]
    return [item.number if item else None for item in items]


def _items(html: str) -> list[tuple[str, int, bool] | None]:
    """``(text, which of the lists, continued)`` of all rows."""
    tape = scan(html)
    lists = ListPlaces(tape)
    known: dict[int, int] = {}
    found: list[tuple[str, int, bool] | None] = []
    for row, text in enumerate(tape.texts):
        item = lists.item(row)
        place = item and (text, known.setdefault(item.list, len(known)), item.continued)
        found.append(place)
    return found


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        ("<ol><li>a<li>b<li>c</ol>", [1, 2, 3]),
        ("<ul><li>a<li>b</ul>", [None, None]),
        ("<ol start=4><li>a<li>b</ol>", [4, 5]),
        ("<ol start=' +4th'><li>a</ol>", [4]),
        ("<ol start=-1><li>a<li>b<li>c</ol>", [-1, 0, 1]),
        ("<ol start=x><li>a</ol>", [1]),
        ("<ol start=9999999999><li>a</ol>", [1]),
        ("<ol start=999999999><li>a<li>b</ol>", [999_999_999, 1_000_000_000]),
        ("<ol reversed><li>a<li>b<li>c</ol>", [3, 2, 1]),
        ("<ol reversed start=10><li>a<li>b</ol>", [10, 9]),
        ("<ol reversed><li>a<li value=7>b<li>c</ol>", [3, 7, 6]),
        ("<ol><li>a<li value=7>b<li>c</ol>", [1, 7, 8]),
        ("<ol><li>a<li value=''>b</ol>", [1, 2]),
        ("<ol><li>a<li></li><li>b</ol>", [1, 3]),
        ("<ol><li>a<li hidden>no<li>b</ol>", [1, 2]),
        ("<ol><li>a<ol><li>b<li>c</ol><li>d</ol>", [1, 1, 2, 2]),
        ("<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", [1, None, None, 2]),
        ("<ol reversed><li>a<ol reversed><li>b</ol><li>c</ol>", [2, 1, 1]),
        ("<ol><li>a</ol><p>between</p><ol start=2><li>b</ol>", [1, None, 2]),
        ("<ol><div><li>a</li></div><li>b</ol>", [1, 2]),
        ("<li>a", [None]),
    ],
)
def test_numbers_are_those_that_a_browser_prints(html: str, numbers: list[int | None]) -> None:
    """From 1, or as the list and its items say; what is not shown is not counted."""
    assert _numbers(html) == numbers


def test_lists_side_by_side_are_two() -> None:
    """Nothing stands between them but the end of the first."""
    assert _items("<ul><li>a<li>b</ul><ul><li>c</ul>") == [
        ("a", 0, False),
        ("b", 0, False),
        ("c", 1, False),
    ]


def test_a_list_in_a_list_is_another() -> None:
    """The outer one goes on behind it."""
    assert _items("<ul><li>a<ol><li>b</ol><li>c</ul>") == [
        ("a", 0, False),
        ("b", 1, False),
        ("c", 0, False),
    ]


def test_an_interrupted_list_is_one() -> None:
    """What stands between two items belongs to neither."""
    html = "<ol><li>a</li><p>picture</p><li>b</li></ol>"
    assert _items(html) == [("a", 0, False), ("picture", 0, False), ("b", 0, False)]
    assert _numbers(html) == [1, None, 2]


def test_second_block_of_an_item_goes_on_with_it() -> None:
    """Behind a list inside of the item too."""
    assert _items("<ul><li><p>a</p><p>b</p><ul><li>c</ul><p>d</p></li><li>e</ul>") == [
        ("a", 0, False),
        ("b", 0, True),
        ("c", 1, False),
        ("d", 0, True),
        ("e", 0, False),
    ]


def test_what_is_in_no_list_has_no_item() -> None:
    """A labeller may call a line with a bullet an item of a list."""
    assert _items("<p>• a</p><dl><dt>b<dd>c</dl>") == [None, None, None]


def test_an_item_in_the_depth_is_looked_for_no_further() -> None:
    """Fifty elements between a text and its list: that is no list of the text's."""
    deep = "<div>" * 60
    assert _items(f"<ul><li>{deep}a</ul>") == [None]


def test_item_of_an_unordered_list_has_only_its_list() -> None:
    """Which is what its record says."""
    assert ListPlaces(scan("<ul><li>a</ul>")).item(0) == ListItem(list=1)
