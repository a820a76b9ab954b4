"""The tools under test: one small adapter each, bytes in and text out.

Each peer runs with the setting that its own documentation or evaluation gives for plain
main text. Peers that take text only get it from resiliparse's decoder (which reads the
meta charset), at about 0.1 ms a page on their clock. No tool is told the page's address,
language or type. Imports happen before the clock starts.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import bodycopy
from bench.sets import Convention

__all__ = ["OURS", "TOOLS", "Tool", "composed", "load_tools", "quiet"]

OURS = "bodycopy"


def _same(result: Any, _: Convention) -> str:
    text: str = result
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One extractor. ``run`` is what the clock measures; it ends with the text made."""

    name: str
    version: str
    run: Callable[[bytes], Any]
    read: Callable[[Any, Convention], str] = _same
    """The text of a result as a set's convention wants it; untimed, a peer's stays as it is."""


def load_tools(names: Sequence[str]) -> tuple[list[Tool], dict[str, str]]:
    """The named tools that can run here, and for each of the others the reason why not."""
    tools: list[Tool] = []
    missing: dict[str, str] = {}
    for name in names:
        if name not in TOOLS:
            missing[name] = f"unknown tool, there are {', '.join(TOOLS)}"
            continue
        package, make = TOOLS[name]
        try:
            run, read = make()
            tools.append(Tool(name=name, version=_version(package), run=run, read=read))
        except (ImportError, metadata.PackageNotFoundError) as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return tools, missing


def _version(package: str) -> str:
    # A checkout need not be installed to be measured.
    return bodycopy.__version__ if package == OURS else metadata.version(package)


_Made = tuple[Callable[[bytes], Any], Callable[[Any, Convention], str]]


def _ours(*, fields: bool) -> Callable[[], _Made]:
    def make() -> _Made:
        from bodycopy.options import Options
        from bodycopy.pipeline import extract

        # The sets' golds leave a dateline where it stands; ours is a field unless asked for.
        options = Options(dateline_in_text=True, news_fields=fields, comments=fields)

        def run(html: bytes) -> Any:
            record = extract(html, options=options)
            record.text  # noqa: B018 - making the text is part of the time
            return record

        return run, composed

    return make


def composed(record: Any, convention: Convention) -> str:
    """The text of our record as a convention wants it; empty for a verdict."""
    if not record:
        return ""
    parts = [
        *([record.headline] if convention.headline else []),
        *([record.standfirst] if convention.standfirst else []),
        *(block.text for block in record.body),
        *((image.caption for image in record.images) if convention.captions else []),
    ]
    return "\n\n".join(part for part in parts if part)


def _trafilatura(fast: bool) -> Callable[[], _Made]:
    def make() -> _Made:
        from trafilatura import extract

        def run(html: bytes) -> str:
            # EXTRACT_OPTS of trafilatura's tests/eval_common.py.
            text = extract(
                html,
                fast=fast,
                include_comments=False,
                include_tables=True,
                include_formatting=False,
            )
            return text or ""

        return run, _same

    return make


def _decoder() -> Callable[[bytes], str]:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def decode(html: bytes) -> str:
        text: str = bytes_to_str(html, detect_encoding(html, from_html_meta=True) or "utf-8")
        return text

    return decode


def _resiliparse() -> _Made:
    from resiliparse.extract.html2text import extract_plain_text

    decode = _decoder()

    def run(html: bytes) -> str:
        # Without alt texts, which no gold holds: word F1 .90 instead of .88 on the fundus
        # pages, .85 instead of .83 on the newspaper pages.
        return str(extract_plain_text(decode(html), main_content=True, alt_texts=False))

    return run, _same


# Elements that end a line: text_content() alone would join the words on both sides of them.
_LINE_ENDS = ("p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")


def _readability() -> _Made:
    from lxml.html import fromstring
    from readability import Document

    def run(html: bytes) -> str:
        # summary() is HTML; given bytes, the library decodes them itself.
        tree = fromstring(Document(html).summary(html_partial=True))
        for element in tree.iter(*_LINE_ENDS):
            element.tail = "\n" + (element.tail or "")
        return str(tree.text_content())

    return run, _same


def _newspaper() -> _Made:
    with warnings.catch_warnings():
        # It says once that nltk is missing; that is for keywords and summaries only.
        warnings.simplefilter("ignore", UserWarning)
        from newspaper import Article
    decode = _decoder()

    def run(html: bytes) -> str:
        # parse() as its readme shows it, but with fetch_images off: it would go online. The
        # address is only needed to make links absolute.
        page = Article("http://localhost/", fetch_images=False)
        page.download(input_html=decode(html))
        page.parse()
        return str(page.text)

    return run, _same


def _justext() -> _Made:
    import justext

    # Nobody tells it the language, so all its stop words together, as trafilatura does; the
    # numbers too are those of trafilatura's and Zyte's benchmarks.
    stop_words = frozenset().union(*map(justext.get_stoplist, justext.get_stoplists()))

    def run(html: bytes) -> str:
        paragraphs = justext.justext(html, stop_words, 50, 200, 0.1, 0.2, 0.2, 200, True)
        return "\n".join(part.text for part in paragraphs if not part.is_boilerplate)

    return run, _same


def _boilerpy() -> _Made:
    from boilerpy3.extractors import ArticleExtractor

    get_content = ArticleExtractor().get_content
    decode = _decoder()

    def run(html: bytes) -> str:
        return str(get_content(decode(html)))

    return run, _same


TOOLS: dict[str, tuple[str, Callable[[], _Made]]] = {
    OURS: ("bodycopy", _ours(fields=True)),
    # What the peers but trafilatura and newspaper4k do: the text, no news fields.
    "bodycopy-body": ("bodycopy", _ours(fields=False)),
    "trafilatura": ("trafilatura", _trafilatura(fast=False)),
    "trafilatura-fast": ("trafilatura", _trafilatura(fast=True)),
    "resiliparse": ("resiliparse", _resiliparse),
    "readability": ("readability-lxml", _readability),
    "newspaper4k": ("newspaper4k", _newspaper),
    "justext": ("justext", _justext),
    "boilerpy3": ("boilerpy3", _boilerpy),
}
"""Name to the distribution that it comes from, and what makes it ready to run."""


def quiet() -> None:
    """Turn off the peers' own messages: their failures are counted, not printed by page."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
