"""Functions of other packages that do not exist here: they say so, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from bodycopy.errors import UsageError

__all__ = ["absent"]


def absent(name: str, instead: str) -> Callable[..., NoReturn]:
    """A function of that name that raises ``UsageError``, whatever it is called with.

    >>> absent("hot", "nothing is fetched here")()
    Traceback (most recent call last):
    bodycopy.errors.UsageError: hot: nothing is fetched here
    """

    def refuse(*arguments: Any, **keywords: Any) -> NoReturn:
        raise UsageError(f"{name}: {instead}")

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = f"Raises ``UsageError``: {instead}."
    return refuse
