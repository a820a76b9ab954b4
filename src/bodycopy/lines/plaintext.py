"""Flattened text to tape: lines, and what is left of their layout and markup.

# Strategy: every line is looked at once. Lines that open with a mark (heading, list, quotation,
# rule) say what they are; then lines that only the width of a page or a link inside a sentence
# cut are joined again. What is left is a row of the tape each. Nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bodycopy.article import Limit
from bodycopy.lines.line import TextLine
from bodycopy.lines.marks import read_inline
from bodycopy.lines.rejoin import rejoin
from bodycopy.options import Options
from bodycopy.scan.pieces import MARKS, visible
from bodycopy.tape import Context, Elements, Head, Marker, Tape, TapeLink, TapeMark

__all__ = ["PlainText", "read_text"]

_HEADING, _QUOTE = int(Context.HEADING), int(Context.QUOTE)
_LIST, _ORDERED = int(Context.LIST), int(Context.LIST | Context.ORDERED)
_FENCED = int(Context.PREFORMATTED | Context.CODE)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text of ``n`` blocks."""

    tape: Tape
    """Its one element is a root without a name: text has no paths."""
    gaps: NDArray[np.int32]
    """``[n]`` blank lines and rules before each block."""


_MAX_BLOCKS = Options().max_blocks


def read_text(text: str, language: str = "", max_blocks: int = _MAX_BLOCKS) -> PlainText:
    r"""The blocks of a flattened text: each source line in at most one, none lost or moved.

    Marks of headings, lists and quotations, rules and the targets of links are layout, not
    text. ``language`` is what the caller says it is in, if anything. Of more lines, or sentences of
    a text on one line, than ``max_blocks`` the first are read, and the tape is ``truncated``.

    >>> read_text("Title\n\n- one\n- two\n").tape.texts
    ('Title', 'one', 'two')
    """
    marked = _is_markdown(text)
    lines = _lines(text, max_blocks + 1)
    if _is_one_line(lines):
        lines = list(islice(_cut_sentences(lines), max_blocks + 1))
    cut = len(lines) > max_blocks
    del lines[max_blocks:]
    _read_headings(lines)
    _read_lists(lines, marked)
    if marked:
        _read_quotes(lines)
    plain = _write(rejoin(lines), marked, language)
    if not cut:
        return plain
    tape = replace(plain.tape, truncated=True, cut_by=(Limit.BLOCKS,))
    return PlainText(tape, plain.gaps)


# --- lines -----------------------------------------------------------------------------

# A soft hyphen where a line ends was set there as a hyphen.
_BROKEN_WORD = re.compile("\xad(?=[ \t]{0,8}\r?\n)")
_HEADING_MARK = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_LINK_MARK = re.compile(r"\]\([^\s()]{1,2000}\)|\]\([^\s()]{1,2000} \"")


def _is_markdown(text: str) -> bool:
    return ("](" in text and _LINK_MARK.search(text) is not None) or (
        "#" in text and _HEADING_MARK.search(text) is not None
    )


def _lines(text: str, most: int) -> list[TextLine]:
    """The lines that show something, so many at most, with the blank ones counted before them."""
    if "\xad" in text:
        text = _BROKEN_WORD.sub("-", text)
    text = visible(text)
    if "\0" in text:
        text = text.replace("\0", " ")
    lines: list[TextLine] = []
    gap = 0
    fence: TextLine | None = None
    fenced = "```" in text
    for raw in text.splitlines():
        if len(lines) >= most:
            break
        line = _folded(raw)
        if not line:
            gap += 1
            continue
        if fenced and line.startswith("```"):
            fence, gap = None if fence else TextLine("", gap, _FENCED), max(gap, 1)
            if fence:
                lines.append(fence)
            continue
        if fence:
            fence.text += raw.rstrip() + "\n"
        elif line[0] in MARKS and not line.strip(MARKS):
            gap += 1
        elif line[0] in _RULES and len(line) > 2 and not line.strip(_RULES):
            _read_rule(line, gap, lines)
            gap = max(gap, 1)
        else:
            indent = len(raw) - len(raw.lstrip()) if raw[0].isspace() else 0
            lines.append(TextLine(line, gap, 0, 0, indent, raw))
            gap = 0
    return [line for line in lines if line.text] if fenced else lines


# A text on one line has millions of words, of which each takes some sixty bytes as a string.
_FOLDED_AT_ONCE = 1 << 16


def _folded(text: str) -> str:
    r"""The text with single spaces between its words.

    >>> _folded(" one  two\tthree ")
    'one two three'
    """
    if len(text) <= _FOLDED_AT_ONCE:
        return " ".join(text.split())
    parts: list[str] = []
    parted = False
    for start in range(0, len(text), _FOLDED_AT_ONCE):
        piece = text[start : start + _FOLDED_AT_ONCE]
        folded = " ".join(piece.split())
        if folded and parts and (parted or piece[0].isspace()):
            parts.append(" ")
        parted = piece[-1].isspace() if folded else True
        if folded:
            parts.append(folded)
    return "".join(parts)


_RULES = "-=_*~#|: –—─━═"
_LONGEST_HEADING = 160


def _read_rule(line: str, gap: int, lines: Sequence[TextLine]) -> None:
    """A line of strokes right under a text makes a heading of it; others part texts."""
    above = lines[-1] if lines else None
    if above is None or gap or above.context or len(above.text) > _LONGEST_HEADING:
        return
    if len(line) > 2 and not line.strip("="):
        above.context, above.level = _HEADING, 1
    elif len(line) > 2 and not line.strip("-") and not above.text.startswith("|"):
        above.context, above.level = _HEADING, 2


# --- a text on one line ----------------------------------------------------------------

_ONE_LINE_CHARS = 1200
_ONE_LINE_SHARE = 0.9
# Wide gaps and bars are what is left of the layout.
_SEAM = re.compile(r"\t+|[ \xa0]{3,}| [|•·] ")
# A stop behind four letters, or behind a bracket or quotation mark, is no abbreviation's.
_SENTENCE = re.compile(
    r"(?<=\w{4}[.!?…؟।])\s(?=[^\Wa-zа-я]|[\"“„«»‘¿¡(+])"
    r"|(?<=[.!?…][\"”“»«)])\s(?=[^\Wa-zа-я]|[\"“„«¿¡(+])|(?<=[。！？])(?![」』”）])"
)


def _is_one_line(lines: Sequence[TextLine]) -> bool:
    longest = max((len(line.text) for line in lines), default=0)
    return longest > _ONE_LINE_CHARS and longest > _ONE_LINE_SHARE * sum(
        len(line.text) for line in lines
    )


def _cut_sentences(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The sentences of a text whose lines are gone: smaller pieces can be told apart."""
    for line in lines:
        parts = _SEAM.split(line.raw) if len(line.text) > _ONE_LINE_CHARS else [line.raw]
        gap = line.gap
        for part in parts:
            for sentence in _SENTENCE.split(_folded(part)):
                if sentence:
                    yield TextLine(sentence, gap)
                    gap = 0


# --- marks at the front of a line ------------------------------------------------------


def _read_headings(lines: Iterable[TextLine]) -> None:
    for line in lines:
        text = line.text
        if text[0] == "#" and (found := _ATX.match(text)):
            line.context, line.level = _HEADING, len(found[1])
            line.text = found[2].rstrip("# ") or found[2]
        elif text[:2] == "==" and text[-2:] == "==" and (title := text.strip("= ")):
            rank = len(text) - len(text.lstrip("="))
            line.context, line.level, line.text = _HEADING, min(rank, 6), title


_ATX = re.compile(r"(#{1,6})[ \t]+(.*)")
_ITEM = re.compile(r"(?:([-*+•◦▪‣·●○■□▶►–—])|(\d{1,3})[.)])\s+(?=\S)")
_ITEM_MARKS = frozenset("-*+•◦▪‣·●○■□▶►–—0123456789")
_MARKDOWN_MARKS = frozenset("-*+")


def _read_lists(lines: Sequence[TextLine], marked: bool) -> None:
    """Take the marks off lists: two or more lines without a gap that have the same mark.

    A single dash may open somebody's speech, a single number a date.
    """
    run: list[tuple[TextLine, re.Match[str]]] = []
    for line in lines:
        found = _ITEM.match(line.text) if line.text[0] in _ITEM_MARKS else None
        if found and not line.context:
            if run and not _goes_on(run[-1], (line, found), marked):
                _take_marks_off(run, marked)
                run = []
            run.append((line, found))
        elif run and (line.gap or line.indent <= run[-1][0].indent):
            _take_marks_off(run, marked)
            run = []
    _take_marks_off(run, marked)


def _goes_on(
    last: tuple[TextLine, re.Match[str]], item: tuple[TextLine, re.Match[str]], marked: bool
) -> bool:
    (above, one), (line, two) = last, item
    if line.gap and not (marked and two[1] in _MARKDOWN_MARKS):
        return False
    if one[2] and two[2]:
        return int(two[2]) == int(one[2]) + 1
    return one[1] == two[1] or line.indent != above.indent


def _take_marks_off(run: Sequence[tuple[TextLine, re.Match[str]]], marked: bool) -> None:
    alone = len(run) < 2
    if not run or (alone and not (marked and run[0][1][1] in _MARKDOWN_MARKS)):
        return
    indents = sorted({line.indent for line, _ in run})
    for line, found in run:
        line.context = _ORDERED if found[2] else _LIST
        line.level = min(indents.index(line.indent) + 1, 6)
        line.text = line.text[found.end() :]


def _read_quotes(lines: Iterable[TextLine]) -> None:
    for line in lines:
        if line.text.startswith("> ") and not line.context:
            line.context, line.text = _QUOTE, line.text[2:].lstrip("> ") or line.text


# --- the tape --------------------------------------------------------------------------


def _write(lines: Sequence[TextLine], marked: bool, language: str) -> PlainText:
    texts: list[str] = []
    rows: list[TextLine] = []
    links: dict[int, tuple[TapeLink, ...]] = {}
    marks: dict[int, tuple[TapeMark, ...]] = {}
    markers: list[Marker] = []
    strong: list[int] = []
    for line in lines:
        text, bold = line.text, 0
        if line.context == _FENCED:
            text = text.strip("\n")
        elif marked:
            found = read_inline(text)
            text, bold = found.text, found.strong
            markers += [Marker("img", len(texts), 0, picture) for picture in found.images]
            if found.links and text:
                links[len(texts)] = found.links
            if found.marks and text:
                marks[len(texts)] = found.marks
        if not text:
            continue
        texts.append(text)
        rows.append(line)
        strong.append(bold)
    n = len(texts)
    zeros = np.zeros(n, np.int32)
    link_chars = zeros.copy()
    for row, found_links in links.items():
        link_chars[row] = sum(end - start for start, end, _ in found_links)
    tape = Tape(
        texts=tuple(texts),
        context=np.array([line.context for line in rows], np.uint32),
        element=zeros,
        leaf=zeros,
        level=np.array([line.level for line in rows], np.int32),
        link_chars=link_chars,
        strong_chars=np.array(strong, np.int32),
        links=links,
        elements=_root(n),
        marks=marks,
        markers=tuple(markers),
        head=Head(lang=language),
    )
    return PlainText(tape, np.array([line.gap for line in rows], np.int32))


def _root(n: int) -> Elements:
    none = np.zeros(1, np.int32)
    return Elements(
        tag=("",),
        parent=none - 1,
        child=none + 1,
        attrs=("",),
        first=none,
        end=none + n,
    )
