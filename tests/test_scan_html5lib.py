"""The html5lib-tests tree-construction cases: the tape has the text of the expected trees."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bodycopy.scan import lexbor as lexbor_scan
from both_scans import SCANS

scan = lexbor_scan.scan


@pytest.fixture(autouse=True, scope="module", params=SCANS)
def _each_scan(request: pytest.FixtureRequest) -> None:
    """Every test here runs on both scans."""
    global scan
    scan = request.param.scan


_REPO = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("BODYCOPY_SHARED", _REPO.parent / "shared"))
_CASES = _SHARED / "data" / "html5lib-tests" / "tree-construction"

# What scan leaves out by design: not shown, or a control or a picture.
_LEFT_OUT = frozenset(
    "script style template noscript head title iframe noframes noembed select option optgroup "
    "textarea svg object embed audio video canvas applet rt rp rtc datalist progress meter "
    "frameset dialog map annotation-xml annotation".split()
)
_DRAWS_NOTHING = re.compile("[\\s\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff\u00ad]+")
_START_TAG = re.compile(r"<(?:svg |math )?([^ >]+)>")


class Case(NamedTuple):
    """One case: where it stands, its markup, and the tree that the standard asks for."""

    place: str
    html: str
    tree: str
    scripting: bool | None


def _cases(path: Path) -> Iterator[Case]:
    """Cases of a .dat file that parse whole documents."""
    text = path.read_bytes().decode("utf-8")
    for number, case in enumerate(re.split(r"(?:\A|\n)#data\n", text)[1:]):
        html, _, rest = ("\n" + case).partition("\n#errors\n")
        before, _, tree = rest.partition("#document\n")
        if "#document-fragment" in before or not tree:
            continue
        scripting = None
        if re.search(r"^#script-(on|off)$", before, re.M):
            scripting = "#script-on" in before
        yield Case(f"{path.name}:{number}", html[1:], tree, scripting)


def _squash(text: str) -> str:
    return _DRAWS_NOTHING.sub("", text)


def _shown(tree: str, left_out_names: frozenset[str] = _LEFT_OUT) -> str:
    """The text of an expected tree, without that of elements that scan leaves out."""
    words: list[str] = []
    left_out: int | None = None
    for node in re.split(r"\n(?=\| )", tree.rstrip("\n")):
        indent = len(node) - len(node[1:].lstrip(" "))
        content = node[indent:]
        if left_out is not None and indent > left_out:
            continue
        left_out = None
        if content.startswith('"'):
            words.append(content[1:-1])
        elif (name := _START_TAG.match(content)) and name[1] in left_out_names:
            left_out = indent
    return _squash("".join(words))


def _all_cases() -> list[Case]:
    if not _CASES.exists():
        pytest.skip(f"no html5lib-tests in {_SHARED} (set BODYCOPY_SHARED)")
    return [case for path in sorted(_CASES.glob("*.dat")) for case in _cases(path)]


def _agrees(case: Case) -> bool:
    return _squash("".join(scan(case.html).texts)) == _shown(case.tree)


@pytest.mark.parametrize("scripting", [True, False])
def test_every_document_has_the_text_of_its_tree(scripting: bool) -> None:
    """1,592 documents of the suite read without scripts, 1,573 with: none differs.

    Without: all that are neither fragments nor for browsers that run scripts. Most trees are
    the same in both.
    """
    cases = [case for case in _all_cases() if case.scripting in (None, scripting)]
    assert len(cases) == (1573 if scripting else 1592)
    left_out = _LEFT_OUT if scripting else _LEFT_OUT - {"noscript"}
    wrong = [
        case.place
        for case in cases
        if _squash("".join(scan(case.html, scripting=scripting).texts))
        != _shown(case.tree, left_out)
    ]
    assert wrong == []


def test_tape_has_the_text_of_the_expected_trees() -> None:
    """Every document of a browser that runs scripts, as ours are read: 1,573 of 1,573."""
    cases = [case for case in _all_cases() if case.scripting is not False]
    assert len(cases) == 1573
    assert [case.place for case in cases if not _agrees(case)] == []
    # The comparison is about something: this many of the trees show text.
    assert sum(bool(_shown(case.tree)) for case in cases) == 608


# A tree for a browser that runs no scripts has markup in <noscript>, where ours has text that
# is not shown: an end tag ends <noscript> inside of what is a comment or <iframe> to the other,
# and <noscript> in the head does not end the head.
_NOSCRIPT = {
    "comment opened in <noscript>": 5,
    "<iframe> opened in <noscript>": 2,
    "text in the head's <noscript>": 1,
    "<plaintext> opened in <noscript>": 1,
}


def test_only_noscript_differs_from_a_browser_without_scripts() -> None:
    """Of the 27 cases for browsers that run no scripts, all that differ hold <noscript>."""
    cases = [case for case in _all_cases() if case.scripting is False]
    assert len(cases) == 27
    kinds = Counter(_kind(case.html) for case in cases if not _agrees(case))
    assert kinds == _NOSCRIPT


def _kind(html: str) -> str:
    """Why a page reads differently where scripts do not run."""
    if "<noscript><!--" in html:
        return "comment opened in <noscript>"
    if "<head><noscript>XXX" in html:
        return "text in the head's <noscript>"
    opened = re.search("<noscript>(<[a-z]+>)", html)
    return f"{opened[1]} opened in <noscript>" if opened else html
