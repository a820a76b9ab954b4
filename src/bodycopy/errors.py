"""Who is to blame: the caller's mistake and the page's are different types.

A page without an article is neither: it is a value, ``bodycopy.Verdict``.
"""

from __future__ import annotations

__all__ = ["BodycopyError", "InputError", "UsageError"]


class BodycopyError(Exception):
    """Base of every error that this package raises on purpose."""


class UsageError(BodycopyError, ValueError):
    """The caller's mistake: an argument, an option or a flag that cannot be meant."""


class InputError(BodycopyError):
    """The input's fault: something stored or sent that cannot be what it claims to be.

    ``extract`` never raises it (bad pages get a ``Verdict``); readers of stored
    records do, with the place of the fault in the message.
    """
