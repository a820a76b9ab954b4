"""bodycopy as a reader of LlamaIndex.

    BodycopyReader().load_data([(html, url), (html, url)])

Needs the package ``llama-index-core`` (``pip install 'bodycopy[llamaindex]'``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from bodycopy.article import Article
from bodycopy.compat.fields import flat_fields
from bodycopy.many import Html, Page, extract_many
from bodycopy.options import Options

__all__ = ["BodycopyReader"]


class BodycopyReader(BaseReader):
    """A document for each page that holds an article: Markdown, and its fields as metadata."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()

    def lazy_load_data(
        self, pages: Iterable[Page | tuple[Html, str | None] | Html]
    ) -> Iterator[Document]:
        """The documents of these pages, which are what ``extract_many`` takes.

        Pages without an article give no document.
        """
        for record in extract_many(pages, options=self.options):
            if isinstance(record, Article):
                yield Document(text=record.to_markdown(), metadata=flat_fields(record))
