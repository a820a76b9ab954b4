"""Pages whose blocks somebody has given their roles: to score an extractor by, or to teach one."""

from bodycopy.gold.file import append_gold, read_gold
from bodycopy.gold.page import PAGE_TYPES, GoldBlock, GoldPage, gold_page, page_id

__all__ = [
    "PAGE_TYPES",
    "GoldBlock",
    "GoldPage",
    "append_gold",
    "gold_page",
    "page_id",
    "read_gold",
]
