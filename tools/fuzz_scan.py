"""Fuzz the compiled scan: whatever the bytes, it gives a tape, and raises nothing.

``python tools/fuzz_scan.py [SECONDS] [SEED]`` mutates the authored pages of ``tests/pages`` and
makes pages of tags and references at random; ``make fuzz-sanitized`` runs it on the sanitized
build, which stops at the first fault. The page at work is kept in ``fuzz-SEED.html`` until the
next one, so that a crash leaves it behind.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from bodycopy.scan import compiled as compiled_scan

_PAGES = Path(__file__).resolve().parents[1] / "tests" / "pages"
_PIECES = (
    b"<p> </p> <div> </div> <b> </b> <i> </i> <a_href=x> </a> <nobr> <font_size=1> </font> "
    b"<table> </table> <tr> <td> </td> <caption> <col> <ul> <li> </ul> <dl> <dd> <h1> </h2> "
    b"<pre> <select> <option> </select> <svg> </svg> <desc> <math> </math> <mi> "
    b"<annotation-xml_encoding=text/html> <template> </template> <form> </form> <button> "
    b"</button> <object> </object> <script> <!-- --> </script> <title> </title> <textarea> "
    b"</textarea> <style> </style> <plaintext> <xmp> <body_class=c> </body> </html> <frameset> "
    b"<noscript> </noscript> <ruby> <rt> <br> <hr> <img> <ol_start=3> <ol_reversed> "
    b"<li_value=-2> </ol> <blockquote_cite=x> </blockquote> <sup> <code> </code> <s> </s> "
    b"<input_type=hidden> <p_hidden_class=story> <p_style='display:none'> <time_datetime=1> "
    b"<meta_name=a_content=b> <![CDATA[ ]]> <!doctype_html> <?x </> </_> <x-y> < > & &amp &lt; "
    b"&notin; &nGt; &CounterClockwiseContourIntegral; &#x &#65; &#0; &#xD800; &#9999999999; \0 "
    b"\r\n \xff \xe2\x80\x8b \xc2\xad \xe3\x80\x80 \xf0\x9f\x91\xa9 ' \" = / x Ab 9"
).split(b" ")


def _piece(random_: random.Random) -> bytes:
    return random_.choice(_PIECES).replace(b"_", b" ")


def _soup(random_: random.Random) -> bytes:
    """Pieces in any order; some of them many times over."""
    size = random_.choice((5, 30, 200))
    return b"".join(
        _piece(random_) * (1 if random_.random() < 0.95 else random_.randrange(1, 40))
        for _ in range(size)
    )


def _mutated(random_: random.Random, page: bytes) -> bytes:
    """A part of the page with some bytes lost, doubled, changed or put in."""
    start = random_.randrange(len(page))
    data = bytearray(page[start : start + random_.randrange(1, 20_000)])
    for _ in range(random_.randrange(1, 40)):
        at = random_.randrange(len(data) + 1)
        kind = random_.randrange(5)
        if kind == 0:
            del data[at : at + random_.randrange(1, 200)]
        elif kind == 1:
            data[at : at + 1] = bytes([random_.randrange(256)])
        elif kind == 2:
            other = random_.randrange(len(data) + 1)
            data[at:at] = data[other : other + random_.randrange(1, 400)]
        elif kind == 3:
            del data[at:]
        else:
            data[at:at] = _piece(random_)
    return bytes(data)


def main(arguments: list[str]) -> int:
    """Scan pages for so many seconds (60 where none are given) and say how many there were."""
    limit = float(arguments[0]) if arguments else 60.0
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    random_ = random.Random(seed)
    pages = [path.read_bytes() for path in sorted(_PAGES.glob("*/source.html"))]
    kept = Path(f"fuzz-{seed}.html")
    end = time.monotonic() + limit
    count = 0
    while time.monotonic() < end:
        soup = random_.random() < 0.4
        page = _soup(random_) if soup else _mutated(random_, random_.choice(pages))
        kept.write_bytes(page)
        for scripting in (True, False):
            compiled_scan.scan(page, scripting=scripting)
        compiled_scan.scan(page.decode("utf-8", "surrogateescape"))
        compiled_scan.scripts(page)
        count += 1
    kept.unlink()
    print(f"{count} pages, no finding")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
