"""Patterns of the finders: each takes time that grows with its text, whatever stands there."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from tests.growth import LIMIT, growth

from bodycopy import facts

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
# What patterns begin with or repeat, so that near misses of each are among them.
UNITS = (
    " ", "a", "A ", "Ab ", "1", "1.", "12 ", "a1 ", ".", "-", " - ", "/", "(", "a,", "a@", "@a",
    "http://a", "3 May ", "Foto: ", "by ", "©", "，", "一", "年1", "<b>", "='a'", '"', "\\",
)  # fmt: skip
CHARS = 2_000
_QUICK = 0.002  # seconds: what takes less of so long a text cannot harm


def modules() -> list[ModuleType]:
    """Every module of the finders."""
    found = pkgutil.walk_packages(facts.__path__, f"{facts.__name__}.")
    return [importlib.import_module(module.name) for module in found]


def patterns() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Name and pattern of each, once for each method that it is used with."""
    everything = modules()
    source = "\n".join(map(inspect.getsource, everything))
    for module in everything:
        own = inspect.getsource(module)
        for name, value in vars(module).items():
            if f"\n{name} = " in own and isinstance(value, re.Pattern):
                pattern, called = value, name
            elif f"\ndef {name}() -> re.Pattern[str]:" in own:
                pattern, called = value(), rf"{name}\(\)"
            else:
                continue
            used = set(re.findall(rf"\b{called}\.({'|'.join(METHODS)})\b", source))
            for method in sorted(used or {"match", "fullmatch"}):
                yield f"{module.__name__}.{name}", pattern, method


PATTERNS = list(patterns())


def use(pattern: re.Pattern[str], method: str) -> Callable[[str], object]:
    """What the finders do with it, to the end of the text."""
    if method == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    if method == "sub":
        return lambda text: pattern.sub("", text)
    job: Callable[[str], object] = getattr(pattern, method)
    return job


def test_there_are_patterns_to_look_at():
    """The search for them finds what is written in the modules."""
    names = {name.rpartition(".")[2] for name, _, _ in PATTERNS}
    assert {"_ISO", "_HARD", "_SIGN", "_TERMINATOR", "introductions"} <= names
    assert len(PATTERNS) > 150


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("unit", UNITS)
def test_every_pattern_is_linear(unit: str):
    """Two thousand characters of near misses, then sixteen thousand where that took long."""
    for name, pattern, method in PATTERNS:
        job = use(pattern, method)
        start = time.process_time()
        job(unit * (CHARS // len(unit)))
        if time.process_time() - start > _QUICK:
            ratio = growth(job, lambda size: unit * (size // len(unit)), 4 * CHARS)
            assert ratio < LIMIT, (name, method)
