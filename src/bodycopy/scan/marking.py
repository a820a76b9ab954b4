"""The marks of one row while its text is being joined: ranges that are set in a style."""

from __future__ import annotations

from bodycopy.tape import Style, TapeMark

__all__ = ["Marking"]

_BREAK = int(Style.BREAK)
_STYLES = tuple(int(style) for style in Style if style is not Style.BREAK)
_ALL = sum(_STYLES)


class Marking:
    """Takes the pieces of a row in order, and gives its marks.

    What follows in one style becomes one mark, whatever elements it is made of: a reader sees
    no border between two bold words that touch. White space between two words belongs to the
    mark where it is set in the style too.
    """

    __slots__ = ("_before", "_gap", "_marks", "_open")

    def __init__(self) -> None:
        self._marks: list[tuple[int, int, int]] = []
        self._open: dict[int, int] = {}  # style to the mark that was last made of it
        self._before = 0  # the styles of the last words
        self._gap = _ALL  # those that all white space since is set in

    def add_words(self, start: int, end: int, style: int) -> None:
        """``text[start:end]`` is set in these styles."""
        going_on = self._before & self._gap
        for one in _STYLES:
            if not style & one:
                continue
            if going_on & one:
                number = self._open[one]
                self._marks[number] = (self._marks[number][0], end, one)
            else:
                self._open[one] = len(self._marks)
                self._marks.append((start, end, one))
        self._before = style
        self._gap = _ALL

    def add_space(self, chars: int, style: int) -> None:
        """White space behind the first ``chars`` characters of the text."""
        if style & _BREAK:
            self._marks.append((chars, chars, _BREAK))
        self._gap &= style

    def marks(self) -> tuple[TapeMark, ...]:
        """In order of their start, longer ones first."""
        return tuple(sorted(self._marks, key=lambda mark: (mark[0], -mark[1], mark[2])))
