"""bodycopy as a reader of the real LlamaIndex."""

from __future__ import annotations

import pytest

pytest.importorskip("llama_index", reason="needs LlamaIndex: make test-llamaindex")

from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document

from authored import NAMES, report, source
from bodycopy import Article, Options, extract
from bodycopy.compat.llamaindex import BodycopyReader

# Of LlamaIndex and what it imports, not of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_article_is_a_document() -> None:
    """Its text is Markdown, its metadata strings; a page without an article gives none."""
    pages = [(source(name), f"https://{name.replace('_', '-')}.example/") for name in NAMES]
    documents = BodycopyReader().load_data(pages)
    records = [extract(html, url) for html, url in pages]
    articles = [record for record in records if isinstance(record, Article)]
    assert [document.text for document in documents] == [
        article.to_markdown() for article in articles
    ]
    assert [document.metadata["url"] for document in documents] == [
        article.url for article in articles
    ]
    assert all(isinstance(document, Document) for document in documents)


def test_documents_can_be_cut_into_nodes() -> None:
    """What follows in a pipeline takes them: each node knows its headline."""
    documents = BodycopyReader().load_data([(report(), "https://ell.example/")])
    nodes = SentenceSplitter(chunk_size=128, chunk_overlap=0).get_nodes_from_documents(documents)
    assert len(nodes) > 1
    assert {node.metadata["headline"] for node in nodes} == {"Council votes for a new footbridge"}


def test_options_are_heeded() -> None:
    """A page that is too short for the caller gives no document."""
    assert BodycopyReader(Options(min_chars=10**6)).load_data([report()]) == []
