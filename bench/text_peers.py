"""What else can be done with flattened text: line rules, and tools for HTML over wrapped lines."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib import metadata
from typing import Any

import bodycopy
from bench.peers import OURS, TOOLS, Tool, composed

__all__ = ["KEEP", "text_tools"]

KEEP = "keep everything"
_Run = Callable[[bytes], Any]


def text_tools() -> tuple[list[Tool], dict[str, str]]:
    """The tools that can run here, and for each of the others the reason why not."""
    makers: dict[str, tuple[str, Callable[[], _Run]]] = {
        "justext on lines": ("justext", _justext),
        "trafilatura on <p>": ("trafilatura", _trafilatura),
    }
    tools = [
        Tool(name=OURS, version=bodycopy.__version__, run=_ours(), read=composed),
        Tool(name=KEEP, version="", run=bytes.decode),
        Tool(name="C4 line rules", version="", run=keep_by_c4_rules),
    ]
    missing: dict[str, str] = {}
    for name, (package, make) in makers.items():
        try:
            tools.append(Tool(name=name, version=metadata.version(package), run=make()))
        except (ImportError, metadata.PackageNotFoundError) as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return tools, missing


def _ours() -> _Run:
    from bodycopy.pipeline import extract_text

    def run(text: bytes) -> Any:
        record = extract_text(text)
        record.text  # noqa: B018 - making the text is part of the time
        return record

    return run


# Raffel et al. 2020 (arXiv 1910.10683), section 2.2: lines end in a terminal punctuation mark
# and have at least five words; lines with "javascript" go. Their rules for whole pages, which
# would leave some pages without any text, are not applied.
_TERMINAL = (".", "!", "?", '"')
_LEAST_WORDS = 5


def keep_by_c4_rules(text: bytes) -> str:
    r"""The lines that C4 would keep.

    >>> keep_by_c4_rules(b"Home\nIt rained for nine days on end.\nRead more.")
    'It rained for nine days on end.'
    """
    lines = (line.strip() for line in text.decode().splitlines())
    return "\n".join(
        line
        for line in lines
        if line.endswith(_TERMINAL)
        and len(line.split()) >= _LEAST_WORDS
        and "javascript" not in line.lower()
    )


def _justext() -> _Run:
    import justext
    from justext.core import classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    class _Path:
        dom = xpath = "html.body.p"

    # As in ``bench.peers``: all stop words together, the numbers of trafilatura's benchmark.
    stop_words = frozenset().union(*map(justext.get_stoplist, justext.get_stoplists()))

    def run(text: bytes) -> str:
        paragraphs = []
        for line in text.decode().splitlines():
            if line.strip():
                paragraph = Paragraph(_Path())
                paragraph.append_text(line)
                paragraphs.append(paragraph)
        classify_paragraphs(paragraphs, stop_words, 50, 200, 0.1, 0.2, 0.2, True)
        revise_paragraph_classification(paragraphs, 200)
        return "\n".join(part.text for part in paragraphs if not part.is_boilerplate)

    return run


def _trafilatura() -> _Run:
    _, make = TOOLS["trafilatura"]
    extract, _ = make()

    def run(text: bytes) -> Any:
        lines = (line.strip() for line in text.decode().splitlines())
        wrapped = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        return extract(f"<html><body>{wrapped}</body></html>".encode())

    return run
