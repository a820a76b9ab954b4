"""The four parts of a page that roles belong to, and a record's blocks in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from bodycopy.article import Article, Block, Verdict
from bodycopy.roles import BESIDE_ROLES, BODY_ROLES, HEADER_ROLES, NOISE_ROLES, Role

__all__ = ["FAMILY_OF", "Family", "FamilyBlock", "ROLES_OF", "in_page_order"]


class Family(StrEnum):
    """A part of the page."""

    BODY = "body"
    HEADER = "header"
    BESIDE = "beside"
    LEFT_OUT = "left out"


ROLES_OF: Mapping[Family, frozenset[Role]] = {
    Family.BODY: BODY_ROLES,
    Family.HEADER: HEADER_ROLES,
    Family.BESIDE: BESIDE_ROLES,
    Family.LEFT_OUT: NOISE_ROLES,
}
"""The roles of each part."""

FAMILY_OF: Mapping[Role, Family] = {
    role: family for family, roles in ROLES_OF.items() for role in roles
}
"""The part that each role belongs to."""


class FamilyBlock(NamedTuple):
    """A block, and the part of the page that the record has it in."""

    block: Block
    family: Family


def in_page_order(record: Article | Verdict) -> list[FamilyBlock]:
    """Every block of a record in the order of the page.

    A block with a role of the body that an article does not have in its body (a table that
    the caller wants none of) is left out; a verdict has its blocks as the labeller saw them.
    """
    shown = [FamilyBlock(block, FAMILY_OF[block.role]) for block in record.dropped]
    if isinstance(record, Article):
        shown = [
            FamilyBlock(block, Family.LEFT_OUT if block.role in BODY_ROLES else family)
            for block, family in shown
        ]
        shown += [FamilyBlock(block, FAMILY_OF[block.role]) for block in record.body]
    return sorted(shown, key=lambda one: one.block.index)
