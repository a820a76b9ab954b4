"""HTML to tape over the tree that lexbor builds: the specification of the compiled scan.

# Strategy: walk the tree once, depth first, with a stack of our own (pages nest deeper than
# Python recurses). Text collects in ``pieces`` until a block boundary or a double line break
# flushes it as one row. Every element that may hold text gets a row in the element table, so
# that containers are ranges of blocks and CSS paths can be spelled out later, when wanted.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bodycopy.article import Limit
from bodycopy.options import Options
from bodycopy.scan.flow import (
    BLOCK,
    BOX,
    BREAK,
    BREAK_BIT,
    CONTEXT_OF,
    FACT,
    FLOW,
    FLOW_WITHOUT_SCRIPTS,
    HEADING_BIT,
    HEADINGS,
    HIDDEN,
    IMAGE_BIT,
    INLINE,
    LINK,
    LINK_BIT,
    LISTS,
    MARKED,
    ORDERED_BIT,
    PHRASE,
    PRE_BIT,
    REVEALED_BIT,
    RULE,
    SCRIPT,
    STRONG_BIT,
    STYLE_OF,
    TELLING,
    VOID,
    hiding,
    is_marker,
    telling_words,
)
from bodycopy.scan.headnotes import HeadNotes
from bodycopy.scan.ordinals import Ordinals
from bodycopy.scan.pieces import (
    MARKS,
    Piece,
    join_pieces,
    join_preformatted,
    mark_all,
    measure_lead,
    visible,
)
from bodycopy.scan.taming import tame
from bodycopy.tape import Elements, Head, Marker, Tape, TapeLink, TapeMark

__all__ = ["scan", "scripts"]

Int = TypeVar("Int", np.int32, np.uint32)

_DEFAULTS = Options()


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
    marks: dict[int, tuple[TapeMark, ...]] = field(default_factory=dict)
    tag: list[str] = field(default_factory=list)
    parent: array[int] = field(default_factory=_ints)
    child: array[int] = field(default_factory=_ints)
    attrs: list[str] = field(default_factory=list)
    first: array[int] = field(default_factory=_ints)
    end: array[int] = field(default_factory=_ints)
    leads: dict[int, int] = field(default_factory=dict)
    markers: list[Marker] = field(default_factory=list)
    ordinals: Ordinals = field(default_factory=Ordinals)
    citations: dict[int, str] = field(default_factory=dict)
    max_blocks: int = 0
    full: bool = False
    """There is no room for a row that would follow."""
    passed: set[Limit] = field(default_factory=set)

    def mark(self, tag: str, attributes: dict[str, str | None], element: int) -> None:
        """Take down an element that speaks through its attributes."""
        values = {key: value or "" for key, value in attributes.items()}
        self.markers.append(Marker(tag, len(self.texts), element, values))

    def flush(self, pieces: list[Piece], context: int, element: int, leaf: int, level: int) -> None:
        """Write the pieces as one row, unless they show nothing; empty them."""
        if context & PRE_BIT:
            text, link_chars, strong, links, marks = join_preformatted(pieces)
        elif len(pieces) == 1:
            raw, link, href, style, _ = pieces[0]
            text = " ".join(raw.split())
            chars = len(text)
            link_chars = chars if link else 0
            strong = chars if style & STRONG_BIT else 0
            links = ((0, chars, href),) if link else ()
            marks = mark_all(chars, style) if style else ()
        else:
            text, link_chars, strong, links, marks = join_pieces(pieces, element, self.parent)
            if level and context & HEADING_BIT and leaf != element:
                lead = measure_lead(pieces, element, self.parent)
                if 0 < lead < len(text):
                    self.leads[len(self.texts)] = lead
        pieces.clear()
        if not text or (text[0] in MARKS and not text.strip(MARKS)):
            return
        if len(self.texts) >= self.max_blocks:
            self.leads.pop(len(self.texts), None)
            self.passed.add(Limit.BLOCKS)
            self.full = True
            return
        if links:
            self.links[len(self.texts)] = links
        if marks:
            self.marks[len(self.texts)] = marks
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
            marks=self.marks,
            numbers=self.ordinals.numbers(),
            citations=self.citations,
            leads=self.leads,
            markers=tuple(self.markers),
            head=head,
            truncated=any(limit.cuts_text for limit in self.passed),
            cut_by=tuple(limit for limit in Limit if limit in self.passed),
        )


def _column(values: array[int], dtype: type[Int]) -> NDArray[Int]:
    column = np.frombuffer(values, dtype=dtype) if values else np.empty(0, dtype=dtype)
    column.flags.writeable = False
    return column


def scan(html: str | bytes, *, scripting: bool = True, options: Options = _DEFAULTS) -> Tape:
    """The page's visible text as a tape, in document order.

    With ``scripting`` off, the text is what a browser that runs no scripts shows: what
    stands in ``<noscript>`` is part of it. The limits are those of ``options``.

    ``html`` is text, or bytes that are UTF-8 already. Never raises on any input that is one
    of these; a page without text gives an empty tape.
    """
    # scripting=True gives the DOM of a browser that runs scripts: <noscript> is not markup
    # there, and child positions in CSS paths must be those that the reader's browser counts.
    passed: set[Limit] = set()
    tree = LexborHTMLParser(tame(html, options, passed), scripting=scripting)
    notes = HeadNotes(options.max_data_chars, passed)
    root = tree.root
    lang = ""
    if root is not None and root.tag == "html":
        attributes = root.attributes
        lang = attributes.get("lang") or attributes.get("xml:lang") or ""
    notes.read(tree.head)
    columns = _Columns(max_blocks=options.max_blocks, passed=passed)
    body = tree.body
    if body is not None:
        flows = FLOW if scripting else FLOW_WITHOUT_SCRIPTS
        _walk(body, columns, notes, flows, options.max_depth)
    return columns.tape(notes.head(lang))


def scripts(html: str | bytes, *, options: Options = _DEFAULTS) -> tuple[str, ...]:
    """Texts of the page's inline scripts, in page order: code and data alike."""
    tree = LexborHTMLParser(tame(html, options, set()), scripting=True)
    children = (node.first_child for node in tree.css("script"))
    texts = (child.text_content for child in children if child is not None)
    return tuple(text for text in texts if text)


def _flow_of_unknown(tag: str, context: int) -> int:
    # A custom element is inline among the words of a paragraph; elsewhere it is a component of
    # the page, and its neighbours' words are not its own.
    return BLOCK if "-" in tag and not context & PHRASE else INLINE


def _is_block(node: LexborNode, context: int, flows: dict[str, int]) -> bool:
    tag = node.tag or ""
    return flows.get(tag, _flow_of_unknown(tag, context)) == BLOCK


def _walk(
    body: LexborNode,
    columns: _Columns,
    notes: HeadNotes,
    flows: dict[str, int],
    max_depth: int,
) -> None:
    """Write the text below ``body`` to the columns, as far as there is room.

    One loop: it runs once for every node.
    """
    flush = columns.flush
    texts = columns.texts
    tags, parents, children = columns.tag, columns.parent, columns.child
    attrs, firsts, ends = columns.attrs, columns.first, columns.end
    contexts = CONTEXT_OF
    telling = TELLING
    styles = STYLE_OF
    ordinals = columns.ordinals

    pieces: list[Piece] = []
    breaks = 0  # <br> since the last visible text
    break_style = 0  # what the last of them stands in
    image = 0  # the bit that tells of an <img> since the last row began
    lead_context = lead_leaf = 0  # of the first piece

    # The innermost open element, and the block-level one that will own the next row.
    row, context, level, depth = 0, 0, 0, 0
    block = 0
    link, href, style = 0, "", 0
    items = -1  # the ordered list whose items are counted here
    nth = 0  # element children seen so far of the innermost open element
    stack: list[tuple[LexborNode, int, int, int, int, int, int, str, int, int, int]] = []

    tags.append("body")
    parents.append(-1)
    children.append(1)
    attrs.append(telling_words(body.attributes))
    firsts.append(0)
    ends.append(0)

    node = body.first_child
    while not columns.full:
        if node is None:
            # The innermost open element is at its end.
            if not stack:
                break
            is_flat = len(stack) > max_depth
            is_block = _is_block(stack[-1][0], stack[-1][2], flows) if is_flat else block == row
            if is_block and pieces:
                flush(pieces, lead_context, block, lead_leaf, level)
            if not is_flat:
                ends[row] = len(texts)
            if is_block:
                breaks = 0
            node, row, context, level, depth, block, link, href, style, items, nth = stack.pop()
            node = node.next
            continue

        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text:
                if text.isspace():
                    if context & PRE_BIT:
                        if not pieces:
                            lead_context, lead_leaf = context, row
                        elif breaks:
                            pieces.append(("\n" * breaks, 0, "", break_style, 0))
                        breaks = 0
                        pieces.append((text, link, href, style, row))
                    elif pieces:
                        pieces.append((" ", 0, "", style, 0))
                else:
                    if not text.isascii():
                        text = visible(text)
                        if not text or text.isspace():
                            # A line of a zero-width space is as empty as one without it.
                            if text and pieces:
                                pieces.append((text, 0, "", style, 0))
                            node = node.next
                            continue
                    if breaks:
                        if context & PRE_BIT:
                            if pieces:
                                pieces.append(("\n" * breaks, 0, "", break_style, 0))
                        elif pieces:
                            if breaks > 1:
                                flush(pieces, lead_context, block, lead_leaf, level)
                            else:
                                pieces.append((" ", 0, "", break_style | BREAK_BIT, 0))
                        breaks = 0
                    if not pieces:
                        lead_context, lead_leaf = context | image, row
                        image = 0
                    pieces.append((text, link, href, style, row))
            node = node.next
            continue

        if tag is None or tag[0] == "-":  # a comment or the like
            node = node.next
            continue

        nth += 1
        flow = flows.get(tag)
        if flow is None:
            flow = _flow_of_unknown(tag, context)

        if 2 <= flow <= 8:
            if flow == BREAK:
                breaks += 1
                break_style = style
            elif flow == BOX:
                if pieces:
                    pieces.append((" ", 0, "", style, 0))
                if tag in MARKED:
                    columns.mark(tag, node.attributes, row)
            elif flow == VOID:
                if tag == "img":
                    image = IMAGE_BIT
                if tag in MARKED:
                    columns.mark(tag, node.attributes, row)
            elif flow == SCRIPT:
                notes.note_script(node)
            elif flow == FACT:
                notes.note_fact(node, tag)
            elif flow == RULE and pieces:
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
                hidden = hiding(attributes, tag, words)
                if hidden:
                    if hidden == HIDDEN:
                        notes.note_below(node)
                        node = node.next
                        continue
                    revealed = REVEALED_BIT
        elif tag == "dialog":
            node = node.next
            continue

        marked = bool(attributes) and is_marker(attributes, tag)
        first_child = node.first_child
        enters = first_child is not None and len(stack) < max_depth
        if items >= 0 and tag == "li":
            ordinals.count(items, attributes, len(tags) if enters else -1)
        if flow == BLOCK and pieces:
            flush(pieces, lead_context, block, lead_leaf, level)
            if columns.full:
                break
        if first_child is None:
            if marked:
                columns.mark(tag, attributes, row)
            node = node.next
            continue
        if flow == BLOCK:
            breaks = 0
        stack.append((node, row, context, level, depth, block, link, href, style, items, nth))
        if not enters:
            # Too deep to have a row: its text is that of the element around it.
            columns.passed.add(Limit.DEPTH)
            if marked:
                columns.mark(tag, attributes, row)
            context |= contexts.get(tag, 0)
            style |= styles.get(tag, 0)
            level = HEADINGS.get(tag, level)
            items = -1 if tag in LISTS else items
            node = first_child
            continue
        parents.append(row)
        row = len(tags)
        tags.append(tag)
        children.append(nth)
        attrs.append(words)
        here = len(texts)
        firsts.append(here)
        ends.append(here)
        if marked:
            columns.mark(tag, attributes, row)
        nth = 0
        if tag in contexts:
            context |= contexts[tag]
        if revealed:
            context |= revealed
        if flow == BLOCK:
            block = row
            if tag in HEADINGS:
                level = HEADINGS[tag]
            elif tag in LISTS:
                depth += 1
                level = depth
                if tag == "ol":
                    items = ordinals.open(attributes)
                else:
                    items = -1
                    context &= ~ORDERED_BIT
            elif tag == "blockquote":
                cite = attributes.get("cite")
                if cite:
                    columns.citations[row] = cite
        elif flow == LINK:
            target = attributes.get("href")
            if target:
                link, href = row, target
                context |= LINK_BIT
        elif tag in styles:
            style |= styles[tag]
        node = first_child

    if pieces:
        flush(pieces, lead_context, block, lead_leaf, level)
    for open_row in (row, *(outside[1] for outside in stack)):
        ends[open_row] = len(texts)
