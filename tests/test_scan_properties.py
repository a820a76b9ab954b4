"""Any markup: the tape's words are the page's, in order, once; the element table holds together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bodycopy.scan import lexbor as lexbor_scan
from bodycopy.scan.flow import STYLE_OF
from bodycopy.tape import Context, Style, Tape
from both_scans import SCANS

scan = lexbor_scan.scan


@pytest.fixture(autouse=True, scope="module", params=SCANS)
def _each_scan(request: pytest.FixtureRequest) -> None:
    """Every test here runs on both scans."""
    global scan
    scan = request.param.scan


# --- markup that any parser reads alike ---------------------------------------------------

# W becomes a word that no other text node has.
_TEXT = st.sampled_from(["W", " W", "W ", "W\n\tW", "W&nbsp;W", "&amp;W", " ", "W, W. W"])
_LINK = st.lists(_TEXT, min_size=1, max_size=2).map(lambda t: f"<a href=/x>{''.join(t)}</a>")
_COMMENT = st.sampled_from(["<!-- no -->", "<script>no()</script>", "<template>no</template>"])
_LEAF = _TEXT | _LINK | _COMMENT | st.sampled_from(["<br>", "<wbr>", "<img alt=no>"])


def _wrap(tags: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some of ``inner`` in one of the elements."""
    return st.tuples(st.sampled_from(tags.split()), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    )


_PHRASE = st.recursive(_LEAF, lambda inner: _wrap("b i em strong span code time sup del", inner))
_NESTED = {"ul": "<li>{}</li>", "ol": "<li>{}</li>", "table": "<tr><td>{}</td></tr>"}


def _nest(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lists and tables of ``inner``."""
    return st.tuples(st.sampled_from(sorted(_NESTED)), st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(map(_NESTED[pair[0]].format, pair[1]))}</{pair[0]}>"
    )


_FLOW = st.recursive(
    _PHRASE | _wrap("p h2 h3 pre", _PHRASE),
    lambda inner: _wrap("div section article blockquote li figure", inner) | _nest(inner),
    max_leaves=20,
)


def _page(parts: list[str]) -> str:
    numbers = count()
    return re.sub("W", lambda _: f"w{next(numbers)}", "".join(parts))


_PAGES = st.lists(_FLOW, max_size=6).map(_page)


class _Reader(HTMLParser):
    """What a person reads off the markup: text, with white space where lines end."""

    _PARTING = frozenset(
        "p h2 h3 pre div section article blockquote li figure ul ol table tr td br".split()
    )

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._hidden = False
        self._behind_link = False
        self._preformatted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        self._preformatted = self._preformatted or tag == "pre"
        # Where white space is set as written, links that touch are one word.
        if tag == "a" and self._behind_link and not self._preformatted:
            self.text += " "
        self._hidden = self._hidden or tag in ("script", "template")

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag == "pre":
            self._preformatted = False
        if tag == "a":
            self._behind_link = True
        if tag in ("script", "template"):
            self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data
            self._behind_link = False

    def _part(self, tag: str) -> None:
        if tag in self._PARTING:
            self.text += " "


@given(_PAGES)
def test_words_are_those_of_the_page_in_order_and_once(html: str) -> None:
    """Read with another parser: no word is lost, doubled, moved, glued to another or cut."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert " ".join(scan(html).texts).split() == reader.text.split()


class _Setter(_Reader):
    """What a person sees of the markup: characters, each with the styles that it is set in."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: list[tuple[str, int]] = []
        self._styles = [0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in ("br", "wbr", "img"):
            self._styles.append(self._styles[-1] | STYLE_OF.get(tag, 0))

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._styles.pop()

    def handle_data(self, data: str) -> None:
        before = len(self.text)
        super().handle_data(data)
        words = "".join(self.text[before:].split())
        self.characters += ((character, self._styles[-1]) for character in words)


def _set(tape: Tape) -> Iterator[tuple[str, int]]:
    """Characters of the tape but white space, each with the styles of the marks around it."""
    for row, text in enumerate(tape.texts):
        styles = [0] * len(text)
        for start, end, style in tape.marks.get(row, ()):
            for place in range(start, end):
                styles[place] |= style
        yield from (pair for pair in zip(text, styles, strict=True) if not pair[0].isspace())


@given(_PAGES)
def test_marks_are_over_what_their_elements_show(html: str) -> None:
    """Read with another parser: every character is set in the styles of the elements around it."""
    setter = _Setter()
    setter.feed(html)
    setter.close()
    tape = scan(html)
    assert list(_set(tape)) == setter.characters
    _assert_sound(tape)


@given(_PAGES)
def test_wrapping_the_page_changes_no_words(html: str) -> None:
    """Further elements around the page, and a footer behind it, leave the texts as they were."""
    texts = scan(html).texts
    assert scan(f"<div><section>{html}</section></div>").texts == texts
    assert scan(f"{html}<footer>the end</footer>").texts == (*texts, "the end")


# --- markup of any kind ------------------------------------------------------------------

_SOUP = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <b> </b> <a_href=1> </a> <table> </table> <tr> <td> </td> <ul> <li> "
        "</li> </ul> <br> <br/> </br> <h2> </h3> <pre> </pre> <select> <option> </select> <svg> "
        "</svg> <math> <mi> <script> </script> <template> </template> <body> </body> </html> "
        "<frameset> <form> <button> </button> <x-a> </x-a> <caption> <!-- --> <![CDATA[ ]]> <?x "
        "<ruby> <rt> </ruby> <noscript> </noscript> <title> </title> <textarea> </textarea> "
        "<sup> </sup> <code> <ol_reversed> <li_value=4> "
        "<plaintext> <dialog> <p_hidden> <p_style=display:none> &amp; &lt; &#0; < > \0".split(" ")
    ).map(lambda tag: tag.replace("_", " "))
    | st.text("ab ", min_size=1, max_size=3),
    max_size=40,
).map("".join)

_SHOWS_NOTHING = frozenset(
    "script template noscript select option svg title textarea head dialog rt frameset".split()
)


def _shown(node: LexborNode) -> Iterator[str]:
    """Text nodes below ``node`` that are shown, in order; by recursion, as scan is not."""
    child = node.first_child
    while child is not None:
        attributes = child.attributes
        if child.tag == "-text":
            yield child.text_content or ""
        elif not (child.tag in _SHOWS_NOTHING or "hidden" in attributes or attributes.get("style")):
            yield from _shown(child)
        child = child.next


@given(_SOUP)
def test_tag_soup_loses_and_doubles_no_character(html: str) -> None:
    """However the parser mends the markup, each visible text node is on the tape, in order."""
    body = LexborHTMLParser(html, scripting=True).body
    expected = "".join("".join(_shown(body)).split()) if body is not None else ""
    tape = scan(html)
    assert "".join("".join(tape.texts).split()) == expected
    _assert_sound(tape)


@given(st.text() | st.text("<>/=\"' abpdivr!-[]&#x0;\0\ud800\u200b\xad\ufeff"))
def test_any_text_is_scanned(html: str) -> None:
    """Whatever the text is: no exception, a sound tape, and the same one twice."""
    tape = scan(html)
    _assert_sound(tape)
    assert scan(html).texts == tape.texts


@given(st.binary() | _SOUP.map(str.encode).flatmap(lambda s: st.binary(max_size=9).map(s.__add__)))
def test_any_bytes_are_scanned(html: bytes) -> None:
    """Bytes that are not UTF-8 too; what comes out is."""
    tape = scan(html)
    _assert_sound(tape)
    assert "".join(tape.texts).encode().decode() == "".join(tape.texts)


# --- the element table -------------------------------------------------------------------


def _assert_sound(tape: Tape) -> None:
    """What the docstrings of the tape promise of its columns."""
    elements, rows = tape.elements, len(tape)
    columns = (
        tape.context,
        tape.element,
        tape.leaf,
        tape.level,
        tape.link_chars,
        tape.strong_chars,
    )
    assert {len(column) for column in columns} == {rows}
    size = len(elements.tag)
    table = (elements.parent, elements.child, elements.attrs, elements.first, elements.end)
    assert {len(column) for column in table} == {size}
    if not size:
        assert rows == 0
        return
    parent, first, end = elements.parent, elements.first, elements.end
    assert (parent[0], first[0], end[0]) == (-1, 0, rows)
    below = np.arange(1, size)
    above = parent[1:]
    # Parents before children, and their ranges around them.
    assert ((above >= 0) & (above < below)).all()
    assert ((first[1:] >= first[above]) & (end[1:] <= end[above]) & (first <= end)[1:]).all()
    # No two children of one parent in the same place, and later rows in later places.
    seen: dict[int, int] = {}
    for row, place in zip(above.tolist(), elements.child[1:].tolist(), strict=True):
        assert place > seen.get(row, 0)
        seen[row] = place
    blocks = np.arange(rows)
    assert ((first[tape.element] <= blocks) & (blocks < end[tape.element])).all()
    for row, text in enumerate(tape.texts):
        assert text.strip()
        assert _is_around(elements.parent, int(tape.element[row]), int(tape.leaf[row]))
        assert 0 <= tape.link_chars[row] <= len(text)
        assert 0 <= tape.strong_chars[row] <= len(text)
        at = 0
        for start, stop, href in tape.links.get(row, ()):
            assert at <= start < stop <= len(text)
            assert href
            assert text[start:stop].strip()
            at = stop
        _assert_marks_sound(tape, row)


def _assert_marks_sound(tape: Tape, row: int) -> None:
    """In order, over words; two of one style do not touch; breaks stand before a space."""
    text, marks = tape.texts[row], tape.marks.get(row, ())
    assert list(marks) == sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2]))
    ends: dict[int, int] = {}
    for start, stop, style in marks:
        assert 0 <= start <= stop <= len(text)
        if style == Style.BREAK:
            assert start == stop
            assert text[start] == " "
        else:
            assert start > ends.get(style, -1)
            assert text[start:stop].strip()
            ends[style] = stop
        if not tape.context[row] & Context.PREFORMATTED:
            assert text[start:stop] == text[start:stop].strip()


def _is_around(parent: NDArray[np.int32], outer: int, inner: int) -> bool:
    while inner > outer:
        inner = int(parent[inner])
    return inner == outer


def test_element_table_tells_what_is_in_what() -> None:
    """Rows, parents, places and ranges of a small page, spelled out."""
    tape = scan(
        "<body class=x><!-- c --><div id=a><img><p>one</p> <p><b>two</b></p></div>"
        "<ul><li>three<br><br>four</ul><p></p>"
    )
    elements = tape.elements
    table = list(
        zip(
            elements.tag,
            elements.parent.tolist(),
            elements.child.tolist(),
            elements.attrs,
            elements.first.tolist(),
            elements.end.tolist(),
            strict=True,
        )
    )
    # An inline element closes before its block is written: its range is empty.
    assert table == [
        ("body", -1, 1, "x", 0, 4),
        ("div", 0, 1, "a", 0, 2),
        ("p", 1, 2, "", 0, 1),
        ("p", 1, 3, "", 1, 2),
        ("b", 3, 1, "", 1, 1),
        ("ul", 0, 2, "", 2, 4),
        ("li", 5, 1, "", 2, 4),
    ]
    assert tape.element.tolist() == [2, 3, 6, 6]
    assert tape.leaf.tolist() == [2, 4, 6, 6]
    _assert_sound(tape)


def test_columns_are_read_only() -> None:
    """A tape is a value: nothing behind it can write on it."""
    tape = scan("<p>a</p>")
    for column in (tape.context, tape.element, tape.elements.parent, tape.elements.end):
        assert not column.flags.writeable
