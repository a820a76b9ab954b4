"""Floors: numbers that a run must reach. They fall only with a written reason.

``floors.json`` holds ``floors``: group (a set, ``all``, a set and page type as in
``wcxb article``, or the fields of a set as in ``fundus fields``) to number to ``{"min": x}``
or ``{"max": x}``, numbers named as in ``summary``, or by field; and ``sample_slack``, by how
much a sampled run may miss a floor (a share of the floor's value), because fewer pages
scatter more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.peers import OURS
from bench.summary import Summary

__all__ = ["Floor", "broken", "load_floors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """One bound on one number of our tool on one group of pages."""

    group: str
    number: str
    bound: float
    kind: str
    """``min`` or ``max``."""

    def missed(self, value: float) -> bool:
        """Whether ``value`` is on the wrong side of the bound."""
        return value < self.bound if self.kind == "min" else value > self.bound

    def relaxed(self, slack: float) -> Floor:
        """The floor of a sampled run: easier by ``slack``, a share of the bound."""
        change = -slack if self.kind == "min" else slack
        return Floor(
            group=self.group, number=self.number, bound=self.bound * (1 + change), kind=self.kind
        )


def load_floors(path: Path, *, sampled: bool) -> list[Floor]:
    """The floors of a file; raises ``ValueError`` that names a bound that is none."""
    record = json.loads(path.read_text(encoding="utf-8"))
    slack = record["sample_slack"] if sampled else 0.0
    return [floor.relaxed(slack) for floor in _floors(record["floors"])]


def _floors(groups: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[Floor]:
    for name, numbers in groups.items():
        for number, bounds in numbers.items():
            for kind, bound in bounds.items():
                if kind not in ("min", "max"):
                    raise ValueError(f"bad bound {kind!r} - at floors.{name}.{number}")
                yield Floor(group=name, number=number, bound=bound, kind=kind)


def broken(
    floors: list[Floor], found: Mapping[str, Mapping[str, Summary]]
) -> tuple[list[str], int]:
    """A line for each broken floor, and how many floors were held against the run.

    Floors of groups that did not run are not held against it; a number that the run should
    have and does not have (our tool missing, no gold) breaks its floor.
    """
    held = [floor for floor in floors if floor.group in found]
    lines = []
    for floor in held:
        value = found[floor.group].get(OURS, {}).get(floor.number)
        if value is None:
            lines.append(f"{floor.group}: {floor.number} was not measured for {OURS}")
        elif floor.missed(value):
            lines.append(
                f"{floor.group}: {floor.number} is {value:.4g}, {floor.kind} is {floor.bound:.4g}"
            )
    return lines, len(held)
