"""A page as it looks, made safe: written anew from a list of what is harmless.

# Strategy: nothing of the page's markup is passed on. Its tree is walked once, and a page is
# written that has only elements and attributes of the lists below, every value escaped. What
# runs, loads, leads elsewhere or is no HTML is not on the lists. The frame that shows the page
# runs no scripts and may load nothing either: two locks on one door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bodycopy.inspector.safe_parts import box, control, picture, safe_attributes
from bodycopy.inspector.safe_style import safe_sheet
from bodycopy.inspector.twins import Twins, find_twins
from bodycopy.options import Options
from bodycopy.scan.flow import hiding, telling_words
from bodycopy.scan.taming import tame
from bodycopy.tape import Tape

__all__ = ["FRAME_POLICY", "safe_page", "safe_text_page"]

_DEFAULTS = Options()

FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The content security policy of the page inside its frame."""

_KEPT = frozenset(
    "a abbr address article aside b bdi bdo big blockquote br button caption center cite code col "
    "colgroup data dd del details dfn dir div dl dt em fieldset figcaption figure font footer h1 "
    "h2 h3 h4 h5 h6 header hgroup hr i ins kbd label legend li main mark menu meter nav ol p pre "
    "progress q rp rt ruby s samp search section small span strike strong sub summary sup table "
    "tbody td tfoot th thead time tr tt u ul var wbr".split()
)
_VOID = frozenset(("br", "hr", "wbr", "col"))
_WRITTEN_AS = {"form": "div", "dialog": "div", "xmp": "pre", "listing": "pre", "plaintext": "pre"}
_DROPPED = frozenset(
    "script template noscript noembed noframes frameset frame svg map datalist option optgroup "
    "select textarea title head base meta link param source track area annotation "
    "annotation-xml object applet".split()
)
_BOXES = {
    "iframe": "Frame",
    "video": "Video",
    "audio": "Audio",
    "embed": "Embedded content",
    "canvas": "Drawing",
}
_CUSTOM = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_MAX_DEPTH = 400  # elements in each other: browsers nest some 512
_MAX_MARKUP = 8_000_000

_BASE = """\
.bodycopy-image,.bodycopy-box{display:inline-block;box-sizing:border-box;max-width:100%;\
min-height:2.2em;padding:.5em .8em;border:1px solid #8a8f98;border-radius:3px;\
background:repeating-linear-gradient(45deg,#80808018 0 8px,#80808030 8px 16px);\
font:12px/1.4 system-ui,sans-serif;color:inherit;overflow:hidden;text-align:start}
.bodycopy-image.sized{aspect-ratio:var(--w)/var(--h);width:calc(var(--w)*1px)}
"""
# Without its outer style sheets a page is set by the browser's alone: across the whole window.
_PLAIN = """\
html{background:#fff;color:#1d1f21}
body{max-width:44rem;margin:0 auto;padding:1.5rem;font:16px/1.55 system-ui,sans-serif}
h1,h2,h3,h4{line-height:1.2}a{color:#1f4f8f;text-decoration:underline}
ul{padding-inline-start:1.3rem}p{margin:.7em 0}
"""
_STILL = "*,*::before,*::after{animation:none!important;transition:none!important}"
_STYLED_CHARS = 600  # of own style from which a page is set as its makers meant


_NOSCRIPT = re.compile(rb"<noscript", re.IGNORECASE)


def safe_page(source: str | bytes, tape: Tape, options: Options = _DEFAULTS) -> str:
    """The page as a document that runs nothing and loads nothing.

    Each text that stands on the tape is in an element with ``data-block``, the row's number.
    ``options`` have the limits of the scan, which hold for this reading too. A page too large to
    be written so is given as its texts, one below the other.
    """
    if len(source) > _MAX_MARKUP:
        return safe_text_page(tape.texts)
    markup = tame(source, options, set())
    # What a page shows without scripts only is on the tape where else there was next to no text.
    has_scriptless = _NOSCRIPT.search(source if isinstance(source, bytes) else source.encode())
    for scripting in (True, False) if has_scriptless else (True,):
        tree = LexborHTMLParser(markup, scripting=scripting)
        body = tree.body
        if body is None:
            break
        twins = find_twins(tape, body)
        if len(set(twins.rows.values())) * 2 >= len(tape):
            return _document(tree, body, twins)
    return safe_text_page(tape.texts)


def safe_text_page(texts: Sequence[str]) -> str:
    """Texts one below the other, as a page of the same kind."""
    lines = (
        f'<p><span data-block="{row}">{escape(text)}</span></p>' for row, text in enumerate(texts)
    )
    return (
        f"{_opening('', _PLAIN)}<body>\n<style>p{{white-space:pre-wrap}}</style>"
        f"{chr(10).join(lines)}\n</body></html>"
    )


def _opening(attributes: str, style: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html{attributes}><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{FRAME_POLICY}">'
        f"<style>@layer bodycopy{{{_BASE}{style}}}</style>"
    )


def _document(tree: LexborHTMLParser, body: LexborNode, twins: Twins) -> str:
    sheets = [_sheet(node) for node in tree.head.css("style")] if tree.head else []
    inner = "".join(_Writer(twins).write(body))
    styled = sum(map(len, sheets)) >= _STYLED_CHARS
    root = tree.root
    attributes = safe_attributes(root.attributes) if root is not None else ""
    return (
        f"{_opening(attributes, '' if styled else _PLAIN)}"
        f"{''.join(sheets)}<style>{_STILL}</style></head>\n"
        f"<body{safe_attributes(body.attributes)}>{inner}</body></html>"
    )


def _sheet(node: LexborNode) -> str:
    child = node.first_child
    media = node.attributes.get("media") or ""
    css = safe_sheet(child.text_content or "") if child is not None else ""
    # A sheet for print or for narrow windows stays one.
    return f'<style media="{escape(media)}">{css}</style>' if css else ""


class _Writer:
    """Writes what stands below a node, with one loop: pages nest deeper than Python recurses."""

    def __init__(self, twins: Twins) -> None:
        self._twins = twins

    def write(self, body: LexborNode) -> Iterator[str]:
        stack: list[tuple[LexborNode, str]] = []
        node = body.first_child
        while node is not None or stack:
            if node is None:
                parent, closing = stack.pop()
                yield closing
                node = parent.next
                continue
            tag = node.tag or "-"
            if tag == "-text":
                yield self._text(node)
            elif tag == "style":
                yield _sheet(node)
            elif tag[0] != "-" and (opened := self._open(node, tag)):
                start, end = opened
                # Deeper down, texts stay and elements go.
                deep = len(stack) >= _MAX_DEPTH
                yield "" if deep else start
                if node.first_child is not None and end is not None:
                    stack.append((node, "" if deep else end))
                    node = node.first_child
                    continue
                yield "" if deep else end or ""
            node = node.next

    def _text(self, node: LexborNode) -> str:
        text = escape(node.text_content or "", quote=False)
        row = self._twins.rows.get(node.mem_id)
        return text if row is None else f'<span data-block="{row}">{text}</span>'

    def _open(self, node: LexborNode, tag: str) -> tuple[str, str | None] | None:
        """Start and end tag; no end where nothing inside is wanted; None where nothing is."""
        shown = node.mem_id in self._twins.shown
        if tag in _DROPPED and not (shown and tag == "noscript"):
            return None
        attributes = node.attributes
        if tag == "dialog" and not shown:
            return None
        if tag == "img":
            return picture(attributes), None
        if tag in _BOXES:
            return box(_BOXES[tag], attributes), None
        if tag == "input":
            return control(attributes), None
        name = _WRITTEN_AS.get(tag, tag if tag in _KEPT or _CUSTOM.fullmatch(tag) else "span")
        written = safe_attributes(attributes, revealed=shown and _hides(attributes, tag))
        if tag == "details":
            written += " open"
        if tag == "button":
            written += ' type="button" tabindex="-1"'
        if name in _VOID:
            return f"<{name}{written}>", None
        return f"<{name}{written}>", f"</{name}>"


def _hides(attributes: Mapping[str, str | None], tag: str) -> bool:
    return bool(hiding(dict(attributes), tag, telling_words(dict(attributes))))
