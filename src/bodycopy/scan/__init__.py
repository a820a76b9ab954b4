"""HTML to tape: the door of the room, and which of the two scans works behind it.

The compiled scan and the walk over lexbor's tree give the same tape; ``docs/scan.md`` counts
where they do not. ``BODYCOPY_SCAN=lexbor`` (or ``BODYCOPY_PURE=1``, which is for every compiled
part) chooses the second one, which is also what works where the extension was not built.
"""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.util import find_spec

from bodycopy.options import Options
from bodycopy.scan.ending import is_cut
from bodycopy.tape import Tape

__all__ = ["SCANNER", "SCANNER_REASON", "scan", "scan_displayed", "scripts"]

SCANNER: str
"""``compiled`` or ``lexbor``: which scan this process uses."""
SCANNER_REASON: str
"""Why it is not the compiled one; empty where it is."""


def _reason_for_lexbor() -> str:
    if os.environ.get("BODYCOPY_SCAN") == "lexbor" or os.environ.get("BODYCOPY_PURE"):
        return "chosen by the environment"
    if find_spec("bodycopy._cscan") is None:
        return "the compiled one was not built"
    return ""


SCANNER_REASON = _reason_for_lexbor()
if SCANNER_REASON:
    from bodycopy.scan.lexbor import scan, scripts

    SCANNER = "lexbor"
else:
    from bodycopy.scan.compiled import scan, scripts

    SCANNER = "compiled"

_DEFAULTS = Options()
# Characters: pages that scripts will fill show less; what some of them keep for readers
# without scripts (whole threads of forums) is more.
_SHELL_CHARS = 200
_SCRIPTLESS_CHARS = 1000


def scan_displayed(html: str | bytes, options: Options = _DEFAULTS) -> Tape:
    """The tape of the page as displayed, or as displayed without scripts if else there is none.

    It is ``truncated`` also where the page itself breaks off.
    """
    tape = _displayed(html, options)
    return replace(tape, truncated=True) if is_cut(html) else tape


def _displayed(html: str | bytes, options: Options) -> Tape:
    tape = scan(html, options=options)
    if sum(map(len, tape.texts)) < _SHELL_CHARS:
        scriptless = scan(html, scripting=False, options=options)
        if sum(map(len, scriptless.texts)) >= _SCRIPTLESS_CHARS:
            return scriptless
    return tape
