"""The page as the labeller saw it: what the finders of displayed facts look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bodycopy.body_roles import IS_BODY
from bodycopy.facts.plain_tape import PlainTape
from bodycopy.roles import ROLES, ROW_OF, Role
from bodycopy.tape import Tape

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """A tape of ``n`` blocks with the labeller's word on each."""

    source: Tape
    numbers: NDArray[np.intp]
    """``[n]`` index in ``ROLES`` of the role that each block is given."""
    probabilities: NDArray[np.float32]
    """``[n, len(ROLES)]``; all that speaks for the body is in one body role."""
    url: str | None = None
    """Where the page came from, as the caller says."""
    page_types: Mapping[str, float] | None = None
    """The labeller's probabilities of page types."""

    @cached_property
    def tape(self) -> PlainTape:
        """The tape in plain numbers."""
        return PlainTape.of(self.source)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The role of each row."""
        return tuple(map(ROLES.__getitem__, self.numbers.tolist()))

    @cached_property
    def body(self) -> tuple[int, ...]:
        """Rows of the body, ascending."""
        return tuple(np.flatnonzero(IS_BODY[self.numbers]).tolist())

    def rows(self, *roles: Role) -> Iterator[int]:
        """Rows that have one of the roles, ascending."""
        found = [rows for role in set(roles) if (rows := self._by_role.get(role))]
        if len(found) < 2:
            return iter(found[0] if found else ())
        return iter(sorted(row for rows in found for row in rows))

    @cached_property
    def _by_role(self) -> dict[Role, list[int]]:
        """Rows of each role that occurs: the finders ask for a few rows, many times."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for row, number in enumerate(self.numbers.tolist()):
            found[number].append(row)
        return {ROLES[number]: rows for number, rows in found.items()}

    def chance(self, row: int, role: Role) -> float:
        """The labeller's probability that a row has a role."""
        return float(self.probabilities[row, ROW_OF[role]])
