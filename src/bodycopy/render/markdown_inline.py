"""The text inside a block as Markdown: escaped, with links, emphasis, code and line ends.

# Strategy: whatever the text says must be read back as that text. Marks of emphasis are written
# as CommonMark's rules of flanking allow, moved past spaces and punctuation where that helps;
# a mark that a parser would not read is left out, its words stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bodycopy.article import MarkKind
from bodycopy.render.inline import Event, Inline, Span, Token, tokens

__all__ = ["escaped", "line_of", "lines_of"]


def lines_of(content: Inline) -> list[str]:
    """The text as Markdown, in one line or, where lines end, in several; none for no text.

    No line can be read as the beginning of a list, a heading or another block.
    """
    text = "".join(piece.text for piece in _pieces(content)).strip()
    first, *others = (line.strip() for line in text.split("\n"))
    if not others:
        return [_line_start(first)] if first else []
    return [_line_start(first), *(_line_start(_underline(line)) for line in others)]


def line_of(content: Inline) -> str:
    """The same in one line, for headings and cells; its beginning is not looked at."""
    spans = tuple(span for span in content.spans if span.kind is not MarkKind.BREAK)
    pieces = _pieces(Inline(content.text, spans))
    return "".join(piece.text for piece in pieces).strip()


class _Piece(NamedTuple):
    """Some Markdown; ``span`` where it is a delimiter, and whether it opens."""

    text: str
    span: Span | None = None
    opens: bool = False


_DELIMITERS = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*", MarkKind.DELETED: "~~"}


def _pieces(content: Inline) -> Sequence[_Piece]:
    if not content.spans:
        return [_Piece(escaped(content.text))]
    return _settle(list(_write(tokens(_fitted(content)))))


def _fitted(content: Inline) -> Inline:
    """The same, each mark where its delimiters can be read."""
    spans = (_fit(span, content.text) for span in content.spans)
    kept = (span for span in spans if span is not None)
    return Inline(content.text, tuple(sorted(kept, key=lambda span: (span.start, -span.end))))


def _fit(span: Span, text: str) -> Span | None:
    start, end, kind, _ = span
    if kind is None:
        return span if text[start:end].strip() else None
    if kind in _DELIMITERS:
        start, end = _trim(text, start, end)
    elif kind not in (MarkKind.CODE, MarkKind.BREAK):
        return None  # Markdown knows no raised and lowered letters
    if start >= end and kind is not MarkKind.BREAK:
        return None
    return span._replace(start=start, end=end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without space at the edges, nor punctuation that has a letter on its other side."""
    while start < end and _is_space(text[start]):
        start += 1
    while start < end and _is_space(text[end - 1]):
        end -= 1
    if start < end and not _opens(text[start - 1 : start], text[start]):
        while start < end and (_is_space(text[start]) or _is_punctuation(text[start])):
            start += 1
    if start < end and not _opens(text[end : end + 1], text[end - 1]):
        while start < end and (_is_space(text[end - 1]) or _is_punctuation(text[end - 1])):
            end -= 1
    return start, end


def _write(found: Sequence[Token]) -> Iterator[_Piece]:
    several = len(found) > 1
    code: list[str] | None = None
    for place, (event, text, span) in enumerate(found):
        kind = span.kind
        if code is not None and event is not Event.CLOSE:
            code.append(text or " ")
        elif event is Event.TEXT:
            following = found[place + 1] if place + 1 < len(found) else None
            yield _Piece(_before(_escape(text, wary=several), following))
        elif event is Event.BREAK:
            yield _Piece("\\\n")
        elif kind is MarkKind.CODE:
            if code is None:
                code = []
            else:
                yield from _code(_fold("".join(code)))
                code = None
        elif kind is None:
            yield _Piece("[" if event is Event.OPEN else f"]({_ENTITY.sub('&amp;', span.href)})")
        else:
            yield _Piece(_DELIMITERS[kind], span, event is Event.OPEN)


def _before(text: str, following: Token | None) -> str:
    # "![" would begin an image.
    link = following and following.event is Event.OPEN and following.span.kind is None
    return text[:-1] + r"\!" if link and text.endswith("!") else text


def _code(text: str) -> Iterator[_Piece]:
    if not text.strip():
        yield from (_Piece(text),) if text else ()
        return
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    # One space at each end belongs to the marks, if there is one.
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    yield _Piece(f"{ticks}{pad}{text}{pad}{ticks}")


# --- delimiters that a parser reads ------------------------------------------------------

_ROUNDS = 3  # to leave one mark out may help or hurt its neighbour


def _settle(pieces: list[_Piece]) -> list[_Piece]:
    """Without the delimiters that a parser would show as stars."""
    for _ in range(_ROUNDS):
        unread = set(_unread(pieces))
        if not unread:
            return pieces
        pieces = [piece for piece in pieces if piece.span not in unread]
    return [piece for piece in pieces if piece.span is None]


def _unread(pieces: Sequence[_Piece]) -> Iterator[Span]:
    """Marks whose delimiters, where they stand, neither open nor close."""
    before = ""
    runs = [list(run) for _, run in groupby(pieces, key=_character)]
    for run, following in zip(runs, [*runs[1:], []], strict=True):
        spans = [piece.span for piece in run if piece.span is not None]
        if spans:
            after = following[0].text[0] if following else ""
            opening = run[0].opens
            # One mark that closes and another that opens are one run of stars to a parser.
            yield from (piece.span for piece in run if piece.span and piece.opens is not opening)
            if not (_opens(before, after) if opening else _opens(after, before)):
                yield from spans
        before = run[-1].text[-1:]


def _character(piece: _Piece) -> object:
    """What pieces share that are one run to a parser; none shares with any other text."""
    return piece.text[0] if piece.span is not None else None


def _opens(outside: str, inside: str) -> bool:
    """CommonMark's left-flanking; its mirror for closing. Sure where its versions differ."""
    if not inside or _is_space(inside):
        return False
    return not _is_punctuation(inside) or not outside or _frees(outside)


def _frees(outside: str) -> bool:
    kind = unicodedata.category(outside)
    return kind == "Zs" or kind[0] == "P" or outside in _ASCII_FREE


_ASCII_FREE = frozenset("\t\n\f\r $+<=>^`|~")


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Zs"


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


# --- text that stands for itself ---------------------------------------------------------

_ENTITY = re.compile(r"&(?=[#]?\w+;)")
_SPECIAL = re.compile(
    rf"""
      [\\`*\[\]~]                      # emphasis, code, links, GitHub's strike-through
    | (?<![^\W_])_ | _(?![^\W_])       # emphasis too, but not inside snake_case
    | <(?=[A-Za-z/!?])                 # a tag or an address
    | {_ENTITY.pattern}
    """,
    re.VERBOSE,
)
# Where the text goes on behind a delimiter, what follows a sign is not known.
_WARY = re.compile(r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?]|$)|&(?=[#\w]|$)")
_MAY_BE_SPECIAL = re.compile(r"[\\`*\[\]~_<&]")
_ASCII_SPACE = re.compile(r"[ \t\n\r\f\v]+")


def escaped(text: str) -> str:
    """Text that stands for itself anywhere but at the start of a line."""
    return _escape(text, wary=False)


def _escape(text: str, *, wary: bool) -> str:
    text = _fold(text)
    if not _MAY_BE_SPECIAL.search(text):  # most text
        return text
    return (_WARY if wary else _SPECIAL).sub(r"\\\g<0>", text)


def _fold(text: str) -> str:
    if text.isprintable() and "  " not in text:  # most text
        return text
    return _ASCII_SPACE.sub(" ", text)


_LINE_START = re.compile(
    r"""
      (?: [#]{1,6} | [-+] ) (?=\s|$)      # heading, list
    | > | -(?=[-\s]*$)                    # quotation, rule
    | (?P<number> [0-9]{1,9}) [.)](?=\s|$)
    """,
    re.VERBOSE,
)


def _line_start(text: str) -> str:
    r"""The line, kept from being read as a heading, a list, a quotation or a rule.

    >>> print(_line_start("1. Mai"))
    1\. Mai
    """
    found = _LINE_START.match(text)
    if not found:
        return text
    # Digits cannot be escaped: the point behind them is.
    at = max(found.end("number"), 0)
    return f"{text[:at]}\\{text[at:]}"


_UNDERLINE = re.compile(r"[=|:][=|:\s-]*+$")


def _underline(text: str) -> str:
    """The line, kept from making a heading or the head of a table of the line above."""
    return f"\\{text}" if _UNDERLINE.match(text) else text
