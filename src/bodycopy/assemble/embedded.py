"""The body as the page's own data carries it, for pages that display none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bodycopy.article import Limit
from bodycopy.facts.jsonld import JsonLd
from bodycopy.options import Options
from bodycopy.scan import scan

__all__ = ["Embedded", "embedded_paragraphs"]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A body that the page carries but does not display; empty where there is none."""

    paragraphs: tuple[str, ...] = ()
    source: str = ""
    """``jsonld:articleBody``, or ``script``: the state handed to the page's scripts."""

    @property
    def chars(self) -> int:
        """Characters of all paragraphs."""
        return sum(map(len, self.paragraphs))


_DEFAULTS = Options()
_BLOCK_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote)\b[^<>]*>", re.I)
_INLINE_MARKUP = re.compile(r"</?(?:a|b|i|em|strong|span)\b[^<>]*>", re.I)


def embedded_paragraphs(
    jsonld: JsonLd, options: Options = _DEFAULTS, passed: set[Limit] | None = None
) -> tuple[str, ...]:
    """Paragraphs of JSON-LD's ``articleBody``, white space folded; none where there is none.

    Plain text is cut at its line breaks; publishers who leave markup in get it scanned, line
    by line where it marks words but no paragraphs. The limits that cut it are added to ``passed``.
    """
    passed = set() if passed is None else passed
    body = jsonld.article_body()
    if not body:
        return ()
    if _BLOCK_MARKUP.search(body):
        tape = scan(body, options=options)
        passed.update(tape.cut_by)
        return tape.texts
    lines = [line for line in body.splitlines() if line.strip()]
    if len(lines) > options.max_blocks:
        passed.add(Limit.BLOCKS)
        del lines[options.max_blocks :]
    if _INLINE_MARKUP.search(body):
        return tuple(text for line in lines for text in scan(line).texts)
    return tuple(" ".join(line.split()) for line in lines)
