"""What is asked of every text and name of a page, compiled; see src/ctext."""

from array import array
from collections.abc import Callable, Mapping, Sequence

from numpy import bool_, float32, int32, int64, uint8, uint16, uint32
from numpy.typing import NDArray

from bodycopy.roles import Role

class Names:
    def __init__(self, known: Mapping[str, int], compounds: list[tuple[str, str, int]]) -> None: ...
    def hint(self, attrs: str, most: int) -> int | None: ...
    def hints(
        self, attrs: Sequence[str], wanted: NDArray[bool_], most: int
    ) -> tuple[bytearray, list[int]]: ...

class Phrases:
    def __init__(
        self,
        exact: Mapping[str, Role],
        starts: Mapping[str, list[tuple[str, Role]]],
        anywhere: Mapping[str, list[tuple[str, Role]]],
        dense: list[tuple[str, Role]],
        agencies: list[str],
        edges: str,
        dense_from: str,
        longest: int,
        short: int,
        roles: list[Role],
        long_roles: list[Role],
        known_by_form: tuple[Role, Role, Role],
    ) -> None: ...
    def find(self, texts: Sequence[str]) -> list[Role | None]: ...
    def mark(
        self,
        texts: Sequence[str],
        wanted: bytes | bytearray,
        matrix: NDArray[float32],
        columns: NDArray[int32],
    ) -> None: ...

class Squasher:
    def __init__(self, rule: Callable[[str], str]) -> None: ...
    def squash(self, text: str) -> str: ...

def is_utf8(data: bytes) -> bool: ...
def long_strings(script: str, least: int) -> list[tuple[int, int]]: ...
def measure_blocks(
    tape: tuple[object, ...],
    own: NDArray[uint32],
    matrix: NDArray[float32],
    rules: tuple[str, str, int, int, int, int, NDArray[float32]],
) -> tuple[bytearray, bytearray, list[tuple[int, float]]]: ...
def place_blocks(
    tape: tuple[object, ...],
    hints: bytearray,
    prose: bytearray,
    matrix: NDArray[float32],
    headline: int,
    descriptions: tuple[frozenset[str], str, int],
    rules: tuple[object, ...],
) -> tuple[bytearray, int, bytearray]: ...
def measure_lines(
    lines: Sequence[str],
    columns: tuple[object, ...],
    matrix: NDArray[float32],
    kinds: NDArray[uint8],
    bits: tuple[int, int, int],
    scales: tuple[NDArray[float32], ...],
) -> tuple[bytearray, bytearray, int, int, tuple[bytearray, ...], list[tuple[int, int]]]: ...
def hash_names(
    tags: Sequence[str], attrs: Sequence[str], most: int
) -> tuple[bytearray, tuple[bytearray, bytearray], int]: ...
def hash_words(
    texts: Sequence[str], kinds: NDArray[uint8], head: int, tail: int
) -> tuple[bytearray, bytearray]: ...
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
    entry: object,
    n: int,
    width: int,
    kernel: int,
    dilations: tuple[int, ...],
    weights: tuple[object, ...],
) -> tuple[bytearray, bytearray]: ...
def dense(
    parts: tuple[NDArray[float32], ...],
    away: tuple[int, ...],
    n: int,
    weight: NDArray[float32],
    bias: NDArray[float32],
    relu: bool,
) -> bytearray: ...
def mean_tokens(
    table: NDArray[float32],
    hashes: NDArray[int32],
    starts: NDArray[int32],
    ids: NDArray[int32],
    lines: NDArray[int64],
    n: int,
) -> bytearray: ...
def spell_paths(
    tags: Sequence[str],
    parents: NDArray[int32],
    places: NDArray[int32],
    rows: NDArray[int32],
    most: int,
) -> list[str]: ...
def squash(text: str) -> str: ...
def count_ranges(
    text: str, edges: NDArray[uint32], kinds: NDArray[int32], most: int
) -> list[int]: ...
def visit_counts(
    moves: array[int] | NDArray[uint16] | NDArray[uint32],
    rows: array[int] | NDArray[uint16] | NDArray[uint32],
    outputs: NDArray[int32],
    text: bytes,
) -> dict[int, int]: ...
