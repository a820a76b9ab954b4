"""The process that is measured: one page, or many, and what the system says of its memory.

``python -m bench.memory_child peak TOOL FILE SECONDS`` (of the processor, for the page) or
``... pages COUNT``: prints one JSON value. Linux only: the high-water mark can be set back there,
so that what a tool takes to load is not counted with the page.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count as count_from
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import bodycopy
from bench.peers import load_tools, quiet

__all__ = ["TEXT", "status_bytes"]

TEXT = "bodycopy-text"
"""The tool that reads flattened text."""

_STATUS = Path("/proc/self/status")
_FORGET = Path("/proc/self/clear_refs")
_PAGES = Path(__file__).parents[1] / "tests" / "pages"
# In no declared language, so that the model that tells languages is loaded.
_WARM = "<h1>Ferja</h1>" + "<p>Bæjarstjórnin ákvað á þriðjudag að halda ferjunni opinni." * 20


def status_bytes(key: str) -> int:
    """``VmRSS``, what the process holds now, or ``VmHWM``, the most that it held."""
    for line in _STATUS.read_text().splitlines():
        name, _, value = line.partition(":")
        if name == key:
            return int(value.split()[0]) * 1024
    raise KeyError(key)


def main(arguments: list[str]) -> None:
    """Do what is asked and print it."""
    if arguments[0] == "peak":
        found: object = _peak(arguments[1], Path(arguments[2]), int(arguments[3]))
    else:
        found = list(_held(int(arguments[1])))
    print(json.dumps(found))


def _peak(name: str, path: Path, most_seconds: int) -> dict[str, float]:
    """Bytes above what the warm process held with the page in memory, at most."""
    run = _runner(name)
    run(_WARM.encode())
    page = path.read_bytes()
    gc.collect()
    _FORGET.write_text("5")
    held = status_bytes("VmRSS")
    start = time.process_time()
    limit = int(start) + 1 + most_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    result = run(page)
    seconds = time.process_time() - start
    most = status_bytes("VmHWM")
    del result
    return {"held": held, "peak": most - held, "seconds": seconds, "size": len(page)}


def _runner(name: str) -> Callable[[bytes], Any]:
    if name == TEXT:
        return bodycopy.extract_text
    (tool,), _ = load_tools([name])
    quiet()
    return tool.run


def _held(count: int) -> Iterator[tuple[int, int]]:
    """Bytes held after so many pages, at fifty places behind the first tenth."""
    every = max(1, count // 50)
    for number, page in enumerate(islice(_pages(), count), 1):
        record = bodycopy.extract(page, url=f"https://news{number % 997}.example/{number}")
        if isinstance(record, bodycopy.Article):
            record.to_markdown()
        if number % every == 0 and number * 10 >= count:
            yield number, status_bytes("VmRSS")


def _pages() -> Iterator[bytes]:
    """Small pages without end, no two of them alike, and now and then a real one."""
    real = cycle([path.read_bytes() for path in sorted(_PAGES.glob("*/source.html"))])
    for number in count_from(0):
        yield next(real) if number % 50 == 0 else _small_page(number)


def _small_page(number: int) -> bytes:
    """An article whose names, words, classes, addresses and dates are its own."""
    own = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    day, month, year = number % 28 + 1, number % 12 + 1, 2000 + number % 25
    paragraph = f"<p class=t{own}>The {own}er council voted on {day}.{month}.{year} to keep it. "
    return (
        f"<html lang=en><title>{own} stays | The {own.title()} Post</title>"
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{own} stays",'
        f'"datePublished":"{year}-{month:02}-{day:02}","author":{{"name":"Ann {own.title()}"}}}}'
        f"</script><nav class=n-{own}><a href=/{own}>{own}</a> <a href=/s>Sport</a></nav>"
        f"<article id=a{own}><h1>{own.title()} stays until May</h1>"
        f"<p class=byline>By Ann {own.title()} and Bob {own[::-1].title()}</p>"
        f"<figure><img src=/i/{own}.jpg><figcaption>The {own}. Photo: {own.title()}/dpa"
        f"</figcaption></figure><p>{own.title()} (dpa) - {own} text begins here, and goes on."
        + (paragraph + f"It said so {number} times, and {own} agreed with all of it.")
        * 4
    ).encode()


if __name__ == "__main__":
    main(sys.argv[1:])
