"""Articles by way of a news search: not here."""

from __future__ import annotations

from bodycopy.compat.absent import absent
from bodycopy.compat.newspaper.sources import INSTEAD

__all__ = ["GoogleNewsSource"]

GoogleNewsSource = absent("GoogleNewsSource", INSTEAD)
