"""All of a page's text, and a simpler extraction."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from bodycopy.article import Article
from bodycopy.compat.trafilatura.inline import append_text
from bodycopy.compat.trafilatura.last_resort import all_blocks
from bodycopy.compat.trafilatura.source import page_source
from bodycopy.options import Options
from bodycopy.pipeline import extract
from bodycopy.roles import Role

__all__ = ["baseline", "html2txt"]

_OPTIONS = Options(
    min_chars=1, news_fields=False, comments=False, dateline_in_text=True, images=False
)
# What html2txt leaves out: what trafilatura finds in footers, asides and consent banners.
_UNWANTED = frozenset(
    (Role.CONSENT, Role.LEGAL, Role.AD, Role.AD_LABEL, Role.NEWSLETTER, Role.EMBED_PLACEHOLDER)
)


def baseline(filecontent: Any) -> tuple[Element, str, int]:
    """A ``<body>`` of paragraphs, its text and the length of that.

    The paragraphs are those of the article or, where the page holds none, the page's text as
    one. A page without text gives an empty body.
    """
    body = Element("body")
    source = page_source(filecontent)
    record = extract(source or "", options=_OPTIONS)
    if isinstance(record, Article):
        texts = [block.text for block in record.body]
    else:
        texts = [text] if (text := html2txt(source)) else []
    for text in texts:
        append_text(SubElement(body, "p"), text)
    text = "\n".join(element.text or "" for element in body)
    return body, text, len(text)


def html2txt(content: Any, clean: bool = True) -> str:
    """Every text that the page displays, on one line, navigation and all.

    ``clean`` leaves out consent boxes, ads, newsletter boxes and legal lines.
    """
    source = page_source(content)
    if not source:
        return ""
    blocks = all_blocks(extract(source, options=_OPTIONS))
    kept = (block for block in blocks if not (clean and block.role in _UNWANTED))
    return " ".join(" ".join(block.text for block in kept).split())
