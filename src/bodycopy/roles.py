"""The one closed set of block roles, and which part of the page each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

__all__ = [
    "BESIDE_ROLES",
    "BODY_ROLES",
    "HEADER_ROLES",
    "NOISE_ROLES",
    "ROLES",
    "ROW_OF",
    "Role",
]


class Role(StrEnum):
    """What a block of the page is to the newsroom that made it."""

    # in the body
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    PREFORMATTED = "preformatted"
    # in the header
    KICKER = "kicker"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    DATE = "date"
    # beside the body
    CAPTION = "caption"
    CREDIT = "credit"
    SOURCE_LINE = "source_line"
    CORRECTION = "correction"
    AUTHOR_BOX = "author_box"
    # left out
    AD_LABEL = "ad_label"
    AD = "ad"
    CONSENT = "consent"
    NEWSLETTER = "newsletter"
    TEASER = "teaser"
    RELATED = "related"
    TOPIC_NAV = "topic_nav"
    NAVIGATION = "navigation"
    SHARE = "share"
    COMMENT = "comment"
    PAYWALL = "paywall"
    LIVEBLOG_PROMO = "liveblog_promo"
    EMBED_PLACEHOLDER = "embed_placeholder"
    LEGAL = "legal"
    BOILERPLATE = "boilerplate"


ROLES: tuple[Role, ...] = tuple(Role)
"""Every role in a fixed order: the columns of the labeller's output."""

ROW_OF: Mapping[Role, int] = {role: row for row, role in enumerate(ROLES)}
"""The place of each role in ``ROLES``."""

BODY_ROLES = frozenset(ROLES[:7])
HEADER_ROLES = frozenset(ROLES[7:13])
BESIDE_ROLES = frozenset(ROLES[13:18])
NOISE_ROLES = frozenset(ROLES[18:])
