"""Start tags of a safe page: attributes, pictures, boxes for what is not shown, controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from bodycopy.inspector.safe_style import safe_declarations

__all__ = ["box", "control", "picture", "safe_attributes"]

_ATTRIBUTES = frozenset(
    "class id dir lang title align valign bgcolor color face size width height colspan rowspan "
    "span scope headers start reversed value type datetime role hidden border cellpadding "
    "cellspacing nowrap".split()
)
_INPUTS = frozenset(("text", "search", "email", "submit", "button", "checkbox", "radio"))
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+")
_MAX_PICTURE_CHARS = 400_000
_TINY = 3  # pixels: such images count readers, they show nothing


def safe_attributes(attributes: Mapping[str, str | None], *, revealed: bool = False) -> str:
    """The harmless ones; ``revealed`` leaves out those by which the element is hidden."""
    written = []
    for name, value in attributes.items():
        if revealed and name in ("hidden", "style"):
            continue
        if name == "style":
            written.append(f' style="{escape(safe_declarations(value or ""))}"')
        elif name == "type" and value not in _NUMBERINGS:
            continue
        elif name in _ATTRIBUTES or _ARIA.fullmatch(name):
            written.append(f' {name}="{escape(value or "")}"')
    return "".join(written)


_ARIA = re.compile(r"aria-[a-z]+")
_NUMBERINGS = frozenset("1aAiI")  # ``type`` of a list; of anything else it is not wanted


def picture(attributes: Mapping[str, str | None]) -> str:
    """The image where the page carries it, else a box of its size with its text."""
    source = (attributes.get("src") or "").strip()
    width, height = (_pixels(attributes.get(side)) for side in ("width", "height"))
    if 0 < width < _TINY or 0 < height < _TINY:
        return ""
    alt = " ".join((attributes.get("alt") or "").split())
    names = f' class="{escape(attributes.get("class") or "")}"'
    if len(source) <= _MAX_PICTURE_CHARS and _PICTURE.fullmatch(source):
        sides = f' width="{width}" height="{height}"' if width and height else ""
        return f'<img{names}{sides} alt="{escape(alt)}" src="{escape(source)}">'
    sized = f' style="--w:{width};--h:{height}"' if width and height else ""
    kind = "bodycopy-image sized" if sized else "bodycopy-image"
    names = f' class="{kind} {escape(attributes.get("class") or "")}"'
    return (
        f'<span{names}{sized} role="img" aria-label="{escape(alt or "Image")}">{escape(alt)}</span>'
    )


def _pixels(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,4})(?![\d%])", value or "")
    return int(found[1]) if found else 0


def box(kind: str, attributes: Mapping[str, str | None]) -> str:
    """What stands in for a frame, a video and their like."""
    title = " ".join((attributes.get("title") or "").split())
    words = f"{kind}: {title}" if title else kind
    return f'<span class="bodycopy-box">{escape(words)}</span>'


def control(attributes: Mapping[str, str | None]) -> str:
    """An input that takes nothing; empty for kinds that show nothing."""
    kind = (attributes.get("type") or "text").lower()
    if kind not in _INPUTS:
        return ""
    words = attributes.get("placeholder") or attributes.get("aria-label") or ""
    value = attributes.get("value") or ""
    return (
        f'<input type="{kind}" disabled tabindex="-1" value="{escape(value)}" '
        f'placeholder="{escape(words)}" aria-label="{escape(words or value or kind)}">'
    )
