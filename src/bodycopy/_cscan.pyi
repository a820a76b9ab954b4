"""The extension, built from ``src/cscan``; ``compiled_scan`` is its only user."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bodycopy.tape import Marker, TapeLink, TapeMark

_Columns: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
_Elements: TypeAlias = tuple[tuple[str, ...], bytes, bytes, tuple[str, ...], bytes, bytes]
_Limits: TypeAlias = tuple[int, int, int, int, int, int]
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
    rules: object, html: str | bytes, scripting: bool, limits: _Limits, /
) -> tuple[
    tuple[str, ...],
    _Columns,
    tuple[dict[int, tuple[TapeLink, ...]], dict[int, tuple[TapeMark, ...]]],
    _Elements,
    tuple[dict[int, int], dict[int, int], dict[int, str]],
    tuple[Marker, ...],
    _Head,
    int,
]: ...
def scripts(rules: object, html: str | bytes, limits: _Limits, /) -> tuple[str, ...]: ...
