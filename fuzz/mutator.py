"""Mutations that know what a format is made of.

libFuzzer changes bytes; it takes long to find ``</blockquote>`` so. Half of the mutations made here
put in whole tokens of the format, repeat, move or drop what stands between two of its signs; the
other half are libFuzzer's own, which know what comparisons the code has made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["Mutator"]

_SIGNS = re.compile(rb"[<>{}\[\]\"',:;&\n ]")
# More copies show what is quadratic; what is linear can bear them.
_MOST_COPIES = 64


class Mutator:
    """Changes an input; called as libFuzzer calls a custom mutator."""

    def __init__(self, tokens: tuple[bytes, ...], otherwise: Callable[[bytes, int], bytes]) -> None:
        self._tokens = tokens
        self._otherwise = otherwise
        self._kinds = (self._put, self._put, self._repeat, self._drop, self._copy, self._swap)

    def __call__(self, data: bytes, max_size: int, seed: int) -> bytes:
        """Another input of at most ``max_size`` bytes; the same one for the same arguments."""
        random_ = random.Random(seed)
        if random_.random() < 0.5:
            return self._otherwise(data, max_size)
        changed = bytearray(data)
        for _ in range(random_.choice((1, 1, 2, 4, 8))):
            random_.choice(self._kinds)(changed, random_)
        return bytes(changed[:max_size])

    def _put(self, data: bytearray, random_: random.Random) -> None:
        at = _place(data, random_)
        data[at:at] = random_.choice(self._tokens)

    def _repeat(self, data: bytearray, random_: random.Random) -> None:
        at = _place(data, random_)
        unit = b"".join(random_.choices(self._tokens, k=random_.choice((1, 1, 2, 3))))
        data[at:at] = unit * random_.randrange(2, _MOST_COPIES)

    def _drop(self, data: bytearray, random_: random.Random) -> None:
        start, end = _span(data, random_)
        del data[start:end]

    def _copy(self, data: bytearray, random_: random.Random) -> None:
        start, end = _span(data, random_)
        at = _place(data, random_)
        data[at:at] = data[start:end]

    def _swap(self, data: bytearray, random_: random.Random) -> None:
        start, end = _span(data, random_)
        data[start:end] = random_.choice(self._tokens)


def _place(data: bytearray, random_: random.Random) -> int:
    """Mostly right behind a sign, as tokens stand there."""
    at = random_.randrange(len(data) + 1)
    if random_.random() < 0.7:
        sign = _SIGNS.search(data, at)
        at = sign.end() if sign else at
    return at


def _span(data: bytearray, random_: random.Random) -> tuple[int, int]:
    """What stands between two places that are not far apart."""
    start = _place(data, random_)
    end = min(len(data), start + random_.choice((4, 16, 64, 256)))
    sign = _SIGNS.search(data, end)
    return start, sign.end() if sign and sign.end() - start < 1024 else end
