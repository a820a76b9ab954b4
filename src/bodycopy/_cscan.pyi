"""The extension, built from ``src/cscan``; ``compiled_scan`` is its only user."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bodycopy.tape import Marker, TapeLink

_Columns: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
_Elements: TypeAlias = tuple[tuple[str, ...], bytes, bytes, tuple[str, ...], bytes, bytes]
_Pairs: TypeAlias = tuple[tuple[str, str], ...]
_Head: TypeAlias = tuple[str, str, str, _Pairs, _Pairs, tuple[str, ...], _Pairs]

def prepare(
    tables: Mapping[str, Mapping[str, int]],
    flows: Mapping[str, int],
    bits: Mapping[str, int],
    reveals: Callable[[str], bool],
    marker: type[Marker],
    /,
) -> object: ...
def scan(
    rules: object, html: str | bytes, scripting: bool, /
) -> tuple[
    tuple[str, ...],
    _Columns,
    dict[int, tuple[TapeLink, ...]],
    _Elements,
    dict[int, int],
    tuple[Marker, ...],
    _Head,
    bool,
]: ...
def scripts(rules: object, html: str | bytes, /) -> tuple[str, ...]: ...
