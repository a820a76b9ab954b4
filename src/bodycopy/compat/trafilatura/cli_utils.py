"""File names made of texts, as trafilatura's command line makes them."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from hashlib import blake2b

from bodycopy.compat.trafilatura.deduplication import sample_tokens

__all__ = ["generate_hash_filename"]

_TAG = re.compile(r"<[^<>]*+>")
_BYTES = 12


def generate_hash_filename(content: str) -> str:
    """Letters and digits for a text; the same for texts that differ in tags and short words.

    >>> generate_hash_filename("This is a text.")
    'qAgzZnskrcRgeftk'
    """
    words = " ".join(sample_tokens(_TAG.sub("", content)))
    return urlsafe_b64encode(blake2b(words.encode(), digest_size=_BYTES).digest()).decode()
