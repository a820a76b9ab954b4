"""The other extractors that trafilatura asks for help: not here."""

from __future__ import annotations

from bodycopy.compat.absent import absent

__all__ = ["try_justext", "try_readability"]

_INSTEAD = "there is one extractor here; extract and bare_extraction give its result"

try_readability = absent("try_readability", _INSTEAD)
try_justext = absent("try_justext", _INSTEAD)
