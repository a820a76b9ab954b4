"""What SECURITY.md says the package never does, looked up in its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bodycopy

PACKAGE = Path(bodycopy.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in MODULES]

# Reading what these wrote may run code that was written into it.
RUNS_WHAT_IT_READS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}
FETCHES = {
    "aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "ssl", "telnetlib",
    "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
TALKS = {"socket", "socketserver", "asyncio"}
# The service is asked over the network and has its workers at the other end of a socket.
MAY_TALK = {"service"}


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> Iterator[str]:
    """The names of the functions that it calls as they are, not as somebody's method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def below(modules: set[str], names: set[str]) -> set[str]:
    """Those modules that are one of these names or lie in one of them."""
    return {module for module in modules if any(f"{module}.".startswith(f"{n}.") for n in names)}


@pytest.mark.fault("no-fetching")
@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_runs_nothing_that_it_reads_and_fetches_nothing(path: Path) -> None:
    """No `eval`, no pickles, no client of any network protocol."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = set(imported(tree))
    assert not below(modules, RUNS_WHAT_IT_READS | FETCHES)
    assert not {"eval", "exec", "compile", "__import__"} & set(called(tree))
    if path.relative_to(PACKAGE).parts[0] not in MAY_TALK:
        assert not below(modules, TALKS)


def test_the_look_finds_what_it_looks_for() -> None:
    """Imports in functions and of parts of a module are seen as well."""
    tree = ast.parse(
        "def read():\n    from urllib import request\n    import pickle\n    eval('1')"
    )
    assert below(set(imported(tree)), RUNS_WHAT_IT_READS | FETCHES) == {"urllib.request", "pickle"}
    assert "eval" in set(called(tree))
