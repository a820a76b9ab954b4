"""Elements and text as HTML and XML write them: everything escaped, nothing but characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from bodycopy.article import Block, MarkKind
from bodycopy.render.inline import Event, Inline, tokens
from bodycopy.render.parts import ItemList

__all__ = ["element", "inline_markup", "item_markup", "lines", "text_markup", "void_element"]


def element(name: str, content: str, **attributes: str | None) -> str:
    """The element with this content, which is markup; attributes that are ``None`` are left out.

    An underscore at the end of an attribute's name is dropped (``class_``), one inside of it
    is a colon (``xml_lang``).

    >>> element("a", "R&amp;D", href="/?a=1&b=2", title=None)
    '<a href="/?a=1&amp;b=2">R&amp;D</a>'
    """
    return f"<{name}{_attributes(attributes)}>{content}</{name}>"


def void_element(name: str, **attributes: str | None) -> str:
    """The element without content, as both HTML and XML read it.

    >>> void_element("lb")
    '<lb/>'
    """
    return f"<{name}{_attributes(attributes)}/>"


def lines(markup: Iterable[str]) -> str:
    """Each on a line of its own, to stand in an element."""
    return "\n".join(("", *filter(None, markup), ""))


def item_markup(
    found: Sequence[Block | ItemList],
    inline: Callable[[Block], str],
    part: Callable[[Block | ItemList], str],
) -> str:
    """An item of a list: its one text as it is, several texts in elements of their own."""
    if sum(isinstance(one, Block) for one in found) > 1:
        return lines(map(part, found))
    return "\n".join(inline(one) if isinstance(one, Block) else part(one) for one in found)


def _attributes(attributes: Mapping[str, str | None]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", ":")}="{escape(_characters(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def text_markup(text: str) -> str:
    """The text as markup that stands for it."""
    return escape(_characters(text), quote=False)


def inline_markup(
    content: Inline,
    tags: Mapping[MarkKind, tuple[str, str]],
    link: tuple[str, str],
    line_break: str,
) -> str:
    """The text with its links and marks as elements.

    ``tags`` are the tags that open and close a mark, ``link`` those of a link, with ``{}`` in
    the place of its address.
    """
    pieces: list[str] = []
    for event, text, span in tokens(content):
        if event is Event.TEXT:
            pieces.append(text_markup(text))
        elif event is Event.BREAK:
            pieces.append(line_break)
        else:
            opening, closing = link if span.kind is None else tags[span.kind]
            tag = opening if event is Event.OPEN else closing
            pieces.append(tag.replace("{}", escape(_characters(span.href))))
    return "".join(pieces)


def _characters(text: str) -> str:
    """The text without what neither HTML nor XML can hold: controls and no characters."""
    # What can be printed is a character; most text can.
    if text.isprintable() or not _REFUSED.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFUSED.sub("\ufffd", _CONTROL_SPACE.sub(" ", text))


_CONTROL_SPACE = re.compile(r"[\x0b\x0c\x1c-\x1f\x85]")
_NO_CHARACTERS = "".join(
    chr(plane + last) for plane in range(0, 17 << 16, 1 << 16) for last in (0xFFFE, 0xFFFF)
)
_REFUSED = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
