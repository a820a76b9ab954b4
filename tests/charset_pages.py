"""One paragraph in each of 37 languages, in every encoding that its pages were written in.

Each stands in a page of its own, its encoding declared rightly, wrongly, twice or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PARAGRAPHS = Path(__file__).with_name("charset_paragraphs.tsv")

HOWS = (
    "declared",
    "undeclared",
    "declared as utf-8",
    "utf-8, declared",
    "utf-8, undeclared",
    "utf-8, declared as the old one",
    "utf-8, marked, declared as the old one",
    "utf-16, marked",
)
"""What the page says of its encoding, for the tools that are given bytes alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharsetPage:
    """A page of one language in one encoding; ``text`` is its paragraph as it was written."""

    language: str
    label: str
    """Of the old encoding that is in it, or that it claims to be in."""
    how: str
    data: bytes
    text: str


def page_of(text: str, declared: str = "") -> str:
    """A page with this paragraph, thrice; ``declared`` is the charset that its meta names."""
    meta = f'<meta charset="{declared}">' if declared else ""
    body = f"<p>{text}</p>\n" * 3
    return (
        f"<!DOCTYPE html><html><head>{meta}<title>{text[:30]}</title></head><body><article>"
        f"<h1>{text[:40]}</h1>\n{body}</article></body></html>"
    )


def charset_pages() -> Iterator[CharsetPage]:
    """Every language in every one of its encodings, declared in every way."""
    for language, encodings, text in _rows():
        for codec, _, label in (name.partition("=") for name in encodings.split()):
            made = (
                page_of(text, label).encode(codec),
                page_of(text).encode(codec),
                page_of(text, "utf-8").encode(codec),
                page_of(text, "utf-8").encode(),
                page_of(text).encode(),
                page_of(text, label).encode(),
                page_of(text, label).encode("utf-8-sig"),
                page_of(text, label).encode("utf-16"),
            )
            for how, data in zip(HOWS, made, strict=True):
                yield CharsetPage(language=language, label=label, how=how, data=data, text=text)


def _rows() -> Iterator[tuple[str, str, str]]:
    lines = _PARAGRAPHS.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            language, encodings, text = line.split("\t")
            yield language, encodings, text
