"""Options, addresses and the like as a fuzzer draws them."""

from __future__ import annotations

from bodycopy import Options
from fuzz.draw import Draw

__all__ = ["drawn_options", "drawn_url"]

_BALANCES = (0.0, -1.0, 1.0, 0.3)
_MIN_CHARS = (120, 0, 1, 5000)
_LANGUAGES: tuple[tuple[str, ...], ...] = ((), (), (), ("en", "pt-BR"))
_PAGE_TYPES: tuple[tuple[str, ...], ...] = ((), (), (), ("article", "liveblog"))
_URLS = (
    None,
    "https://paper.example/2026/03/04/ferry-stops",
    "",
    "http://[",
    "//x:99999999/\ud800",
    "https://müller.example/%zz?a=b#c",
)


def drawn_options(draw: Draw) -> Options:
    """One of some thousand combinations, out of four bytes."""
    sizes, kinds, switches, more = draw.byte(), draw.byte(), draw.byte(), draw.byte()
    return Options(
        balance=_BALANCES[sizes & 3],
        min_chars=_MIN_CHARS[sizes >> 2 & 3],
        languages=_LANGUAGES[kinds & 3],
        page_types=_PAGE_TYPES[kinds >> 2 & 3],
        tables=not switches & 1,
        images=not switches & 2,
        links=not switches & 4,
        comments=not switches & 8,
        dateline_in_text=bool(switches & 16),
        standfirst_in_text=not switches & 32,
        news_fields=not more & 1,
    )


def drawn_url(draw: Draw) -> str | None:
    """An address as crawlers have them, or none."""
    return draw.choice(_URLS)
