"""HTML to tape: one pass over the tree that lexbor builds.

# Strategy: walk the tree once, depth first, with a stack of our own (pages nest deeper than
# Python recurses). Text collects in ``pieces`` until a block boundary or a double line break
# flushes it as one row. Every element that may hold text gets a row in the element table, so
# that containers are ranges of blocks and CSS paths can be spelled out later, when wanted.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bodycopy.tape import Context, Elements, Head, Tape, TapeLink

__all__ = ["scan", "scripts"]

Int = TypeVar("Int", np.int32, np.uint32)

# How an element takes part in the flow of text.
_INLINE, _BLOCK, _SKIP, _BREAK, _RULE, _VOID, _BOX, _SCRIPT, _FACT, _LINK, _BOLD = range(11)

# Elements that a browser sets as blocks (HTML standard, 15.3 "Flow content"), and buttons:
# theirs are words of the page's machinery, never part of the sentence around them.
_BLOCKS = (
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav "
    "ol p plaintext pre search section summary table caption tbody td tfoot th thead tr ul xmp"
)
# Not shown, or shown as a control or picture: their text is not the page's. Ruby readings
# (rt, rp) tell how to pronounce the text; in the sentence they would double it.
_SKIPPED = (
    "style template noscript option optgroup svg map datalist rp rt rtc noframes noembed title "
    "head annotation annotation-xml frameset frame"
)
# Drawn as a box of their own, which sets the words before it apart from those behind. Not so
# pictures: an icon stands between a word and its comma, an initial is one.
_BOXES = "iframe select textarea input canvas object embed audio video progress meter applet"
_FLOW: dict[str, int] = {
    **dict.fromkeys(_BLOCKS.split(), _BLOCK),
    **dict.fromkeys(_SKIPPED.split(), _SKIP),
    **dict.fromkeys(_BOXES.split(), _BOX),
    **dict.fromkeys("img wbr col colgroup area source track param base".split(), _VOID),
    "br": _BREAK,
    "hr": _RULE,
    "script": _SCRIPT,
    "meta": _FACT,
    "link": _FACT,
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
}
_FLOW_WITHOUT_SCRIPTS = {**_FLOW, "noscript": _BLOCK}
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_CONTEXT: dict[str, int] = {
    **dict.fromkeys(_HEADINGS, int(Context.HEADING)),
    "p": int(Context.PARAGRAPH),
    "ul": int(Context.LIST),
    "ol": int(Context.LIST | Context.ORDERED),
    "menu": int(Context.LIST),
    "dir": int(Context.LIST),
    "dt": int(Context.DEFINITION),
    "dd": int(Context.DEFINITION),
    "table": int(Context.TABLE),
    "th": int(Context.HEADER_CELL),
    "caption": int(Context.CAPTION),
    "blockquote": int(Context.QUOTE),
    "pre": int(Context.PREFORMATTED),
    "listing": int(Context.PREFORMATTED),
    "xmp": int(Context.PREFORMATTED),
    "plaintext": int(Context.PREFORMATTED),
    "code": int(Context.CODE),
    "samp": int(Context.CODE),
    "figure": int(Context.FIGURE),
    "figcaption": int(Context.CAPTION),
    "nav": int(Context.NAV),
    "aside": int(Context.ASIDE),
    "header": int(Context.HEADER),
    "footer": int(Context.FOOTER),
    "form": int(Context.FORM),
    "fieldset": int(Context.FORM),
    "button": int(Context.BUTTON),
    "article": int(Context.ARTICLE),
    "main": int(Context.MAIN),
    "dialog": int(Context.DIALOG),
    "time": int(Context.TIME),
    "address": int(Context.ADDRESS),
}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_PHRASE = int(Context.PARAGRAPH | Context.HEADING)
_LINK_BIT = int(Context.LINK)
_PRE_BIT = int(Context.PREFORMATTED)
_REVEALED_BIT = int(Context.REVEALED)
_IMAGE_BIT = int(Context.AFTER_IMAGE)

# Attributes whose words say what an element holds. Sites with machine-made class names
# often leave the only telling word in a data attribute meant for their own tests.
_TELLING = frozenset(
    (
        "class",
        "id",
        "role",
        "itemprop",
        "rel",
        "property",
        "data-testid",
        "data-test-id",
        "data-qa",
        "data-component",
        "data-module",
        "data-type",
        "data-block",
        "data-name",
    )
)

_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# A hidden element whose name says that it is the article's rest, folded away by a paywall or
# a "read more" button, is text all the same; pop-ups and menus with such words are not.
_REVEALING = re.compile(
    r"pay-?wall|premium|subscri|regwall|read-?more|more-?text|collaps|expand|truncat|fold"
    r"|accordion|faq|article|story|post-?(?:body|content)|entry|body|full-?text"
    # React streams late parts of a page into <div hidden id="S:0"> and moves them by script.
    r"|^S:[0-9a-f]+$",
    re.I,
)
_CONCEALING = re.compile(
    r"modal|pop-?up|overlay|menu|nav|cookie|consent|dialog|tooltip|search|share|social|log-?in"
    r"|sign|comment|newsletter|toast|alert|error|print|related|teaser|promo|gallery|banner"
    r"|sidebar|template|loading|form\b|(?:^|[\s_-])ads?(?:$|[\s_-])",
    re.I,
)

# Soft hyphen, zero-width space, word joiner, byte-order mark: they draw nothing.
# Thai, Lao, Burmese and Khmer write zero-width spaces between words: there it stays.
_ZERO_WIDTH_SPACE = re.compile(
    # Whole runs, each looked at once: the time is linear.
    r"(?<!\u200b)(?:(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b++"
    r"|\u200b++(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]))"
)
_INVISIBLE_BUT_SPACE = dict.fromkeys(map(ord, "\xad\u2060\ufeff"))
# A block of nothing but joiners and direction marks shows nothing.
_MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069 "

_MAX_DATA_CHARS = 4_000_000  # a script's JSON beyond this costs more than any article is worth

_Piece = tuple[str, int, str, bool, int]
"""``(text, row of the link's element or 0, href, bold, row of the innermost element)``"""


def _ints() -> array[int]:
    """A column of C ints, which numpy takes over without a copy."""
    return array("i")


@dataclass(slots=True)
class _Columns:
    """The tape while it is being written."""

    texts: list[str] = field(default_factory=list)
    context: array[int] = field(default_factory=_ints)
    element: array[int] = field(default_factory=_ints)
    leaf: array[int] = field(default_factory=_ints)
    level: array[int] = field(default_factory=_ints)
    link_chars: array[int] = field(default_factory=_ints)
    strong_chars: array[int] = field(default_factory=_ints)
    links: dict[int, tuple[TapeLink, ...]] = field(default_factory=dict)
    tag: list[str] = field(default_factory=list)
    parent: array[int] = field(default_factory=_ints)
    child: array[int] = field(default_factory=_ints)
    attrs: list[str] = field(default_factory=list)
    first: array[int] = field(default_factory=_ints)
    end: array[int] = field(default_factory=_ints)

    def flush(
        self, pieces: list[_Piece], context: int, element: int, leaf: int, level: int
    ) -> None:
        """Write the pieces as one row, unless they show nothing; empty them."""
        if context & _PRE_BIT:
            text, link_chars, strong, links = _join_preformatted(pieces)
        elif len(pieces) == 1:
            raw, link, href, bold, _ = pieces[0]
            text = " ".join(raw.split())
            chars = len(text)
            link_chars = chars if link else 0
            strong = chars if bold else 0
            links = ((0, chars, href),) if link else ()
        else:
            text, link_chars, strong, links = _join(pieces, element, self.parent)
        pieces.clear()
        if not text or (text[0] in _MARKS and not text.strip(_MARKS)):
            return
        if links:
            self.links[len(self.texts)] = links
        self.texts.append(text)
        self.context.append(context)
        self.element.append(element)
        self.leaf.append(leaf)
        self.level.append(level)
        self.link_chars.append(link_chars)
        self.strong_chars.append(strong)

    def tape(self, head: Head) -> Tape:
        return Tape(
            texts=tuple(self.texts),
            context=_column(self.context, np.uint32),
            element=_column(self.element, np.int32),
            leaf=_column(self.leaf, np.int32),
            level=_column(self.level, np.int32),
            link_chars=_column(self.link_chars, np.int32),
            strong_chars=_column(self.strong_chars, np.int32),
            links=self.links,
            elements=Elements(
                tag=tuple(self.tag),
                parent=_column(self.parent, np.int32),
                child=_column(self.child, np.int32),
                attrs=tuple(self.attrs),
                first=_column(self.first, np.int32),
                end=_column(self.end, np.int32),
            ),
            head=head,
        )


def _column(values: array[int], dtype: type[Int]) -> NDArray[Int]:
    column = np.frombuffer(values, dtype=dtype) if values else np.empty(0, dtype=dtype)
    column.flags.writeable = False
    return column


@dataclass(slots=True)
class _HeadNotes:
    """The head's facts while they are being collected; body elements add to them."""

    title: str = ""
    base: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    jsonld: list[str] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)

    def note_fact(self, node: LexborNode, tag: str) -> None:
        """Take down a ``<meta>`` or ``<link>``."""
        attributes = node.attributes
        if tag == "link":
            rel, href = attributes.get("rel"), attributes.get("href")
            if rel and href:
                self.links.append((rel.lower().strip(), href.strip()))
            return
        content = attributes.get("content")
        if not content:
            return
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name:
                self.meta.append((name.lower().strip(), content.strip()))

    def note_script(self, node: LexborNode) -> None:
        """Take down a script that holds data."""
        attributes = node.attributes
        kind = attributes.get("type")
        if not kind or "json" not in (kind := kind.lower()):
            return
        child = node.first_child
        text = child.text_content if child is not None else None
        if not text or len(text) > _MAX_DATA_CHARS:
            return
        if "ld+json" in kind:
            self.jsonld.append(text)
        else:
            self.data.append((attributes.get("id") or "", text))

    def note_below(self, hidden: LexborNode) -> None:
        """Take down what stands in an element that is not shown: the data in it still hold."""
        for node in hidden.css("script, meta, link"):
            if node.tag == "script":
                self.note_script(node)
            else:
                self.note_fact(node, node.tag or "")

    def read(self, head: LexborNode | None) -> None:
        """Take down what the children of ``<head>`` say."""
        node = head.first_child if head is not None else None
        while node is not None:
            tag = node.tag
            if tag in ("meta", "link"):
                self.note_fact(node, tag)
            elif tag == "script":
                self.note_script(node)
            elif tag == "title" and not self.title:
                child = node.first_child
                self.title = " ".join((child.text_content or "").split()) if child else ""
            elif tag == "base" and not self.base:
                self.base = node.attributes.get("href") or ""
            node = node.next

    def head(self, lang: str) -> Head:
        return Head(
            title=self.title,
            lang=lang,
            base=self.base,
            meta=tuple(self.meta),
            links=tuple(self.links),
            jsonld=tuple(self.jsonld),
            data=tuple(self.data),
        )


def scan(html: str | bytes, *, scripting: bool = True) -> Tape:
    """The page's visible text as a tape, in document order.

    With ``scripting`` off, the text is what a browser that runs no scripts shows: what
    stands in ``<noscript>`` is part of it.

    ``html`` is text, or bytes that are UTF-8 already. Never raises on any input that is one
    of these; a page without text gives an empty tape.
    """
    # scripting=True gives the DOM of a browser that runs scripts: <noscript> is not markup
    # there, and child positions in CSS paths must be those that the reader's browser counts.
    tree = LexborHTMLParser(html, scripting=scripting)
    notes = _HeadNotes()
    root = tree.root
    lang = ""
    if root is not None and root.tag == "html":
        attributes = root.attributes
        lang = attributes.get("lang") or attributes.get("xml:lang") or ""
    notes.read(tree.head)
    columns = _Columns()
    body = tree.body
    if body is not None:
        _walk(body, columns, notes, _FLOW if scripting else _FLOW_WITHOUT_SCRIPTS)
    return columns.tape(notes.head(lang))


def scripts(html: str | bytes) -> tuple[str, ...]:
    """Texts of the page's inline scripts, in page order: code and data alike."""
    tree = LexborHTMLParser(html, scripting=True)
    children = (node.first_child for node in tree.css("script"))
    texts = (child.text_content for child in children if child is not None)
    return tuple(text for text in texts if text)


def _walk(body: LexborNode, columns: _Columns, notes: _HeadNotes, flows: dict[str, int]) -> None:
    """Write the text below ``body`` to the columns. One loop: it runs once for every node."""
    flush = columns.flush
    texts = columns.texts
    tags, parents, children = columns.tag, columns.parent, columns.child
    attrs, firsts, ends = columns.attrs, columns.first, columns.end
    contexts = _CONTEXT
    telling = _TELLING

    pieces: list[_Piece] = []
    breaks = 0  # <br> since the last visible text
    image = 0  # the bit that tells of an <img> since the last row began
    lead_context = lead_leaf = 0  # of the first piece

    # The innermost open element, and the block-level one that will own the next row.
    row, context, level, depth = 0, 0, 0, 0
    block = 0
    link, href, bold = 0, "", False
    nth = 0  # element children seen so far of the innermost open element
    stack: list[tuple[LexborNode, int, int, int, int, int, int, str, bool, int]] = []

    tags.append("body")
    parents.append(-1)
    children.append(1)
    attrs.append(_telling_words(body.attributes))
    firsts.append(0)
    ends.append(0)

    node = body.first_child
    while True:
        if node is None:
            # The innermost open element is at its end.
            if not stack:
                break
            is_block = block == row
            if is_block and pieces:
                flush(pieces, lead_context, block, lead_leaf, level)
            ends[row] = len(texts)
            if is_block:
                breaks = 0
            node, row, context, level, depth, block, link, href, bold, nth = stack.pop()
            node = node.next
            continue

        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text:
                if text.isspace():
                    if context & _PRE_BIT:
                        if not pieces:
                            lead_context, lead_leaf = context, row
                        elif breaks:
                            pieces.append(("\n" * breaks, 0, "", False, 0))
                        breaks = 0
                        pieces.append((text, link, href, bold, row))
                    elif pieces:
                        pieces.append((" ", 0, "", False, 0))
                else:
                    if not text.isascii():
                        text = _visible(text)
                        if not text or text.isspace():
                            # A line of a zero-width space is as empty as one without it.
                            if text and pieces:
                                pieces.append((text, 0, "", False, 0))
                            node = node.next
                            continue
                    if breaks:
                        if context & _PRE_BIT:
                            if pieces:
                                pieces.append(("\n" * breaks, 0, "", False, 0))
                        elif pieces:
                            if breaks > 1:
                                flush(pieces, lead_context, block, lead_leaf, level)
                            else:
                                pieces.append((" ", 0, "", False, 0))
                        breaks = 0
                    if not pieces:
                        lead_context, lead_leaf = context | image, row
                        image = 0
                    pieces.append((text, link, href, bold, row))
            node = node.next
            continue

        if tag is None or tag[0] == "-":  # a comment or the like
            node = node.next
            continue

        nth += 1
        flow = flows.get(tag)
        if flow is None:
            # A custom element is inline among the words of a paragraph; elsewhere it is a
            # component of the page, and its neighbours' words are not its own.
            flow = _BLOCK if "-" in tag and not context & _PHRASE else _INLINE

        if 2 <= flow <= 8:
            if flow == _BREAK:
                breaks += 1
            elif flow == _BOX:
                if pieces:
                    pieces.append((" ", 0, "", False, 0))
            elif flow == _VOID:
                if tag == "img":
                    image = _IMAGE_BIT
            elif flow == _SCRIPT:
                notes.note_script(node)
            elif flow == _FACT:
                notes.note_fact(node, tag)
            elif flow == _RULE and pieces:
                flush(pieces, lead_context, block, lead_leaf, level)
            node = node.next
            continue

        attributes = node.attributes
        words = ""
        revealed = 0
        if attributes:
            for key in attributes:
                if key in telling:
                    value = attributes[key]
                    if value:
                        words = f"{words} {value}" if words else value
            if "hidden" in attributes or "style" in attributes or tag == "dialog":
                hiding = _hiding(attributes, tag, words)
                if hiding:
                    if hiding == _HIDDEN:
                        notes.note_below(node)
                        node = node.next
                        continue
                    revealed = _REVEALED_BIT
        elif tag == "dialog":
            node = node.next
            continue

        first_child = node.first_child
        if first_child is None:
            if flow == _BLOCK and pieces:
                flush(pieces, lead_context, block, lead_leaf, level)
            node = node.next
            continue

        if flow == _BLOCK:
            if pieces:
                flush(pieces, lead_context, block, lead_leaf, level)
            breaks = 0
        stack.append((node, row, context, level, depth, block, link, href, bold, nth))
        parents.append(row)
        row = len(tags)
        tags.append(tag)
        children.append(nth)
        attrs.append(words)
        here = len(texts)
        firsts.append(here)
        ends.append(here)
        nth = 0
        if tag in contexts:
            context |= contexts[tag]
        if revealed:
            context |= revealed
        if flow == _BLOCK:
            block = row
            if tag in _HEADINGS:
                level = _HEADINGS[tag]
            elif tag in _LISTS:
                depth += 1
                level = depth
                if tag != "ol":
                    context &= ~_ORDERED_BIT
        elif flow == _LINK:
            target = attributes.get("href")
            if target:
                link, href = row, target
                context |= _LINK_BIT
        elif flow == _BOLD:
            bold = True
        node = first_child

    if pieces:
        flush(pieces, lead_context, block, lead_leaf, level)
    ends[0] = len(texts)


_ORDERED_BIT = int(Context.ORDERED)
_HIDDEN, _REVEALED = 1, 2


def _telling_words(attributes: dict[str, str | None]) -> str:
    """The values of the attributes that say what an element holds."""
    words = [value for key, value in attributes.items() if value and key in _TELLING]
    if not words:
        return ""
    return words[0] if len(words) == 1 else " ".join(words)


def _hiding(attributes: dict[str, str | None], tag: str, words: str) -> int:
    """0 where the element is shown, else ``_HIDDEN``, or ``_REVEALED`` where it is text yet."""
    if tag == "dialog" and "open" not in attributes:
        return _HIDDEN
    style = attributes.get("style")
    if "hidden" not in attributes and not (style and _HIDING_STYLE.search(style)):
        return 0
    if attributes.get("hidden") == "until-found":
        return _REVEALED
    if words and _REVEALING.search(words) and not _CONCEALING.search(words):
        return _REVEALED
    return _HIDDEN


def _visible(text: str) -> str:
    """The text without characters that draw nothing."""
    if "\u200b" in text:
        text = _ZERO_WIDTH_SPACE.sub("", text)
    if "\xad" in text or "\ufeff" in text or "\u2060" in text:
        text = text.translate(_INVISIBLE_BUT_SPACE)
    return text


def _join(
    pieces: list[_Piece], block: int, parents: array[int]
) -> tuple[str, int, int, tuple[TapeLink, ...]]:
    """``(text, link characters, bold characters, links)`` of the pieces, white space folded."""
    out: list[str] = []
    links: list[TapeLink] = []
    chars = link_chars = strong = 0
    space = False
    last_link = last_row = 0
    for raw, link, href, bold, row in pieces:
        words = raw.split()
        if not words:
            space = space or bool(raw)
            continue
        if chars and (
            space
            or raw[0].isspace()
            # Two links that touch are two words to the reader: style sets them apart.
            or (link and last_link and link != last_link)
            or (
                row != last_row
                and block not in (row, last_row)
                and parents[row] != last_row
                and parents[last_row] != row
                and _is_seam(out[-1][-1], raw[0])
            )
        ):
            out.append(" ")
            chars += 1
        word = " ".join(words)
        start = chars
        out.append(word)
        chars += len(word)
        if bold:
            strong += len(word)
        if link:
            if links and link == last_link:
                start = links.pop()[0]
            links.append((start, chars, href))
        last_link, last_row = link, row
        space = raw[-1].isspace()
    link_chars = sum(end - start for start, end, _ in links)
    return "".join(out), link_chars, strong, tuple(links)


def _is_seam(before: str, after: str) -> bool:
    """Whether two elements that touch here are two words: ``by`` and ``Sauli``, not ``T`` ``he``.

    Words begin with capitals and figures, and hardly ever have one behind a small letter.
    """
    return (after.isupper() or after.isdigit()) and (before.islower() or before in ".:,;!?)”»")


def _join_preformatted(pieces: list[_Piece]) -> tuple[str, int, int, tuple[TapeLink, ...]]:
    """Like :func:`_join`, with the white space as written, but for blank lines at the ends."""
    whole = "".join(piece[0] for piece in pieces)
    text = whole.strip("\n").rstrip()
    if not text.strip():
        return "", 0, 0, ()
    cut = len(whole) - len(whole.lstrip("\n"))
    links: list[TapeLink] = []
    strong = 0
    last_link = 0
    ends = [-cut]
    for piece in pieces:
        ends.append(ends[-1] + len(piece[0]))
    for (raw, link, href, bold, _), (start, end) in zip(pieces, pairwise(ends), strict=True):
        start, end = max(start, 0), min(end, len(text))
        if start >= end:
            continue
        if bold:
            strong += end - start
        if link and raw.strip():
            if links and link == last_link:
                start = links.pop()[0]
            links.append((start, end, href))
            last_link = link
    return text, sum(end - start for start, end, _ in links), strong, tuple(links)
