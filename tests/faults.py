"""The table of faults, and which tests carry the mark of each row: read from the sources alone."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row: what comes in, and what must happen."""

    slug: str
    input: str
    must: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTest:
    """A test function that carries the mark of a row."""

    slug: str
    path: str
    """Below ``tests``."""
    name: str
    story: str
    """The first line of its docstring."""


def all_faults() -> tuple[Fault, ...]:
    """The rows of ``faults.toml``, in their order."""
    rows = tomllib.loads((TESTS / "faults.toml").read_text(encoding="utf-8"))
    return tuple(Fault(slug=slug, **row) for slug, row in rows.items())


def marked_tests() -> tuple[MarkedTest, ...]:
    """Every test with ``@pytest.mark.fault(...)``, by file and in the order of the file."""
    return tuple(found for path in sorted(TESTS.rglob("test_*.py")) for found in _marked(path))


def _marked(path: Path) -> Iterator[MarkedTest]:
    source = path.read_text(encoding="utf-8")
    if "mark.fault(" not in source:
        return
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for slug in _slugs(node):
                yield MarkedTest(
                    slug=slug,
                    path=path.relative_to(TESTS).as_posix(),
                    name=node.name,
                    story=(ast.get_docstring(node) or "").partition("\n")[0],
                )


def _slugs(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
            for argument in decorator.args:
                yield ast.literal_eval(argument)
