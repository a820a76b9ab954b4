"""The 83 html5lib-tests encoding cases: what a page declares is found as browsers find it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bodycopy.decode import decode, prescan

_REPO = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("BODYCOPY_SHARED", _REPO.parent / "shared"))
_CASES = _SHARED / "data" / "html5lib-tests" / "encoding"


def _cases(path: Path) -> list[tuple[bytes, str]]:
    """``(page, expected encoding)`` of each case in a .dat file."""
    pairs = []
    for case in path.read_bytes().split(b"#data\n")[1:]:
        page, _, rest = case.partition(b"\n#encoding\n")
        pairs.append((page, rest.split(b"\n", 1)[0].strip().decode("ascii").lower()))
    return pairs


def _declared(page: bytes) -> str:
    """What the page declares; windows-1252, browsers' default, where that is nothing.

    Not all of ``decode``: test-yahoo-jp.dat declares EUC-JP over bytes that are UTF-8, which
    ``decode`` reads as UTF-8.
    """
    found = decode(page).encoding
    return found.name if found.source == "bom" else prescan(page) or "windows-1252"


@pytest.mark.fault("charset")
# Left out: scripted/tests1.dat, whose <meta> is written by running a script.
@pytest.mark.parametrize(
    ("name", "count"), [("tests1.dat", 59), ("tests2.dat", 22), ("test-yahoo-jp.dat", 1)]
)
def test_declarations_are_found_as_browsers_find_them(name: str, count: int) -> None:
    """Every case of the file gives the encoding that html5lib-tests expects."""
    path = _CASES / name
    if not path.exists():
        pytest.skip(f"no html5lib-tests in {_SHARED} (set BODYCOPY_SHARED)")
    cases = _cases(path)
    assert len(cases) == count
    wrong = [(page[:120], _declared(page), want) for page, want in cases if _declared(page) != want]
    assert wrong == []


def test_big5_page_of_the_detector_cases_is_read_as_it_was_written() -> None:
    """The undeclared Big5 page among the cases is read without a broken character."""
    path = _CASES / "chardet" / "test_big5.txt"
    if not path.exists():
        pytest.skip(f"no html5lib-tests in {_SHARED} (set BODYCOPY_SHARED)")
    page = path.read_bytes()
    found = decode(page)
    assert (found.encoding.name, found.encoding.source) == ("big5", "detector")
    assert found.text == page.decode("big5")
