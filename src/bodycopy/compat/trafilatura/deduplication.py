"""Charikar's hash of a text, as trafilatura computes it, so that old and new ones compare.

Source: Charikar 2002, "Similarity estimation techniques from rounding algorithms"; which
tokens count and how they are hashed follows trafilatura 2.x.
"""

from __future__ import annotations

import string
import unicodedata
from hashlib import blake2b

import numpy as np

from bodycopy.compat.absent import absent
from bodycopy.errors import UsageError

__all__ = ["Simhash", "content_fingerprint", "duplicate_test", "sample_tokens"]

_BITS = 64

duplicate_test = absent(
    "duplicate_test",
    "no state is kept between pages; compare fingerprints, or leave out what recurs on the pages "
    "of a site with bodycopy.SiteProfile",
)


class Simhash:
    """A hash of 64 bits (or fewer, ``length``) that is alike for texts that are alike.

    ``existing_hash`` is a hash from before, as a number or in hexadecimal. Where it is none,
    the text is hashed.
    """

    __slots__ = ("hash", "length")

    def __init__(
        self, inputstring: str = "", length: int = _BITS, existing_hash: int | str | None = None
    ) -> None:
        if not 0 < length <= _BITS:
            raise UsageError(f"length must be a number of bits from 1 to {_BITS}, not {length!r}")
        self.length = length
        self.hash: int = self.validate(existing_hash) or self.create_hash(inputstring)

    def create_hash(self, inputstring: str) -> int:
        """The hash of a text."""
        tokens = sample_tokens(inputstring, self.length)
        digests = b"".join(blake2b(token.encode(), digest_size=8).digest() for token in tokens)
        bits = np.unpackbits(np.frombuffer(digests, np.uint8)).reshape(-1, _BITS)
        # A bit is set where at least half of the tokens set it.
        ones = 2 * bits.sum(axis=0, dtype=np.int64) >= len(tokens)
        return int.from_bytes(np.packbits(ones).tobytes()) & ((1 << self.length) - 1)

    def to_hex(self) -> str:
        """The hash in hexadecimal, without zeros in front."""
        return f"{self.hash:x}"

    def validate(self, inputhash: int | str | None) -> int | None:
        """The hash as a number, or ``None`` where it is none of this length."""
        if isinstance(inputhash, str):
            inputhash = _number(inputhash)
        if type(inputhash) is int and 0 <= inputhash < 1 << self.length:
            return inputhash
        return None

    def similarity(self, other_hash: Simhash) -> float:
        """The share of bits that two hashes have in common, from 0.0 to 1.0."""
        return (self.length - (self.hash ^ other_hash.hash).bit_count()) / self.length


def content_fingerprint(content: str) -> str:
    """The hash of a text in hexadecimal.

    >>> content_fingerprint("Here is text.")
    'd2ff47ba297cc254'
    """
    return Simhash(content).to_hex()


def _number(text: str) -> int | None:
    # Old hashes were written in decimal: 18 to 22 digits.
    if text.isdecimal() and 18 <= len(text) <= 22:
        return int(text)
    try:
        return int(text, 16)
    except ValueError:
        return None


def sample_tokens(text: str, length: int = _BITS) -> list[str]:
    """The tokens that count: the long ones, if there are enough of them."""
    tokens = [part for word in text.split() if (part := word.strip(string.punctuation)).isalnum()]
    if not tokens:  # scripts with other punctuation, such as 。
        spaced = "".join(" " if unicodedata.category(char)[0] == "P" else char for char in text)
        tokens = [part for part in spaced.split() if part.isalnum()]
    for size in range(4, 0, -1):
        longer = [token for token in tokens if len(token) > size]
        if len(longer) >= length / 2:
            return longer
    return tokens
