"""HTML to tape by the extension: what lexbor_scan does, in C."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bodycopy import _cscan
from bodycopy.article import Limit
from bodycopy.options import Options
from bodycopy.scan import flow
from bodycopy.tape import Elements, Head, Marker, Tape

__all__ = ["scan", "scripts"]

Int = TypeVar("Int", np.int32, np.uint32)

_DEFAULTS = Options()
# The longest page that the options allow, each of its bytes replaced by three.
_MAX_BYTES = 3 << 28
# In the order of the extension's tuple of limits, and of the bits that it gives.
_LIMITS = (
    Limit.BYTES,
    Limit.NODES,
    Limit.DEPTH,
    Limit.ATTRIBUTES,
    Limit.BLOCKS,
    Limit.DATA,
)


def _prepare() -> object:
    """The tables of scan/flow.py as the extension takes them: there is one source of truth."""
    tables = {
        "flow": flow.FLOW,
        "flow_without_scripts": flow.FLOW_WITHOUT_SCRIPTS,
        "context": flow.CONTEXT_OF,
        "level": flow.HEADINGS,
        "lists": dict.fromkeys(flow.LISTS, 1),
        "marked": dict.fromkeys(flow.MARKED, 1),
        "style": flow.STYLE_OF,
        "telling": dict.fromkeys(flow.TELLING, 1),
    }
    flows = {
        "inline": flow.INLINE,
        "block": flow.BLOCK,
        "skip": flow.SKIP,
        "break": flow.BREAK,
        "rule": flow.RULE,
        "void": flow.VOID,
        "box": flow.BOX,
        "script": flow.SCRIPT,
        "fact": flow.FACT,
        "link": flow.LINK,
    }
    bits = {
        "phrase": flow.PHRASE,
        "heading": flow.HEADING_BIT,
        "link": flow.LINK_BIT,
        "preformatted": flow.PRE_BIT,
        "revealed": flow.REVEALED_BIT,
        "image": flow.IMAGE_BIT,
        "ordered": flow.ORDERED_BIT,
        "strong": flow.STRONG_BIT,
        "line_break": flow.BREAK_BIT,
    }
    return _cscan.prepare(tables, flows, bits, flow.reveals, Marker)


_RULES = _prepare()


def _column(values: bytes, dtype: type[Int]) -> NDArray[Int]:
    # Bytes cannot be written on, and so neither can the column.
    return np.frombuffer(values, dtype=dtype)


def _limits(options: Options) -> tuple[int, int, int, int, int, int]:
    return (
        _MAX_BYTES,
        options.max_nodes,
        options.max_depth,
        options.max_attributes,
        options.max_blocks,
        options.max_data_chars,
    )


def scan(html: str | bytes, *, scripting: bool = True, options: Options = _DEFAULTS) -> Tape:
    """The same tape as that of ``lexbor_scan.scan``."""
    columns = _cscan.scan(_RULES, html, scripting, _limits(options))
    texts, blocks, inline, elements, sparse, markers, head, cut = columns
    cut_by = tuple(limit for bit, limit in enumerate(_LIMITS) if cut >> bit & 1) if cut else ()
    links, marks = inline
    leads, numbers, citations = sparse
    context, element, leaf, level, link_chars, strong_chars = blocks
    tag, parent, child, attrs, first, end = elements
    return Tape(
        texts=texts,
        context=_column(context, np.uint32),
        element=_column(element, np.int32),
        leaf=_column(leaf, np.int32),
        level=_column(level, np.int32),
        link_chars=_column(link_chars, np.int32),
        strong_chars=_column(strong_chars, np.int32),
        links=links,
        elements=Elements(
            tag=tag,
            parent=_column(parent, np.int32),
            child=_column(child, np.int32),
            attrs=attrs,
            first=_column(first, np.int32),
            end=_column(end, np.int32),
        ),
        marks=marks,
        numbers=numbers,
        citations=citations,
        leads=leads,
        markers=markers,
        head=Head(*head),
        truncated=any(limit.cuts_text for limit in cut_by),
        cut_by=cut_by,
    )


def scripts(html: str | bytes, *, options: Options = _DEFAULTS) -> tuple[str, ...]:
    """The same texts as those of ``lexbor_scan.scripts``."""
    return _cscan.scripts(_RULES, html, _limits(options))
