"""The compiled scan against its specification: whole tapes, column by column."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authored import NAMES, source
from bench.scans import differences
from bench.sets import MissingPagesError, load_pages
from bodycopy.decode import decode
from bodycopy.options import Options
from bodycopy.scan import flow
from bodycopy.scan import lexbor as lexbor_scan
from bodycopy.tape import Marker, Tape
from both_scans import BUILT, built
from growth import LIMIT, STEPS
from test_scan_html5lib import _all_cases

if BUILT:
    from bodycopy import _cscan
    from bodycopy.scan import compiled as compiled_scan

pytestmark = built


def _assert_alike(html: str | bytes, scripting: bool = True) -> None:
    ours = compiled_scan.scan(html, scripting=scripting)
    theirs = lexbor_scan.scan(html, scripting=scripting)
    assert list(differences(ours, theirs)) == []
    if scripting:
        assert compiled_scan.scripts(html) == lexbor_scan.scripts(html)


def _texts(html: str | bytes) -> tuple[str, ...]:
    return compiled_scan.scan(html).texts


# --- which scan works ---------------------------------------------------------------------


def _scanner(**variables: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BODYCOPY_")}
    code = (
        "from bodycopy.scan import *; import bodycopy.scan as s; print(s.SCANNER, scan.__module__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_compiled_scan_works_where_it_was_built() -> None:
    """A fresh process takes the extension without being asked to."""
    assert _scanner() == "compiled bodycopy.scan.compiled"


@pytest.mark.parametrize("variable", [{"BODYCOPY_SCAN": "lexbor"}, {"BODYCOPY_PURE": "1"}])
def test_environment_chooses_the_specification(variable: dict[str, str]) -> None:
    """Who doubts the extension, or measures it, can do without."""
    assert _scanner(**variable) == "lexbor bodycopy.scan.lexbor"


# --- the same tape ------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scripting", [True, False])
def test_authored_pages_give_the_same_tape(name: str, scripting: bool) -> None:
    """As bytes where they are UTF-8, and as text."""
    html = source(name)
    _assert_alike(decode(html).text, scripting)
    _assert_alike(html, scripting)


@pytest.mark.parametrize("scripting", [True, False])
def test_tree_construction_cases_give_the_same_tape(scripting: bool) -> None:
    """The html5lib-tests documents: every way to mend markup that the standard knows."""
    cases = [case for case in _all_cases() if case.html not in _LEXBOR_IS_ELSEWHERE]
    differ = [
        case.place
        for case in cases
        if any(
            differences(
                compiled_scan.scan(case.html, scripting=scripting),
                lexbor_scan.scan(case.html, scripting=scripting),
            )
        )
    ]
    assert differ == []


def test_pages_of_the_press_give_the_same_tape() -> None:
    """Some pages of three sets; ``python -m bench.scans`` compares all of all."""
    pytest.importorskip("pyarrow")
    try:
        pages = load_pages(("fundus", "newspaper", "l3s"), sample=20)
    except MissingPagesError as error:
        pytest.skip(str(error))
    assert pages
    for page in pages:
        text = decode(page.html).text
        for scripting in (True, False):
            ours = compiled_scan.scan(text, scripting=scripting)
            found = differences(ours, lexbor_scan.scan(text, scripting=scripting))
            assert (page.name, list(found)) == (page.name, [])


# Elements that the standard's tree construction treats in ways of their own.
_TAGS = (
    "a address applet area article b base big blockquote body br button caption center code col "
    "colgroup dd del desc details dialog div dl dt em fieldset figure font foreignObject form h1 "
    "h2 head hr html i iframe img input li link listing marquee math menu meta mi mtext nobr "
    "noembed noframes noscript object ol optgroup option p param pre rb rp rt rtc ruby s script "
    "section select small span strong style sub svg table tbody td template textarea tfoot th "
    "thead title tr tt u ul var wbr x-y xmp o:p"
).split()
_ATTRIBUTES = (
    "",
    "",
    " href=1",
    " href='/x?a&amp=b&lt;c'",
    ' class="a b" id=c',
    " hidden class=article",
    " style='color:red; DISPLAY : none'",
    " itemprop=n content=' c '",
    " datetime=2020",
    " type=application/ld+json",
    " a a=1 A=2",
    " reversed",
    " start=' +2x' value=3",
    " start=-4 value=1234567890",
    " cite=' /a '",
    "/",
    " title='\0\r\n&copy'",
)
_TEXTS = (
    "x",
    "Ab",
    "9",
    " ",
    "\n",
    "é",
    "&amp;",
    "&notit;",
    "&#0;",
    "&#x80;",
    "&#10;",
    "&nbsp;",
    "<",
    "</",
    "\0",
    "\r\n",
    "\u200b",
    "\u0e01\u200b\u0e02",
    "\xad",
    "\u3000",
    "<!-- c -->",
    "<!-->",
    "<!--x--!>",
    "<![CDATA[ y ]]>",
    "<?pi z>",
    "<!doctype html>",
    "</ q>",
)
_START = st.tuples(st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)).map(
    lambda pair: f"<{pair[0]}{pair[1]}>"
)
_END = st.sampled_from(_TAGS).map("</{}>".format)
_SOUP = st.lists(_START | _END | st.sampled_from(_TEXTS), max_size=60).map("".join)


@given(_SOUP, st.booleans())
def test_tag_soup_gives_the_same_tape(html: str, scripting: bool) -> None:
    """Any tags in any order."""
    if not _is_elsewhere(html):
        _assert_alike(html, scripting)


@given(st.text() | st.text("<>/=\"' abpdivr!-[]&#x0;\0\ud800\u200b\xad\ufeff"))
def test_any_text_gives_the_same_tape(html: str) -> None:
    """Lone surrogates, characters that no page has, halves of tags."""
    _assert_alike(html)


@pytest.mark.fault("bad-text")
@given(st.binary())
def test_any_bytes_give_the_same_texts(html: bytes) -> None:
    """What is not UTF-8 is replaced before it is read, as a decoder does it."""
    _assert_alike(html.decode("utf-8", "replace").encode())
    assert _texts(html) == _texts(html.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\0\n<b>x",
        "<listing>\0\r\n",
        "<pre>\0&#10;<b>x",
        "<math></html><!-->",
        "<svg></body><!-->",
    ],
)
def test_rare_markup_gives_the_same_tape(html: str) -> None:
    """A NUL before the first line end of a block, a comment in a formula behind the page's end."""
    _assert_alike(html)


# --- where the two differ (docs/scan.md) ----------------------------------------------------

_LEXBOR_IS_ELSEWHERE = {
    "<table>\u3000</>\n": "text of a table that an empty end tag cuts in two",
    "<math><sup>x": "<sup> ends foreign content",
    "<table><image>": "<image> in a table",
    "<form><math><optgroup></form>b": "implied end tags are those of HTML elements",
    "<a><i><ul><font><mtext><var><font><p></a><small>x": "bookmark of the adoption agency",
}


def _is_elsewhere(html: str) -> bool:
    """Markup that may meet one of the differences."""
    # More formatting elements than the adoption agency clones, or the others above.
    foreign = "<math" in html or "<svg" in html
    return (foreign and ("<optgroup" in html or "<rb" in html or "<form" in html)) or any(
        html.count(f"</{tag}") + html.count(f"<{tag}") > 1 and _formatting(html) > 4
        for tag in ("a", "nobr", "b", "i", "font", "em", "strong", "code", "s", "tt", "u", "big")
    )


def _formatting(html: str) -> int:
    tags = "a b big code em font i nobr s small strike strong tt u".split()
    return sum(html.count(f"<{tag}>") + html.count(f"<{tag} ") for tag in tags)


@pytest.mark.parametrize("html", _LEXBOR_IS_ELSEWHERE)
def test_known_differences_are_still_there(html: str) -> None:
    """One that is gone leaves the list."""
    assert list(differences(compiled_scan.scan(html), lexbor_scan.scan(html)))


# --- promises of its own ------------------------------------------------------------------


def test_references_are_those_of_the_standard() -> None:
    """Every name of the list, with its characters, in text and before a letter."""
    for name, characters in html5.items():
        text = "".join(_texts(f"<pre>-&{name}-"))
        assert text == f"-{characters}-".translate({0xAD: None, 0x200B: None, 0x2060: None})
    value = compiled_scan.scan("<img alt='&ampx &amp=1 &amp;x &amp'>").markers[0].attributes["alt"]
    assert value == "&ampx &amp=1 &x &"


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("&#65;&#x42;&#X43;", "ABC"),
        ("&#65&#66 ", "AB"),
        ("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\ufffd" * 4),
        ("&#x80;&#150;&#x9f;", "€–Ÿ"),
        ("&#;&#x;&#xg;&;&", "&#;&#x;&#xg;&;&"),
        ("&notit;&notin;&no;", "¬it;∉&no;"),
    ],
)
def test_numbers_become_characters(reference: str, text: str) -> None:
    """Those of Windows-1252 too; what is no character becomes U+FFFD, the rest stays."""
    assert _texts(f"<p>{reference}") == (text,)


# What takes a parser the square of its length, or worse, in one place or another.
_SHAPES = {
    "nesting": "<div>",
    "lists": "<ul><li>",
    "links": "<a href=1>",
    "misnesting": "<b><p>",
    "adoption": "<b><p>x</b>",
    "formatting": "<b id=1><i id=2><u><s><em><strong><tt><code><p>x",
    "tables": "<table><tr><td>",
    "fostering": "<table>x<tr>y",
    "selects": "<select><optgroup><option>",
    "forms": "<form><div></form>",
    "templates": "<template><tr>",
    "foreign": "<svg><desc>",
    "ends": "</x>",
    "comments": "<!-- -- >",
    "references": "&CounterClockwiseContourIntegra",
    "attributes": "<p a='",
    "breaks": "<pre><br>",
    "zero width": "\u200b",
    "hidden": "<div hidden><meta name=a content=b>",
    "marks": "<i>x</i> <b>y<br>z</b><sup><s>1</s></sup>",
    "items": "<li value=1>x",
    "counted lists": "<ol reversed><li>x</ol>",
    "quotes": "<blockquote cite=x>y",
}


def _growth(make: Callable[[int], str], size: int) -> float:
    """How many times as long a page takes that is ``STEPS`` times as long.

    Unlike ``growth`` this counts the processor's time, and the best of several runs of the long
    page too: its first scan pays for fresh memory, which the short one finds warm.
    """
    small, large = make(size // STEPS), make(size)
    ratio = float("inf")
    for _ in range(4):  # a busy machine: once more
        quick = min(_processor_seconds(small) for _ in range(5))
        slow = min(_processor_seconds(large) for _ in range(3))
        ratio = min(ratio, (slow + 1e-5) / (quick + 1e-5))
        if ratio < LIMIT:
            break
    return ratio


def _processor_seconds(page: str) -> float:
    start = time.thread_time()
    compiled_scan.scan(page)
    return time.thread_time() - start


@pytest.mark.fault("long-chains")
@pytest.mark.parametrize("shape", _SHAPES)
def test_time_is_linear_in_every_shape(shape: str) -> None:
    """Eight times the page, eight times the time, on pages made to cost more."""
    unit = _SHAPES[shape]
    assert _growth(lambda size: unit * (size // len(unit)), 400_000) < LIMIT


@pytest.mark.fault("long-chains")
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        (lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">x", ""),
        (lambda n: "".join(f"<b id={i}>" for i in range(n)), "<p>x"),
        (lambda n: "<b>" + "<div>" * n, "</b>"),
        (lambda n: "<span>" * n, "</foo>"),
        (lambda n: "<div>" * n, "<li></li>"),
        (lambda n: "<div>" * n, "<table></table>"),
        (lambda n: "<svg>" + "<g>" * n, "</foo>"),
        (lambda n: "".join(f"<body a{i}=1>" for i in range(n)), ""),
        (lambda n: "".join(f"<font size={i}>" for i in range(n)), "<div></font>"),
    ],
)
def test_time_is_linear_in_two_parts(opening: Callable[[int], str], closing: str) -> None:
    """What the first half leaves open costs the second half nothing."""
    assert _growth(lambda n: opening(n) + closing * n, 40_000) < LIMIT


@pytest.mark.fault("deep-nesting")
def test_depth_costs_no_stack() -> None:
    """A hundred thousand elements deep the text is there, whatever depth is asked for."""
    page = "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "<p>end"
    for depth in (1, 1_000, 100_000):
        assert compiled_scan.scan(page, options=Options(max_depth=depth)).texts == ("deep", "end")


def test_threads_scan_side_by_side() -> None:
    """Tapes made by many threads at once are those that one makes."""
    pages = [source(name) for name in NAMES]
    expected = [compiled_scan.scan(page) for page in pages]
    found: dict[int, list[Tape]] = {}

    def work(number: int) -> None:
        found[number] = [compiled_scan.scan(page) for page in pages for _ in range(5)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for tapes in found.values():
        for number, tape in enumerate(tapes):
            assert list(differences(tape, expected[number // 5])) == []


# --- the seam to Python -------------------------------------------------------------------


def _prepare(bits_changed: dict[str, int] | None = None, **changed: object) -> object:
    tables: dict[str, dict[str, int]] = {
        name: {}
        for name in "flow flow_without_scripts context level lists marked style telling".split()
    }
    names = "inline block skip break rule void box script fact link".split()
    bits = "phrase heading link preformatted revealed image ordered strong".split()
    numbers = dict.fromkeys(bits, 0) | {"line_break": flow.BREAK_BIT}
    arguments = {
        "tables": tables,
        "flows": {name: number for number, name in enumerate(names)},
        "bits": numbers | (bits_changed or {}),
        "reveals": flow.reveals,
        "marker": Marker,
    } | changed
    return _cscan.prepare(*arguments.values())  # type: ignore[arg-type]


def test_rules_that_number_the_flows_otherwise_are_refused() -> None:
    """The two enumerations cannot drift apart unnoticed."""
    with pytest.raises(ValueError, match="flow block is 1 here, not 2"):
        _prepare(flows={"inline": 0, "block": 2})
    with pytest.raises(KeyError, match="no number skip"):
        _prepare(flows={"inline": 0, "block": 1})
    with pytest.raises(TypeError, match="no dict lists"):
        _prepare(tables={key: {} for key in ("flow", "flow_without_scripts", "context", "level")})
    with pytest.raises(ValueError, match="style of a break is 64 here, not 32"):
        _prepare({"line_break": 32})


@pytest.mark.parametrize(
    ("limit", "page", "texts", "cut"),
    [
        ({"bytes": 4}, "<p>ä<p>ö", (), 1),
        ({"bytes": 5}, "<p>ä<p>ö", ("ä",), 1),
        ({"nodes": 5}, "<p>a" * 100, ("a",), 2),
        ({"depth": 1}, "<p>a</p><b>b<b>c</b>", ("a", "bc"), 4),
        ({"attributes": 1}, "<p a b>a", ("a",), 8),
        ({"blocks": 1}, "<p>a<p>b", ("a",), 16),
        ({"data_chars": 1}, "<p>a<script type=json>12</script>", ("a",), 32),
        ({}, "<p a>a<p b>b", ("a", "b"), 0),
    ],
)
def test_page_behind_a_limit_is_left_out_and_the_tape_says_so(
    limit: dict[str, int], page: str, texts: tuple[str, ...], cut: int
) -> None:
    """No page asks for more memory than the limits allow; characters stay whole."""
    flows = {"p": flow.BLOCK, "body": flow.BLOCK, "script": flow.SCRIPT}
    rules = _prepare(tables=_telling() | {"flow": flows})
    limits = dict.fromkeys("bytes nodes depth attributes blocks data_chars".split(), 1000) | limit
    found = _cscan.scan(rules, page, True, tuple(limits.values()))  # type: ignore[arg-type]
    assert (found[0], found[-1]) == (texts, cut)


def test_error_in_the_rules_comes_out() -> None:
    """What a function of Python raises while the page is scanned is not swallowed."""

    def reveals(words: str) -> bool:
        raise RuntimeError(words)

    rules = _prepare(reveals=reveals, tables=_telling())
    with pytest.raises(RuntimeError, match=r"^story$"):
        _cscan.scan(rules, "<p hidden class=story>x", True, (1000,) * 6)


def _telling() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {
        name: {} for name in "flow flow_without_scripts context level lists marked style".split()
    }
    return tables | {"telling": {"class": 1}}


def test_other_types_are_refused() -> None:
    """Neither text nor bytes: the message names the type."""
    with pytest.raises(TypeError, match="html must be bytes or str, not int"):
        compiled_scan.scan(1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="PyCapsule"):
        _cscan.scan(object(), "x", True, (1000,) * 6)
    with pytest.raises(TypeError, match="limits must be a tuple, not int"):
        _cscan.scan(object(), "x", True, 5)  # type: ignore[arg-type]
