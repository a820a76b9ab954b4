"""bodycopy as an extractor block of datatrove pipelines.

    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter
    from bodycopy.compat.datatrove import BodycopyExtractor

    LocalPipelineExecutor(
        pipeline=[WarcReader("crawl/"), BodycopyExtractor(), JsonlWriter("articles/")],
        tasks=8,
    ).run()

Needs the package of that name (``pip install 'bodycopy[datatrove]'``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
from datatrove.utils.logging import logger
from datatrove.utils.typeshelper import StatHints

from bodycopy.article import Article
from bodycopy.compat.fields import FIELDS, check_fields, plain_fields
from bodycopy.options import Options
from bodycopy.pipeline import extract

__all__ = ["FIELDS", "BodycopyExtractor"]


class BodycopyExtractor(BaseExtractor):
    """Replaces the HTML of a document by the text of its article, and fills its metadata.

    Each field of the article that is not empty becomes an entry of ``metadata``, as plain
    JSON; entries that the reader made (``url``, ``date`` ...) stay as they are. A document
    without an article is dropped: its statistics count the reason, and ``exclusion_writer``
    (any datatrove writer) gets it with ``metadata["bodycopy_reason"]``.

    ``timeout`` is in seconds a page; pages are extracted in a process of their own, which a
    page that hangs or crashes costs, and no more.
    """

    name = "📰 Bodycopy"

    def __init__(
        self,
        fields: Sequence[str] = FIELDS,
        timeout: float = 10,
        options: Options | None = None,
        exclusion_writer: Any = None,
    ) -> None:
        super().__init__(timeout)
        self.fields = check_fields(fields)
        self.options = options or Options()
        self.exclusion_writer = exclusion_writer

    def extract(self, text: str) -> str:
        """The text of the article of an HTML page; empty where there is none."""
        return extract(text, options=self.options).text

    def extract_record(self, text: str, url: str | None) -> tuple[str, dict[str, Any]]:
        """The text and metadata of a page; without an article, no text and the reason."""
        record = extract(text, url=url, options=self.options)
        if not isinstance(record, Article):
            return "", {
                "bodycopy_reason": record.reason.value,
                "bodycopy_detail": record.detail,
            }
        return record.text, plain_fields(record, self.fields)

    def run(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents that hold an article, with its text and fields."""
        with ExtractorSandbox(self.timeout, warmup_text=("", None)) as sandbox:
            if self.exclusion_writer is None:
                yield from self._extracted(data, sandbox, lambda document: None)
                return
            with self.exclusion_writer as writer:
                yield from self._extracted(
                    data, sandbox, lambda document: writer.write(document, rank)
                )

    def _extracted(
        self, data: Iterable[Any], sandbox: Any, exclude: Callable[[Any], None]
    ) -> Iterator[Any]:
        for document in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                text, found = self._tried(document, sandbox)
            document.metadata = found | document.metadata
            if text:
                document.text = text
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document
            else:
                self.stat_update(StatHints.dropped, f"dropped_{found['bodycopy_reason']}")
                exclude(document)

    def _tried(self, document: Any, sandbox: Any) -> tuple[str, dict[str, Any]]:
        page = (document.text, document.metadata.get("url"))
        try:
            text, found = sandbox.process_document(page, self.extract_record)
        except TimeoutError:
            logger.warning(f"bodycopy: {document.id} took over {self.timeout} s")
            return "", {"bodycopy_reason": "timeout"}
        except EOFError:
            logger.warning(f"bodycopy: the process died of {document.id}")
            return "", {"bodycopy_reason": "crash"}
        return text, found
