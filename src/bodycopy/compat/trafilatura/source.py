"""What callers hand over as a page: text, bytes, a response, a parsed tree."""

from __future__ import annotations

import sys
from typing import Any

from bodycopy.errors import UsageError

__all__ = ["load_html", "page_source"]


def page_source(content: Any) -> bytes | str | None:
    """The page as bytes or text; ``None`` where there is none, as after a failed download.

    Takes text, bytes, an object with the bytes in ``data`` (responses of urllib3 and of
    trafilatura) and an element of ``lxml``. Raises ``UsageError`` for anything else.
    """
    if content is None or isinstance(content, str | bytes):
        return content
    if isinstance(content, bytearray | memoryview):
        return bytes(content)
    # Whoever holds an element has lxml loaded; nobody else pays for the import.
    if "lxml.etree" in sys.modules and _is_element(content):
        return _serialised(content)
    data = getattr(content, "data", None)
    if isinstance(data, bytes | str):
        return data
    raise UsageError(
        f"filecontent must be text, bytes, a response or an lxml tree, not {type(content).__name__}"
    )


def load_html(htmlobject: Any, max_size: int | None = None) -> Any:
    """The page as a tree of ``lxml.html``; ``None`` where there is nothing to parse.

    Only for programs that work on the tree: the functions of this package take bytes, and are
    faster with them. ``max_size`` is not looked at: nothing is decompressed. Raises
    ``UsageError`` where lxml is not installed.
    """
    try:
        from lxml import html
        from lxml.etree import ParserError
    except ImportError as error:
        raise UsageError("load_html needs lxml: pip install 'bodycopy[lxml]'") from error
    if isinstance(htmlobject, html.HtmlElement):
        return htmlobject
    source = page_source(htmlobject)
    if not source:
        return None
    try:
        return html.document_fromstring(source)
    except ParserError:  # nothing but white space or comments
        return None
    except ValueError:  # text that declares an encoding of its own
        return html.document_fromstring(str(source).encode("utf-8", "replace"))


def _is_element(content: Any) -> bool:
    from lxml.etree import _Element, _ElementTree

    return isinstance(content, _Element | _ElementTree)


def _serialised(content: Any) -> bytes:
    from lxml.html import tostring

    # ASCII with character references: no declaration inside the page can be wrong about it.
    data: bytes = tostring(content, encoding="ascii")
    return data
