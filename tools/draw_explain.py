"""Draws docs/explain.svg, what ``--explain`` shows: ``python tools/draw_explain.py``."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

import bodycopy
from bodycopy.explain import explain

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "tests" / "pages" / "de_regional_daily" / "source.html"
PICTURE = ROOT / "docs" / "explain.svg"
COLUMNS = 96
LINES = (16, 52)  # of the output: the article itself, and a little before and after it


def main() -> None:
    """Draw the middle of the demo page's blocks, as a terminal shows them."""
    output = explain(bodycopy.extract(PAGE.read_bytes()), width=COLUMNS, color=True)
    lines = output.splitlines()
    shown = "\n".join((*lines[slice(*LINES)], *lines[-8:]))
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown), end="")
    # The picture must not fetch a font: readers' own monospaced one will do.
    template = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    console.save_svg(
        str(PICTURE), title="bodycopy extract --explain page.html", code_format=template
    )


if __name__ == "__main__":
    main()
