"""bodycopy as an item pipeline of Scrapy.

    ITEM_PIPELINES = {"bodycopy.compat.scrapy.BodycopyPipeline": 300}

and the spider yields ``{"url": response.url, "html": response.body, "content_type":
response.headers.get("Content-Type")}``. Needs the package of that name
(``pip install 'bodycopy[scrapy]'``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from bodycopy.article import Article
from bodycopy.compat.fields import FIELDS, check_fields, plain_fields
from bodycopy.options import Options
from bodycopy.pipeline import extract

__all__ = ["BodycopyPipeline"]


class BodycopyPipeline:
    """Replaces the ``html`` of an item by the ``text`` and the fields of its article.

    An item without ``html`` passes as it is. Of ``url`` and ``content_type`` it takes what is
    there. An item of a class gets the fields that its class declares, a ``dict`` all that are
    not empty. An item whose page holds no article is dropped with the reason, which Scrapy's
    statistics count as ``bodycopy/rejected/REASON``. Settings: ``BODYCOPY_FIELDS``, a list of
    names, and ``BODYCOPY_OPTIONS``, a dictionary of what ``Options`` takes.
    """

    def __init__(
        self,
        fields: Sequence[str] = FIELDS,
        options: Options | None = None,
        stats: Any = None,
    ) -> None:
        self.fields = check_fields(fields)
        self.options = options or Options()
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """The pipeline that the settings of a crawler describe."""
        fields = crawler.settings.getlist("BODYCOPY_FIELDS") or FIELDS
        options = Options(**crawler.settings.getdict("BODYCOPY_OPTIONS"))
        return cls(fields, options, crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """The item with its article; raises ``DropItem`` where its page holds none."""
        adapter = ItemAdapter(item)
        html = adapter.get("html")
        if html is None:
            return item
        record = extract(
            html,
            url=adapter.get("url"),
            content_type=_header(adapter.get("content_type")),
            options=self.options,
        )
        if not isinstance(record, Article):
            self._count(f"rejected/{record.reason.value}")
            raise DropItem(f"{record.reason.value}: {record.detail}")
        self._count("articles")
        _fill(item, adapter, {"text": record.text, **plain_fields(record, self.fields)})
        return item

    def _count(self, name: str) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"bodycopy/{name}")


def _fill(item: Any, adapter: ItemAdapter, values: Mapping[str, Any]) -> None:
    """Put the values into the item, as far as its class has a place for them."""
    places = values if isinstance(item, dict) else adapter.field_names()
    adapter.update({name: value for name, value in values.items() if name in places})
    if isinstance(item, dict):
        del item["html"]
    else:
        adapter["html"] = None


def _header(value: bytes | str | None) -> str | None:
    # Scrapy gives headers as bytes.
    return value.decode("latin-1") if isinstance(value, bytes) else value
