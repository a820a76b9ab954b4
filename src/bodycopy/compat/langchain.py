"""bodycopy as a document loader of LangChain.

    BodycopyLoader([(html, url), (html, url)]).load()

Needs the package ``langchain-core`` (``pip install 'bodycopy[langchain]'``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from bodycopy.article import Article
from bodycopy.compat.fields import flat_fields
from bodycopy.many import Html, Page, extract_many
from bodycopy.options import Options

__all__ = ["BodycopyLoader"]


class BodycopyLoader(BaseLoader):
    """A document for each page that holds an article: Markdown, and its fields as metadata.

    ``pages`` are what ``extract_many`` takes. Pages without an article give no document.
    """

    def __init__(
        self, pages: Iterable[Page | tuple[Html, str | None] | Html], options: Options | None = None
    ) -> None:
        self.pages = pages
        self.options = options or Options()

    def lazy_load(self) -> Iterator[Document]:
        """The documents, one after the other."""
        for record in extract_many(self.pages, options=self.options):
            if isinstance(record, Article):
                metadata = {"source": record.url or "", **flat_fields(record)}
                yield Document(page_content=record.to_markdown(), metadata=metadata)
