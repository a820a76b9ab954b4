"""The authored pages of the tests as labelled pages: what their newsrooms meant is known.

They are few, and they stand in the training data several times, so that what the golden pages
hold is not lost to a network that was never shown it. They are therefore no measure of how
well it does on pages that it has not seen; pages that are authored later are not learned from,
and are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bodycopy.decode import decode
from bodycopy.roles import BODY_ROLES
from bodycopy.scan import scan
from training.align import squash

__all__ = ["PAGES", "authored_pages"]

PAGES = Path(__file__).parents[1] / "tests" / "pages"
COPIES = 6
LEARNED = (
    "ar_daily de_consent_wall de_regional_daily de_windows1252_undeclared en_blog en_broadsheet "
    "en_index_page en_liveblog en_paywall_stub en_soft_404 es_publicidad fr_chapeau ja_newspaper "
    "pl_portal pt_jsonld_body ru_agency zh_portal"
).split()


def authored_pages() -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """``(row, role gold)`` of every authored page, in the form of the page sets."""
    for name in LEARNED:
        path = PAGES / name / "expected.json"
        source = (path.parent / "source.html").read_bytes()
        expected = json.loads(path.read_text(encoding="utf-8"))
        gold = {
            "page_type": expected["page_type"],
            "language": expected["language"],
            "blocks": _blocks(scan(decode(source).text).texts, expected),
        }
        for copy in range(COPIES):
            yield _row(f"{path.parent.name}-{copy}", path.parent.name, source), gold


def _row(name: str, page: str, source: bytes) -> Mapping[str, Any]:
    return {
        "id": name,
        "url": f"https://{page}.example/",
        "domain": f"{page}.example",
        "type": "article",
        "html": source,
        "body": "",
        "paragraphs": [],
        "must_have": [],
        "must_not_have": [],
    }


def _blocks(texts: tuple[str, ...], expected: Mapping[str, Any]) -> list[dict[str, str]]:
    """Blocks of the page in order with the role that its expectation gives them."""
    # A pull quote is a quotation, but a second copy of the body's words.
    roles = {
        squash(text): role if role not in BODY_ROLES else "boilerplate"
        for text, role in expected["dropped"].items()
    }
    for block in expected.get("body", ()):
        cells = [cell for row in block.get("rows", ()) for cell in row]
        roles.update((squash(text), block["role"]) for text in cells or [block["text"]])
    return [{"text": text, "role": roles[squash(text)]} for text in texts if squash(text) in roles]
