"""A block's CSS path finds its element, and no other, in the page's DOM."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

from authored import NAMES, tape_of
from bodycopy.assemble.paths import _spell_paths, spell_paths
from bodycopy.decode import decode
from bodycopy.scan import scan
from bodycopy.tape import Tape

PAGES = sorted(Path(__file__).parent.glob("pages/*/source.html"))
_REPO = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("BODYCOPY_SHARED", _REPO.parent / "shared"))
_DRAWS_NOTHING = re.compile("[\\s\u200b\u2060\ufeff\u00ad]+")
# What scan leaves out from among a block's words, without moving what stands beside it.
_LEFT_OUT = (
    "script, style, template, noscript, select, svg, textarea, iframe, object, video, audio, "
    "rt, rp, canvas, title, map, [hidden], [style*=none], [style*=hidden]"
)


def _squash(text: str) -> str:
    return _DRAWS_NOTHING.sub("", text)


def _paths(tape: Tape) -> list[str]:
    return spell_paths(tape.elements, tape.element)


def _astray(html: str) -> list[tuple[str, str]]:
    """``(path, text)`` of the page's blocks whose path does not find exactly their element."""
    tape = scan(html)
    tree = LexborHTMLParser(html, scripting=True)
    blocks = list(zip(_paths(tape), tape.texts, strict=True))
    found = [(tree.css(path), path, text) for path, text in blocks]
    astray = [(path, text) for nodes, path, text in found if len(nodes) != 1]
    single = [(nodes[0], path, text) for nodes, path, text in found if len(nodes) == 1]
    split = [
        (node, path, text)
        for node, path, text in single
        if _squash(text) not in _squash(node.text())
    ]
    # Elements were found while the tree was whole; now their words close up.
    for node in tree.css(_LEFT_OUT) if split else ():
        node.decompose(recursive=False)
    return astray + [
        (path, text) for node, path, text in split if _squash(text) not in _squash(node.text())
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_paths_find_the_blocks_of_the_golden_pages(page: Path) -> None:
    """On each authored page every block is found again."""
    html = decode(page.read_bytes()).text
    assert len(scan(html)) > 0
    assert _astray(html) == []


def test_paths_find_the_blocks_of_real_pages() -> None:
    """On thirty pages as the web has them every block is found again."""
    path = _SHARED / "data" / "pages" / "fundus.parquet"
    if not path.exists():
        pytest.skip(f"no pages in {_SHARED} (set BODYCOPY_SHARED)")
    parquet = pytest.importorskip("pyarrow.parquet")
    pages = parquet.read_table(path, columns=["id", "html"]).to_pylist()[::6]
    assert len(pages) == 30
    assert [
        (page["id"], astray) for page in pages if (astray := _astray(decode(page["html"]).text))
    ] == []


def test_path_is_spelled_from_the_body() -> None:
    """A step for each element, with its place; what is no element does not count."""
    tape = scan("<div><!-- x --><script></script> text <p>one</p></div><p>two</p>")
    assert _paths(tape) == [
        "body > div:nth-child(1)",
        "body > div:nth-child(1) > p:nth-child(2)",
        "body > p:nth-child(2)",
    ]
    assert tape.texts == ("text", "one", "two")


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b<div>c</div>d",
        "<table><tr><td>a<td>b</table><table><tbody><tr><td>c</table>",
        "<table>a<tr><td>b</table>",
        "<noscript><p>x</p></noscript><p>a</p>",
        "<template><p>x</p></template><svg><p>a</p></svg><p>b</p>",
        "<?x y><!doctype html><p>a</p><![CDATA[x]]><p>b</p>",
        "<p>a</p></body><p>b</p></html><p>c</p>",
        "<b><p>a</b>b</p><i><p>c</p>d</i>",
        "<o:p>a</o:p><x-card>b</x-card><foo_bar><p>c</p></foo_bar><_a><p>d</p></_a>",
        '<Ñ><p>a</p></Ñ><h:h1><p>b</p></h:h1><a.b><p>c</p></a.b><a"b><p>d</p></a"b>',
        "<select><p>x</p></select><p>a</p><select><hr></select><p>b</p>",
        "<math><mi>a</mi><mtext><p>b</p></mtext></math>",
        "<form><p>a</p><form><p>b</p></form></form>",
        "<meta><link><title>x</title><p>a<base><p>b",
        "<div hidden class=story><p>a</p></div><p hidden>x</p><p>b</p>",
    ],
)
def test_paths_survive_markup_that_the_parser_mends(html: str) -> None:
    """Places are those of the browser's tree, whatever stood in the source."""
    assert len(scan(html)) > 0
    assert _astray(html) == []


@pytest.mark.parametrize("name", NAMES)
def test_both_ways_spell_alike(name: str) -> None:
    """Compiled or not, every path is the same; the root's is ``body``, a text's is empty."""
    tape = tape_of(name)
    rows = np.arange(len(tape.elements.tag), dtype=np.int32)
    assert spell_paths(tape.elements, rows) == _spell_paths(tape.elements, rows)
    assert spell_paths(tape.elements, rows[:1]) == ["body"]
    assert spell_paths(scan("").elements, rows[:0]) == []


def test_path_too_deep_is_empty() -> None:
    """Beyond 3,000 characters there is none, so that deep pages do not eat the memory."""
    tape = scan("<p>a</p>" + "<div>" * 2000 + "b")
    assert _paths(tape) == ["body > p:nth-child(1)", ""]
    everywhere = spell_paths(tape.elements, np.arange(len(tape.elements.tag), dtype=np.int32))
    assert max(map(len, everywhere)) < 3100
    assert sum(map(len, everywhere)) < 1_000_000
