"""Pages flattened to text, the ways that scrapers flatten them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bodycopy.decode import decode
from bodycopy.scan import scan
from bodycopy.scan.flow import BLOCK, BREAK, FLOW
from bodycopy.tape import Context, Tape

__all__ = ["RENDERINGS", "render", "render_all"]


def _blank_lines(tape: Tape, source: str) -> str:
    """A block a line, a blank line between: what ``innerText`` gives of most pages."""
    del source
    return "\n\n".join(tape.texts)


def _lines(tape: Tape, source: str) -> str:
    """A block a line."""
    del source
    return "\n".join(tape.texts)


def _main(tape: Tape, source: str) -> str:
    """The blocks of the page's main element, or of its first article: all if it has none."""
    del source
    for bit in (Context.MAIN, Context.ARTICLE):
        rows = [row for row, bits in enumerate(tape.context.tolist()) if bits & bit]
        if sum(len(tape.texts[row]) for row in rows) > 500:
            return "\n\n".join(tape.texts[row] for row in rows)
    return "\n\n".join(tape.texts)


def _markdown(tape: Tape, source: str) -> str:
    """Headings, lists, quotations and links marked as converters mark them."""
    del source
    parts: list[str] = []
    listed = False
    for row, text in enumerate(tape.texts):
        bits, level = int(tape.context[row]), int(tape.level[row])
        line = _linked(text, tape.links.get(row, ()))
        item = bool(bits & Context.LIST) and not bits & Context.HEADING
        if bits & Context.HEADING:
            line = f"{'#' * max(level, 1)} {line}"
        elif item:
            line = f"{'  ' * max(level - 1, 0)}* {line}"
        elif bits & Context.QUOTE:
            line = f"> {line}"
        parts.append(("\n" if item and listed else "\n\n") + line)
        listed = item
    return "".join(parts).strip()


def _linked(text: str, links: Iterable[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, href in links:
        if start >= done and href and not set(href) & set(" ()<>\n"):
            parts += (text[done:start], f"[{text[start:end]}]({href})")
            done = end
    return "".join((*parts, text[done:]))


# Not text to any of the tools whose output is imitated here.
_UNREAD = frozenset("script style template iframe textarea select option svg".split())


def _nodes(tape: Tape, source: str) -> str:
    """Every text node on a line of its own, the title's first: BeautifulSoup's ``get_text``."""
    del tape
    folded = (" ".join(text.split()) for _, text in _walk(source))
    return "\n".join(filter(None, folded))


def _wet(tape: Tape, source: str) -> str:
    """As in Common Crawl's WET files: the title, then a line a block, hidden ones too."""
    del tape
    lines: list[str] = []
    pieces: list[str] = []
    for kind, text in _walk(source):
        if kind == "text":
            pieces.append(text)
        elif pieces and (line := " ".join("".join(pieces).split())):
            lines.append(line)
            pieces.clear()
        else:
            pieces.clear()
    return "\n".join((*lines, " ".join("".join(pieces).split()))).strip()


_BREAKS = frozenset(tag for tag, flow in FLOW.items() if flow in (BLOCK, BREAK)) | {"title"}


def _walk(source: str) -> Iterator[tuple[str, str]]:
    """``("text", its text)`` and ``("break", "")`` in the order of the page."""
    root = LexborHTMLParser(source).root
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            yield "break", ""
            continue
        if node.is_text_node:
            yield "text", node.text_content or ""
        elif node.is_element_node and node.tag not in _UNREAD:
            children = list(node.iter(include_text=True))
            if node.tag in _BREAKS:
                yield "break", ""
                stack.append(None)
            stack.extend(reversed(children))


_Render = Callable[[Tape, str], str]

RENDERINGS: Mapping[str, _Render] = {
    "blank-lines": _blank_lines,
    "lines": _lines,
    "nodes": _nodes,
    "wet": _wet,
    "markdown": _markdown,
    "main": _main,
}


def render(html: bytes, name: str) -> str:
    """The text of a page in one rendering."""
    return dict(render_all(html, (name,)))[name]


def render_all(html: bytes, names: Iterable[str] = tuple(RENDERINGS)) -> Iterator[tuple[str, str]]:
    """``(name of the rendering, text)``."""
    source = decode(html).text
    tape = scan(source)
    for name in names:
        yield name, RENDERINGS[name](tape, source)
