"""What is asked of every text and name of a page, compiled; see src/ctext."""

from collections.abc import Mapping, Sequence
from types import EllipsisType

from numpy import bool_, int32, uint8, uint32
from numpy.typing import NDArray

from bodycopy.roles import Role

class Names:
    def __init__(self, known: Mapping[str, int], compounds: list[tuple[str, str, int]]) -> None: ...
    def hints(
        self, attrs: Sequence[str], wanted: NDArray[bool_], most: int
    ) -> tuple[bytearray, list[int]]: ...

class Phrases:
    def __init__(
        self,
        exact: Mapping[str, Role],
        starts: Mapping[str, list[tuple[str, Role]]],
        anywhere: Mapping[str, list[tuple[str, Role]]],
        edges: str,
        dense: str,
        longest: int,
        short: int,
        roles: list[Role],
        long_roles: list[Role],
    ) -> None: ...
    def screen(self, texts: Sequence[str]) -> list[Role | EllipsisType | None]: ...

def is_utf8(data: bytes) -> bool: ...
def measure_texts(
    texts: Sequence[str], plain: NDArray[bool_], ends: str, closers: str
) -> bytearray: ...
def hash_names(
    tags: Sequence[str], attrs: Sequence[str], most: int
) -> tuple[bytearray, tuple[bytearray, bytearray], int]: ...
def hash_words(
    texts: Sequence[str], kinds: NDArray[uint8], head: int, tail: int
) -> tuple[bytearray, bytearray]: ...
def hand_down(bits: NDArray[uint32], parents: NDArray[int32]) -> None: ...
def enclosing(
    tags: Sequence[str], parents: NDArray[int32], wanted: tuple[str, ...]
) -> bytearray: ...
def inputs(
    parts: tuple[object, ...],
    n: int,
    features: int,
    name_bags: int,
    levels: int,
    width: int,
    word_width: int,
) -> bytearray: ...
def forward(
    rows: object,
    n: int,
    size: int,
    width: int,
    kernel: int,
    dilations: tuple[int, ...],
    weights: tuple[object, ...],
) -> tuple[bytearray, bytearray]: ...
def spell_paths(
    tags: Sequence[str],
    parents: NDArray[int32],
    places: NDArray[int32],
    rows: NDArray[int32],
    most: int,
) -> list[str]: ...
def squash(text: str) -> str: ...
def signatures(
    tags: Sequence[str], attrs: Sequence[str], own: NDArray[int32], group: NDArray[int32]
) -> bytearray: ...
