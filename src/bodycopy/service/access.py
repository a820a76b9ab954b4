"""Who may ask: bearer tokens (RFC 6750)."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from starlette.types import Scope

from bodycopy.errors import UsageError
from bodycopy.service.problem import Problem

__all__ = ["TOKEN_VARIABLE", "check_token", "read_tokens"]

TOKEN_VARIABLE = "BODYCOPY_TOKEN"


def read_tokens(path: str | None, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The tokens of a file, one a line, or the one of the environment.

    Raises ``UsageError`` where the file cannot be read or holds none.
    """
    if path is None:
        token = environment.get(TOKEN_VARIABLE, "").strip()
        return (token,) if token else ()
    try:
        lines = Path(path).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the tokens cannot be read: {error}") from error
    if not lines:
        raise UsageError(f"{path} holds no token: write one a line")
    return tuple(lines)


# Without these nobody could see that the service lives, or what it wants; none tells of pages.
_OPEN = frozenset({"/", "/docs", "/openapi.json", "/health", "/health/live", "/health/ready"})


def check_token(scope: Scope, tokens: tuple[bytes, ...]) -> None:
    """Raise a ``Problem`` where the path needs a token and the request has none of ours."""
    if not tokens or scope["path"] in _OPEN:
        return
    given = _bearer(scope)
    # All are compared, each in constant time: how long it takes tells nothing.
    if not any([hmac.compare_digest(given, token) for token in tokens]):  # noqa: C419
        detail = (
            "the token is not known" if given else "send the header Authorization: Bearer TOKEN"
        )
        raise Problem("no-token", detail, closes=True)


def _bearer(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = bytes(value).partition(b" ")
            return token.strip() if scheme.lower() == b"bearer" else b""
    return b""
