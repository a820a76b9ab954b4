"""Pieces of text between two block boundaries, joined to the text of one row."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise

from bodycopy.scan.marking import Marking
from bodycopy.tape import Style, TapeLink, TapeMark

# Soft hyphen, zero-width space, word joiner, byte-order mark: they draw nothing.
# Thai, Lao, Burmese and Khmer write zero-width spaces between words: there it stays.
_ZERO_WIDTH_SPACE = re.compile(
    # Whole runs, each looked at once: the time is linear.
    r"(?<!\u200b)(?:(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b++"
    r"|\u200b++(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]))"
)
_INVISIBLE_BUT_SPACE = dict.fromkeys(map(ord, "\xad\u2060\ufeff"))
# A block of nothing but joiners and direction marks shows nothing.
MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069 "

Piece = tuple[str, int, str, int, int]
"""``(text, row of the link's element or 0, href, styles, row of the innermost element or 0)``

White space between two pieces is nobody's: its rows are 0.
"""

Joined = tuple[str, int, int, tuple[TapeLink, ...], tuple[TapeMark, ...]]
"""``(text, characters in links, characters set bold, links, marks)`` of a row"""

_STRONG = int(Style.STRONG)


def mark_all(chars: int, style: int) -> tuple[TapeMark, ...]:
    """The marks of a row of one piece."""
    marking = Marking()
    marking.add_words(0, chars, style)
    return marking.marks()


def visible(text: str) -> str:
    """The text without characters that draw nothing."""
    if "\u200b" in text:
        text = _ZERO_WIDTH_SPACE.sub("", text)
    if "\xad" in text or "\ufeff" in text or "\u2060" in text:
        text = text.translate(_INVISIBLE_BUT_SPACE)
    return text


def join_pieces(pieces: list[Piece], block: int, parents: array[int]) -> Joined:
    """The pieces as one text, white space folded."""
    out: list[str] = []
    links: list[TapeLink] = []
    marking = Marking()
    chars = link_chars = strong = 0
    space = False
    last_link = last_row = 0
    for raw, link, href, style, row in pieces:
        words = raw.split()
        if not words:
            space = space or bool(raw)
            marking.add_space(chars, style)
            continue
        if chars and (
            space
            or raw[0].isspace()
            # Two links that touch are two words to the reader: style sets them apart.
            or (link and last_link and link != last_link)
            or (
                row != last_row
                and block not in (row, last_row)
                and parents[row] != last_row
                and parents[last_row] != row
                and _is_seam(out[-1][-1], raw[0])
            )
        ):
            out.append(" ")
            chars += 1
        word = " ".join(words)
        start = chars
        out.append(word)
        chars += len(word)
        marking.add_words(start, chars, style)
        if style & _STRONG:
            strong += len(word)
        if link:
            if links and link == last_link:
                start = links.pop()[0]
            links.append((start, chars, href))
        last_link, last_row = link, row
        space = raw[-1].isspace()
    link_chars = sum(end - start for start, end, _ in links)
    return "".join(out), link_chars, strong, tuple(links), marking.marks()


def measure_lead(pieces: list[Piece], block: int, parents: array[int]) -> int:
    """Characters at the front of the text that an inline element of its own sets apart.

    0 where there is no such front; inline elements around all of the text do not count.
    """
    rows = [piece[4] for piece in pieces if not piece[0].isspace()]
    around = _common(rows, parents)
    first = _branch(rows[0], around, parents)
    if first == around:
        return 0
    front: list[Piece] = []
    for piece in pieces:
        # Row 0 is a piece of white space, nobody's text.
        if not piece[0].isspace() and _branch(piece[4], around, parents) != first:
            break
        front.append(piece)
    return len(join_pieces(front, block, parents)[0])


def _common(rows: list[int], parents: array[int]) -> int:
    """The innermost element around all; parents have smaller rows than their children."""
    found = rows[0]
    for row in rows[1:]:
        other = row
        while found != other:
            if found > other:
                found = parents[found]
            else:
                other = parents[other]
    return found


def _branch(row: int, around: int, parents: array[int]) -> int:
    """The child of ``around`` that holds the element, or ``around`` itself."""
    while row != around and parents[row] != around:
        row = parents[row]
    return row


def _is_seam(before: str, after: str) -> bool:
    """Whether two elements that touch here are two words: ``by`` and ``Sauli``, not ``T`` ``he``.

    Words begin with capitals and figures, and hardly ever have one behind a small letter.
    """
    return (after.isupper() or after.isdigit()) and (before.islower() or before in ".:,;!?)”»")


def join_preformatted(pieces: list[Piece]) -> Joined:
    """Like :func:`join_pieces`, with white space as written, but for blank lines at the ends."""
    whole = "".join(piece[0] for piece in pieces)
    text = whole.strip("\n").rstrip()
    if not text.strip():
        return "", 0, 0, (), ()
    cut = len(whole) - len(whole.lstrip("\n"))
    links: list[TapeLink] = []
    marking = Marking()
    strong = 0
    last_link = 0
    ends = [-cut]
    for piece in pieces:
        ends.append(ends[-1] + len(piece[0]))
    for (raw, link, href, style, row), (start, end) in zip(pieces, pairwise(ends), strict=True):
        start, end = max(start, 0), min(end, len(text))
        if start >= end:
            continue
        if style & _STRONG and row:
            strong += end - start
        if raw.isspace():
            marking.add_space(start, style)
            continue
        marking.add_words(start, end, style)
        if link:
            if links and link == last_link:
                start = links.pop()[0]
            links.append((start, end, href))
            last_link = link
    link_chars = sum(end - start for start, end, _ in links)
    return text, link_chars, strong, tuple(links), marking.marks()
