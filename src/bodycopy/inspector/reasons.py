"""Contributions to words: what spoke for and against a row, the strongest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bodycopy.inspector.inspection import Reason
from bodycopy.label.why import STEPS

__all__ = ["LEAST", "KnownTokens", "Reasons", "loudest", "measured", "steps_for", "sum_up"]

Floats = NDArray[np.float32]

LEAST = 0.08  # log odds: 2 percentage points where all is in doubt
_MOST = 4  # reasons for, and as many against: what follows adds next to nothing
_NAMES = 3
_MANY = 1000  # rows: above, half the steps tell what is loudest as well


@dataclass(frozen=True, slots=True)
class Reasons:
    """What spoke for a row's being body, and what against."""

    start: float
    """Log odds of the average row, and what the page as a whole adds to this one's."""
    pro: tuple[Reason, ...]
    con: tuple[Reason, ...]


def steps_for(rows: int) -> int:
    """In how many steps a page of so many rows is walked."""
    return STEPS if rows <= _MANY else STEPS // 2


def measured(
    columns: Sequence[str], own: Floats, difference: Floats, say: Callable[[str, float], str]
) -> Iterator[Reason]:
    """A reason of each column that is loud in a row; ``say`` has the words for it."""
    for at in np.flatnonzero(np.abs(own) >= LEAST).tolist():
        yield Reason(say(columns[at], float(difference[at])), float(own[at]))


def sum_up(start: float, end: float, reasons: Iterable[Reason]) -> Reasons:
    """The loudest reasons, and on its side what is not listed of the way from start to end."""
    pro, con = _sorted(reasons)
    # Many small measures are loud together.
    rest = round(end - start - sum(one.points for one in (*pro, *con)), 2)
    if rest >= LEAST:
        pro = (*pro, Reason(_REST, rest))
    elif rest <= -LEAST:
        con = (*con, Reason(_REST, rest))
    return Reasons(round(start, 2), pro, con)


_REST = "all else together"


def _sorted(reasons: Iterable[Reason]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    telling = [
        Reason(one.words, round(one.points, 2), one.names)
        for one in reasons
        if abs(one.points) >= LEAST
    ]
    pro = sorted((one for one in telling if one.points > 0), key=lambda one: -one.points)
    con = sorted((one for one in telling if one.points < 0), key=lambda one: one.points)
    return tuple(pro[:_MOST]), tuple(con[:_MOST])


def loudest(pushes: Iterable[tuple[str, float]], total: float) -> tuple[str, ...]:
    """The tokens that push the same way as all of them together, the strongest first."""
    sign = 1.0 if total > 0 else -1.0
    along: dict[str, float] = {}
    for token, push in pushes:
        along[token] = along.get(token, 0.0) + sign * push
    loud = sorted(along, key=lambda token: -along[token])
    return tuple(token for token in loud[:_NAMES] if along[token] > 0)


class KnownTokens:
    """The tokens that the network knows of some bags, and what each adds along a gradient."""

    def __init__(
        self,
        bags: NDArray[Any],
        size: int,
        rows: NDArray[Any],
        known: NDArray[np.bool_],
        table: Floats,
    ) -> None:
        """Of each token its bag (ascending), its row of ``table``, and whether it is known."""
        self._at = np.flatnonzero(known)
        self._rows = rows[known]
        self._starts = np.searchsorted(bags[known], np.arange(size + 1))
        self._table = table

    def pushes(self, bag: int, gradient: Floats) -> Iterator[tuple[int, float]]:
        """Of each known token of a bag its number among all tokens, and what it adds."""
        start, end = self._starts[bag : bag + 2].tolist()
        for at in range(start, end):
            yield int(self._at[at]), float(gradient @ self._table[self._rows[at]]) / (end - start)
