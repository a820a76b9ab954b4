"""The README's tables are whole; ``test_docs.py`` runs its code."""

from __future__ import annotations

import re
from pathlib import Path

import bodycopy

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_tables_name_what_there_is() -> None:
    """Every field of an article and every role is in the tables, by its name."""
    names = set(re.findall(r"`([a-z_]+)`", README))
    assert set(bodycopy.Article.__struct_fields__) <= names
    assert {str(role) for role in bodycopy.Role} <= names
