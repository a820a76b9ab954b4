"""bodycopy as a document loader of the real LangChain."""

from __future__ import annotations

import pytest

pytest.importorskip("langchain_core", reason="needs LangChain: make test-langchain")

from langchain_core.documents import Document

from authored import NAMES, report, source
from bodycopy import Article, Options, extract
from bodycopy.compat.langchain import BodycopyLoader

# Of LangChain and what it imports, not of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_article_is_a_document() -> None:
    """Its text is Markdown; a page without an article gives none."""
    pages = [(source(name), f"https://{name.replace('_', '-')}.example/") for name in NAMES]
    documents = BodycopyLoader(pages).load()
    records = [extract(html, url) for html, url in pages]
    articles = [record for record in records if isinstance(record, Article)]
    assert [document.page_content for document in documents] == [
        article.to_markdown() for article in articles
    ]
    assert [document.metadata["source"] for document in documents] == [
        article.url for article in articles
    ]
    assert all(isinstance(document, Document) for document in documents)


def test_metadata_is_flat() -> None:
    """Vector stores file under strings, and take no lists."""
    [document] = BodycopyLoader([(source("de_regional_daily"), "https://bote.example/1")]).load()
    assert document.metadata["headline"].startswith("Land stellt")
    assert document.metadata["language"] == "de"
    assert {type(value) for value in document.metadata.values()} == {str}


def test_options_are_heeded_and_pages_taken_one_by_one() -> None:
    """The loader is lazy: the first document is there before the last page is read."""
    pages = iter([report(), report()])
    first = next(iter(BodycopyLoader(pages).lazy_load()))
    assert "footbridge" in first.page_content
    assert next(pages)
    assert BodycopyLoader([report()], Options(min_chars=10**6)).load() == []
