"""The body as the page's own data carries it, for pages that display none."""

from __future__ import annotations

import re

from bodycopy.facts.jsonld import JsonLd
from bodycopy.scan import scan

__all__ = ["embedded_paragraphs"]

_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|li|a|b|i|em|strong|span)\b[^<>]*>", re.I)


def embedded_paragraphs(jsonld: JsonLd) -> tuple[str, ...]:
    """Paragraphs of JSON-LD's ``articleBody``, white space folded; none where there is none.

    Plain text is cut at its line breaks; publishers who leave markup in get it scanned.
    """
    body = jsonld.article_body()
    if not body:
        return ()
    if _MARKUP.search(body):
        return scan(body).texts
    return tuple(" ".join(line.split()) for line in body.splitlines() if line.strip())
