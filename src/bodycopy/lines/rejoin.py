"""Lines that were cut, joined again: at the width of a page, at a hyphen, at a link.

# Strategy: a line was cut by width where the first word of the next one would not have fitted
# into it, and it is taken for cut so only where most lines around it were. A line was cut at a
# link where it ends no sentence and the next one goes on in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bodycopy.lines.line import TextLine

__all__ = ["rejoin"]

# Characters: narrower columns are lists, wider ones are not set by hand.
_NARROWEST, _WIDEST = 30, 132
_ENDS = frozenset('.!?…:;。！？؟۔।॥"”“»«)]）」』')
_STOPS = frozenset(".!?…。！？؟۔।॥")
_HYPHENS = frozenset("-‐")
# Words between two halves of a compound: "Vor- und Nachteile" keeps its hyphen.
_BETWEEN = frozenset(
    "and or to und oder bis sowie bzw. et ou y o e i og eller och en of u ja tai és vagy".split()
)


def rejoin(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, those that belong to one paragraph joined."""
    runs = list(_runs(lines))
    widths = [_width([run]) if len(run) > _LEAST_PAIRS else 0 for run in runs]
    # Short paragraphs prove nothing each for itself, but together they may.
    common = max(widths, default=0) or _width(runs)
    joined: list[TextLine] = []
    for run, own in zip(runs, widths, strict=True):
        width = own or common
        if len(run) == 1:
            joined += run
        else:
            joined += _join_cut(run, width) if width else _join_fragments(run)
    return joined


def _runs(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Plain lines without a gap between them; every other line alone."""
    run: list[TextLine] = []
    for line in lines:
        listed = run and run[0].level and not run[0].context & _HEADING_BIT
        if run and (line.gap or line.context or (run[0].context and not listed)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


_HEADING_BIT = 1 << 1
_LEAST_PAIRS = 2
_MOST_FULL = 0.6


def _width(runs: Sequence[Sequence[TextLine]]) -> int:
    """The width that the lines of some runs were cut at; 0 where they were not."""
    pairs = [pair for run in runs for pair in pairwise(run)]
    if len(pairs) < _LEAST_PAIRS:
        return 0
    width = max(max(len(one.text), len(two.text)) for one, two in pairs)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [pair for pair in pairs if _is_full(pair[0].text, pair[1].text, width)]
    goes_on = sum(_goes_on(one.text, two.text) for one, two in full)
    # Headlines of one length are rare; where lines are not all full, their case has to agree.
    all_full = len(full) == len(pairs) > _LEAST_PAIRS
    enough = len(full) >= _MOST_FULL * len(pairs) and 3 * goes_on >= len(pairs)
    return width if all_full or enough else 0


def _goes_on(text: str, following: str) -> bool:
    """Whether a line seems to go on with the sentence of the one before."""
    first = following[0]
    return first.islower() or (text[-1] not in _STOPS and not (first.isupper() or first.isdigit()))


def _is_full(text: str, following: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted behind the text."""
    word = following.partition(" ")[0]
    return len(text) + 1 + len(word) > width - 1


def _join_cut(run: Sequence[TextLine], width: int) -> list[TextLine]:
    joined = [run[0]]
    last = run[0].text
    for line in run[1:]:
        if _is_full(last, line.text, width) and len(last) <= width:
            joined[-1].text = _joined(joined[-1].text, line.text)
        else:
            joined.append(line)
        last = line.text
    return joined


def _joined(text: str, following: str) -> str:
    if text[-1] not in _HYPHENS or not text[-2:-1].isalpha():
        return f"{text} {following}"
    word = following.partition(" ")[0]
    if word in _BETWEEN:
        return f"{text} {following}"
    # A hyphen before a small letter only parted syllables; before others it is the word's own.
    return (text[:-1] if following[0].islower() else text) + following


# Characters: a headline or label is shorter than the front of a sentence cut at a link.
_FRONT = 40
_CONTINUES = frozenset(",.;:!?)]»”’…%")
# Lines that a sentence with many links falls into.
_MOST_PIECES = 12


def _join_fragments(run: Sequence[TextLine]) -> list[TextLine]:
    """Lines that links or emphasis cut out of one sentence, joined."""
    joined: list[TextLine] = []
    row = 0
    while row < len(run):
        joined.append(run[row])
        pieces = _pieces(run, row)
        for line in run[row + 1 : row + pieces]:
            if line.text[0] in _CONTINUES:
                joined[-1].text += line.text
            else:
                joined[-1].text = _joined(joined[-1].text, line.text)
        row += pieces
    return joined


def _pieces(run: Sequence[TextLine], row: int) -> int:
    """How many lines from ``row`` on are one sentence: 1 where it is whole.

    A line of some length that ends no sentence goes on to the next line that does, if that
    one begins in small letters, as the rest of a sentence would.
    """
    front = run[row].text
    if len(front) < _FRONT or front[-1] in _ENDS:
        return 1
    for size, line in enumerate(run[row + 1 : row + _MOST_PIECES], 2):
        text = line.text
        goes_on = text[0].islower() or text[0] in _CONTINUES
        if text[-1] in _STOPS:
            return size if goes_on else 1
    return 1
