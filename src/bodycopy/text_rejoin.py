"""Lines that were cut, joined again: at the width of a page, at a hyphen, at a link.

# Strategy: a line was cut by width where the first word of the next one would not have fitted
# into it, and it is taken for cut so only where most lines around it were. A line was cut at a
# link where it ends no sentence and the next one goes on in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bodycopy.text_line import TextLine

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
    widths = [_width(run) for run in runs]
    common = max(widths, default=0)
    joined: list[TextLine] = []
    for run, own in zip(runs, widths, strict=True):
        width = own or common
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
_LEAST_LINES = 3
_MOST_FIT = 0.6


def _width(run: Sequence[TextLine]) -> int:
    """The width that the lines of a run were cut at; 0 where they were not."""
    if len(run) < _LEAST_LINES:
        return 0
    width = max(len(line.text) for line in run)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    cut = goes_on = 0
    pairs = len(run) - 1
    for above, line in pairwise(run):
        if _is_full(above.text, line.text, width):
            cut += 1
            first = line.text[0]
            goes_on += first.islower() or (
                above.text[-1] not in _STOPS and not (first.isupper() or first.isdigit())
            )
    # Headlines of one length are rare; where lines are not all full, their case has to agree.
    all_full = cut == pairs >= _LEAST_LINES
    return width if all_full or (cut >= _MOST_FIT * pairs and 3 * goes_on >= pairs) else 0


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
_FRONT, _BACK = 40, 30
_CONTINUES = frozenset(",.;:!?)]»”’…%")


def _join_fragments(run: Sequence[TextLine]) -> list[TextLine]:
    """Lines that a link or emphasis cut out of one sentence, joined."""
    if len(run) < 2:
        return list(run)
    joined = [run[0]]
    rows = range(1, len(run))
    for row in rows:
        line = run[row]
        following = run[row + 1].text if row + 1 < len(run) else ""
        if _is_fragment(joined[-1].text, line.text, following):
            if line.text[0] in _CONTINUES:
                joined[-1].text += line.text
            else:
                joined[-1].text = _joined(joined[-1].text, line.text)
        else:
            joined.append(line)
    return joined


def _is_fragment(text: str, line: str, following: str) -> bool:
    """Whether a line goes on with the sentence that the text before it left open."""
    if len(text) < _FRONT or text[-1] in _ENDS:
        return False
    if line[0] in _CONTINUES:
        return True
    if line[0].islower():
        return len(line) >= _BACK or line[-1] in _STOPS
    # A name in the middle: what comes behind it goes on in small letters to its stop.
    return (
        len(line) < _FRONT
        and line[-1] not in _ENDS
        and bool(following)
        and (following[0].islower() or following[0] in _CONTINUES)
        and (len(following) >= _BACK or following[-1] in _STOPS)
    )
