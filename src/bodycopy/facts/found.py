"""What a finder found: a value and where it stood."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Found", "Names"]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact of the page with its provenance."""

    value: str
    source: str
    """``jsonld:headline``, ``meta:og:title``, ``dom:h1``, ``html:lang``, ``detected`` ..."""
    raw: str
    """The string as it stands on the page, before it was cleaned."""


@dataclass(frozen=True, slots=True)
class Names:
    """Several values of one field, in page order, with their provenance."""

    values: tuple[str, ...]
    source: str
    raw: str
    """The string or strings as they stand on the page, several joined by ``; ``."""
