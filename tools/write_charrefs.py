"""Write the C table of named character references from the standard's list.

``python tools/write_charrefs.py`` writes ``src/cscan/charrefs_table.h``; the list is
``html.entities.html5`` of the standard library, which is the one of the HTML standard.
"""

from __future__ import annotations

from html.entities import html5
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "cscan" / "charrefs_table.h"

_HEAD = """\
/* Written by tools/write_charrefs.py from html.entities.html5: do not edit.
 * The names behind "&" with the UTF-8 of their characters, in the order of their bytes. */
"""


def table() -> str:
    """The text of the header file."""
    rows = [
        f'    {{"{name}", {len(name)}, {_literal(html5[name])}, {len(html5[name].encode())}}},'
        for name in sorted(html5)
    ]
    return "\n".join((_HEAD + "static const CharacterReference table[] = {", *rows, "};\n"))


def _literal(text: str) -> str:
    # Octal: a hexadecimal escape would swallow the digits behind it.
    return '"' + "".join(f"\\{byte:03o}" for byte in text.encode()) + '"'


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="ascii")
