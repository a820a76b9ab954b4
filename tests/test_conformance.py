"""What news pages do with HTML, and what must become of it: authored cases, on both scans."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import html5lib
import pytest

from both_scans import SCANS
from conformance_cases import Case, cases

CASES = list(cases())
_IDS = [case.place for case in CASES]


@pytest.mark.parametrize("scan", SCANS)
@pytest.mark.parametrize("case", CASES, ids=_IDS)
def test_a_page_gives_the_blocks_that_it_must(case: Case, scan: ModuleType) -> None:
    """Block by block, in order; the case says which rule asks for it."""
    assert scan.scan(case.html, scripting=case.scripting).texts == case.texts, case.why


def test_there_are_as_many_as_are_promised() -> None:
    """Two hundred at least, and no page among them twice in the same reading."""
    assert len(CASES) >= 200
    assert len({(case.html, case.scripting) for case in CASES}) == len(CASES)


# --- another parser's word on what is expected ----------------------------------------------

# What is not shown, or shown as a control or picture: no text of the tape, whoever parses.
_LEFT_OUT = frozenset(
    "script style template noscript head title iframe noframes noembed select option optgroup "
    "textarea svg object embed audio video canvas applet rt rp rtc datalist progress meter "
    "frameset map annotation-xml annotation".split()
)
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_DRAWS_NOTHING = re.compile("[\\s\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff\u00ad]+")


def _letters(texts: Iterable[str]) -> str:
    return _DRAWS_NOTHING.sub("", "".join(texts))


def _shown(parent: Any, left_out: frozenset[str]) -> Iterator[str]:
    """The text of html5lib's tree, without what the tape leaves out."""
    for child in parent.childNodes:
        if child.nodeType == child.TEXT_NODE:
            yield child.data
        elif child.nodeType == child.ELEMENT_NODE and not (
            child.tagName in left_out or _is_hidden(child)
        ):
            yield from _shown(child, left_out)


def _is_hidden(element: Any) -> bool:
    closed = element.tagName == "dialog" and not element.hasAttribute("open")
    style = _HIDES.search(element.getAttribute("style"))
    return closed or element.hasAttribute("hidden") or style is not None


def _by_html5lib(case: Case) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of characters that XML does not have
        tree = html5lib.parse(case.html, treebuilder="dom", scripting=case.scripting)
    return _letters(_shown(tree, _LEFT_OUT if case.scripting else _LEFT_OUT - {"noscript"}))


# Where it does not: why not, by a part of the page that no other case has.
_ELSEWHERE = {
    "<rt>かん<rb>字": "html5lib does not know <rb>",
    "<svg></p>x": "nor that </p> ends foreign content",
    "<isindex>": "it still makes a form of <isindex>",
    "<table><template>": "nor <template>",
    "vor<template>": "nor <template>",
    "hidden=until-found": "what is hidden until found is text of ours",
    'paywall-content" hidden': "and so is what a paywall folds away",
}


@pytest.mark.parametrize("case", CASES, ids=_IDS)
def test_another_parser_sees_the_same_letters(case: Case) -> None:
    """html5lib, which shares no line with either scan, finds the text that is expected here.

    Letters only: which blocks they make is our own affair.
    """
    elsewhere = [why for part, why in _ELSEWHERE.items() if part in case.html]
    assert (_by_html5lib(case) == _letters(case.texts)) is not bool(elsewhere), elsewhere
